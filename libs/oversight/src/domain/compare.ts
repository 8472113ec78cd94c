import { SILENT } from './model';

/** What the simulator wrote down of what it caused, one JSON object a line (真值日志). Times ISO 8601. */
export type TruthLine =
  | { type: 'run'; at: string; seed: number; speed: number; institutions: number[] }
  | {
      type: 'message';
      said: 'raise' | 'clear';
      kind: string;
      institution: number;
      device: string;
      boot: number;
      seq: number;
      /** First put on the wire. */
      sentAt: string;
      /** Null: never acknowledged; then it need not have arrived. */
      ackedAt: string | null;
    }
  | {
      type: 'outage';
      institution: number;
      device: string;
      heartbeatSeconds: number;
      heardAt: string;
      backAt: string;
    }
  | { type: 'end'; at: string };

/** What the platform has of it. */
export interface Recorded {
  messages: { institution: number; device: string; boot: number; seq: number }[];
  /** Raises counted into alarms since the run began; those of silence until its end. */
  raises: { institution: number; device: string; kind: string; count: number }[];
}
export interface Difference {
  institution: number;
  device: string;
  kind: string;
  caused: number;
  raised: number;
}
export interface Comparison {
  messages: number;
  unacknowledged: number;
  /** Acknowledged, but not stored. */
  lost: number;
  raises: { caused: number; raised: number; missed: number; doubled: number; extra: number };
  silences: { caused: number; raised: number; missed: number; extra: number };
  /** From the device's sending to its being answered, which is after the message is stored and judged. */
  latencyMs: { p50: number; p99: number; max: number } | null;
  /** The first of them. */
  differences: Difference[];
  same: boolean;
}

const SHOWN = 50;
const MISSED_BEATS = 3;
/** An outage this near to three heartbeats may or may not be a silence. */
const MARGIN_MS = 8000;

interface Count {
  institution: number;
  device: string;
  kind: string;
  /** At least and at most so many. */
  least: number;
  most: number;
}

/** Holds what was raised against what was caused: every raise once, nothing that was not caused. */
export function compare(truth: Iterable<TruthLine>, recorded: Recorded): Comparison {
  const counts = new Map<string, Count>();
  const keyOf = (of: { institution: number; device: string; kind: string }) =>
    `${of.institution}/${of.device}/${of.kind}`;
  const count = (of: { institution: number; device: string; kind: string }, least: number, most: number) => {
    const key = keyOf(of);
    const { institution, device, kind } = of;
    const had = counts.get(key) ?? { institution, device, kind, least: 0, most: 0 };
    counts.set(key, { ...had, least: had.least + least, most: had.most + most });
  };
  const nameOf = (of: Recorded['messages'][number]) => `${of.institution}/${of.device}/${of.boot}/${of.seq}`;
  const received = new Set(recorded.messages.map(nameOf));
  let [messages, unacknowledged, lost] = [0, 0, 0];
  const took: number[] = [];
  for (const line of truth) {
    if (line.type === 'outage') {
      const lasted = Date.parse(line.backAt) - Date.parse(line.heardAt);
      const limit = MISSED_BEATS * line.heartbeatSeconds * 1000;
      const of = { institution: line.institution, device: line.device, kind: SILENT };
      count(of, lasted > limit + MARGIN_MS ? 1 : 0, lasted > limit - MARGIN_MS ? 1 : 0);
    }
    if (line.type !== 'message') continue;
    messages += 1;
    const stored = received.has(nameOf(line));
    if (line.ackedAt === null) unacknowledged += 1;
    else {
      took.push(Date.parse(line.ackedAt) - Date.parse(line.sentAt));
      if (!stored) lost += 1;
    }
    // What was never acknowledged may have arrived all the same.
    if (line.said === 'raise')
      count(line, line.ackedAt === null ? 0 : 1, line.ackedAt !== null || stored ? 1 : 0);
  }
  const raised = new Map(recorded.raises.map((each) => [keyOf(each), each]));
  const result: Comparison = {
    messages,
    unacknowledged,
    lost,
    raises: { caused: 0, raised: 0, missed: 0, doubled: 0, extra: 0 },
    silences: { caused: 0, raised: 0, missed: 0, extra: 0 },
    latencyMs: latencyOf(took),
    differences: [],
    same: true,
  };
  for (const key of new Set([...counts.keys(), ...raised.keys()])) {
    const wanted = counts.get(key);
    const found = raised.get(key)?.count ?? 0;
    const { institution, device, kind } = wanted ?? raised.get(key)!;
    const missed = Math.max(0, (wanted?.least ?? 0) - found);
    const over = Math.max(0, found - (wanted?.most ?? 0));
    if (kind === SILENT) {
      result.silences.caused += wanted?.least ?? 0;
      result.silences.raised += found;
      result.silences.missed += missed;
      result.silences.extra += over;
    } else {
      result.raises.caused += wanted?.least ?? 0;
      result.raises.raised += found;
      result.raises.missed += missed;
      result.raises[wanted ? 'doubled' : 'extra'] += over;
    }
    if (missed + over > 0 && result.differences.length < SHOWN) {
      result.differences.push({ institution, device, kind, caused: wanted?.least ?? 0, raised: found });
    }
  }
  result.same = lost === 0 && result.differences.length === 0;
  return result;
}

function latencyOf(took: number[]): Comparison['latencyMs'] {
  if (took.length === 0) return null;
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!;
  return { p50: at(0.5), p99: at(0.99), max: took.at(-1)! };
}
