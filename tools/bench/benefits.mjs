// A monthly run of the whole city (some 31,000 recipients) with comparison to last month, reasons and checks, against
// reading the same inputs and writing the same rows by COPY without calculating; a dry run of a draft over everybody in the
// register against reading the same; the engine alone; the worker's memory.
import { fork } from 'node:child_process';
import path from 'node:path';
import { bundleFiles } from '../build/bundle.mjs';
import { root } from '../lib/ensure.mjs';
import { alternate, median, result } from './lib/measure.mjs';
import { openCity, pss, startProgram } from './lib/stack.mjs';

const ENGINE_PEOPLE = 100_000;
const FEW = 10_000;
const MANY = 1_000_000;
const ROUNDS = 5;

export async function run() {
  const out = path.join(root, 'dist/bench');
  await bundleFiles(
    ['benefit-run.ts', 'benefit-engine.ts'].map((file) => path.join(root, 'tools/bench/lib', file)),
    out,
  );
  const engine = await engineFigures(path.join(out, 'benefit-engine.mjs'));
  const city = await openCity({ copy: true });
  try {
    return [...(await runFigures(city, out)), ...engine];
  } finally {
    await city.close();
  }
}

async function runFigures(city, out) {
  const { env, folder, owner } = city;
  const program = (name) => talk(path.join(out, `${name}.mjs`), env, [path.join(out, 'benefit-rows')]);
  const [ours, bare] = [await program('benefit-run'), await program('benefit-run')];
  try {
    // Only the bench deletes payments: without this index each one would be looked for in the whole ledger.
    await owner.query('CREATE INDEX ON benefit_ledger (payment_id)');
    const first = await ours.ask({ command: 'ours' });
    await bare.ask({ command: 'keep', run: first.run });
    await bare.ask({ command: 'clean', run: first.run });
    const clean = async (answer) => {
      await bare.ask({ command: 'clean', run: answer.run });
      return answer;
    };
    const [runs, bares] = await alternate(
      async () => clean(await ours.ask({ command: 'ours' })),
      async () => clean(await bare.ask({ command: 'bare', run: first.run })),
      ROUNDS,
    );
    const of = (taken) => median(taken.map(({ seconds }) => seconds));
    const { peakMB, people } = runs.at(-1);
    const [dries, bareDries] = await alternate(
      () => ours.ask({ command: 'dry' }),
      () => bare.ask({ command: 'bareDry' }),
      ROUNDS,
    );
    const worker = await workerMemory(folder, env, owner);
    return [
      result('people in the run', people, 'persons'),
      result('monthly run', of(runs), 's', { baseline: of(bares), atMost: 3 }),
      result('people a second', people / of(runs), '1/s'),
      result('memory of the calculation, highest', peakMB, 'MB RSS', { atMost: 400 }),
      result('people in the dry run', dries.at(-1).people, 'persons'),
      result('dry run of a draft over everybody', of(dries), 's', { baseline: of(bareDries), atMost: 3 }),
      result('memory after the dry run, highest', dries.at(-1).peakMB, 'MB RSS', { atMost: 400 }),
      result('memory of the worker during a run, highest', worker, 'MB PSS', { atMost: 400 }),
    ];
  } finally {
    ours.stop();
    bare.stop();
  }
}

/** Highest memory of the real worker while it carries a run from its start to `calculated`. */
async function workerMemory(folder, env, owner) {
  const worker = await startProgram(path.join(folder, 'worker/main.mjs'), env, '"ready"');
  try {
    const { rows } = await owner.query(
      `INSERT INTO benefit_runs (division, month, started_by, started_at)
       VALUES ('4106', date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai')::date, 6, now()) RETURNING id`,
    );
    for (let most = 0; ;) {
      most = Math.max(most, pss(worker.child.pid));
      const state = await owner.query('SELECT state FROM benefit_runs WHERE id = $1', [rows[0].id]);
      if (state.rows[0].state !== 'calculating') return most;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await worker.stop();
  }
}

async function engineFigures(file) {
  const engine = await talk(file, process.env, []);
  try {
    const figure = async (kind, people) => (await engine.ask({ kind, people })).perSecond;
    for (const kind of ['judge', 'whole']) await figure(kind, ENGINE_PEOPLE);
    const [few, many] = await alternate(
      async () => {
        // Ten thousand take a fraction of a second: the middle of several.
        const rounds = [];
        for (let i = 0; i < 9; i += 1) rounds.push(await figure('judge', FEW));
        return median(rounds);
      },
      () => figure('judge', MANY),
      ROUNDS,
    );
    const whole = [];
    for (let i = 0; i < ROUNDS; i += 1) whole.push(await figure('whole', ENGINE_PEOPLE));
    return [
      result('engine: histories of 60 months a second', median(many), '1/s', { atLeast: 50_000 }),
      result('engine: the same with reading and checking the input', median(whole), '1/s'),
      result('engine: cost a person, 1,000,000 against 10,000', 1e6 / median(many), 'µs', {
        baseline: 1e6 / median(few),
        atMost: 1.2,
      }),
    ];
  } finally {
    engine.stop();
  }
}

/** A program that is asked by IPC. */
async function talk(file, env, args) {
  const child = fork(file, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const next = () =>
    new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`${file} ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (answer) => {
        child.off('exit', ended);
        if (answer.error) reject(new Error(answer.error));
        else resolve(answer);
      });
    });
  await next();
  const ask = (wish) => {
    const answer = next();
    child.send(wish);
    return answer;
  };
  return { ask, stop: () => child.kill() };
}
