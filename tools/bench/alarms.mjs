// 5,000 devices that send 500 messages a second, 20 of them alarms, and 50 screens: time from the device's publish to the
// event at the screen's socket, and the highest rate held for a minute; against the same processes without logic (broker →
// one row → Redis streams adapter → api socket). `--minutes N`: how long the highest rate is held, 1 unless told.
import path from 'node:path';
import { root } from '../lib/ensure.mjs';
import { alternate, median, percentile, result } from './lib/measure.mjs';
import { pss, startProgram } from './lib/stack.mjs';
import { alarmKeys, delays, openWatch, optionsOf } from './lib/watch.mjs';

const RATE = 500;
const ALARMS = 20;
const ROUND_SECONDS = 10;
const ROUNDS = 3;
const SETTLE_MS = 2000;
/** The ladder of rates: each step is so much higher, tried so long. */
const STEP = 1.3;
const TRY_SECONDS = 6;
const HELD = 0.97;
const FAST_ENOUGH_MS = 2000;

export async function run(args) {
  const options = optionsOf(args, { minutes: 1, devices: 5000, screens: 50 });
  const watch = await openWatch(options);
  try {
    return await measure(watch, options);
  } finally {
    await watch.close();
  }
}

async function measure(watch, { minutes, screens: count }) {
  await watch.owner.query(
    'CREATE TABLE bare_messages (id bigserial PRIMARY KEY, topic text, said jsonb, at timestamptz)',
  );
  const bare = path.join(root, 'tools/bench/lib/bare-alarms.mjs');
  const bareApi = await startProgram(bare, watch.env, '"listening"', ['api']);
  const bareWorker = await startProgram(bare, watch.env, '"ready"', ['worker']);
  const ours = await side(watch, watch.api.url, watch.mqtt, async () => {
    const keys = await alarmKeys(watch.owner);
    return ({ device, kind }) => keys.get(`${device}/${kind}`);
  });
  const theirs = await side(
    watch,
    bareApi.url,
    bareWorker.port,
    async () =>
      ({ device, kind }) =>
        `${device}/${kind}`,
  );
  console.log('  devices and screens are connected');
  const figures = (each) => async () => {
    const round = await each.round(RATE, ALARMS, ROUND_SECONDS, count);
    return { p50: percentile(round.took, 0.5), p99: percentile(round.took, 0.99), missing: round.missing };
  };
  const [mine, base] = await alternate(figures(ours), figures(theirs), ROUNDS);
  const memory = { api: pss(watch.api.child.pid), worker: pss(watch.worker.child.pid) };
  const held = await highest('baseline', theirs, minutes);
  const own = await highest('ours', ours, minutes);
  await Promise.all([bareApi.stop(), bareWorker.stop()]);
  const of = (taken, figure) => median(taken.map((each) => each[figure]));
  return [
    result('to the screen, p50', of(mine, 'p50'), 'ms', { baseline: of(base, 'p50') }),
    result('to the screen, p99', of(mine, 'p99'), 'ms', { baseline: of(base, 'p99'), atMost: 2 }),
    result('to the screen, p99 alone', of(mine, 'p99'), 'ms', { atMost: 250 }),
    result('highest rate held', own, 'messages/s', { baseline: held, atLeast: 0.5 }),
    result(
      'alarms that a screen did not hear',
      mine.reduce((sum, { missing }) => sum + missing, 0),
      'events',
      { atMost: 0 },
    ),
    result('memory of the api', memory.api, 'MB PSS', { atMost: 350 }),
    result('memory of the worker', memory.worker, 'MB PSS', { atMost: 300 }),
  ];
}

/** One of the two: its devices and screens. */
async function side(watch, url, port, keys) {
  const [fleet, screens] = await Promise.all([watch.fleet(), watch.screens()]);
  await fleet.ask({ do: 'connect', port, devices: watch.devices });
  await screens.ask({ do: 'connect', url, cookies: watch.cookies });
  return {
    fleet,
    round: async (rate, alarms, seconds, count) => {
      const sent = await fleet.ask({ do: 'run', rate, alarms, seconds });
      await new Promise((done) => setTimeout(done, SETTLE_MS));
      const heard = await screens.ask({ do: 'heard' });
      return { ...sent, ...delays(sent.raised, heard, count, await keys()) };
    },
  };
}

/** Climbs until a rate is not held, then holds the last one for the whole time, or goes down until one is. */
async function highest(name, { fleet }, minutes) {
  const held = async (rate, seconds) => {
    const alarms = (rate * ALARMS) / RATE;
    const { sent, inTime, answered, took } = await fleet.ask({ do: 'run', rate, alarms, seconds });
    const p99 = percentile(took, 0.99);
    const holds = inTime >= sent * HELD && answered === sent && p99 <= FAST_ENOUGH_MS;
    console.log(
      `  ${name}: ${Math.round(rate)} a second for ${seconds} s, p99 ${Math.round(p99)} ms: ${holds ? 'held' : 'not held'}`,
    );
    return holds;
  };
  let rate = RATE / STEP ** 2;
  while (rate < 50_000 && (await held(rate * STEP, TRY_SECONDS))) rate *= STEP;
  for (; rate > 1; rate /= STEP ** 0.5) if (await held(rate, minutes * 60)) return rate;
  return 0;
}
