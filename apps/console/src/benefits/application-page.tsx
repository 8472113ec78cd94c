'use client';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { entitlementRoute } from '@heling/benefits/contract/entitlements';
import { ENTITLEMENT_STATES, SOURCES } from '@heling/benefits/domain/states';
import {
  benefitsDecide,
  benefitsEntitlement,
  benefitsEntitlements,
  benefitsExplanation,
  benefitsObject,
  benefitsResubmit,
  benefitsReview,
} from '@heling/ui/api.gen';
import { age, dayLabel } from '@heling/ui/format';
import { keyOf, useCall, useCommand } from '@heling/ui/react/use-call';
import { PageAnswer } from '../filters/page-answer';
import { useConfirm } from '../parts/confirm';
import { Mark, When } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { Explanation } from './explanation';
import { FactsPanel } from './facts-panel';
import { PayeesPanel } from './payees-panel';
import { PersonLink } from './person-link';
import { ReasonDialog } from './reason-dialog';
import { ENTITLEMENT_TONES } from './words';
import styles from './benefits.module.css';

type Application = Output<typeof entitlementRoute>;
type Asking = 'return' | 'refuse' | 'sendBack' | 'resubmit' | 'object';

/** One application: who, what is known of them, what the engine says, what has happened, and the next step. */
export function ApplicationPage() {
  const [id] = useIdParam();
  const client = useQueryClient();
  const answer = useCall(benefitsEntitlement, { params: { id: id ?? 0 } }, { enabled: id !== null });
  useLiveEvents(['entitlement.changed'], (events) => {
    if (!events.some((event) => event.key === `entitlement:${id}`)) return;
    for (const route of [benefitsEntitlement, benefitsExplanation]) {
      void client.invalidateQueries({ queryKey: keyOf(route) });
    }
  });
  if (id === null) {
    return (
      <>
        <PageHead title="津贴申请" />
        <Empty title="没有说明是哪份申请">
          <Link href="/applications/">到津贴申请里选一份</Link>
        </Empty>
      </>
    );
  }
  return (
    <PageAnswer of={answer} title="津贴申请">
      {(application) => (
        <ApplicationView
          key={application.id}
          application={application}
          refetch={() => void answer.refetch()}
        />
      )}
    </PageAnswer>
  );
}

function ApplicationView({ application, refetch }: { application: Application; refetch(): void }) {
  const now = useNow(60_000);
  const { known } = application;
  const died = known?.deceasedOn;
  return (
    <>
      <PageHead
        title={`${application.name}的${application.schemeName}`}
        tab={`津贴申请 ${application.id}`}
        sub={
          <span className="row">
            <Mark tone={ENTITLEMENT_TONES[application.state]}>{application.stateName}</Mark>
            {application.officialRelative && <Mark tone="p2">干部亲属</Mark>}
            {application.dueOn &&
              (application.overdue ? (
                <Mark tone="p1">超期，应于 {dayLabel(application.dueOn, now)} 前办</Mark>
              ) : (
                <span>请在 {dayLabel(application.dueOn, now)} 前办</span>
              ))}
            {application.noticeUntil && <span>公示到 {dayLabel(application.noticeUntil, now)}</span>}
          </span>
        }
        actions={<ApplicationActions application={application} refetch={refetch} />}
      />
      {application.reason && (
        <p>
          <Mark tone="p2">最近一步的说明</Mark> {application.reason}
        </p>
      )}
      <div className={styles.wide}>
        <div className={styles.stack}>
          <Panel title="申请人">
            <dl className="facts">
              <dt>姓名</dt>
              <dd>
                <PersonLink id={application.personId} name={application.name} />
              </dd>
              <dt>社区（村）</dt>
              <dd>{application.division}</dd>
              {known && (
                <>
                  <dt>出生</dt>
                  <dd>
                    {known.birth}
                    {known.status !== 'deceased' && `（${age(known.birth, now)}）`}
                  </dd>
                  {known.status !== 'active' && (
                    <>
                      <dt>状态</dt>
                      <dd>
                        <Mark tone="p1">{died ? `已于 ${died} 去世` : '已迁出登记'}</Mark>
                      </dd>
                    </>
                  )}
                  <dt>户籍</dt>
                  <dd>
                    {known.residences.length === 0 && <Mark tone="p2">没有登记</Mark>}
                    {known.residences.map((each) => (
                      <div key={each.from}>
                        {each.from} 起{each.to && `，到 ${each.to}`} {each.division}
                      </div>
                    ))}
                  </dd>
                </>
              )}
              <dt>申请</dt>
              <dd>
                {application.received}，{SOURCES[application.source]}
              </dd>
            </dl>
          </Panel>
          <FactsPanel personId={application.personId} />
          <PayeesPanel personId={application.personId} />
        </div>
        <div className={styles.stack}>
          <Panel title="按政策该发多少">
            <Explanation entitlementId={application.id} />
          </Panel>
        </div>
        <Panel title="经过">
          <ol className={styles.steps}>
            {application.steps.map((step) => (
              <li key={`${step.at}${step.step}`}>
                <When at={step.at} />
                <span>
                  <b>{step.stepName}</b> <span className="muted">→ {ENTITLEMENT_STATES[step.state]}</span>
                  {step.reason && <div>{step.reason}</div>}
                </span>
              </li>
            ))}
          </ol>
        </Panel>
      </div>
    </>
  );
}

