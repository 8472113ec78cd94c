// Lines a second of `heling oversight replay`, and what they cost as the number of sources grows from 100 to 10,000 with the
// same number of lines. `--lines N`: of each log, 1,000,000 unless told.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleApp } from '../build/bundle.mjs';
import { root } from '../lib/ensure.mjs';
import { result } from './lib/measure.mjs';
import { optionsOf } from './lib/watch.mjs';

const SOURCES = [100, 1000, 10_000];
const GROUP = 25;
const START = Date.parse('2026-11-24T00:00:00+08:00');
const KINDS = { fall: 'P0', sos: 'P0', 'bed-exit': 'P1', door: 'P1', battery: 'P3', silent: 'P2' };
/** Of a hundred lines so many are of alarms; the others are heartbeats. */
const OF_ALARMS = 12;
const MEMORY_EVERY_MS = 50;

export async function run(args) {
  const { lines } = optionsOf(args, { lines: 1_000_000 });
  await bundleApp('cli');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heling-replay-'));
  try {
    const taken = [];
    for (const sources of SOURCES) {
      const file = path.join(folder, `${sources}.ndjson`);
      await write(file, lines, sources);
      const one = await replay(file);
      taken.push({ sources, ...one });
      console.log(`  ${sources} sources, ${lines} lines (${Math.round(statSync(file).size / 1e6)} MB):`, one);
    }
    const last = taken.at(-1);
    const slowest = Math.max(...taken.map(({ seconds }) => seconds));
    const memory = Math.max(...taken.map(({ megabytes }) => megabytes));
    const perMillion = 1_000_000 / lines;
    return [
      ...taken.map(({ sources, seconds }) => result(`with ${sources} sources`, lines / seconds, 'lines/s')),
      result('a million lines, the slowest', slowest * perMillion, 's', { atMost: 30 }),
      result('memory, the greatest', memory, 'MB', { atMost: 300 }),
      result('time with 10,000 sources against 100', last.seconds, 's', {
        baseline: taken[0].seconds,
        atMost: 2,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A log of a day, whatever the number of sources: heartbeats, and alarms that come, repeat, are answered and go. */
async function write(file, lines, sources) {
  const out = createWriteStream(file);
  const say = async (line) => {
    if (!out.write(`${JSON.stringify(line)}\n`)) await new Promise((drained) => out.once('drain', drained));
  };
  const iso = (at) => new Date(at).toISOString();
  const list = Array.from({ length: sources }, (_, i) =>
    i % GROUP === 0
      ? { id: `s${i}`, heartbeatSeconds: 3600 }
      : { id: `s${i}`, heartbeatSeconds: 3600, parent: `s${i - (i % GROUP)}` },
  );
  await say({
    ...{ type: 'config', start: iso(START), institution: 'bench', sources: list },
    kinds: Object.fromEntries(Object.entries(KINDS).map(([kind, priority]) => [kind, { priority }])),
    escalation: {
      P0: {
        steps: [0, 60, 180].map((afterSeconds, i) => ({ afterSeconds, to: `duty${i}` })),
        resolveWithinSeconds: 900,
      },
      P1: { steps: [{ afterSeconds: 0, to: 'duty0' }] },
    },
    people: { duty0: { reachable: true }, duty1: { reachable: false }, duty2: { reachable: true } },
  });
  const kinds = Object.keys(KINDS).filter((kind) => kind !== 'silent');
  const seqs = new Int32Array(sources);
  const step = 86_400_000 / lines;
  for (let i = 0; i < lines - 2; i += 1) {
    const at = iso(START + Math.floor(i * step));
    const source = (i * 7919) % sources;
    const part = i % 100;
    if (part >= OF_ALARMS)
      await say({ type: 'heartbeat', at, source: `s${source}`, seq: (seqs[source] += 1) });
    else {
      const about = { at, source: `s${source}`, kind: kinds[Math.floor(i / 100) % kinds.length] };
      if (part % 4 === 3) await say({ type: 'ack', by: 'duty0', ...about });
      else await say({ type: part % 4 === 2 ? 'clear' : 'raise', ...about, seq: (seqs[source] += 1) });
    }
  }
  await say({ type: 'end', at: iso(START + 86_400_000) });
  await new Promise((done) => out.end(done));
}

/** Plays it in a process of its own, as a user would; answers `{seconds, megabytes}`. */
function replay(file) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(
      process.execPath,
      [path.join(root, 'dist/cli/main.mjs'), 'oversight', 'replay', file],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    child.stdout.resume();
    let megabytes = 0;
    const look = setInterval(() => {
      try {
        const text = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+) kB/.exec(text)?.[1] ?? 0) / 1024);
      } catch {
        // It has ended.
      }
    }, MEMORY_EVERY_MS);
    child.once('exit', (code) => {
      clearInterval(look);
      if (code !== 0) reject(new Error(`the replay ended with ${code}`));
      else resolve({ seconds: (performance.now() - began) / 1000, megabytes });
    });
  });
}
