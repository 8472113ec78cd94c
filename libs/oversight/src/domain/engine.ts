import { newAlarm, type Alarm } from './alarm';
import {
  SILENT,
  type AlarmState,
  type Change,
  type Command,
  type DeviceEvent,
  type Line,
  type OversightConfig,
  type SourceConfig,
  type Summary,
} from './model';
import { SeqRanges } from './seq-ranges';
import type { EngineState, SavedAlarm } from './state';
import { RANK, Timers, type Timer } from './timers';

const SKEW_MS = 5 * 60_000;
const ANSWER_MS = 60_000;
const MISSED_BEATS = 3;

interface Source {
  config: SourceConfig;
  parent: Source | null;
  /** By id. */
  children: Source[];
  seen: SeqRanges;
  skewed: boolean;
  /** From when its silence counts. */
  since: number;
  /** Its silence has been reported and it has not been heard since. */
  silent: boolean;
  /** Its gateway fell silent and it has not been heard since. */
  unknown: boolean;
  /** Only the timer with this mark holds. */
  silenceMark: number;
}

/** What is kept of one source and kind. */
interface Subject {
  open: Alarm | null;
  /** Alarms so far. */
  count: number;
  /** The greatest event time of its clears. */
  lastClear: number;
}

/**
 * The alarms of one institution (oversight: states, merging, escalation, silence), in virtual time: no I/O, no clock. Feed it
 * events and commands with times that never decrease; what is due before them happens first. Every line goes to `say`.
 */
export class OversightEngine {
  private readonly sources = new Map<string, Source>();
  private readonly subjects = new Map<string, Subject>();
  private readonly timers = new Timers();
  private now: number;
  /** Marks given out so far; each timer has its own, so that none outlives what it was set for. */
  private marks = 0;
  private readonly sums: Summary = {
    raised: 0,
    open: 0,
    closed: 0,
    notified: 0,
    unreachable: 0,
    suppressed: 0,
    p0: 0,
    p0AnsweredWithin60s: 0,
  };

  /**
   * The configuration has been checked: parents exist and have no parents, `silent` is a kind. With `saved`, goes on from
   * there; a source that it does not know counts from its time, one that the configuration no longer has is left out.
   */
  constructor(
    private readonly config: OversightConfig,
    private readonly say: (line: Line) => void,
    saved?: EngineState,
  ) {
    this.now = saved?.now ?? config.start;
    this.marks = saved?.marks ?? 0;
    for (const each of config.sources) {
      const was = saved?.sources[each.id];
      this.sources.set(each.id, {
        config: each,
        parent: null,
        children: [],
        seen: new SeqRanges(was?.seen),
        skewed: was?.skewed ?? false,
        since: was?.since ?? this.now,
        silent: was?.silent ?? false,
        unknown: was?.unknown ?? false,
        silenceMark: 0,
      });
    }
    for (const source of this.sources.values()) {
      const parent = source.config.parent === undefined ? null : this.sources.get(source.config.parent)!;
      source.parent = parent;
      parent?.children.push(source);
      if (!source.silent && !parent?.silent) this.awaitSilence(source);
    }
    for (const source of this.sources.values()) {
      source.children.sort((a, b) => (a.config.id < b.config.id ? -1 : 1));
    }
    for (const { source, kind, count, lastClear, open } of saved?.subjects ?? []) {
      if (!this.sources.has(source)) continue;
      this.subjects.set(keyOf(source, kind), {
        open: open && { ...open, source, kind, waiting: new Set(open.waiting) },
        count,
        lastClear: lastClear ?? -Infinity,
      });
    }
    for (const timer of saved?.timers ?? []) if (this.sources.has(timer.source)) this.timers.push(timer);
  }

  /** All that it knows, as plain data: a new engine made from it goes on as this one would. */
  save(): EngineState {
    const sources: EngineState['sources'] = {};
    for (const [id, { since, silent, unknown, skewed, seen }] of this.sources) {
      sources[id] = { since, silent, unknown, skewed, seen: seen.toArray() };
    }
    const subjects: EngineState['subjects'] = [];
    for (const [key, { open, count, lastClear }] of this.subjects) {
      const [source, kind] = key.split('\0') as [string, string];
      const alarm: SavedAlarm | null = open && { ...open, waiting: [...open.waiting] };
      subjects.push({
        source,
        kind,
        count,
        lastClear: Number.isFinite(lastClear) ? lastClear : null,
        open: alarm,
      });
    }
    // Silence is awaited anew from when each source was heard; of the others only those that still hold.
    const timers = this.timers.all().filter((timer) => timer.rank !== RANK.silence && this.holds(timer));
    return { now: this.now, marks: this.marks, sources, subjects, timers };
  }

