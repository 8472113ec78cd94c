'use client';
import { Button } from 'antd';
import { useState } from 'react';
import { CHANNELS, DUTIES } from '@heling/oversight/domain/policy';
import { CALL_STATES } from '@heling/oversight/domain/words';
import { oversightPolicy, oversightTryPolicy } from '@heling/ui/api.gen';
import { duration, span } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { HouseSelect } from '../duty/house-select';
import { useHouses } from '../duty/use-houses';
import { useConfirm } from '../parts/confirm';
import { Mark, Severity, When } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { KEEPING, PRIORITIES, type Policy } from './model';
import { RulesDialog } from './rules-dialog';
import styles from './oversight.module.css';

/** Receipts of a trial come one by one and are told to nobody. */
const REFRESH_MS = 3000;
const TRIAL_TONES = { sent: 'p3', received: 'ok', missed: 'p1', nobody: 'p1' } as const;
const dutyName = (duty: string) => DUTIES[duty as keyof typeof DUTIES] ?? duty;
const channelName = (channel: string) => CHANNELS[channel as keyof typeof CHANNELS] ?? channel;

/** Whom an institution's alarms are brought to (通知升级规则), tried out before it is needed. */
export function EscalationPage() {
  const houses = useHouses();
  const { facilityId } = houses;
  const may = useMay(KEEPING);
  const [editing, setEditing] = useState(false);
  const policy = useCall(
    oversightPolicy,
    { params: { id: facilityId ?? 0 } },
    { enabled: facilityId !== null, refetchInterval: REFRESH_MS },
  );
  useLiveEvents(['alarm.called'], () => void policy.refetch());
  return (
    <>
      <PageHead
        title="通知规则"
        sub={<HouseSelect houses={houses} />}
        actions={
          may && policy.data ? (
            <>
              <Trial facilityId={policy.data.facilityId} rules={policy.data} />
              <Button type="primary" onClick={() => setEditing(true)}>
                改规则
              </Button>
            </>
          ) : null
        }
      />
      {facilityId === null ? (
        <Empty title="先选一家机构">
          <p>规则写明：什么级别的报警、过多久、呼叫哪个岗位、用什么方式。</p>
        </Empty>
      ) : (
        <Answer of={policy} lines={8}>
          {(data) => (
            <div className={styles.rules}>
              <p>
                {data.startsAt ? (
                  <>
                    现行规则自 <When at={data.startsAt} /> 起生效。
                  </>
                ) : (
                  '这家机构没有自己的规则，用通用规则。'
                )}
                呼叫后 {data.receiptSeconds} 秒没有回执，换下一种方式或下一步。
              </p>
              <Rules policy={data} />
              <Results policy={data} />
            </div>
          )}
        </Answer>
      )}
      {editing && policy.data ? <RulesDialog policy={policy.data} close={() => setEditing(false)} /> : null}
    </>
  );
}

function Rules({ policy }: { policy: Policy }) {
  const now = useNow(60_000);
  return (
    <>
      {PRIORITIES.map((priority) => {
        const rule = policy.rules[priority];
        return (
          <section key={priority} className="panel" aria-label={priority}>
            <Severity of={priority} />{' '}
            {rule ? (
              <>
                <ol>
                  {rule.steps.map((step, i) => (
                    <li key={i}>
                      {step.afterSeconds === 0 ? '立即' : `${duration(step.afterSeconds * 1000)}后`}呼叫{' '}
                      <b>{dutyName(step.to)}</b>，用 {step.channels.map(channelName).join('，没有回执再用')}
                    </li>
                  ))}
                </ol>
                {rule.resolveWithinSeconds ? (
                  <p className="muted">
                    确认后 {duration(rule.resolveWithinSeconds * 1000)}没有处置完毕，从下一步重新呼叫。
                  </p>
                ) : null}
              </>
            ) : (
              <span className="muted">不呼叫，只列在值守台。</span>
            )}
          </section>
        );
      })}
      {policy.gaps.length > 0 ? (
        <Panel title="未来 7 天的空档">
          <ul className={styles.gaps}>
            {policy.gaps.map((gap) => (
              <li key={gap.duty + gap.from}>
                <Mark tone="p1">{dutyName(gap.duty)}</Mark> {span(gap.from, gap.to, now)}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}

/** Calls everybody on the policy at once and shows the receipts (通知演练). */
function Trial({ facilityId, rules }: { facilityId: number; rules: Policy }) {
  const confirm = useConfirm();
  const toasts = useToasts();
  const command = useCommand(oversightTryPolicy, [oversightPolicy]);
  const duties = [
    ...new Set(PRIORITIES.flatMap((each) => rules.rules[each]?.steps.map((step) => dutyName(step.to)) ?? [])),
  ];
  const run = async () => {
    const sure = await confirm({
      title: '开始通知演练？',
      consequences: [
        `现在值守的${duties.join('、')}都会收到呼叫和短信`,
        '写明是演练，不产生报警；回执列在下面',
      ],
      verb: '开始演练',
    });
    if (!sure) return;
    command.mutate(
      { params: { id: facilityId } },
      {
        onSuccess: ({ called, nobody }) =>
          toasts.done(
            `已呼叫 ${called} 人次${nobody.length > 0 ? `；${nobody.map(dutyName).join('、')}没有人值守` : ''}`,
          ),
      },
    );
  };
  return (
    <>
      <Button loading={command.isPending} onClick={() => void run()}>
        通知演练
      </Button>
      <Problem problem={command.error} />
    </>
  );
}

function Results({ policy }: { policy: Policy }) {
  return (
    <Panel title="最近一天的通知演练">
      {policy.trial.length === 0 ? (
        <p className="muted">还没有演练过。换规则、换班之后演练一次，看每个人都收得到。</p>
      ) : (
        <ul className="lines" aria-label="演练结果">
          {policy.trial.map((call, i) => (
            <li key={i}>
              <span>
                {dutyName(call.duty)} {call.name ?? ''} {call.channel ? channelName(call.channel) : ''}
              </span>
              <span>
                <When at={call.at} />{' '}
                <Mark tone={TRIAL_TONES[call.state]}>
                  {CALL_STATES[call.state]}
                  {call.receivedAt ? `，${duration(Date.parse(call.receivedAt) - Date.parse(call.at))}` : ''}
                </Mark>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
