'use client';
import { useEffect, useMemo, useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { wallHistoryRoute } from '@heling/oversight/contract/wall';
import { countsAt, isPressing, stateAt, type PastAlarm } from '@heling/oversight/domain/wall-history';
import { STATE_NAMES } from '@heling/oversight/domain/words';
import { oversightWallHistory } from '@heling/ui/api.gen';
import { absolute, when } from '@heling/ui/format';
import { SEVERITIES, VERBS } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { AlarmView } from './alarm-view';
import type { StreamRow } from './alarm-stream';
import type { Institution } from './freshness';
import { PRIORITY_TONES, type Watched } from './tones';

const STEP_MS = 60_000;
/** One second of playing shows so much of the past. */
const MINUTES_A_SECOND = 10;
const TICK_MS = 500;
const BARS = 96;

type History = Output<typeof wallHistoryRoute>;
interface Past extends PastAlarm {
  row: Omit<StreamRow, 'state' | 'who'>;
  openedAt: number;
}

interface ReplayProps {
  institutions: Institution[] | null;
  most: number;
  leave(): void;
}

/** The last 24 hours again, by a slider; what is urgent now stays above it. */
export function Replay({ institutions, most, leave }: ReplayProps) {
  const history = useCall(oversightWallHistory, {}, {});
  if (!history.data) {
    return (
      <main className="replay-wait">
        <p role={history.error ? 'alert' : 'status'}>
          {history.error?.message ?? '正在读取过去 24 小时的报警…'}
        </p>
        {history.error ? (
          <button type="button" onClick={() => void history.refetch()}>
            {VERBS.retry}
          </button>
        ) : null}
        <button type="button" onClick={leave}>
          回到现在
        </button>
      </main>
    );
  }
  return <Player history={history.data} institutions={institutions} most={most} leave={leave} />;
}

function Player({ history, institutions, most, leave }: ReplayProps & { history: History }) {
  const [from, to] = [Date.parse(history.from), Date.parse(history.to)];
  const [at, setAt] = useState(to);
  const [playing, setPlaying] = useState(false);
  const past = useMemo(() => history.items.map(pastOf), [history]);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(
      () => setAt((before) => Math.min(to, before + (MINUTES_A_SECOND * 60_000 * TICK_MS) / 1000)),
      TICK_MS,
    );
    return () => clearInterval(timer);
  }, [playing, to]);
  const ended = at >= to;
  const then = new Date(at);
  const counts = useMemo(() => countsAt(past, at), [past, at]);
  const watched: Watched[] | null =
    institutions?.map((institution) => {
      const open = counts.get(institution.id);
      const tone = open ? (PRIORITY_TONES.find((each) => open[each] > 0) ?? 'none') : 'none';
      return {
        institution,
        tone,
        counts: open
          ? { ...open, facilityId: institution.id, devices: 0, silent: 0, unknown: 0, heardAt: null }
          : null,
      };
    }) ?? null;
  const rows = past.flatMap((alarm): StreamRow[] => {
    const state = stateAt(alarm, at);
    return state && isPressing(state) ? [{ ...alarm.row, state, who: STATE_NAMES[state] }] : [];
  });
  return (
    <>
      <section className="replay" aria-label="回放">
        <p className="replay-at" role="status">
          {SEVERITIES.unknown.shape} 回放：
          <time dateTime={then.toISOString()}>{when(then, new Date(to))}</time>
          ，不是现在
        </p>
        <div className="replay-track">
          <Bars past={past} from={from} to={to} />
          <input
            type="range"
            aria-label="回放时间"
            aria-valuetext={absolute(then)}
            min={from}
            max={to}
            step={STEP_MS}
            value={at}
            onChange={(event) => {
              setPlaying(false);
              setAt(Number(event.target.value));
            }}
          />
        </div>
        <button
          type="button"
          onClick={() => {
            if (ended) setAt(from);
            setPlaying(!playing || ended);
          }}
        >
          {playing && !ended ? '暂停' : '播放'}
        </button>
        <button type="button" onClick={leave}>
          回到现在
        </button>
      </section>
      {history.more ? <p className="replay-more">报警太多，只回放最近的 {past.length} 条。</p> : null}
      <AlarmView watched={watched} rows={rows} now={then} most={most} replayed />
    </>
  );
}

function pastOf(item: History['items'][number]): Past {
  const { id, priority, facility, kindName, openedAt } = item;
  return {
    facilityId: item.facilityId,
    priority,
    openedAt: Date.parse(openedAt),
    course: item.course.map((step) => ({ at: Date.parse(step.at), state: step.state })),
    row: {
      ...{ id, priority, facility, kindName, openedAt },
      place: item.room ?? item.device,
      occurrences: 1,
      closedAt: null,
    },
  };
}

/** When alarms were raised, by quarter of an hour: where to drag the slider. */
function Bars({ past, from, to }: { past: Past[]; from: number; to: number }) {
  const bars = useMemo(() => {
    const all = Array.from({ length: BARS }, () => ({ count: 0, worst: 'P9' }));
    for (const alarm of past) {
      const bar = all[Math.floor(((alarm.openedAt - from) / (to - from)) * BARS)];
      if (!bar) continue;
      bar.count += 1;
      if (alarm.priority < bar.worst) bar.worst = alarm.priority;
    }
    return all;
  }, [past, from, to]);
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <svg viewBox={`0 0 ${BARS} 20`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((bar, i) =>
        bar.count > 0 ? (
          <rect
            key={i}
            x={i + 0.1}
            width={0.8}
            y={20 - Math.max(3, (bar.count / most) * 20)}
            height={20}
            fill={`var(--${bar.worst.toLowerCase()}-ink)`}
          />
        ) : null,
      )}
    </svg>
  );
}
