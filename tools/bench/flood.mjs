// 10,000 raises within 10 s from 2,000 devices, a third of them sent twice, a fifth out of order: nothing lost, nothing
// counted twice, the P0 at the screens within 2 s and not behind the P3. `--raises N`, `--devices N`, `--seconds N`.
import { percentile, result } from './lib/measure.mjs';
import { openWatch, optionsOf } from './lib/watch.mjs';

const SCREENS = 10;
const SETTLE_MS = 60_000;
/** Of ten kinds one is a matter of life, as in a house where everything goes off at once. */
const KINDS = [
  'fall',
  'temperature',
  'battery',
  'temperature',
  'battery',
  'door',
  'water',
  'temperature',
  'battery',
  'motionless',
];
const SHIFT = 20;

export async function run(args) {
  const options = optionsOf(args, { raises: 10_000, devices: 2000, seconds: 10 });
  const watch = await openWatch({ devices: options.devices, screens: SCREENS });
  try {
    return await measure(watch, options);
  } finally {
    await watch.close();
  }
}

/** What is sent, in the order of sending: each raise once, every third again, a fifth later than its time. */
function messagesOf({ raises, devices }) {
  const seqs = new Map();
  const began = Date.now();
  const raised = Array.from({ length: raises }, (_, i) => {
    const device = (i * 7) % devices;
    const seq = (seqs.get(device) ?? 0) + 1;
    seqs.set(device, seq);
    const kind = KINDS[(i + Math.floor(i / devices)) % KINDS.length];
    return { device, type: 'raise', kind, seq, at: began + i, place: i % 5 === 4 ? i + SHIFT : i };
  });
  const twice = raised.filter((_, i) => i % 3 === 0).map((one) => ({ ...one, place: one.place + 3 }));
  return [...raised, ...twice].sort((a, b) => a.place - b.place);
}

async function measure(watch, options) {
  const { owner } = watch;
  const [fleet, screens] = await Promise.all([watch.fleet(), watch.screens()]);
  await fleet.ask({ do: 'connect', port: watch.mqtt, devices: watch.devices });
  await screens.ask({ do: 'connect', url: watch.api.url, cookies: watch.cookies });
  const messages = messagesOf(options);
  console.log(`  sending ${messages.length} messages within ${options.seconds} s`);
  const burst = await fleet.ask({ do: 'burst', messages, seconds: options.seconds });
  const { rows: stored } = await owner.query(
    `SELECT count(*)::int AS messages, count(DISTINCT (device_id, epoch, seq))::int AS different FROM device_messages`,
  );
  const { rows: counted } = await owner.query(
    `SELECT d.code, a.kind, sum(a.occurrences)::int AS n, count(*)::int AS alarms, min(a.id) AS id FROM alarms a
     JOIN devices d ON d.id = a.device_id WHERE a.kind <> 'silent' GROUP BY 1, 2`,
  );
  const wanted = new Map();
  const first = new Map();
  const seen = new Set();
  messages.forEach(({ device, kind, seq }, i) => {
    const name = `${watch.devices[device].device}/${kind}`;
    if (!first.has(name)) first.set(name, burst.sentAt[i]);
    if (seen.has(`${device}/${seq}`)) return;
    seen.add(`${device}/${seq}`);
    wanted.set(name, (wanted.get(name) ?? 0) + 1);
  });
  let [lost, twice] = [0, 0];
  const found = new Map(counted.map((row) => [`${row.code}/${row.kind}`, row]));
  for (const [name, n] of wanted) {
    const has = found.get(name)?.n ?? 0;
    lost += Math.max(0, n - has);
    twice += Math.max(0, has - n) + Math.max(0, (found.get(name)?.alarms ?? 1) - 1);
  }
  // Screens hear at the pace of the relay; all of it must come.
  const keys = new Map([...found].map(([name, { id }]) => [`alarm:${id}`, name]));
  const heard = [];
  for (
    let waited = 0;
    heard.filter(([, key]) => keys.has(key)).length < keys.size * SCREENS && waited < SETTLE_MS;
    waited += 500
  ) {
    await new Promise((done) => setTimeout(done, 500));
    heard.push(...(await screens.ask({ do: 'heard' })));
  }
  const took = { p0: [], others: [] };
  for (const [, key, at] of heard) {
    const name = keys.get(key);
    if (name) took[name.endsWith('/fall') ? 'p0' : 'others'].push(at - first.get(name));
  }
  const p0 = percentile(took.p0, 0.99);
  return [
    result('raises lost', lost + burst.sent - burst.answered, 'raises', { atMost: 0 }),
    result('raises counted twice', twice, 'raises', { atMost: 0 }),
    result('messages stored twice', stored[0].messages - stored[0].different, 'messages', { atMost: 0 }),
    result('P0 to the screen, p99', p0, 'ms', { atMost: 2000 }),
    result('P0 to the screen against P1 to P3, p99', p0, 'ms', {
      baseline: percentile(took.others, 0.99),
      atMost: 1,
    }),
    result(
      'alarms that a screen did not hear',
      keys.size * SCREENS - took.p0.length - took.others.length,
      'events',
      { atMost: 0 },
    ),
    result('answer to the device, p99', percentile(burst.took, 0.99), 'ms'),
  ];
}
