import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { replay } from '@heling/oversight/domain/replay';
import { ReplayInputError } from '@heling/oversight/domain/replay-format';
import { SeqRanges } from '@heling/oversight/domain/seq-ranges';

const folder = path.resolve('libs/oversight/test/cases');
const linesOf = (file: string) => readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n');

const config = {
  type: 'config',
  start: '2026-11-24T00:00:00Z',
  institution: 'I1',
  sources: [
    { id: 'gw', heartbeatSeconds: 1000 },
    { id: 'bed', heartbeatSeconds: 1000, parent: 'gw', life: true },
    { id: 'door', heartbeatSeconds: 1000 },
  ],
  kinds: { fall: { priority: 'P0' }, exit: { priority: 'P1' }, silent: { priority: 'P2' } },
  escalation: {
    P1: {
      steps: [
        { afterSeconds: 0, to: 'nurse' },
        { afterSeconds: 60, to: 'nobody' },
        { afterSeconds: 100, to: 'chief' },
        { afterSeconds: 160, to: 'district' },
      ],
      resolveWithinSeconds: 300,
    },
  },
  people: { nurse: { reachable: true }, chief: { reachable: true }, district: { reachable: true } },
};
/** Seconds after the start. */
const at = (seconds: number) => new Date(Date.parse(config.start) + seconds * 1000).toISOString();
type Said = Record<string, unknown>;
function run(inputs: object[], changes: object = {}): Said[] {
  const said: Said[] = [];
  const texts = [{ ...config, ...changes }, ...inputs].map((each) => JSON.stringify(each));
  replay(
    () => texts,
    (text) => said.push(JSON.parse(text) as Said),
  );
  return said;
}
const raise = (seconds: number, more: object = {}) => ({
  type: 'raise',
  at: at(seconds),
  source: 'bed',
  kind: 'exit',
  ...more,
});
const give = (type: string, seconds: number, more: object = {}) => ({ ...raise(seconds, more), type });
const end = (seconds: number) => ({ type: 'end', at: at(seconds) });
const calls = (said: Said[]) =>
  said
    .filter((line) => 'notify' in line)
    .map((line) => [
      (Date.parse(line.at as string) - Date.parse(config.start)) / 1000,
      line.notify,
      line.result,
    ]);
const changes = (said: Said[]) =>
  said.filter((line) => 'change' in line).map((line) => [line.change, line.state]);
const faultOf = (texts: string[]): number => {
  const printed: string[] = [];
  try {
    replay(
      () => texts,
      (text) => printed.push(text),
    );
  } catch (error) {
    if (!(error instanceof ReplayInputError)) throw error;
    expect(printed).toEqual([]);
    return error.line;
  }
  return 0;
};

