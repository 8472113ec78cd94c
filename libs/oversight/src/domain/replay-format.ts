import {
  PRIORITIES,
  SILENT,
  type Command,
  type DeviceEvent,
  type EscalationPolicy,
  type Line,
  type OversightConfig,
  type Priority,
  type SourceConfig,
  type Summary,
} from './model';

/** A log that cannot be replayed; `line` counts from 1. */
export class ReplayInputError extends Error {
  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
  }
}

export type Input = DeviceEvent | Command | { type: 'end'; at: number };

const EVENTS = ['raise', 'clear', 'heartbeat'];
const COMMANDS = ['ack', 'resolve', 'shelve', 'unshelve'];
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d))$/;

class Fault extends Error {}
function fault(problem: string): never {
  throw new Fault(problem);
}

/** An ISO 8601 time with offset, in milliseconds since 1970. */
function timeOf(value: unknown, name: string): number {
  const match = typeof value === 'string' ? TIME.exec(value) : null;
  if (!match) fault(`${name} is not a time with offset`);
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign, hours = '0', minutes = '0'] =
    match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const utc = Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0')));
  const exists = new Date(Date.UTC(y, mo - 1, d)).getUTCDate() === d && mo >= 1 && mo <= 12;
  if (!exists || h > 23 || mi > 59 || s > 59 || Number(hours) > 23 || Number(minutes) > 59) {
    fault(`${name} is not a time that exists`);
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? utc + offset : utc - offset;
}

type Raw = Record<string, unknown>;
const isObject = (value: unknown): value is Raw =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function parse(text: string): Raw {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    fault('not JSON');
  }
  if (!isObject(value)) fault('not a JSON object');
  return value;
}

function positive(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    fault(`${name} must be a number above 0`);
  return value;
}

function configOf(raw: Raw): OversightConfig {
  if (raw.type !== 'config') fault('the first line must be the config');
  if (!Array.isArray(raw.sources)) fault('sources must be a list');
  const sources = new Map<string, SourceConfig>();
  for (const each of raw.sources as unknown[]) {
    if (!isObject(each) || typeof each.id !== 'string' || each.id === '') fault('a source has no id');
    if (sources.has(each.id)) fault(`source ${each.id} stands twice`);
    const heartbeatSeconds = positive(each.heartbeatSeconds, `heartbeatSeconds of ${each.id}`);
    const source: SourceConfig = { id: each.id, heartbeatSeconds };
    if (each.parent !== undefined && each.parent !== null) {
      if (typeof each.parent !== 'string') fault(`parent of ${each.id} must be an id`);
      source.parent = each.parent;
    }
    if (each.life === true) source.life = true;
    sources.set(each.id, source);
  }
  for (const source of sources.values()) {
    if (source.parent === undefined) continue;
    const parent = sources.get(source.parent);
    if (!parent) fault(`parent ${source.parent} of ${source.id} is unknown`);
    if (parent.parent !== undefined) fault(`parent ${parent.id} of ${source.id} has a parent itself`);
  }
  return {
    start: timeOf(raw.start, 'start'),
    sources: [...sources.values()],
    kinds: kindsOf(raw.kinds),
    escalation: escalationOf(raw.escalation),
    people: peopleOf(raw.people),
  };
}

function priorityOf(value: unknown, name: string): Priority {
  if (!PRIORITIES.includes(value as Priority)) fault(`${name} must be one of ${PRIORITIES.join(', ')}`);
  return value as Priority;
}

function kindsOf(value: unknown): OversightConfig['kinds'] {
  if (!isObject(value)) fault('kinds must be an object');
  const kinds: OversightConfig['kinds'] = {};
  for (const [kind, each] of Object.entries(value)) {
    kinds[kind] = { priority: priorityOf(isObject(each) ? each.priority : undefined, `priority of ${kind}`) };
  }
  if (!Object.hasOwn(kinds, SILENT)) fault(`kinds has no ${SILENT}`);
  return kinds;
}

