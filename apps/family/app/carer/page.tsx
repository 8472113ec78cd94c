'use client';
import { dayLabel, span, when } from '@heling/ui/format';
import { ENDED_VISIT_STATES } from '@heling/orders/domain/visit-machine';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { CarerPage, Standing } from '../../src/carer/frame';
import { Leaving } from '../../src/carer/leaving';
import { useDay, useRounds } from '../../src/carer/use-day';
import { useNow } from '../../src/now';
import { Go, Loaded, Notice } from '../../src/parts/basics';
import type { Me } from '../../src/session';
import { Link } from '../../src/parts/link';

export default function Carer() {
  return <CarerPage title="今天的上门">{(me) => <Day me={me} />}</CarerPage>;
}

/** The day of a carer: visits in the order of the way, the next one first to be seen. */
function Day({ me }: { me: Me }) {
  const now = useNow();
  const { mine, visits } = useDay(me);
  const { items: rounds } = useRounds(me);
  const own = visits.filter((visit) => visit.roundId === null);
  const open = own.filter((visit) => !ENDED_VISIT_STATES.includes(visit.state));
  const over = own.filter((visit) => ENDED_VISIT_STATES.includes(visit.state));
  return (
    <>
      <Standing me={me} kept={mine} />
      {rounds.map((round) => (
        <Link key={round.id} className="card glance" to={`/carer/round/?id=${round.id}`}>
          <p className="strong">
            {round.orgName} · {round.mealName}
          </p>
          <p className="large">
            送餐路线：{round.stops.filter((stop) => !ENDED_VISIT_STATES.includes(stop.state)).length} 站未送
          </p>
          <p className="go">去送餐 ›</p>
        </Link>
      ))}
      <Loaded query={mine}>
        {(data) => (
          <>
            <p>
              {dayLabel(data.day, now)}
              {data.shift
                ? `，班次 ${span(data.shift.startsAt, data.shift.endsAt, now).split(' ').at(-1)}`
                : '，没有排班'}
              ，还有 {open.length} 家要去
            </p>
            {own.length === 0 && rounds.length === 0 && (
              <Notice title="今天还没有派给您的上门">
                <span>派单后会出现在这里。</span>
              </Notice>
            )}
            <ul className="list">
              {open.map((visit, index) => (
                <li key={visit.id}>
                  <VisitCard visit={visit} first={index === 0} now={now} />
                </li>
              ))}
            </ul>
            {over.length > 0 && (
              <section>
                <h2>已结束</h2>
                <ul className="list">
                  {over.map((visit) => (
                    <li key={visit.id}>
                      <VisitCard visit={visit} first={false} now={now} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </Loaded>
      {mine.copyAt === null && <Leaving me={me} />}
      <Go look="plain" to="/me/">
        设置
      </Go>
    </>
  );
}

function VisitCard({ visit, first, now }: { visit: PhoneVisit; first: boolean; now: Date }) {
  return (
    <Link className={`card stack ${first ? 'glance' : ''}`} to={`/carer/visit/?id=${visit.id}`}>
      <span className="row apart">
        <span className="strong">
          {visit.startsAt ? when(visit.startsAt, now) : span(visit.window.start, visit.window.end, now)}
        </span>
        <span className="tag">{visit.stateName}</span>
      </span>
      <span className={first ? 'large' : 'strong'}>
        {visit.serviceName}
        {visit.recipient && ` · ${visit.recipient.name}`}
      </span>
      {visit.recipient && <span>{visit.recipient.address}</span>}
      {visit.recipient && visit.recipient.warnings.length > 0 && (
        <span className="tag warn">▲ {visit.recipient.warnings.join('；')}</span>
      )}
      {visit.travel && (
        <span className="muted">
          路程 {visit.travel.kilometres.toFixed(1)} 公里，约 {visit.travel.minutes} 分钟
        </span>
      )}
    </Link>
  );
}
