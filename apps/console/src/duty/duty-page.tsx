'use client';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { oversightAlarm, oversightQueue, oversightShifts } from '@heling/ui/api.gen';
import { SEVERITIES } from '@heling/ui/glossary';
import { useAlarmSound } from '@heling/ui/react/alarm-sound';
import { useCall } from '@heling/ui/react/use-call';
import { useFreshen } from '@heling/ui/react/use-freshen';
import { useRinging } from '@heling/ui/react/use-ringing';
import { useHotkeys } from '../parts/hotkeys';
import { PageHead } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { AlarmPanel } from './alarm-panel';
import { DutyLog } from './duty-log';
import { HouseSelect } from './house-select';
import { MyShift } from './my-shift';
import { Queue } from './queue';
import { useHouses } from './use-houses';
import './duty.css';

/** Even when nothing was heard the queue is asked for so often, ms. */
const REFRESH_MS = 30_000;

/** The duty seat (值守台): what is open, the worst and oldest first; one alarm whole; everything by keys. */
export function DutyPage() {
  const houses = useHouses();
  const { facilityId } = houses;
  const [chosen, setChosen] = useIdParam();
  const [log, setLog] = useState(false);
  const query = facilityId === null ? {} : { facilityId };
  const queue = useCall(oversightQueue, { query }, { refetchInterval: REFRESH_MS, keep: true });
  const freshen = useFreshen([oversightQueue, oversightAlarm]);
  useLiveEvents(['alarm.'], freshen);
  useLiveEvents(['duty.'], useFreshen([oversightShifts]));
  const items = queue.data?.items ?? [];
  const urgent = items.filter(
    (each) => each.priority === 'P0' && ['active-unacked', 'cleared-unacked'].includes(each.state),
  ).length;
  const sound = useAlarmSound();
  useRinging(sound, queue.data?.items, urgent);

  // One alarm stands in the middle until somebody chooses another, also when it has been closed meanwhile.
  const first = items[0]?.id ?? null;
  const shown = useRef<number | null>(null);
  if (chosen !== null) shown.current = chosen;
  else shown.current ??= first;
  const at = shown.current;
  const step = (by: number) => {
    const index = items.findIndex((each) => each.id === at);
    const next = items[Math.max(0, Math.min(items.length - 1, index + by))];
    if (next) setChosen(next.id, true);
  };
  useHotkeys([
    { keys: 'j', does: '下一条报警', run: () => step(1) },
    { keys: 'k', does: '上一条报警', run: () => step(-1) },
    { keys: 'ArrowDown', does: '下一条报警', run: () => step(1) },
    { keys: 'ArrowUp', does: '上一条报警', run: () => step(-1) },
    { keys: 'r', does: '值班日志', run: () => setLog(true) },
  ]);
  useEffect(() => {
    document.title = urgent > 0 ? `■ 紧急 ${urgent} · 值守台` : '值守台';
  }, [urgent]);
  const next = () => {
    const rest = items.filter((each) => each.id !== at);
    shown.current = rest[0]?.id ?? null;
    setChosen(rest[0]?.id ?? null, true);
  };
  return (
    <div className="duty">
      <PageHead
        title="值守台"
        sub={<HouseSelect houses={houses} all />}
        actions={
          <>
            <Button
              data-sound={sound.on ? 'on' : 'off'}
              type={sound.on ? 'default' : 'primary'}
              danger={!sound.on}
              onClick={sound.on ? sound.disable : sound.enable}
            >
              {sound.on ? '声音已开' : `${SEVERITIES.p1.shape} 点此开启声音`}
            </Button>
            <Button onClick={() => setLog(true)}>
              值班日志 <kbd>R</kbd>
            </Button>
            <MyShift facilityId={facilityId} />
          </>
        }
      />
      <div className="duty-parts">
        <section className="duty-queue" aria-label="未结束的报警">
          <Answer of={queue} lines={8}>
            {(data) =>
              data.items.length === 0 ? (
                <Empty title={`${SEVERITIES.ok.shape} 没有未结束的报警`}>
                  <p>有报警时这里会响，最急、最久的在最上面。</p>
                </Empty>
              ) : (
                <Queue items={data.items} more={data.more} at={at} choose={(id) => setChosen(id, true)} />
              )
            }
          </Answer>
        </section>
        {at === null ? null : <AlarmPanel key={at} id={at} changed={freshen} next={next} />}
      </div>
      {log ? <DutyLog facilityId={facilityId} houses={houses} close={() => setLog(false)} /> : null}
    </div>
  );
}