function escalationOf(value: unknown): OversightConfig['escalation'] {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) fault('escalation must be an object');
  const policies: OversightConfig['escalation'] = {};
  for (const [name, each] of Object.entries(value)) {
    const priority = priorityOf(name, 'a key of escalation');
    if (!isObject(each) || !Array.isArray(each.steps)) fault(`escalation of ${name} has no steps`);
    const steps = (each.steps as unknown[]).map((step) => {
      if (!isObject(step) || typeof step.to !== 'string') fault(`a step of ${name} has nobody to call`);
      const { afterSeconds } = step;
      if (typeof afterSeconds !== 'number' || !(afterSeconds >= 0) || !Number.isFinite(afterSeconds)) {
        fault(`afterSeconds of a step of ${name} must be a number, 0 or more`);
      }
      return { afterSeconds, to: step.to };
    });
    const policy: EscalationPolicy = { steps };
    if (each.resolveWithinSeconds !== undefined && each.resolveWithinSeconds !== null) {
      policy.resolveWithinSeconds = positive(each.resolveWithinSeconds, `resolveWithinSeconds of ${name}`);
    }
    policies[priority] = policy;
  }
  return policies;
}

function peopleOf(value: unknown): OversightConfig['people'] {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) fault('people must be an object');
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      { reachable: isObject(each) && each.reachable === true },
    ]),
  );
}

/** Reads the lines of a log in their order; throws `ReplayInputError` at the first that is wrong. */
export class ReplayReader {
  private config?: OversightConfig;
  private sources = new Set<string>();
  private line = 0;
  private last = -Infinity;
  private ended = false;

  /** The next line: the config first, then inputs. */
  read(text: string): OversightConfig | Input {
    this.line += 1;
    try {
      if (this.ended) fault('there is input after the end');
      const raw = parse(text);
      if (!this.config) {
        this.config = configOf(raw);
        this.sources = new Set(this.config.sources.map((source) => source.id));
        this.last = this.config.start;
        return this.config;
      }
      return this.inputOf(raw, this.config);
    } catch (error) {
      if (error instanceof Fault) throw new ReplayInputError(this.line, error.message);
      throw error;
    }
  }

  /** To be called after the last line. */
  finish(): void {
    if (!this.config) throw new ReplayInputError(this.line + 1, 'there is no config');
    if (!this.ended) throw new ReplayInputError(this.line + 1, 'there is no end');
  }

  private inputOf(raw: Raw, config: OversightConfig): Input {
    const type = raw.type as string;
    const event = EVENTS.includes(type);
    if (!event && !COMMANDS.includes(type) && type !== 'end') fault('type is unknown');
    const at = timeOf(raw.at, 'at');
    if (at < this.last) fault(this.last === config.start ? 'at is before start' : 'at goes back');
    this.last = at;
    if (type === 'end') {
      this.ended = true;
      return { type, at };
    }
    if (typeof raw.source !== 'string' || !this.sources.has(raw.source)) fault('source is unknown');
    const { source } = raw;
    if (type !== 'heartbeat' && (typeof raw.kind !== 'string' || !Object.hasOwn(config.kinds, raw.kind))) {
      fault('kind is unknown');
    }
    const kind = raw.kind as string;
    return event
      ? eventOf(raw, type as DeviceEvent['type'], at, source, kind)
      : commandOf(raw, at, source, kind);
  }
}

function eventOf(raw: Raw, type: DeviceEvent['type'], at: number, source: string, kind: string): DeviceEvent {
  if (type !== 'heartbeat' && kind === SILENT) fault(`a ${type} cannot be of kind ${SILENT}`);
  const event: DeviceEvent = { type, at, source };
  if (type !== 'heartbeat') event.kind = kind;
  if (raw.eventAt !== undefined && raw.eventAt !== null) event.eventAt = timeOf(raw.eventAt, 'eventAt');
  if (raw.seq !== undefined && raw.seq !== null) {
    if (!Number.isSafeInteger(raw.seq)) fault('seq must be a whole number');
    event.seq = raw.seq as number;
  }
  return event;
}

function commandOf(raw: Raw, at: number, source: string, kind: string): Command {
  const command: Command = { type: raw.type as Command['type'], at, source, kind };
  if (typeof raw.reason === 'string') command.reason = raw.reason.trim();
  if (command.type === 'shelve' && raw.until !== undefined && raw.until !== null) {
    command.until = timeOf(raw.until, 'until');
  }
  return command;
}

/** A line as the replay prints it: times in UTC with milliseconds. */
export function lineText(line: Line): string {
  return JSON.stringify({ ...line, at: new Date(line.at).toISOString() });
}

export const summaryText = (summary: Summary): string => JSON.stringify({ summary });
