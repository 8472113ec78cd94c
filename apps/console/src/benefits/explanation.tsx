'use client';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { explanationRoute } from '@heling/benefits/contract/entitlements';
import { benefitsExplanation } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Mark, Money } from '../parts/marks';
import { Answer } from '../parts/states';
import { useMay } from '../shell/me';
import { ClaimDialog } from './claim-dialog';
import { monthName, monthsName } from './words';
import styles from './benefits.module.css';

type Explained = Output<typeof explanationRoute>;
type Month = Explained['months'][number];
/** Above so many months those that say the same stand in one row at first. */
const MANY = 12;
interface Stretch extends Month {
  /** First month of the stretch; `month` is its last. */
  from: string;
}
const STATUS = {
  due: ['ok', '发放'],
  suspended: ['p1', '暂停'],
  'not-entitled': ['unknown', '不发'],
} as const;

/** Month by month what somebody is entitled to, what was paid, and why; the newest first. */
export function Explanation({
  entitlementId,
  asOf,
  here = [],
}: {
  entitlementId: number;
  /** The month to which is judged; this month unless told. */
  asOf?: string | undefined;
  /** Months that were asked about: they stand out. */
  here?: readonly string[];
}) {
  const answer = useCall(benefitsExplanation, {
    params: { id: entitlementId },
    query: asOf ? { asOf } : {},
  });
  return (
    <Answer of={answer} lines={8}>
      {(explained) => <Explained entitlementId={entitlementId} explained={explained} here={here} />}
    </Answer>
  );
}

function Explained({
  entitlementId,
  explained,
  here,
}: {
  entitlementId: number;
  explained: Explained;
  here: readonly string[];
}) {
  const [joined, setJoined] = useState(explained.months.length > MANY);
  const [claiming, setClaiming] = useState(false);
  const mayClaim = useMay(['allowanceClerk', 'allowanceReviewer']);
  const newest = [...explained.months].reverse();
  const rows: Stretch[] = joined ? stretches(newest) : newest.map((row) => ({ ...row, from: row.month }));
  const over = explained.overpaid.reduce((sum, line) => sum + line.fen, 0);
  return (
    <section aria-label={`${explained.schemeName}逐月说明`}>
      <h3>{explained.schemeName}</h3>
      <p className="muted">
        {explained.packVersion === null
          ? '还没有生效的政策，不能计算。'
          : `算到 ${monthName(explained.asOf)}，按政策 ${explained.packVersion}`}
      </p>
      {explained.problem && (
        <p>
          <Mark tone="p1">{explained.problem}</Mark>
        </p>
      )}
      <dl className={styles.sum}>
        <div>
          <dt>应发合计</dt>
          <dd>
            <Money fen={explained.entitledFen} />
          </dd>
        </div>
        <div>
          <dt>已发合计</dt>
          <dd>
            <Money fen={explained.paidFen} />
          </dd>
        </div>
      </dl>
      <ul className="lines">
        {explained.arrears.map((line) => (
          <li key={`a${line.from}`}>
            <span>
              <Mark tone="p3">应补</Mark> {monthsName(line.from, line.to)}
            </span>
            <Money fen={line.fen} />
          </li>
        ))}
        {explained.overpaid.map((line) => (
          <li key={`o${line.from}`}>
            <span>
              <Mark tone="p1">多发</Mark> {monthsName(line.from, line.to)}
            </span>
            <Money fen={line.fen} />
          </li>
        ))}
      </ul>
      {over > 0 && mayClaim && (
        <p>
          <Button onClick={() => setClaiming(true)}>立追回（{yuan(over)}）</Button>
        </p>
      )}
      {claiming && (
        <ClaimDialog
          entitlementId={entitlementId}
          lines={explained.overpaid}
          close={() => setClaiming(false)}
        />
      )}
      {newest.length === 0 ? (
        <p className="muted">第一个可能发放的月份还没有到，也没有发过。</p>
      ) : (
        <>
          <p className="no-print">
            <Checkbox checked={joined} onChange={(event) => setJoined(event.target.checked)}>
              合并相同的月份
            </Checkbox>
          </p>
          <table className={styles.plain} aria-label="逐月说明">
            <thead>
              <tr>
                <th scope="col">月份</th>
                <th scope="col">结果</th>
                <th scope="col" className={styles.right}>
                  应发
                </th>
                <th scope="col" className={styles.right}>
                  已发
                </th>
                <th scope="col">原因</th>
                <th scope="col">政策</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr
                  key={row.month}
                  className={here.some((month) => row.from <= month && month <= row.month) ? styles.here : ''}
                >
                  <td className="number">
                    {row.from === row.month ? row.month : `${row.from} 至 ${row.month}`}
                  </td>
                  <td>
                    <Mark tone={STATUS[row.status][0]}>{STATUS[row.status][1]}</Mark>
                  </td>
                  <td className={styles.right}>
                    <Money fen={row.fen} />
                  </td>
                  <td className={styles.right}>
                    <Money fen={row.paidFen} />
                  </td>
                  <td>{row.why}</td>
                  <td>{row.settledBy ?? <span className="muted">{explained.packVersion}（未发）</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

/** Neighbouring months that say the same as one row, the newest first. */
function stretches(months: readonly Month[]): Stretch[] {
  const rows: Stretch[] = [];
  for (const each of months) {
    const last = rows.at(-1);
    if (
      last &&
      last.status === each.status &&
      last.fen === each.fen &&
      last.paidFen === each.paidFen &&
      last.why === each.why &&
      last.settledBy === each.settledBy
    ) {
      last.from = each.month;
    } else rows.push({ ...each, from: each.month });
  }
  return rows;
}
