'use client';
import { Button } from 'antd';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { DUTIES } from '@heling/oversight/domain/policy';
import { oversightCalls, oversightReceipt } from '@heling/ui/api.gen';
import { SEVERITIES } from '@heling/ui/glossary';
import { useAlarmSound } from '@heling/ui/react/alarm-sound';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useFreshen } from '@heling/ui/react/use-freshen';
import { useHotkeys } from '../parts/hotkeys';
import { Severity } from '../parts/marks';
import { Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import './duty.css';

/** While somebody is called the list is asked for so often, ms: a call that was missed is told to nobody. */
const RINGING_MS = 5000;
const QUIET_MS = 30_000;
const REPEAT_MS = 3000;

/** Whoever is called by the screen hears and sees it on every page, and answers with one key (回执). */
export default function CallBar() {
  return useMay(['city', 'county', 'street', 'institutionDuty', 'institutionManager']) ? <Bar /> : null;
}

function Bar() {
  const router = useRouter();
  const atSeat = usePathname().startsWith('/duty');
  const calls = useCall(oversightCalls, {}, { refetchInterval: QUIET_MS });
  const freshen = useFreshen([oversightCalls]);
  useLiveEvents(['alarm.called', 'alarm.changed'], freshen);
  const receipt = useCommand(oversightReceipt, [oversightCalls]);
  const now = useNow(1000);
  const ringing = (calls.data?.items ?? []).filter((each) => Date.parse(each.receiptBy) > now.getTime());
  const call = ringing.find((each) => each.priority === 'P0') ?? ringing[0];
  const { play, on, enable } = useAlarmSound();
  const rings = call !== undefined && !atSeat;
  const urgent = call?.priority === 'P0';
  useEffect(() => {
    if (!rings) return undefined;
    const sound = () => play(urgent ? 'P0' : 'call');
    sound();
    const timer = setInterval(sound, REPEAT_MS);
    return () => clearInterval(timer);
  }, [rings, urgent, play, on]);
  useEffect(() => {
    if (!call) return undefined;
    const timer = setInterval(freshen, RINGING_MS);
    return () => clearInterval(timer);
  }, [call, freshen]);
  const answer = () => {
    if (!call) return;
    receipt.mutate(
      { params: { id: call.id } },
      { onSuccess: () => call.alarmId !== null && router.push(`/duty/?id=${call.alarmId}`) },
    );
  };
  useHotkeys(call ? [{ keys: 'F9', does: '接听呼叫', above: true, run: answer }] : []);
  if (!call && !receipt.error) return null;
  return (
    <section className={`call-bar no-print ${urgent ? 'call-p0' : ''}`} role="alert" aria-label="呼叫">
      {call ? (
        <>
          <span className="call-what">
            {call.priority ? <Severity of={call.priority} /> : null}{' '}
            {call.alarmId === null
              ? `通知演练：${call.facility}`
              : `${call.facility} ${call.room ?? ''} ${call.kindName ?? ''}`}
          </span>
          <span>
            正在呼叫您（{DUTIES[call.duty as keyof typeof DUTIES] ?? call.duty}），还有{' '}
            {Math.max(0, Math.ceil((Date.parse(call.receiptBy) - now.getTime()) / 1000))} 秒
            {ringing.length > 1 ? `；另有 ${ringing.length - 1} 个呼叫` : ''}
          </span>
          {on ? null : (
            <Button data-sound="off" onClick={enable}>
              {SEVERITIES.p1.shape} 开启声音
            </Button>
          )}
          <Button type="primary" size="large" loading={receipt.isPending} onClick={answer}>
            {call.alarmId === null ? '收到' : '接听，去处理'} <kbd aria-hidden="true">F9</kbd>
          </Button>
        </>
      ) : null}
      <Problem problem={receipt.error} />
    </section>
  );
}
