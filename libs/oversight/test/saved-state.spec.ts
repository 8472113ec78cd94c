import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OversightEngine } from '@heling/oversight/domain/engine';
import type { Line, OversightConfig } from '@heling/oversight/domain/model';
import { feed } from '@heling/oversight/domain/replay';
import { lineText, ReplayReader, type Input } from '@heling/oversight/domain/replay-format';
import type { EngineState } from '@heling/oversight/domain/state';

const folder = path.resolve('libs/oversight/test/cases');
const linesOf = (file: string) => readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n');

/** Plays a log, making a new engine from the saved state (as JSON) before each input. */
function playInPieces(lines: readonly string[]): string[] {
  const reader = new ReplayReader();
  const config = reader.read(lines[0]!) as OversightConfig;
  const said: Line[] = [];
  let saved = JSON.stringify(new OversightEngine(config, (line) => said.push(line)).save());
  for (const text of lines.slice(1)) {
    const engine = new OversightEngine(config, (line) => said.push(line), JSON.parse(saved) as EngineState);
    feed(engine, reader.read(text) as Input);
    saved = JSON.stringify(engine.save());
  }
  return said.map(lineText);
}

const config: OversightConfig = {
  start: 0,
  sources: [
    { id: 'gw', heartbeatSeconds: 10 },
    { id: 'bed', heartbeatSeconds: 10, parent: 'gw', life: true },
  ],
  kinds: { fall: { priority: 'P0' }, silent: { priority: 'P2' } },
  escalation: {
    P0: {
      steps: [
        { afterSeconds: 0, to: 'seat' },
        { afterSeconds: 60, to: 'manager' },
      ],
    },
  },
  people: { seat: { reachable: true }, manager: { reachable: true } },
};
const playing = (changes: Partial<OversightConfig> = {}, saved?: EngineState) => {
  const said: Line[] = [];
  return { said, engine: new OversightEngine({ ...config, ...changes }, (line) => said.push(line), saved) };
};

describe('an engine made anew from what was saved before each input', () => {
  it.each(['oversight-order', 'oversight-gateway'])('says the same in the worked case %s', (name) => {
    const plain = (line: string) => ({ ...(JSON.parse(line) as object), why: undefined });
    const expected = linesOf(`${name}.expected.ndjson`).slice(0, -1);
    expect(playInPieces(linesOf(`${name}.ndjson`)).map(plain)).toEqual(expected.map(plain));
  });

  it('knows when something is due next', () => {
    const { engine } = playing();
    expect(engine.nextDue()).toBe(30_000);
    engine.event({ type: 'raise', at: 1000, source: 'bed', kind: 'fall', seq: 1 });
    engine.event({ type: 'heartbeat', at: 40_000 - 15_000, source: 'bed' });
    expect(engine.nextDue()).toBe(55_000);
    const again = playing({}, JSON.parse(JSON.stringify(engine.save())) as EngineState);
    expect(again.engine.nextDue()).toBe(55_000);
  });
});

describe('the engine in the product', () => {
  it('goes on to the next step at once when a call brings no receipt, unless somebody has it in hand', () => {
    const { engine, said } = playing();
    engine.event({ type: 'raise', at: 1000, source: 'bed', kind: 'fall' });
    engine.noReceipt({ at: 16_000, source: 'bed', kind: 'fall', step: 0 });
    engine.noReceipt({ at: 17_000, source: 'bed', kind: 'fall', step: 0 });
    expect(said.filter((line) => 'notify' in line)).toEqual([
      { at: 1000, alarm: 'bed/fall#1', notify: 'seat', step: 0, result: 'sent' },
      { at: 16_000, alarm: 'bed/fall#1', notify: 'seat', step: 0, result: 'unreachable' },
      { at: 16_000, alarm: 'bed/fall#1', notify: 'manager', step: 1, result: 'sent' },
    ]);
    const held = playing();
    held.engine.event({ type: 'raise', at: 1000, source: 'bed', kind: 'fall' });
    held.engine.command({ type: 'ack', at: 2000, source: 'bed', kind: 'fall' });
    held.engine.noReceipt({ at: 16_000, source: 'bed', kind: 'fall', step: 0 });
    expect(held.said.filter((line) => 'notify' in line)).toHaveLength(1);
  });

  it('neither judges nor misses a source under maintenance, until its end', () => {
    const { engine, said } = playing({
      sources: [{ id: 'bed', heartbeatSeconds: 10, outOfServiceUntil: 100_000 }],
    });
    engine.event({ type: 'raise', at: 50_000, source: 'bed', kind: 'fall' });
    engine.advance(129_999, true);
    expect(said).toEqual([{ at: 50_000, source: 'bed', kind: 'fall', ignored: 'out-of-service' }]);
    engine.advance(130_000, true);
    expect(said[1]).toMatchObject({ at: 130_000, alarm: 'bed/silent#1', change: 'raised' });
  });

  it('escalates an alarm by the policy that held when it opened', () => {
    const before = playing();
    before.engine.event({ type: 'raise', at: 1000, source: 'bed', kind: 'fall' });
    const { engine, said } = playing({ escalation: {} }, before.engine.save());
    engine.event({ type: 'heartbeat', at: 20_000, source: 'bed' });
    engine.event({ type: 'heartbeat', at: 45_000, source: 'bed' });
    engine.advance(62_000, true);
    expect(said).toEqual([{ at: 61_000, alarm: 'bed/fall#1', notify: 'manager', step: 1, result: 'sent' }]);
  });
});
