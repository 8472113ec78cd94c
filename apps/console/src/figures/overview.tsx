'use client';
import Link from 'next/link';
import { Button } from 'antd';
import { insightOverview } from '@heling/ui/api.gen';
import { absolute, count, percent } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Mark, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import styles from './figures.module.css';

/** Who is enrolled, what the facilities hold, and who lives too far from one. */
export function Overview({ division, onDivision }: { division: string; onDivision: (code: string) => void }) {
  const answer = useCall(insightOverview, { query: { division } }, { keep: true, refetchInterval: 60_000 });
  return (
    <Answer of={answer} lines={12}>
      {(data) => (
        <>
          <nav aria-label="区划" className={styles.path}>
            {data.path.map((each, i) => (
              <span key={each.code}>
                {i > 0 && ' › '}
                {i < data.path.length - 1 ? (
                  <Button type="link" size="small" onClick={() => onDivision(each.code)}>
                    {each.name}
                  </Button>
                ) : (
                  <b>{each.name}</b>
                )}
              </span>
            ))}
            <span className="muted">截至 {absolute(data.asOf)}</span>
          </nav>
          <div className={styles.charts}>
            <Panel title="登记了多少老人？">
              {data.persons === null ? (
                <Empty title="您的范围里看不到老人档案" />
              ) : (
                <>
                  <p className={styles.big}>{count(data.persons.enrolled)} 人</p>
                  <p className="muted">
                    <When at={data.persons.countedAt} /> 清点
                  </p>
                  <Shares title="能力等级" rows={data.persons.byLevel} of={data.persons.enrolled} />
                  <Shares
                    title="重点人群（一人可属几类）"
                    rows={data.persons.byPriority}
                    of={data.persons.enrolled}
                  />
                  <Shares title="年龄" rows={data.persons.byAge} of={data.persons.enrolled} />
                  <Shares title="居住" rows={data.persons.byLiving} of={data.persons.enrolled} />
                </>
              )}
            </Panel>
            <Panel title="机构有多少，达标了吗？">
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">类型</th>
                    <th scope="col">机构</th>
                    <th scope="col">达标</th>
                    <th scope="col">床位</th>
                  </tr>
                </thead>
                <tbody>
                  {data.facilities.byKind.map((each) => (
                    <tr key={each.kind}>
                      <th scope="row">
                        <Link href={`/facilities/?kind=${each.kind}&division=${division}`}>{each.label}</Link>
                      </th>
                      <td>{each.count}</td>
                      <td>
                        {each.meeting === null
                          ? '没有标准'
                          : each.meeting < each.count
                            ? `${each.meeting}（差 ${each.count - each.meeting}）`
                            : each.meeting}
                      </td>
                      <td>{count(each.beds)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <p>
                床位 {count(data.facilities.beds)} 张；24 小时内有上报的 {count(data.facilities.freshBeds)}{' '}
                张里，已住 {count(data.facilities.freshBedsTaken)} 张
                {data.facilities.freshBeds > 0 &&
                  `（${percent(data.facilities.freshBedsTaken / data.facilities.freshBeds)}）`}
              </p>
              <p className="row">
                <Link href={`/facilities/?fresh=stale&division=${division}`}>
                  <Mark tone="unknown">超过 24 小时没报 {data.facilities.stale} 家</Mark>
                </Link>
                <Link href={`/facilities/?fresh=none&division=${division}`}>
                  <Mark tone="unknown">从未上报 {data.facilities.none} 家</Mark>
                </Link>
                <Link href={`/facilities/?permits=0&division=${division}`}>
                  <Mark tone={data.facilities.permitsOver > 0 ? 'p0' : 'ok'}>
                    证照过期 {data.facilities.permitsOver} 家
                  </Mark>
                </Link>
                <Link href={`/facilities/?permits=60&division=${division}`}>
                  <Mark tone={data.facilities.permitsSoon > 0 ? 'p2' : 'ok'}>
                    60 天内到期 {data.facilities.permitsSoon} 家
                  </Mark>
                </Link>
              </p>
            </Panel>
            <Panel title="今天的订单到哪一步了？">
              {data.orders.length === 0 ? (
                <Empty title="今天还没有订单" />
              ) : (
                <ul className={styles.bars}>
                  {data.orders.map((each) => (
                    <li key={each.key}>
                      <span className={styles.label}>{each.label}</span>
                      <Link href={`/orders/?state=${each.key}`}>{count(each.count)} 单</Link>
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
            <Panel title="哪些社区在一刻钟以外？">
              <p>
                {count(data.coverage.communities)} 个社区里，{count(data.coverage.covered)} 个在{' '}
                {data.coverage.minutes} 分钟以内
                {data.coverage.communities > 0 &&
                  `（${percent(data.coverage.covered / data.coverage.communities)}）`}
                。
              </p>
              <p className="muted">{data.coverage.assumption}</p>
              {data.coverage.uncovered.length > 0 && (
                <table className={styles.table}>
                  <thead>
                    <tr>
                      <th scope="col">社区</th>
                      <th scope="col">最近的机构</th>
                      <th scope="col">直线距离</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.coverage.uncovered.map((each) => (
                      <tr key={each.code}>
                        <th scope="row">{each.name}</th>
                        <td>
                          {each.nearest ? (
                            <Link href={`/facility/?id=${each.nearest.id}`}>{each.nearest.name}</Link>
                          ) : (
                            '没有'
                          )}
                        </td>
                        <td>{each.km.toFixed(1)} 公里</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </Panel>
          </div>
        </>
      )}
    </Answer>
  );
}

function Shares({
  title,
  rows,
  of,
}: {
  title: string;
  rows: readonly { key: string; label: string; count: number }[];
  of: number;
}) {
  return (
    <>
      <h3 className={styles.sub}>{title}</h3>
      <ul className={styles.bars}>
        {rows.map((row) => (
          <li key={row.key}>
            <span className={styles.label}>{row.label}</span>
            <span className={styles.share}>
              <span className={styles.bar} style={{ width: `${of > 0 ? (row.count / of) * 100 : 0}%` }} />
              <span className={styles.value}>
                {count(row.count)}
                {of > 0 && `（${percent(row.count / of)}）`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
