'use client';
import type { CallInput } from '@heling/platform/contract/route';
import type { previewRoute } from '@heling/benefits/contract/desk';
import { benefitsPreview } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Mark, Money } from '../parts/marks';
import { Answer } from '../parts/states';
import { placeAt } from '../shell/tasks';
import { useMay } from '../shell/me';
import { monthsName } from './words';
import styles from './benefits.module.css';

type News = CallInput<typeof previewRoute>['body'];
const DESK = placeAt('/applications/')!.roles;

/** What would follow for the allowances from news not yet recorded; nothing for those who do not see allowances. */
export function NewsPreview({ personId, news }: { personId: number; news: News | null }) {
  const may = useMay(DESK);
  const answer = useCall(
    benefitsPreview,
    { params: { id: personId }, body: news ?? {} },
    { enabled: may && news !== null, keep: true },
  );
  if (!may || news === null) return null;
  return (
    <section aria-label="对津贴的影响">
      <h3>对津贴的影响</h3>
      <Answer of={answer} lines={3}>
        {({ schemes, problem }) => (
          <>
            {problem && <Mark tone="p1">{problem}</Mark>}
            {!problem && schemes.every((each) => each.months.length === 0) && (
              <p className="muted">
                {schemes.length === 0 ? '没有批准的津贴，没有影响。' : '各月的金额都不变。'}
              </p>
            )}
            {schemes
              .filter((each) => each.months.length > 0)
              .map((each) => (
                <div key={each.scheme}>
                  <p>
                    <b>{each.schemeName}</b>：每月 <Money fen={each.before.monthly} /> →{' '}
                    <Money fen={each.after.monthly} />
                  </p>
                  <ul className="lines">
                    {each.after.overpaid.map((line) => (
                      <li key={`o${line.from}`}>
                        <span>
                          <Mark tone="p1">多发，要追回</Mark> {monthsName(line.from, line.to)}
                        </span>
                        <Money fen={line.fen} />
                      </li>
                    ))}
                    {each.after.arrears.map((line) => (
                      <li key={`a${line.from}`}>
                        <span>
                          <Mark tone="p3">要补发</Mark> {monthsName(line.from, line.to)}
                        </span>
                        <Money fen={line.fen} />
                      </li>
                    ))}
                  </ul>
                  <details>
                    <summary>
                      变动的 {each.months.length} 个月（已发的合计{' '}
                      {yuan(each.months.reduce((sum, month) => sum + month.paidFen, 0))}）
                    </summary>
                    <table className={styles.plain} aria-label={`${each.schemeName}变动的月份`}>
                      <thead>
                        <tr>
                          <th scope="col">月份</th>
                          <th scope="col" className={styles.right}>
                            原来
                          </th>
                          <th scope="col" className={styles.right}>
                            以后
                          </th>
                          <th scope="col">原因</th>
                        </tr>
                      </thead>
                      <tbody>
                        {[...each.months].reverse().map((month) => (
                          <tr key={month.month}>
                            <td className="number">{month.month}</td>
                            <td className={styles.right}>
                              <Money fen={month.before} />
                            </td>
                            <td className={styles.right}>
                              <Money fen={month.after} />
                            </td>
                            <td>{month.why}</td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </details>
                </div>
              ))}
          </>
        )}
      </Answer>
    </section>
  );
}
