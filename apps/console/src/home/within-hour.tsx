'use client';
import Link from 'next/link';
import { businessDay } from '@heling/platform/domain/calendar';
import { dispatchBoard } from '@heling/ui/api.gen';
import { clock, count } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { Mark, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { Due } from './work-item';

const AGAIN_MS = 60_000;
const SHOWN = 60;

/** Visits that go wrong within the hour unless somebody acts, without being asked for. */
export function WithinHour() {
  const today = businessDay(useNow(60_000));
  const board = useCall(
    dispatchBoard,
    { body: { day: today, atRiskOnly: true, withCarers: false, limit: SHOWN } },
    { refetchInterval: AGAIN_MS, keep: true },
  );
  return (
    <Panel title={`一小时内会出问题 ${board.data ? board.data.total : ''}`} className="within-hour">
      <Answer of={board} lines={6}>
        {(data) =>
          data.visits.length === 0 ? (
            <Empty title="一小时内的上门都正常">
              <p>
                截至 <When at={data.asOf} />
              </p>
            </Empty>
          ) : (
            <ul>
              {data.visits.map((visit) => (
                <li key={visit.id}>
                  <div className="row">
                    {visit.risks.slice(0, 2).map((risk) => (
                      <Mark key={risk.code} tone={risk.code === 'missedCheckIn' ? 'p1' : 'p2'}>
                        {risk.name}
                      </Mark>
                    ))}
                    {visit.risks[0] && <Due at={visit.risks[0].at} />}
                  </div>
                  <Link prefetch={false} href={`/board/?visit=${visit.id}`}>
                    {clock(visit.window.start)}–{clock(visit.window.end)} {visit.serviceName}{' '}
                    {visit.personName ?? '姓名不可见'}
                  </Link>
                  <span className="muted">
                    {visit.carers.length > 0
                      ? visit.carers.map((carer) => carer.name).join('、')
                      : '没有护理员'}{' '}
                    · {visit.orgName} · {visit.stateName}
                  </span>
                </li>
              ))}
              {data.total > data.visits.length && (
                <li>
                  <Link prefetch={false} href="/board/?view=list">
                    还有 {data.total - data.visits.length} 项，到派单台查看
                  </Link>
                </li>
              )}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

/** How the day stands, by the states of its visits; each number opens its rows. */
export function TodayCounts() {
  const today = businessDay(useNow(60_000));
  const board = useCall(
    dispatchBoard,
    { body: { day: today, withCarers: false, limit: 1 } },
    { refetchInterval: AGAIN_MS, keep: true },
  );
  if (!board.data) return null;
  const counts = Object.entries(board.data.counts).filter(([, number]) => number > 0);
  return (
    <span className="today-counts">
      今天上门 <strong>{count(counts.reduce((sum, [, number]) => sum + number, 0))}</strong>
      {counts.map(([state, number]) => (
        <Link key={state} prefetch={false} href={`/board/?view=list&state=${state}`}>
          {label('visit', state)} {count(number)}
        </Link>
      ))}
    </span>
  );
}
