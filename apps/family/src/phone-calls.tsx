'use client';
import type { Output } from '@heling/platform/contract/route';
import type { phoneCallsRoute } from '@heling/oversight/contract/phone';
import { DUTIES } from '@heling/oversight/domain/policy';
import { oversightAnswerPhone, oversightPhoneCalls } from '@heling/ui/api.gen';
import { ago } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { useCommand } from '@heling/ui/react/use-call';
import { Trouble } from './parts/basics';

type Call = Output<typeof phoneCallsRoute>['items'][number];
/** A telephone rings for so long. */
const RINGS_MS = 60_000;

/** Alarms that called this number, newest first; one press acknowledges as whoever was called. */
export function PhoneCalls({ phone, calls, now }: { phone: string; calls: Call[]; now: Date }) {
  const answer = useCommand(oversightAnswerPhone, [oversightPhoneCalls]);
  return (
    <section aria-label="报警呼叫" className="stack">
      <h2>报警呼叫</h2>
      <Trouble error={answer.error} retry={() => answer.reset()} />
      {calls.map((call) => (
        <article key={call.id} className="card sms">
          <p className="muted">
            {ago(call.at, now)}，值守岗位：{DUTIES[call.duty as keyof typeof DUTIES] ?? call.duty}
          </p>
          <p>
            <strong>{titleOf(call)}</strong>
          </p>
          <p>{stateOf(call, now)}</p>
          {call.alarm && isOpen(call.alarm.state) ? (
            <button
              type="button"
              className="button primary"
              disabled={answer.isPending}
              onClick={() => answer.mutate({ params: { id: call.id }, body: { phone } })}
            >
              按 1 确认，我来处理
            </button>
          ) : null}
        </article>
      ))}
    </section>
  );
}

const isOpen = (state: string) => state === 'active-unacked' || state === 'cleared-unacked';

function titleOf({ alarm, facility }: Call): string {
  if (!alarm) return `通知演练：${facility}`;
  const { shape, word } = SEVERITIES[alarm.priority.toLowerCase() as 'p0'];
  return `${shape} ${word} ${facility} ${alarm.room ?? ''} ${alarm.kindName}`;
}

function stateOf({ alarm, at }: Call, now: Date): string {
  if (!alarm) return '演练，收到即可，不用处置。';
  if (alarm.state === 'closed') return '这条报警已经结束。';
  if (!isOpen(alarm.state)) return alarm.acked ? '您已确认，正在处理。' : '别人已确认，正在处理。';
  return now.getTime() - Date.parse(at) < RINGS_MS ? '正在响铃…' : '响铃结束，没有人接。';
}
