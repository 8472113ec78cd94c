// Devices of a bench in a process of their own, over MQTT; told what to do by IPC.
import { MqttConnection } from '../../simulate/connection';

interface Device {
  userName: string;
  credential: string;
  topic: string;
  device: string;
}
type Command =
  | { do: 'connect'; port: number; devices: Device[] }
  | { do: 'run'; rate: number; alarms: number; seconds: number }
  | { do: 'burst'; messages: Burst[]; seconds: number };
interface Burst {
  device: number;
  type: string;
  kind: string;
  seq: number;
  at: number;
}

const KINDS = [
  ...['fall', 'sos', 'no-breathing', 'bed-exit', 'heart-rate', 'breathing', 'door', 'water', 'motionless'],
  ...['temperature', 'battery', 'fire', 'gas', 'wandered'],
];
const CONNECT_AT_ONCE = 100;
const TICK_MS = 5;
const LAST_ANSWERS_MS = 20_000;

let fleet: { device: Device; line: MqttConnection; seq: number }[] = [];
/** Raises so far: each is of a device and kind of its own, so that each is a new alarm. */
let raises = 0;
let beats = 0;

const now = () => performance.timeOrigin + performance.now();
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function connect(port: number, devices: Device[]): Promise<void> {
  for (const { line } of fleet) line.close();
  fleet = [];
  for (let i = 0; i < devices.length; i += CONNECT_AT_ONCE) {
    const some = devices.slice(i, i + CONNECT_AT_ONCE).map((device) => ({
      ...{ device, seq: 0 },
      line: new MqttConnection({ host: '127.0.0.1', port }, device),
    }));
    fleet.push(...some);
    await Promise.all(some.map(({ line }) => line.opened));
  }
}

function publish(i: number, said: object, took: number[]): Promise<void> {
  const one = fleet[i % fleet.length]!;
  one.seq += 1;
  const began = now();
  const payload = Buffer.from(JSON.stringify({ boot: 1, seq: one.seq, ...said }));
  return one.line.publish(payload).then(() => {
    took.push(now() - began);
  });
}

async function run({ rate, alarms, seconds }: Extract<Command, { do: 'run' }>) {
  const took: number[] = [];
  const raised: { device: string; kind: string; at: number }[] = [];
  const began = now();
  let [sent, urgent] = [0, 0];
  const all: Promise<void>[] = [];
  while (now() - began < seconds * 1000) {
    const passed = (now() - began) / 1000;
    while (urgent < passed * alarms) {
      const device = raises % fleet.length;
      const kind = KINDS[(Math.floor(raises / fleet.length) + device) % KINDS.length]!;
      raised.push({ device: fleet[device]!.device.device, kind, at: now() });
      all.push(publish(device, { type: 'raise', kind }, took));
      [raises, urgent, sent] = [raises + 1, urgent + 1, sent + 1];
    }
    while (sent < passed * rate) {
      // Sevens mix the order of the groups.
      all.push(publish((beats * 7919) % fleet.length, { type: 'heartbeat' }, took));
      [beats, sent] = [beats + 1, sent + 1];
    }
    await wait(TICK_MS);
  }
  const inTime = took.length;
  await Promise.race([Promise.all(all), wait(LAST_ANSWERS_MS)]);
  return { sent, inTime, answered: took.length, took: sample(took), raised };
}

async function burst({ messages, seconds }: Extract<Command, { do: 'burst' }>) {
  const took: number[] = [];
  const began = now();
  const sentAt: number[] = [];
  const all: Promise<void>[] = [];
  for (let i = 0; i < messages.length;) {
    const due = Math.ceil(((now() - began) / (seconds * 1000)) * messages.length);
    for (; i < Math.min(due, messages.length); i += 1) {
      const { device, at, type, kind, seq } = messages[i]!;
      sentAt.push(now());
      all.push(publish(device, { type, kind, seq, at: new Date(at).toISOString() }, took));
    }
    await wait(TICK_MS);
  }
  await Promise.race([Promise.all(all), wait(LAST_ANSWERS_MS * 3)]);
  return { sent: messages.length, answered: took.length, took: sample(took), sentAt };
}

/** Enough for the figures. */
function sample(took: number[]): number[] {
  const step = Math.max(1, Math.floor(took.length / 20_000));
  return took.filter((_, i) => i % step === 0);
}

process.on('message', (command: Command) => {
  const work =
    command.do === 'connect'
      ? connect(command.port, command.devices)
      : command.do === 'run'
        ? run(command)
        : burst(command);
  void work.then((answer) => process.send!({ answer: answer ?? null }));
});
process.on('disconnect', () => process.exit(0));
process.send!({ answer: 'ready' });
