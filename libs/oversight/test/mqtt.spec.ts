import { until } from '@heling/platform/testing/until';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { alarmsRoute } from '@heling/oversight/contract/alarms';
import { addDutyShiftRoute } from '@heling/oversight/contract/duty';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { given } from '@heling/platform/testing/database';
import { enrol, institution, type Device } from './support';

const NOW = '2026-11-24T00:00:00Z';
const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

let app: TestApp;
let manager: TestClient;
let facility: { id: number; org: number };
let port: number;
let second: ChildProcess;
const clients: MqttClient[] = [];

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
/** A device's connection. */
function connect(device: Device, credential = device.credential): MqttClient {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    protocolVersion: 4,
    clientId: device.userName,
    username: device.userName,
    password: credential,
    reconnectPeriod: 200,
  });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}
/** Publishes with QoS 1; resolves with the acknowledgement. */
const publish = (client: MqttClient, topic: string, said: object) =>
  client.publishAsync(topic, JSON.stringify(said), { qos: 1 });
const count = async (sql: string, params: unknown[] = []) =>
  Number((await app.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, params)).rows[0]!.n);
const alarmsOf = async (device: Device) =>
  (await manager.call(alarmsRoute, { query: { limit: 200 } })).items.filter(
    ({ deviceId }) => deviceId === device.id,
  );

beforeAll(async () => {
  port = await freePort();
  app = await startTestApp({ worker: true, now: NOW, env: { HELING_MQTT_PORT: String(port) } });
  const file = path.join(given('HELING_TEST_BUILD'), 'worker/main.mjs');
  second = spawn(process.execPath, [file], {
    env: { ...process.env, ...app.env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((ready) =>
    second.stdout!.on('data', (text) => String(text).includes('ready') && ready()),
  );
  facility = await institution(app);
  manager = await app.as('institutionManager', { orgs: [facility.org], division: '410602001001' });
  await manager.call(addDutyShiftRoute, {
    body: {
      ...{ facilityId: facility.id, duty: 'seat', accountId: manager.accountId, name: '李敏' },
      ...{ phone: '13800001111', startsAt: at(-100), endsAt: at(9000) },
    },
  });
}, 60_000);
afterAll(async () => {
  await Promise.all(clients.map((client) => client.endAsync(true)));
  if (second.exitCode === null) {
    second.kill('SIGTERM');
    await new Promise((ended) => second.once('exit', ended));
  }
  await app.close();
});

describe('a device at the embedded broker', () => {
  it('comes in with its own credential only, and publishes as itself only', async () => {
    const device = await enrol(manager, facility.id, 'mine');
    const other = await enrol(manager, facility.id, 'theirs');
    const wrong = connect(device, other.credential);
    await new Promise((refused) => wrong.once('error', refused));
    await wrong.endAsync(true);
    const client = connect(device);
    await new Promise((connected) => client.once('connect', connected));
    const cut = new Promise<void>((closed) => client.once('close', () => closed()));
    client.publish(other.topic, JSON.stringify({ type: 'raise', kind: 'fall', boot: 1, seq: 1 }), { qos: 1 });
    await cut;
    await client.endAsync(true);
    expect(await count('device_messages')).toBe(0);
  });

  it('is answered after its message is stored, and a retry adds nothing', async () => {
    const device = await enrol(manager, facility.id, 'bed');
    const client = connect(device);
    const fall = { type: 'raise', kind: 'fall', boot: 1, seq: 1 };
    const held = await app.db.connect();
    await held.query('BEGIN');
    await held.query('SELECT 1 FROM alarm_groups WHERE root_id = $1 FOR UPDATE', [device.id]);
    let answered = false;
    const answer = publish(client, device.topic, fall).then(() => (answered = true));
    await new Promise((wait) => setTimeout(wait, 700));
    expect(answered).toBe(false);
    await held.query('COMMIT');
    held.release();
    await answer;
    expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(1);
    await publish(client, device.topic, fall);
    expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(1);
    expect(await alarmsOf(device)).toMatchObject([{ kind: 'fall', occurrences: 1, state: 'active-unacked' }]);
    // Two workers run; the first step has called the one person on duty once.
    expect(await count('alarm_calls WHERE account_id = $1', [manager.accountId])).toBe(1);
  });

  it('loses nothing and repeats nothing when the worker is killed while it sends', async () => {
    const device = await enrol(manager, facility.id, 'buffer', { heartbeatSeconds: 10 });
    const client = connect(device);
    const all = Array.from({ length: 120 }, (_, seq) =>
      publish(client, device.topic, { type: 'raise', kind: 'door', boot: 1, seq }),
    );
    await until(
      async () => (await count('device_messages WHERE device_id = $1', [device.id])) > 0,
      'the first',
    );
    // One of the two has the port; the other takes it.
    await app.kill('worker', 'SIGKILL');
    await Promise.all(all);
    expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(120);
    expect(await alarmsOf(device)).toMatchObject([{ kind: 'door', occurrences: 120 }]);
    // The silence of the device, judged with two workers again, is one.
    await app.start('worker');
    await client.endAsync(true);
    app.setTime(at(600));
    await until(async () => (await alarmsOf(device)).length === 2, 'the silence');
    await new Promise((wait) => setTimeout(wait, 1500));
    expect((await alarmsOf(device)).map(({ kind, occurrences }) => [kind, occurrences])).toEqual([
      ['silent', 1],
      ['door', 120],
    ]);
  }, 40_000);
});
