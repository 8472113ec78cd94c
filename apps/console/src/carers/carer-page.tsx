'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button } from 'antd';
import { CARER_STATES, TRANSPORTS, mondayOf } from '@heling/people/domain/carers';
import { businessDay } from '@heling/platform/domain/calendar';
import { peopleCarer } from '@heling/ui/api.gen';
import { label } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { useDivisions } from '../parts/division-select';
import { Mark } from '../parts/marks';
import { PageAnswer } from '../filters/page-answer';
import { PageHead, Panel } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useIdParam, useParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { CarerForm } from './carer-form';
import { Certificates } from './certificates';
import { Fortnight } from './fortnight';
import styles from './carers.module.css';
import type { CarerAnswer } from './model';

/** One carer (护理员): certificates with days left, shifts of a fortnight, absences, and how the visits went. */
export function CarerPage() {
  const [id] = useIdParam();
  if (id === null) {
    return (
      <>
        <PageHead title="护理员" />
        <Empty title="没有说明是哪名护理员">
          <Link href="/providers/">到服务商里选一名</Link>
        </Empty>
      </>
    );
  }
  return <Carer key={id} id={id} />;
}

function Carer({ id }: { id: number }) {
  const today = businessDay(useNow(60_000));
  const [param, setFrom] = useParam('from');
  const from = mondayOf(param && /^\d{4}-\d\d-\d\d$/.test(param) ? param : today);
  const answer = useCall(peopleCarer, { params: { id }, query: { from } }, { keep: true });
  useLiveEvents(['carer.', 'shift.'], () => void answer.refetch());
  return (
    <PageAnswer of={answer} title="护理员">
      {(carer) => <CarerView carer={carer} today={today} from={from} setFrom={(day) => setFrom(day, true)} />}
    </PageAnswer>
  );
}

function CarerView({
  carer,
  today,
  from,
  setFrom,
}: {
  carer: CarerAnswer;
  today: string;
  from: string;
  setFrom: (day: string) => void;
}) {
  const divisions = useDivisions();
  const [editing, setEditing] = useState(false);
  return (
    <div className={styles.page}>
      <PageHead
        title={carer.name}
        tab="护理员"
        sub={
          <span className="row">
            护理员 · <Link href={`/provider/?id=${carer.org}`}>{carer.orgName}</Link>
            <Mark tone={carer.status === 'active' ? 'ok' : 'unknown'}>{CARER_STATES[carer.status]}</Mark>
          </span>
        }
        actions={
          <>
            <Link style={{ alignSelf: 'center' }} href={`/board/?org=${carer.org}`}>
              在派单台看当天
            </Link>
            {carer.canSave && (
              <Button onClick={() => setEditing(!editing)}>{editing ? '不改了' : '修改'}</Button>
            )}
          </>
        }
      />
      {editing && (
        <Panel title="修改护理员">
          <CarerForm carer={carer} onSaved={() => setEditing(false)} onLeave={() => setEditing(false)} />
        </Panel>
      )}
      <div className={styles.grid}>
        <Panel title="基本情况">
          <dl className="facts">
            <dt>性别</dt>
            <dd>{label('sex', carer.sex)}</dd>
            <dt>出生年</dt>
            <dd>{carer.birthYear}</dd>
            <dt>电话</dt>
            <dd>{carer.phone}</dd>
            <dt>住处</dt>
            <dd>{divisions.path(carer.division)}</dd>
            <dt>交通</dt>
            <dd>{TRANSPORTS[carer.transport]}</dd>
            <dt>每天最多</dt>
            <dd>{carer.maxMinutes} 分钟</dd>
          </dl>
        </Panel>
        <Panel title="上门">
          <dl className="facts">
            <dt>最近 30 天完成</dt>
            <dd>{carer.visits.done} 次</dd>
            <dt>最近 30 天没做成</dt>
            <dd>{carer.visits.notDone} 次</dd>
            <dt>还要去</dt>
            <dd>{carer.visits.toCome} 次</dd>
            <dt>平均评价</dt>
            <dd>
              {carer.visits.averageStars === null
                ? '还没有评价'
                : `★ ${carer.visits.averageStars.toFixed(1)}`}
            </dd>
          </dl>
        </Panel>
        <Panel title="资质证书">
          <Certificates carer={carer} />
        </Panel>
      </div>
      <Panel title="两周排班">
        <Fortnight carer={carer} today={today} from={from} setFrom={setFrom} />
      </Panel>
    </div>
  );
}
