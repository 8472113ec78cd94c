'use client';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import type { Scheme } from '@heling/benefits/domain/pack';
import { LEDGER_KINDS } from '@heling/benefits/domain/states';
import { benefitsDebts, benefitsLedger, benefitsOfPerson } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { Amount } from './amount';
import { ApplyDialog } from './apply-dialog';
import { Explanation } from './explanation';
import { PaymentDrawer, usePaymentDrawer } from './payment-drawer';
import { PreviewDialog } from './preview-dialog';
import { ENTITLEMENT_TONES, monthName, monthsName, PAYMENT_TONES } from './words';
import styles from './benefits.module.css';

/** A person's allowances: entitlements, payments, claims and ledger; every amount opens its explanation. */
export function BenefitsPanel({ page }: { page: PersonPage }) {
  const client = useQueryClient();
  const mayApply = useMay(['allowanceClerk', 'street', 'community']) && page.status === 'active';
  const [applying, setApplying] = useState(false);
  const [previewing, setPreviewing] = useState(false);
  const openPayment = usePaymentDrawer();
  const [, setExplained] = useIdParam('entitlement');
  const [, setLedger] = useIdParam('ledger');
  const answer = useCall(benefitsOfPerson, { params: { id: page.id } });
  const debts = useCall(benefitsDebts, { body: { personId: page.id, limit: 20 } });
  useLiveEvents(['entitlement.changed', 'benefitRun.changed'], () => {
    void client.invalidateQueries({ queryKey: keyOf(benefitsOfPerson) });
  });
  return (
    <Panel
      title="津贴"
      actions={
        <>
          {mayApply && <Button onClick={() => setApplying(true)}>代办申请</Button>}
          <Button onClick={() => setPreviewing(true)}>试算</Button>
        </>
      }
    >
      <Answer of={answer} lines={4}>
        {({ entitlements, payments, hasPayee }) => (
          <>
            {entitlements.length === 0 && <p className="muted">没有申请过津贴</p>}
            <ul className="lines">
              {entitlements.map((each) => (
                <li key={each.id}>
                  <span>
                    <Link prefetch={false} href={`/application/?id=${each.id}`}>
                      {each.schemeName}
                    </Link>{' '}
                    <Mark tone={ENTITLEMENT_TONES[each.state]}>{each.stateName}</Mark>
                  </span>
                  <Button type="link" onClick={() => setExplained(each.id)}>
                    逐月说明
                  </Button>
                </li>
              ))}
            </ul>
            {entitlements.length > 0 && !hasPayee && (
              <p>
                <Mark tone="p2">没有收款账户</Mark>{' '}
                <Link prefetch={false} href={`/payees/?person=${page.id}`}>
                  登记账户
                </Link>
              </p>
            )}
            {payments.length > 0 && <h3>最近的发放</h3>}
            <ul className="lines">
              {payments.slice(0, 6).map((each) => (
                <li key={each.id}>
                  <span>
                    {monthName(each.runMonth)}{' '}
                    <Mark tone={PAYMENT_TONES[each.state as keyof typeof PAYMENT_TONES] ?? 'unknown'}>
                      {each.stateName}
                    </Mark>
                  </span>
                  <Amount fen={each.fen} explain={() => openPayment(each.id)} />
                </li>
              ))}
            </ul>
            {entitlements.length > 0 && (
              <p className="row">
                <Button type="link" style={{ padding: 0 }} onClick={() => setLedger(page.id)}>
                  发放台账
                </Button>
                <Link prefetch={false} href={`/payees/?person=${page.id}`}>
                  收款账户
                </Link>
              </p>
            )}
          </>
        )}
      </Answer>
      {(debts.data?.items.length ?? 0) > 0 && (
        <>
          <h3>多发追回</h3>
          <ul className="lines">
            {debts.data?.items.map((debt) => (
              <li key={debt.id}>
                <span>
                  <Link prefetch={false} href={`/debts/?open=${debt.id}`}>
                    {monthsName(debt.from, debt.to)}
                  </Link>{' '}
                  <span className="muted">{debt.stateName}</span>
                </span>
                <span className="number">余 {yuan(debt.fen - debt.recovered - debt.writtenOff)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {applying && (
        <ApplyDialog person={{ id: page.id, name: page.identity.name }} close={() => setApplying(false)} />
      )}
      {previewing && <PreviewDialog page={page} close={() => setPreviewing(false)} />}
      <PaymentDrawer />
      <DetailDrawer param="entitlement" title="逐月说明" width={880}>
        {(id) => <Explanation entitlementId={id} />}
      </DetailDrawer>
      <DetailDrawer param="ledger" title="发放台账" width={720}>
        {(id) => (
          <Ledger
            personId={id}
            explain={(scheme) => {
              const found = answer.data?.entitlements.find((each) => each.scheme === scheme);
              if (found) setExplained(found.id);
            }}
          />
        )}
      </DetailDrawer>
    </Panel>
  );
}

function Ledger({ personId, explain }: { personId: number; explain(scheme: Scheme): void }) {
  const pages = usePages(benefitsLedger, { params: { id: personId }, query: { limit: 100 } });
  if (pages.rows.length === 0 && !pages.loading) return <p className="muted">台账上还没有记录。</p>;
  return (
    <>
      <table className={styles.plain} aria-label="发放台账">
        <thead>
          <tr>
            <th scope="col">记账</th>
            <th scope="col">津贴</th>
            <th scope="col">月份</th>
            <th scope="col">类别</th>
            <th scope="col" className={styles.right}>
              金额
            </th>
          </tr>
        </thead>
        <tbody>
          {pages.rows.map((row) => (
            <tr key={row.id}>
              <td className="number">{row.at.slice(0, 10)}</td>
              <td>{row.schemeName}</td>
              <td className="number">{row.month}</td>
              <td>{LEDGER_KINDS[row.kind]}</td>
              <td className={styles.right}>
                <Amount fen={row.fen} explain={() => explain(row.scheme)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasMore && (
        <Button onClick={pages.more} loading={pages.loadingMore}>
          再显示一些
        </Button>
      )}
    </>
  );
}