const ASK: Record<Asking, { title: string; verb: string; label: string; hint: string; danger?: boolean }> = {
  return: { title: '退回补正', verb: '退回', label: '要补什么', hint: '老人和家属在手机上看到这句话' },
  refuse: {
    title: '不批准',
    verb: '不批准',
    label: '原因',
    hint: '老人和家属看到这句话，可以提出异议或重新申请',
    danger: true,
  },
  sendBack: { title: '退回街道', verb: '退回街道', label: '要街道核实什么', hint: '街道重新初审' },
  resubmit: { title: '补正后重新提交', verb: '提交', label: '补了什么', hint: '重新进入街道初审' },
  object: { title: '提出异议', verb: '提出异议', label: '异议的理由', hint: '由区县另一个人复核' },
};

function ApplicationActions({ application, refetch }: { application: Application; refetch(): void }) {
  const toasts = useToasts();
  const confirm = useConfirm();
  const reviews = useMay(['street', 'allowanceClerk']);
  const decides = useMay(['county', 'allowanceReviewer']);
  const clerks = useMay(['allowanceClerk', 'street', 'community']);
  const [asking, setAsking] = useState<Asking | null>(null);
  const touches = [benefitsEntitlement, benefitsEntitlements, benefitsExplanation];
  const review = useCommand(benefitsReview, touches);
  const decide = useCommand(benefitsDecide, touches);
  const resubmit = useCommand(benefitsResubmit, touches);
  const object = useCommand(benefitsObject, touches);
  const { state, version } = application;
  const input = { params: { id: application.id } };
  const after = (text: string) => ({
    onSuccess: () => {
      toasts.done(text);
      setAsking(null);
    },
    onError: (problem: { status: number }) => problem.status === 409 && refetch(),
  });
  const pass = () =>
    review.mutate({ ...input, body: { version, pass: true } }, after('初审通过，交区县审定'));
  const approve = async () => {
    const sure = await confirm({
      title: `批准${application.name}的${application.schemeName}？`,
      consequences: [
        '开始公示，名单上姓名遮盖；公示期内可以提出异议',
        '公示期满没有异议就生效，从下一次发放起计算，该补的月份一起补',
        application.officialRelative ? '是干部亲属：请确认已按规定从严核实' : '审定人和时间记入审计',
      ],
      verb: '批准并公示',
    });
    if (sure) {
      decide.mutate({ ...input, body: { version, decision: 'approve' } }, after('已批准，开始公示'));
    }
  };
  const go = (reason: string) => {
    switch (asking) {
      case 'return':
        return review.mutate({ ...input, body: { version, pass: false, reason } }, after('已退回补正'));
      case 'refuse':
      case 'sendBack':
        return decide.mutate(
          { ...input, body: { version, decision: asking, reason } },
          after(asking === 'refuse' ? '已登记不批准' : '已退回街道'),
        );
      case 'resubmit':
        return resubmit.mutate({ ...input, body: { version, note: reason } }, after('已重新提交'));
      case 'object':
        return object.mutate({ ...input, body: { version, reason } }, after('异议已登记，等复核'));
      case null:
    }
  };
  const deciding = decides && (state === 'reviewed' || state === 'objected');
  const problem = review.error ?? decide.error ?? resubmit.error ?? object.error;
  return (
    <>
      {!asking && <Problem problem={problem} />}
      {reviews && state === 'applied' && (
        <>
          <Button type="primary" loading={review.isPending} onClick={pass}>
            初审通过
          </Button>
          <Button onClick={() => setAsking('return')}>退回补正</Button>
        </>
      )}
      {deciding && (
        <>
          <Button type="primary" loading={decide.isPending} onClick={() => void approve()}>
            批准
          </Button>
          <Button onClick={() => setAsking('sendBack')}>退回街道</Button>
          <Button danger onClick={() => setAsking('refuse')}>
            不批准
          </Button>
        </>
      )}
      {clerks && application.canResubmit && (
        <Button onClick={() => setAsking('resubmit')}>补正后重新提交</Button>
      )}
      {clerks && application.canObject && <Button onClick={() => setAsking('object')}>代提异议</Button>}
      <Button onClick={() => window.print()}>打印</Button>
      {asking && (
        <ReasonDialog
          key={asking}
          {...ASK[asking]}
          busy={review.isPending || decide.isPending || resubmit.isPending || object.isPending}
          problem={problem}
          onGo={go}
          close={() => setAsking(null)}
        />
      )}
    </>
  );
}