  /** When something is due next, in milliseconds since 1970; null: nothing is. */
  nextDue(): number | null {
    let next = Infinity;
    for (const timer of this.timers.all()) {
      if (timer.rank !== RANK.silence && timer.at < next && this.holds(timer)) next = timer.at;
    }
    for (const source of this.sources.values()) {
      if (!source.silent && !source.parent?.silent) next = Math.min(next, silenceDue(source));
    }
    return Number.isFinite(next) ? next : null;
  }

  /** A message of a source. */
  event(event: DeviceEvent): void {
    this.advance(event.at, false);
    const source = this.sources.get(event.source)!;
    if (source.parent) this.hear(source.parent);
    this.hear(source);
    const about = { source: event.source, ...(event.kind === undefined ? {} : { kind: event.kind }) };
    if (event.repeated || (event.seq !== undefined && !source.seen.add(event.seq))) {
      this.say({ at: this.now, ...about, ignored: 'duplicate' });
      return;
    }
    if (event.eventAt !== undefined && event.eventAt - event.at > SKEW_MS && !source.skewed) {
      source.skewed = true;
      this.say({ at: this.now, source: event.source, status: 'clock-skewed' });
    }
    const when = Math.min(event.eventAt ?? event.at, event.at);
    if (event.type !== 'heartbeat' && (source.config.outOfServiceUntil ?? 0) > this.now) {
      this.say({ at: this.now, ...about, ignored: 'out-of-service' });
    } else if (event.type === 'raise') this.raise(source, event.kind!, when);
    else if (event.type === 'clear') this.clear(event.source, event.kind!, when);
  }

  /** What somebody does about an open alarm. */
  command(command: Command): void {
    this.advance(command.at, false);
    const about = { at: this.now, source: command.source, kind: command.kind };
    const alarm = this.subjects.get(keyOf(command.source, command.kind))?.open;
    if (!alarm) this.say({ ...about, ignored: 'no-open-alarm' });
    else if (command.type === 'ack') this.acknowledge(alarm);
    else if (command.type === 'resolve') {
      if (!command.reason) this.say({ ...about, refused: 'no-reason' });
      else {
        this.answer(alarm);
        this.close(alarm, 'resolved');
      }
    } else if (command.type === 'shelve') this.shelve(alarm, command);
    else if (alarm.state !== 'shelved') this.say({ ...about, ignored: 'not-shelved' });
    else this.activate(alarm, 'unshelved');
  }

  /** Nobody called in this step has confirmed it: they count as unreachable, and the next step follows at once. */
  noReceipt(missing: { at: number; source: string; kind: string; step: number }): void {
    this.advance(missing.at, false);
    const alarm = this.subjects.get(keyOf(missing.source, missing.kind))?.open;
    const to = alarm?.policy?.steps[missing.step]?.to;
    if (!alarm || to === undefined || alarm.lastStep !== missing.step || alarm.waiting.size === 0) return;
    this.sums.unreachable += 1;
    this.say({ at: this.now, alarm: alarm.id, notify: to, step: missing.step, result: 'unreachable' });
    this.takeStep(alarm, missing.step + 1);
  }

  /** Time passes: everything due before `at` happens, with `included` also what is due at it. */
  advance(at: number, included: boolean): void {
    for (let timer = this.timers.take(at, included); timer; timer = this.timers.take(at, included)) {
      this.now = timer.at;
      this.fire(timer);
    }
    this.now = at;
  }

  summary(): Summary {
    return { ...this.sums, open: this.sums.raised - this.sums.closed };
  }

  // Silence

  private awaitSilence(source: Source): void {
    const { config, parent } = source;
    source.silenceMark = this.marks += 1;
    this.timers.push({
      at: silenceDue(source),
      depth: parent ? 1 : 0,
      source: config.id,
      kind: SILENT,
      rank: RANK.silence,
      step: 0,
      mark: source.silenceMark,
    });
  }

  private hear(source: Source): void {
    source.since = this.now;
    if (source.unknown) {
      source.unknown = false;
      this.say({ at: this.now, source: source.config.id, status: 'known' });
    }
    const alarm = this.subjects.get(keyOf(source.config.id, SILENT))?.open;
    const wasSilent = source.silent;
    source.silent = false;
    if (alarm?.state === 'suppressed') this.close(alarm, 'closed');
    else if (wasSilent && alarm) this.clear(source.config.id, SILENT, this.now);
    if (!wasSilent) return;
    this.awaitSilence(source);
    // What its children have not said while it was away is no silence of theirs.
    for (const child of source.children) {
      child.since = this.now;
      child.silent = false;
      this.awaitSilence(child);
    }
  }

