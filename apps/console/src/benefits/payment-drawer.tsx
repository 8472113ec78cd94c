'use client';
import { Button } from 'antd';
import Link from 'next/link';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { paymentRoute } from '@heling/benefits/contract/runs';
import { HOLD_CODES } from '@heling/benefits/domain/states';
import {
  benefitsHold,
  benefitsPayment,
  benefitsPayments,
  benefitsRelease,
  benefitsRun,
  benefitsSettle,
} from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark, Money } from '../parts/marks';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useIdParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import { Explanation } from './explanation';
import { PersonLink } from './person-link';
import { ReasonDialog } from './reason-dialog';
import { monthName, PAYMENT_TONES } from './words';
import styles from './benefits.module.css';

type Payment = Output<typeof paymentRoute>;
const PARAM = 'payment';

/** Opens the drawer of a payment by its id. */
export const usePaymentDrawer = () => useIdParam(PARAM)[1];

/** What one person gets from one run: the months it is made of, each explained; holding, releasing, asking the bank. */
export function PaymentDrawer() {
  return (
    <DetailDrawer param={PARAM} title="这笔钱怎么来的" width={880}>
      {(id) => <OnePayment id={id} />}
    </DetailDrawer>
  );
}

function OnePayment({ id }: { id: number }) {
  const answer = useCall(benefitsPayment, { params: { id } });
  return (
    <Answer of={answer} lines={10}>
      {(payment) => <PaymentView payment={payment} />}
    </Answer>
  );
}

function PaymentView({ payment }: { payment: Payment }) {
  const explained = [...new Map(payment.lines.map((line) => [line.scheme, line])).values()];
  return (
    <div className={styles.stack}>
      <div className="row">
        <strong>
          <PersonLink id={payment.personId} name={payment.name} />
        </strong>
        <span className="muted">{payment.division}</span>
        <Link prefetch={false} href={`/run/?id=${payment.runId}`}>
          {monthName(payment.runMonth)}发放
        </Link>
        <Mark tone={PAYMENT_TONES[payment.state]}>{payment.holdName ?? payment.stateName}</Mark>
        {payment.bankCode && (
          <span className="muted">
            {payment.state === 'dropped'
              ? HOLD_CODES[payment.bankCode as keyof typeof HOLD_CODES]
              : `银行代码 ${payment.bankCode}`}
          </span>
        )}
        {payment.conflict && <Mark tone="p1">银行前后结果矛盾</Mark>}
      </div>
      {payment.holdReason && <p>说明：{payment.holdReason}</p>}
      <PaymentActions payment={payment} />
      <table className={styles.plain} aria-label="这笔钱由这些月份组成">
        <thead>
          <tr>
            <th scope="col">津贴</th>
            <th scope="col">月份</th>
            <th scope="col" className={styles.right}>
              金额
            </th>
            <th scope="col">类别</th>
            <th scope="col">政策</th>
          </tr>
        </thead>
        <tbody>
          {payment.lines.map((line) => (
            <tr key={`${line.scheme}${line.month}`}>
              <td>{line.schemeName}</td>
              <td>{monthName(line.month)}</td>
              <td className={styles.right}>
                <Money fen={line.fen} />
              </td>
              <td>{line.arrears ? <Mark tone="p3">补发</Mark> : '当月'}</td>
              <td>{line.packVersion}</td>
            </tr>
          ))}
          <tr>
            <td colSpan={2}>
              <b>合计</b>
            </td>
            <td className={styles.right}>
              <b>
                <Money fen={payment.fen} />
              </b>
            </td>
            <td colSpan={2} />
          </tr>
        </tbody>
      </table>
      {payment.lines.length === 0 && <p className="muted">这次没有要发的月份，原因见个人的逐月说明。</p>}
      {explained.map(
        (line) =>
          line.entitlementId !== null && (
            <Explanation
              key={line.scheme}
              entitlementId={line.entitlementId}
              asOf={payment.runMonth}
              here={payment.lines.filter((each) => each.scheme === line.scheme).map((each) => each.month)}
            />
          ),
      )}
    </div>
  );
}

function PaymentActions({ payment }: { payment: Payment }) {
  const toasts = useToasts();
  const mayHold = useMay(['allowanceClerk', 'allowanceReviewer', 'allowancePayer']);
  const maySettle = useMay(['allowancePayer']);
  const [asking, setAsking] = useState<'hold' | 'paid' | 'rejected' | null>(null);
  const touches = [benefitsPayment, benefitsPayments, benefitsRun];
  const hold = useCommand(benefitsHold, touches);
  const release = useCommand(benefitsRelease, touches);
  const settle = useCommand(benefitsSettle, touches);
  const input = { params: { id: payment.id } };
  const { version } = payment;
  const close = () => setAsking(null);
  const unclear = payment.state === 'unknown' || payment.conflict;
  return (
    <>
      <div className="row">
        {mayHold && payment.beforeBank && payment.state === 'ready' && (
          <Button onClick={() => setAsking('hold')}>暂缓发放</Button>
        )}
        {mayHold && payment.beforeBank && payment.state === 'held' && payment.holdCode !== 'unjudgeable' && (
          <Button
            loading={release.isPending}
            onClick={() =>
              release.mutate(
                { ...input, body: { version } },
                {
                  onSuccess: ({ holdCode }) =>
                    toasts.done(holdCode ? '重新检查过，仍有问题，继续暂缓' : '已解除暂缓'),
                },
              )
            }
          >
            重新检查，解除暂缓
          </Button>
        )}
        {maySettle && unclear && (
          <>
            <Button onClick={() => setAsking('paid')}>银行说已付</Button>
            <Button onClick={() => setAsking('rejected')}>银行说退回</Button>
          </>
        )}
        <Link prefetch={false} href={`/payees/?person=${payment.personId}`}>
          收款账户
        </Link>
      </div>
      <Problem problem={release.error} />
      {asking === 'hold' && (
        <ReasonDialog
          title="暂缓这个人的发放"
          verb="暂缓"
          max={200}
          busy={hold.isPending}
          problem={hold.error}
          hint="结账时没有解除的，这些月份转到下月补发"
          onGo={(reason) => hold.mutate({ ...input, body: { version, reason } }, { onSuccess: close })}
          close={close}
        />
      )}
      {(asking === 'paid' || asking === 'rejected') && (
        <ReasonDialog
          title={asking === 'paid' ? '登记：银行查清已付' : '登记：银行查清退回'}
          verb="登记"
          label="向谁查的、凭据"
          max={200}
          busy={settle.isPending}
          problem={settle.error}
          hint={asking === 'paid' ? '记入台账，不会再发' : '这些月份转到下次发放'}
          onGo={(reason) =>
            settle.mutate({ ...input, body: { version, result: asking, reason } }, { onSuccess: close })
          }
          close={close}
        />
      )}
    </>
  );
}