describe('the replay', () => {
  it.each(['oversight-order', 'oversight-gateway'])('agrees with the worked case %s line by line', (name) => {
    const said: string[] = [];
    const texts = linesOf(`${name}.ndjson`);
    replay(
      () => texts,
      (text) => said.push(text),
    );
    expect(said).toEqual(linesOf(`${name}.expected.ndjson`));
  });

  it('calls step by step, goes on at once past somebody who cannot be reached, the others keep their time', () => {
    expect(calls(run([raise(0), end(200)]))).toEqual([
      [0, 'nurse', 'sent'],
      [60, 'nobody', 'unreachable'],
      [60, 'chief', 'sent'],
      [160, 'district', 'sent'],
    ]);
  });

  it('stops calling when acknowledged, and begins again with the next step when not resolved in time', () => {
    const said = run([raise(0), give('ack', 10), end(500)]);
    expect(calls(said)).toEqual([
      [0, 'nurse', 'sent'],
      [310, 'nobody', 'unreachable'],
      [310, 'chief', 'sent'],
      [410, 'district', 'sent'],
    ]);
    expect(changes(said)).toEqual([
      ['raised', 'active-unacked'],
      ['acked', 'active-acked'],
    ]);
  });

  it('repeats the last step when none is left', () => {
    const said = run([raise(0), give('ack', 170), end(480)]);
    expect(calls(said).at(-1)).toEqual([470, 'district', 'sent']);
  });

  it('counts the limit anew from the last acknowledgement, and not for a shelved alarm', () => {
    const again = run([raise(0), give('ack', 10), give('ack', 200), end(499)]);
    expect(calls(again)).toHaveLength(1);
    const shelved = run([
      raise(0),
      give('ack', 10),
      give('shelve', 20, { reason: '洗澡', until: at(900) }),
      end(899),
    ]);
    expect(calls(shelved)).toHaveLength(1);
  });

  it('calls from the first step when the shelf ends, and an input of that instant comes first', () => {
    const shelve = give('shelve', 10, { reason: '洗澡', until: at(100) });
    const said = run([raise(0), shelve, give('clear', 100), end(101)]);
    expect(changes(said).at(-1)).toEqual(['closed', 'closed']);
    const left = run([raise(0), shelve, end(100)]);
    expect(changes(left).at(-1)).toEqual(['unshelved', 'active-unacked']);
    expect(calls(left).at(-1)).toEqual([100, 'nurse', 'sent']);
  });

  it('refuses to shelve in the order of the rules', () => {
    const refused = (inputs: object[]) =>
      run([...inputs, end(50)])
        .map((line) => line.refused ?? line.ignored)
        .filter(Boolean);
    const shelve = (more: object) => give('shelve', 20, more);
    expect(refused([shelve({})])).toEqual(['no-open-alarm']);
    expect(refused([raise(0, { kind: 'fall' }), shelve({ kind: 'fall' })])).toEqual(['p0']);
    expect(refused([raise(0), shelve({})])).toEqual(['no-reason']);
    expect(refused([raise(0), shelve({ reason: 'x' })])).toEqual(['no-until']);
    expect(refused([raise(0), shelve({ reason: 'x', until: at(20) })])).toEqual(['no-until']);
    expect(refused([raise(0), give('clear', 5), shelve({ reason: 'x', until: at(30) })])).toEqual([
      'cleared',
    ]);
    expect(refused([raise(0), give('unshelve', 5)])).toEqual(['not-shelved']);
    expect(refused([raise(0), give('resolve', 5, { reason: ' ' })])).toEqual(['no-reason']);
  });

  it('judges by event time: a late raise that is over waits for somebody to look, a stale clear clears nothing', () => {
    const late = run([give('clear', 10), raise(12, { eventAt: at(8) }), give('ack', 20), end(30)]);
    expect(changes(late)).toEqual([
      ['raised', 'cleared-unacked'],
      ['closed', 'closed'],
    ]);
    const stale = run([raise(10), give('clear', 12, { eventAt: at(9) }), end(13)]);
    expect(stale[2]).toMatchObject({ ignored: 'stale-clear' });
    const woken = run([raise(10), give('clear', 12), raise(14), end(15)]);
    expect(changes(woken).at(-1)).toEqual(['repeated', 'active-unacked']);
    const asleep = run([raise(10), give('clear', 12), raise(14, { eventAt: at(11) }), end(15)]);
    expect(changes(asleep).at(-1)).toEqual(['repeated', 'cleared-unacked']);
  });

  it('a closed alarm is never opened again: the next raise is number 2, and old timers of number 1 are gone', () => {
    const said = run([raise(0), give('resolve', 30, { reason: '假' }), raise(40), end(99)]);
    expect(said.find((line) => line.alarm === 'bed/exit#2')).toMatchObject({ change: 'raised' });
    expect(calls(said)).toEqual([
      [0, 'nurse', 'sent'],
      [40, 'nurse', 'sent'],
    ]);
  });

  it('says once that a clock is wrong, and judges its events by arrival', () => {
    const said = run([raise(0, { eventAt: at(301) }), raise(1, { eventAt: at(999) }), end(2)]);
    expect(said.filter((line) => line.status === 'clock-skewed')).toHaveLength(1);
    expect(said[0]).toMatchObject({ status: 'clock-skewed' });
  });

  it('a life source’s silence is P1 and clears when it is heard', () => {
    const sources = [
      { id: 'bed', heartbeatSeconds: 10, life: true },
      ...config.sources.filter((s) => s.id !== 'bed'),
    ];
    const said = run([give('heartbeat', 40, { kind: undefined }), end(50)], { sources });
    expect(said[0]).toMatchObject({ at: at(30), alarm: 'bed/silent#1', priority: 'P1', change: 'raised' });
    expect(changes(said).at(-1)).toEqual(['cleared', 'cleared-unacked']);
  });

  it('counts P0 answered within 60 s, the 60th included', () => {
    const fall = { kind: 'fall' };
    const answered = (seconds: number) =>
      run([raise(0, fall), give('ack', seconds, fall), end(100)]).at(-1)!.summary as Said;
    expect(answered(60)).toMatchObject({ p0: 1, p0AnsweredWithin60s: 1 });
    expect(answered(61)).toMatchObject({ p0: 1, p0AnsweredWithin60s: 0 });
  });
});

describe('a log that cannot be replayed', () => {
  const good = [JSON.stringify(config), JSON.stringify(raise(5)), JSON.stringify(end(9))];
  const bad = (line: number, value: unknown) => {
    const texts = [...good];
    texts[line - 1] = typeof value === 'string' ? value : JSON.stringify(value);
    return faultOf(texts);
  };
  it('accepts the good one', () => expect(faultOf(good)).toBe(0));
  it.each<[string, number, unknown]>([
    ['not JSON', 2, '{'],
    ['no object', 2, '7'],
    ['no config first', 1, raise(1)],
    ['no silent kind', 1, { ...config, kinds: { fall: { priority: 'P0' } } }],
    ['heartbeat not positive', 1, { ...config, sources: [{ id: 'a', heartbeatSeconds: 0 }] }],
    ['heartbeat missing', 1, { ...config, sources: [{ id: 'a' }] }],
    ['unknown parent', 1, { ...config, sources: [{ id: 'a', heartbeatSeconds: 1, parent: 'b' }] }],
    ['unknown source', 2, raise(5, { source: 'x' })],
    ['unknown kind', 2, raise(5, { kind: 'toString' })],
    ['unknown type', 2, give('shout', 5)],
    ['unreadable time', 2, { ...raise(5), at: '2026-11-24 00:00' }],
    ['time that does not exist', 2, { ...raise(5), at: '2026-02-30T00:00:00Z' }],
    ['time before the start', 2, { ...raise(5), at: '2026-11-23T23:59:59Z' }],
    ['raise of silence', 2, raise(5, { kind: 'silent' })],
    ['unreadable event time', 2, raise(5, { eventAt: 'soon' })],
    ['no end', 3, raise(6)],
  ])('%s', (name, line, value) => {
    expect(bad(line, value)).toBe(name === 'no end' ? 4 : line);
  });
  it('names input after the end, and time going back', () => {
    expect(faultOf([...good, JSON.stringify(raise(10))])).toBe(4);
    expect(faultOf([good[0]!, good[1]!, JSON.stringify(raise(4)), good[2]!])).toBe(3);
  });
});

describe('sequence numbers seen', () => {
  it('are those of a set, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 })), (numbers) => {
        const ranges = new SeqRanges();
        const set = new Set<number>();
        for (const number of numbers) {
          expect(ranges.add(number)).toBe(!set.has(number));
          set.add(number);
        }
      }),
    );
  });
});