  private silence(source: Source): void {
    if (source.silent || source.parent?.silent) return;
    if (silenceDue(source) > this.now) {
      // It was heard meanwhile. One timer a source stands for all its messages.
      this.awaitSilence(source);
      return;
    }
    source.silent = true;
    const subject = this.subjectOf(source.config.id, SILENT);
    if (subject.open?.state === 'suppressed') this.activate(subject.open, 'restored');
    else this.raise(source, SILENT, this.now);
    for (const child of source.children) {
      if (!child.unknown) {
        child.unknown = true;
        this.say({ at: this.now, source: child.config.id, status: 'unknown' });
      }
      const alarm = this.subjects.get(keyOf(child.config.id, SILENT))?.open;
      if (alarm && alarm.state !== 'cleared-unacked') {
        this.stopEscalation(alarm);
        this.dropLimits(alarm);
        this.sums.suppressed += 1;
        this.change(alarm, 'suppressed', 'suppressed');
      }
    }
  }

  // Alarms

  private raise(source: Source, kind: string, when: number): void {
    const { id, life } = source.config;
    const subject = this.subjectOf(id, kind);
    const over = subject.lastClear > when;
    if (subject.open) {
      const alarm = subject.open;
      alarm.occurrences += 1;
      alarm.lastRaise = Math.max(alarm.lastRaise, when);
      const wakes = alarm.state === 'cleared-unacked' && !over;
      this.change(alarm, 'repeated', wakes ? 'active-unacked' : alarm.state);
      return;
    }
    subject.count += 1;
    const priority = kind === SILENT && life ? 'P1' : this.config.kinds[kind]!.priority;
    const alarm = newAlarm(id, kind, subject.count, priority, this.now);
    alarm.policy = this.config.escalation[priority] ?? null;
    alarm.lastRaise = when;
    subject.open = alarm;
    this.sums.raised += 1;
    if (priority === 'P0') this.sums.p0 += 1;
    this.change(alarm, 'raised', over ? 'cleared-unacked' : 'active-unacked');
    this.escalateFrom(alarm, 0, true);
  }

  private clear(source: string, kind: string, when: number): void {
    const subject = this.subjectOf(source, kind);
    subject.lastClear = Math.max(subject.lastClear, when);
    const alarm = subject.open;
    const ignored = (code: string) => this.say({ at: this.now, source, kind, ignored: code });
    if (!alarm) ignored('no-open-alarm');
    else if (when < alarm.lastRaise) ignored('stale-clear');
    else if (alarm.state === 'active-unacked') this.change(alarm, 'cleared', 'cleared-unacked');
    else if (alarm.state === 'cleared-unacked') ignored('already-cleared');
    else this.close(alarm, 'closed');
  }

  private acknowledge(alarm: Alarm): void {
    if (alarm.state === 'shelved' || alarm.state === 'suppressed') {
      this.say({ at: this.now, source: alarm.source, kind: alarm.kind, ignored: alarm.state });
      return;
    }
    this.answer(alarm);
    this.stopEscalation(alarm);
    if (alarm.state === 'cleared-unacked') {
      this.close(alarm, 'closed');
      return;
    }
    this.change(alarm, 'acked', 'active-acked');
    this.dropLimits(alarm);
    const within = alarm.policy?.resolveWithinSeconds;
    if (within !== undefined) this.setTimer(alarm, 'resolveLimit', this.now + within * 1000);
  }

  private shelve(alarm: Alarm, { reason, until }: Command): void {
    const refused = (code: string) =>
      this.say({ at: this.now, source: alarm.source, kind: alarm.kind, refused: code });
    if (alarm.priority === 'P0') refused('p0');
    else if (!reason) refused('no-reason');
    else if (until === undefined || until <= this.now) refused('no-until');
    else if (alarm.state === 'suppressed') refused('suppressed');
    else if (alarm.state === 'cleared-unacked') refused('cleared');
    else {
      this.stopEscalation(alarm);
      this.dropLimits(alarm);
      this.setTimer(alarm, 'unshelve', until);
      this.change(alarm, 'shelved', 'shelved');
    }
  }

  /** Back among those that somebody must look at. */
  private activate(alarm: Alarm, change: 'unshelved' | 'restored'): void {
    this.dropLimits(alarm);
    this.change(alarm, change, 'active-unacked');
    this.escalateFrom(alarm, 0, true);
  }

  private close(alarm: Alarm, change: 'closed' | 'resolved'): void {
    this.stopEscalation(alarm);
    this.dropLimits(alarm);
    this.sums.closed += 1;
    this.change(alarm, change, 'closed');
    this.subjectOf(alarm.source, alarm.kind).open = null;
  }

