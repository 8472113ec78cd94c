'use client';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { debtRoute } from '@heling/benefits/contract/runs';
import {
  benefitsDebt,
  benefitsDebts,
  benefitsExplanation,
  benefitsRecover,
  benefitsWriteOff,
} from '@heling/ui/api.gen';
import { fenOf, yuan } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Mark, Money } from '../parts/marks';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMay } from '../shell/me';
import { Explanation } from './explanation';
import { PersonLink } from './person-link';
import { ReasonDialog } from './reason-dialog';
import { monthsBetween, monthsName } from './words';
import styles from './benefits.module.css';

type Debt = Output<typeof debtRoute>;

/** One claim: what it is, the letter, the plan of instalments, money that came back, write-off by two people. */
export function DebtView({ id, print }: { id: number; print(): void }) {
  const answer = useCall(benefitsDebt, { params: { id } });
  return (
    <Answer of={answer} lines={8}>
      {(debt) => <OneDebt debt={debt} print={print} />}
    </Answer>
  );
}

function OneDebt({ debt, print }: { debt: Debt; print(): void }) {
  const left = debt.fen - debt.recovered - debt.writtenOff;
  return (
    <div className={styles.stack}>
      <div className="row">
        <strong>
          <PersonLink id={debt.personId} name={debt.name} />
        </strong>
        <span className="muted">{debt.division}</span>
        <Mark tone={debt.state === 'settled' ? 'ok' : 'p3'}>{debt.stateName}</Mark>
      </div>
      <p>
        {debt.schemeName}，{monthsName(debt.from, debt.to)}
      </p>
      <dl className={styles.sum}>
        <div>
          <dt>应追</dt>
          <dd>
            <Money fen={debt.fen} />
          </dd>
        </div>
        <div>
          <dt>已追回</dt>
          <dd>
            <Money fen={debt.recovered} />
          </dd>
        </div>
        <div>
          <dt>已核销</dt>
          <dd>
            <Money fen={debt.writtenOff} />
          </dd>
        </div>
        <div>
          <dt>余额</dt>
          <dd>
            <Money fen={left} />
          </dd>
        </div>
      </dl>
      <DebtActions debt={debt} left={left} print={print} />
      {debt.writeOffAsked && (
        <p>
          <Mark tone="p2">申请核销</Mark> {debt.writeOffReason}
        </p>
      )}
      <section aria-label="分期">
        <h3>分期</h3>
        <table className={styles.plain} aria-label="分期计划">
          <thead>
            <tr>
              <th scope="col">期</th>
              <th scope="col">日期</th>
              <th scope="col" className={styles.right}>
                金额
              </th>
              <th scope="col">情况</th>
            </tr>
          </thead>
          <tbody>
            {debt.plan.map((part, i) => (
              <tr key={part.dueOn}>
                <td>第 {i + 1} 期</td>
                <td className="number">{part.dueOn}</td>
                <td className={styles.right}>
                  <Money fen={part.fen} />
                </td>
                <td>{part.covered ? <Mark tone="ok">已还</Mark> : <span className="muted">未还</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {debt.entitlementId !== null && (
        <details>
          <summary>为什么是这个数：逐月说明</summary>
          <Explanation entitlementId={debt.entitlementId} here={monthsBetween(debt.from, debt.to)} />
        </details>
      )}
      <section aria-label="通知书">
        <h3>通知书</h3>
        <p className={styles.letter}>{debt.letter}</p>
      </section>
    </div>
  );
}

function DebtActions({ debt, left, print }: { debt: Debt; left: number; print(): void }) {
  const toasts = useToasts();
  const pays = useMay(['allowancePayer']);
  const forgives = useMay(['city', 'county', 'allowanceReviewer']);
  const [asking, setAsking] = useState<'recover' | 'writeOff' | null>(null);
  const touches = [benefitsDebt, benefitsDebts, benefitsExplanation];
  const writeOff = useCommand(benefitsWriteOff, touches);
  const open = debt.state === 'open';
  return (
    <div className="row">
      <Button onClick={print}>打印通知书</Button>
      {pays && open && <Button onClick={() => setAsking('recover')}>登记还款</Button>}
      {forgives && open && !debt.writeOffAsked && (
        <Button onClick={() => setAsking('writeOff')}>申请核销</Button>
      )}
      {forgives && debt.canSignWriteOff && (
        <Button danger onClick={() => setAsking('writeOff')}>
          签字核销
        </Button>
      )}
      {forgives && debt.writeOffAsked && !debt.canSignWriteOff && open && (
        <span className="muted">核销须由另一个人签字</span>
      )}
      {asking === 'recover' && <RecoverDialog debt={debt} left={left} close={() => setAsking(null)} />}
      {asking === 'writeOff' && (
        <ReasonDialog
          title={debt.writeOffAsked ? `签字核销余额 ${yuan(left)}` : `申请核销余额 ${yuan(left)}`}
          verb={debt.writeOffAsked ? '签字核销' : '申请核销'}
          danger={debt.writeOffAsked}
          max={200}
          hint={debt.writeOffAsked ? '签字后余额不再追回，记入台账' : '另一个人签字后才生效'}
          label={debt.writeOffAsked ? '签字意见' : '为什么核销'}
          busy={writeOff.isPending}
          problem={writeOff.error}
          onGo={(reason) =>
            writeOff.mutate(
              { params: { id: debt.id }, body: { version: debt.version, reason } },
              {
                onSuccess: ({ writtenOff }) => {
                  toasts.done(writtenOff ? '已核销' : '已申请，等另一人签字');
                  setAsking(null);
                },
              },
            )
          }
          close={() => setAsking(null)}
        />
      )}
    </div>
  );
}

function RecoverDialog({ debt, left, close }: { debt: Debt; left: number; close(): void }) {
  const toasts = useToasts();
  const next = debt.plan.find((part) => !part.covered);
  const [typed, setTyped] = useState(((next ? Math.min(next.fen, left) : left) / 100).toFixed(2));
  const recover = useCommand(benefitsRecover, [benefitsDebt, benefitsDebts, benefitsExplanation]);
  const fen = fenOf(typed);
  const wrong =
    fen === null || fen === 0 ? '金额请填数字，如 50.00' : fen > left ? `最多还剩 ${yuan(left)}` : null;
  return (
    <Dialog
      title="登记还款"
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button
            type="primary"
            disabled={wrong !== null}
            loading={recover.isPending}
            onClick={() =>
              fen !== null &&
              recover.mutate(
                { params: { id: debt.id }, body: { version: debt.version, fen } },
                {
                  onSuccess: () => {
                    toasts.done(`已登记还款 ${yuan(fen)}`);
                    close();
                  },
                },
              )
            }
          >
            登记
          </Button>
        </>
      }
    >
      <Field label="还了多少（元）" required error={wrong} hint="先抵最早的月份">
        {(ids) => (
          <Input
            {...ids}
            inputMode="decimal"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Problem problem={recover.error} />
    </Dialog>
  );
}
