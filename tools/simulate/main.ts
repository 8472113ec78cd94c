import { createWriteStream } from 'node:fs';
import type { TruthLine } from '@heling/oversight/domain/compare';
import { HttpConnection, MqttConnection } from './connection';
import { Lines, Player } from './house';
import { registered } from './registry';

const HELP = `npm run simulate -- [--institutions 40] [--speed 1] [--minutes N] [--seed N] [--truth FILE]
Plays the made-up city's institutions against the running npm start, until --minutes are over or it is interrupted.
--speed lets more happen in the same time (falls, calls, faults); heartbeats and clocks stay what they are.`;
const STEP_MS = 5000;
const TICK_MS = 250;
const SAY_MS = 10_000;
/** New connections a second. */
const CONNECT_RATE = 400;
const LAST_ANSWERS_MS = 15_000;

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function options(args: string[]) {
  const chosen = { institutions: 40, speed: 1, minutes: Infinity, seed: 1, truth: '' };
  for (let i = 0; i < args.length; i += 2) {
    const name = (args[i] ?? '').replace(/^--/, '');
    const text = args[i + 1] ?? '';
    if (args[i] === '--help') {
      process.stdout.write(`${HELP}\n`);
      process.exit(0);
    } else if (name === 'truth' && text) chosen.truth = text;
    else if (name in chosen && name !== 'truth') {
      const value = Number(text);
      if (!(value > 0) || text === '') fail(`--${name} needs a number above 0`);
      Object.assign(chosen, { [name]: value });
    } else fail(`npm run simulate does not know "${args[i]}"\n${HELP}`);
  }
  return chosen;
}

const chosen = options(process.argv.slice(2));
const { DATABASE_URL: database, HELING_SIM_MQTT: mqttPort, HELING_SIM_API: api } = process.env;
if (!database || !(mqttPort || api)) fail('nothing to play against: start Heling first (npm start)');
const devices = await registered(database, chosen.institutions);
if (devices.length === 0) fail('this city has no institutions with devices: start once with --fresh');

const file = chosen.truth || `truth-${new Date().toISOString().replaceAll(':', '').slice(0, 15)}.ndjson`;
const out = createWriteStream(file);
let caused = 0;
const write = (line: TruthLine) => {
  if (line.type === 'message') caused += 1;
  out.write(`${JSON.stringify(line)}\n`);
};
const institutions = [...new Set(devices.map(({ institution }) => institution))];
write({ type: 'run', at: new Date().toISOString(), seed: chosen.seed, speed: chosen.speed, institutions });
process.stdout.write(
  `playing ${institutions.length} institutions with ${devices.length} devices over ${mqttPort ? 'MQTT' : 'HTTPS'}; the truth goes to ${file}\n`,
);

const players: Player[] = [];
let ended = false;
const timers = new Set<NodeJS.Timeout>();
const later = (ms: number, then: () => void) => {
  if (ended) return;
  const timer = setTimeout(() => {
    timers.delete(timer);
    then();
  }, ms);
  timers.add(timer);
};
const began = Date.now();
// Gateways first: a group's time begins with its first message.
const order = [...devices].sort((a, b) => Number(b.gateway) - Number(a.gateway) || a.id - b.id);
for (const [i, device] of order.entries()) {
  const userName = `${device.institution}/${device.code}`;
  const line = mqttPort
    ? new MqttConnection(
        { host: '127.0.0.1', port: Number(mqttPort) },
        {
          ...{ userName, credential: device.credential },
          topic: `heling/v1/${userName}/events`,
        },
      )
    : new HttpConnection(api!, {
        ...{ institution: device.institution, device: device.code, credential: device.credential },
      });
  players.push(new Player(device, line, chosen.seed, write));
  if (i % CONNECT_RATE === CONNECT_RATE - 1) await new Promise((next) => setTimeout(next, 1000));
}
const lines = new Lines(players, write);

const tick = setInterval(() => {
  const since = Date.now() - began;
  for (const player of players) player.beat(since);
}, TICK_MS);
const step = setInterval(() => {
  const hour = (new Date().getUTCHours() + 8) % 24;
  for (const player of players) {
    for (const happening of player.happenings({ stepMs: STEP_MS, speed: chosen.speed, hour })) {
      if (happening.what === 'outage') lines.outage(player, happening.lastsMs, later);
      else player.play(happening, later);
    }
  }
}, STEP_MS);
const told = setInterval(() => {
  const sum = (of: (player: Player) => number) => players.reduce((total, player) => total + of(player), 0);
  const refused = players.filter(({ line }) => (line as MqttConnection).refused > 0).length;
  process.stdout.write(
    `${Math.round((Date.now() - began) / 1000)} s: ${sum(({ sent }) => sent)} messages, ${caused} of alarms, ` +
      `${sum(({ waiting }) => waiting)} unanswered, ${lines.ending.size} lines cut${refused ? `, ${refused} devices refused` : ''}\n`,
  );
}, SAY_MS);

async function end(): Promise<void> {
  if (ended) return;
  ended = true;
  for (const timer of [tick, step, told]) clearInterval(timer);
  for (const timer of timers) clearTimeout(timer);
  // Who is away comes back, so that what was buffered is said.
  for (const back of [...lines.ending]) back();
  write({ type: 'end', at: new Date().toISOString() });
  const until = Date.now() + LAST_ANSWERS_MS;
  while (Date.now() < until && players.some(({ waiting }) => waiting > 0)) {
    await new Promise((again) => setTimeout(again, 100));
  }
  for (const player of players) player.end();
  await new Promise((done) => out.end(done));
  process.stdout.write(`ended; compare: npm run -s heling -- oversight compare ${file}\n`);
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());
if (Number.isFinite(chosen.minutes)) setTimeout(() => void end(), chosen.minutes * 60_000);