  /** Notes the first acknowledgement or resolution, for the share of P0 answered in time. */
  private answer(alarm: Alarm): void {
    if (!alarm.answered && alarm.priority === 'P0' && this.now - alarm.openedAt <= ANSWER_MS) {
      this.sums.p0AnsweredWithin60s += 1;
    }
    alarm.answered = true;
  }

  private change(alarm: Alarm, change: Change, state: AlarmState): void {
    alarm.state = state;
    const { id, priority, occurrences } = alarm;
    this.say({ at: this.now, alarm: id, change, state, priority, occurrences });
  }

  // Escalation

  /** Takes a step now if it is due; the later ones wait at their distances from it. `anew`: counted from the first step. */
  private escalateFrom(alarm: Alarm, first: number, anew: boolean): void {
    const steps = alarm.policy?.steps ?? [];
    this.stopEscalation(alarm);
    if (anew) alarm.lastStep = -1;
    if (steps.length === 0) return;
    const base = anew ? 0 : steps[first]!.afterSeconds;
    for (let step = first; step < steps.length; step += 1) {
      alarm.waiting.add(step);
      const distance = (steps[step]!.afterSeconds - base) * 1000;
      if (distance > 0) this.setTimer(alarm, 'step', this.now + distance, step);
    }
    for (let step = first; step < steps.length; step += 1) {
      if (steps[step]!.afterSeconds <= base && alarm.waiting.has(step)) this.takeStep(alarm, step);
    }
  }

  /** Calls somebody; when nobody is reached, the next one follows at the same instant. */
  private takeStep(alarm: Alarm, first: number): void {
    const steps = alarm.policy!.steps;
    for (let step = first; step < steps.length && alarm.waiting.delete(step); step += 1) {
      const { to } = steps[step]!;
      const sent = Object.hasOwn(this.config.people, to) && this.config.people[to]!.reachable;
      alarm.lastStep = step;
      this.sums[sent ? 'notified' : 'unreachable'] += 1;
      this.say({ at: this.now, alarm: alarm.id, notify: to, step, result: sent ? 'sent' : 'unreachable' });
      if (sent) return;
    }
  }

  private stopEscalation(alarm: Alarm): void {
    alarm.stepMark = this.marks += 1;
    alarm.waiting.clear();
  }

  private dropLimits(alarm: Alarm): void {
    alarm.limitMark = this.marks += 1;
  }

  // Timers

  private setTimer(alarm: Alarm, rank: 'unshelve' | 'resolveLimit' | 'step', at: number, step = 0): void {
    this.timers.push({
      at,
      depth: this.sources.get(alarm.source)!.parent ? 1 : 0,
      source: alarm.source,
      kind: alarm.kind,
      rank: RANK[rank],
      step,
      mark: rank === 'step' ? alarm.stepMark : alarm.limitMark,
    });
  }

  private fire(timer: Timer): void {
    if (timer.rank === RANK.silence) {
      const source = this.sources.get(timer.source)!;
      if (timer.mark === source.silenceMark) this.silence(source);
      return;
    }
    const alarm = this.subjects.get(keyOf(timer.source, timer.kind))?.open;
    if (!alarm || !this.holds(timer)) return;
    if (timer.rank === RANK.step) this.takeStep(alarm, timer.step);
    else if (timer.rank === RANK.unshelve) this.activate(alarm, 'unshelved');
    else {
      const last = (alarm.policy?.steps.length ?? 0) - 1;
      this.escalateFrom(alarm, Math.min(alarm.lastStep + 1, last), false);
    }
  }

  /** Is what this timer of an alarm was set for still to be done? */
  private holds({ source, kind, rank, mark, step }: Timer): boolean {
    const alarm = this.subjects.get(keyOf(source, kind))?.open;
    if (!alarm) return false;
    return rank === RANK.step ? mark === alarm.stepMark && alarm.waiting.has(step) : mark === alarm.limitMark;
  }

  private subjectOf(source: string, kind: string): Subject {
    const key = keyOf(source, kind);
    let subject = this.subjects.get(key);
    if (!subject) {
      subject = { open: null, count: 0, lastClear: -Infinity };
      this.subjects.set(key, subject);
    }
    return subject;
  }
}

/** When a source counts as silent; while it is under maintenance it need not be heard. */
const silenceDue = ({ since, config }: Source): number =>
  Math.max(since, config.outOfServiceUntil ?? 0) + MISSED_BEATS * config.heartbeatSeconds * 1000;

/** Source and kind hold no NUL. */
const keyOf = (source: string, kind: string): string => `${source}\0${kind}`;
