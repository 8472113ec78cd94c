'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button } from 'antd';
import { FACILITY_KINDS } from '@heling/places/domain/facilities';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { placesFacility } from '@heling/ui/api.gen';
import { absolute, ago, count } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Mark } from '../parts/marks';
import { PageAnswer } from '../filters/page-answer';
import { PageHead, Panel } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useIdParam, useParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { FacilityForm } from './facility-form';
import { DaysLeft, StandardMark } from './marks';
import { OccupancyChart } from './occupancy-chart';
import { ReportOccupancy } from './report-occupancy';
import styles from './facilities.module.css';
import type { FacilityAnswer } from './model';

/** One facility: size, beds, occupancy of 30 days, permits with days left, the standard, and who leads it. */
export function FacilityPage() {
  const [id, setId] = useIdParam();
  const [fresh] = useParam('new');
  if (fresh === '1' && id === null) {
    return (
      <>
        <PageHead title="登记机构" />
        <Panel title="新机构">
          <FacilityForm
            facility={null}
            onSaved={(made) => setId(made, true)}
            onLeave={() => window.history.back()}
          />
        </Panel>
      </>
    );
  }
  if (id === null) {
    return (
      <>
        <PageHead title="机构" />
        <Empty title="没有说明是哪家机构">
          <Link href="/facilities/">到机构列表里选一家</Link>
        </Empty>
      </>
    );
  }
  return <Facility key={id} id={id} />;
}

function Facility({ id }: { id: number }) {
  const answer = useCall(placesFacility, { params: { id } });
  useLiveEvents(['facility.'], (events) => {
    if (events.some((event) => event.key === `facility:${id}`)) void answer.refetch();
  });
  return (
    <PageAnswer of={answer} title="机构">
      {(facility) => <FacilityView facility={facility} />}
    </PageAnswer>
  );
}

function FacilityView({ facility }: { facility: FacilityAnswer }) {
  const now = useNow(60_000);
  const [editing, setEditing] = useState(false);
  const [reporting, setReporting] = useState(false);
  const { occupancy } = facility;
  return (
    <div className={styles.page}>
      <PageHead
        title={facility.name}
        sub={
          <span className="row">
            {facility.kindName} · {facility.divisionName}
            <StandardMark met={facility.standardMet} />
          </span>
        }
        actions={
          <>
            {facility.canReport && (
              <Button type="primary" onClick={() => setReporting(!reporting)}>
                上报入住
              </Button>
            )}
            {facility.canSave && (
              <Button onClick={() => setEditing(!editing)}>{editing ? '不改了' : '修改'}</Button>
            )}
            <Button onClick={() => window.print()}>打印</Button>
          </>
        }
      />
      {reporting && <ReportOccupancy facility={facility} onDone={() => setReporting(false)} />}
      {editing && (
        <Panel title="修改机构">
          <FacilityForm
            facility={facility}
            onSaved={() => setEditing(false)}
            onLeave={() => setEditing(false)}
          />
        </Panel>
      )}
      <div className={styles.grid}>
        <Panel title="概况">
          <dl className="facts">
            <dt>地址</dt>
            <dd>{facility.address}</dd>
            <dt>电话</dt>
            <dd>{facility.phone}</dd>
            <dt>开放时间</dt>
            <dd>{facility.opens}</dd>
            <dt>运营方</dt>
            <dd>
              {facility.org ? (
                <Link href={`/provider/?id=${facility.org}`}>{facility.orgName}</Link>
              ) : (
                '没有登记'
              )}
            </dd>
            <dt>面积</dt>
            <dd>{count(facility.area)} 平方米</dd>
            <dt>床位</dt>
            <dd>{facility.beds} 张</dd>
            <dt>日托</dt>
            <dd>{facility.places} 人</dd>
            <dt>服务</dt>
            <dd>{facility.services.map((code) => SERVICE_NAMES[code] ?? code).join('、') || '没有登记'}</dd>
            <dt>社区养老+</dt>
            <dd>{facility.partners.join('、') || '没有登记'}</dd>
          </dl>
        </Panel>
        <Panel title="证照和标准">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">证照</th>
                <th scope="col">到期</th>
                <th scope="col">还有</th>
              </tr>
            </thead>
            <tbody>
              {facility.permits.map((permit) => (
                <tr key={permit.kind}>
                  <td>
                    {permit.name}
                    {permit.kind === 'licence' && <span className="muted">　{facility.licence}</span>}
                  </td>
                  <td>{permit.until ?? '—'}</td>
                  <td>
                    {permit.state === 'none' ? (
                      <span className="muted">不开火，不需要</span>
                    ) : (
                      <DaysLeft days={permit.daysLeft} until={permit.until} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {facility.standardMet === null ? (
            <p className="muted">{FACILITY_KINDS[facility.kind]}没有面积和床位的建设标准。</p>
          ) : facility.standardMet ? (
            <p>
              <Mark tone="ok">符合建设标准</Mark>
            </p>
          ) : (
            facility.shortfalls.map((text) => (
              <p key={text}>
                <Mark tone="p1">{text}</Mark>
              </p>
            ))
          )}
        </Panel>
      </div>
      <Panel
        title="最近 30 天住了多少人？"
        actions={
          occupancy.reportedAt ? (
            <span title={absolute(occupancy.reportedAt)}>
              <Mark tone={occupancy.freshness === 'fresh' ? 'ok' : 'unknown'}>
                {ago(occupancy.reportedAt, now)}上报
              </Mark>
            </span>
          ) : (
            <Mark tone="unknown">从未上报</Mark>
          )
        }
      >
        {facility.beds > 0 && (
          <>
            <p>
              床位：<b>{occupancy.bedsTaken ?? '不明'}</b> / {facility.beds} 张
            </p>
            <OccupancyChart days={facility.days} field="bedsTaken" capacity={facility.beds} unit="张" />
          </>
        )}
        {facility.places > 0 && (
          <>
            <p>
              日托：<b>{occupancy.placesTaken ?? '不明'}</b> / {facility.places} 人
            </p>
            <OccupancyChart days={facility.days} field="placesTaken" capacity={facility.places} unit="人" />
          </>
        )}
        {facility.beds === 0 && facility.places === 0 && <p className="muted">这家机构没有床位和日托。</p>}
        <details className="no-print">
          <summary>逐日数字</summary>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col">床位</th>
                <th scope="col">日托</th>
              </tr>
            </thead>
            <tbody>
              {[...facility.days].reverse().map((day) => (
                <tr key={day.day}>
                  <td>{day.day}</td>
                  <td>{day.bedsTaken ?? '没有上报'}</td>
                  <td>{day.placesTaken ?? '没有上报'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </Panel>
      {(facility.ledBy || facility.leads.length > 0) && (
        <Panel title="以大带小">
          {facility.ledBy && (
            <p>
              由 <Link href={`/facility/?id=${facility.ledBy.id}`}>{facility.ledBy.name}</Link> 带动
            </p>
          )}
          {facility.leads.length > 0 && (
            <p>
              带动 {facility.leads.length} 家：
              {facility.leads.map((each) => (
                <Link key={each.id} href={`/facility/?id=${each.id}`} className={styles.led}>
                  {each.name}
                </Link>
              ))}
            </p>
          )}
        </Panel>
      )}
    </div>
  );
}
