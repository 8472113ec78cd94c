import { until } from '@heling/platform/testing/until';
import { createServer, type AddressInfo } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { ackAlarmRoute, alarmRoute, alarmsRoute, resolveAlarmRoute } from '@heling/oversight/contract/alarms';
import { devicesRoute } from '@heling/oversight/contract/devices';
import { addDutyShiftRoute, setPolicyRoute } from '@heling/oversight/contract/duty';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { startOwnServices, type OwnServices } from '@heling/platform/testing/own-services';
import { enrol, institution, send, type Device } from './support';

const NOW = '2026-11-24T00:00:00Z';
const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

let services: OwnServices;
let app: TestApp;
let manager: TestClient;
let seat: TestClient;
let facility: { id: number; org: number };
const clients: MqttClient[] = [];
let port: number;

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
const count = async (sql: string, params: unknown[] = []) =>
  Number((await app.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, params)).rows[0]!.n);
const alarmsOf = async (device: Device) =>
  (await manager.call(alarmsRoute, { query: { limit: 200 } })).items.filter(
    ({ deviceId }) => deviceId === device.id,
  );
const calledFor = async (alarm: number) =>
  (await manager.call(alarmRoute, { params: { id: alarm } })).calls.map(
    ({ duty, state }) => `${duty} ${state}`,
  );
const shift = (duty: 'seat' | 'manager' | 'district', client: TestClient, from: number, to: number) =>
  manager.call(addDutyShiftRoute, {
    body: {
      ...{ facilityId: facility.id, duty, accountId: client.accountId, name: '李敏', phone: '13800001111' },
      ...{ startsAt: at(from), endsAt: at(to) },
    },
  });
const policy = (startsAt: number, steps: [number, 'seat' | 'manager' | 'district'][]) =>
  manager.call(setPolicyRoute, {
    params: { id: facility.id },
    body: {
      ...{ startsAt: at(startsAt), receiptSeconds: 300 },
      rules: {
        P0: {
          steps: steps.map(([afterSeconds, to]) => ({ afterSeconds, to, channels: ['screen' as const] })),
        },
      },
    },
  });
function connect(device: Device): MqttClient {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    ...{ protocolVersion: 4, clientId: device.userName, username: device.userName },
    ...{ password: device.credential, reconnectPeriod: 200 },
  });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}
const publish = (client: MqttClient, device: Device, said: object) =>
  client.publishAsync(device.topic, JSON.stringify(said), { qos: 1 });
/** Sends over HTTPS until it is answered, as a device does. */
async function insist(device: Device, said: object): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(app, device, said);
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
}

beforeAll(async () => {
  port = await freePort();
  services = await startOwnServices();
  const env = { HELING_MQTT_PORT: String(port) };
  app = await startTestApp({ worker: true, services, now: NOW, env });
  facility = await institution(app);
  const scope = { orgs: [facility.org], division: '410602001001' };
  manager = await app.as('institutionManager', scope);
  seat = await app.as('institutionDuty', scope);
  await shift('seat', seat, -3600, 1000);
  await shift('district', manager, -3600, 80_000);
}, 120_000);
afterAll(async () => {
  await Promise.all(clients.map((client) => client.endAsync(true)));
  await app.close();
  await services.close();
}, 60_000);

describe('what devices say in a fault', () => {
  it('is stored and counted once when the broker was away for two minutes and they kept it', async () => {
    const device = await enrol(manager, facility.id, 'buffering');
    const client = connect(device);
    await publish(client, device, { type: 'raise', kind: 'door', boot: 1, seq: 1 });
    await app.kill('worker', 'SIGKILL');
    // Said while nobody listens: a door that opened and closed, a fall, and the same fall again.
    const kept = [
      { type: 'clear', kind: 'door', boot: 1, seq: 2, at: at(20) },
      { type: 'raise', kind: 'fall', boot: 1, seq: 3, at: at(40) },
      { type: 'raise', kind: 'fall', boot: 1, seq: 4, at: at(60) },
    ].map((said) => publish(client, device, said));
    app.setTime(at(120));
    await app.start('worker');
    await Promise.all(kept);
    expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(4);
    const alarms = await alarmsOf(device);
    expect(alarms.map(({ kind, state, occurrences }) => [kind, state, occurrences])).toEqual([
      ['fall', 'active-unacked', 2],
      ['door', 'cleared-unacked', 1],
    ]);
  }, 60_000);

  it('is neither lost nor doubled when PostgreSQL and Redis restart, Redis is emptied and the api killed', async () => {
    const devices = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => enrol(manager, facility.id, `through-${name}`)),
    );
    const lines = devices.map((device) => connect(device));
    const all: Promise<unknown>[] = [];
    const say = (from: number, to: number) => {
      for (let seq = from; seq <= to; seq += 1) {
        devices.forEach((device, i) => {
          const said = { type: 'raise', kind: 'door', boot: 1, seq: seq * 2 + 1 };
          all.push(publish(lines[i]!, device, said), insist(device, { ...said, seq: seq * 2 }));
        });
      }
    };
    say(1, 5);
    await services.restart();
    say(6, 10);
    await services.emptyRedis();
    await app.kill('api', 'SIGKILL');
    say(11, 15);
    await app.start('api');
    await Promise.all(all);
    for (const device of devices) {
      expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(30);
      expect(await alarmsOf(device)).toMatchObject([{ kind: 'door', occurrences: 30 }]);
    }
    // Each raise is one line of its alarm's course, and all events went out.
    const lost = `SELECT count(*) AS n FROM outbox WHERE position IS NULL`;
    await until(async () => Number((await app.db.query(lost)).rows[0].n) === 0, 'all published');
  }, 90_000);

  it('counts anew after a restart: a fall with seq 1 is a fall', async () => {
    const device = await enrol(manager, facility.id, 'reboots');
    const fall = (boot: number) => send(app, device, { type: 'raise', kind: 'fall', boot, seq: 1 });
    await fall(1);
    const first = (await alarmsOf(device))[0]!;
    await seat.call(resolveAlarmRoute, {
      params: { id: first.id },
      body: { outcome: 'real', note: '已扶起' },
    });
    await fall(1);
    expect(await alarmsOf(device)).toHaveLength(1);
    await fall(2);
    const alarms = await alarmsOf(device);
    expect(alarms.map(({ state }) => state)).toEqual(['active-unacked', 'closed']);
  });

  it('is judged by its arrival when the device’s clock is wrong, and that is noted', async () => {
    app.setTime(at(300));
    const device = await enrol(manager, facility.id, 'skewed');
    await send(app, device, { type: 'raise', kind: 'fall', boot: 1, seq: 1, at: at(300 + 900) });
    app.setTime(at(310));
    // By the device's own clock this clear lies before its raise.
    await send(app, device, { type: 'clear', kind: 'fall', boot: 1, seq: 2, at: at(320) });
    expect((await alarmsOf(device))[0]!.state).toBe('cleared-unacked');
    const { items } = await manager.call(devicesRoute, { query: { facilityId: facility.id, limit: 200 } });
    expect(items.filter(({ clockWrong }) => clockWrong).map(({ code }) => code)).toEqual(['skewed']);
  });

  it('of one broken device, thousands of times and old, is one alarm and keeps nobody else waiting', async () => {
    const broken = await enrol(manager, facility.id, 'broken');
    const healthy = await enrol(manager, facility.id, 'healthy');
    const stale = (from: number) =>
      Array.from({ length: 500 }, (_, i) => ({
        ...{
          type: i % 2 ? 'clear' : 'raise',
          kind: 'temperature',
          boot: 1,
          seq: from + i,
          at: at(-86_400 * 3),
        },
      }));
    const flood = Array.from({ length: 8 }, (_, i) => send(app, broken, stale(i * 500)));
    await send(app, healthy, { type: 'raise', kind: 'fall', boot: 1, seq: 1 });
    expect(await alarmsOf(healthy)).toMatchObject([{ kind: 'fall', state: 'active-unacked' }]);
    await Promise.all(flood);
    expect(await alarmsOf(broken)).toHaveLength(1);
    const kept = await app.db.query<{ reason: string; count: string }>(
      'SELECT reason, count FROM device_quarantine WHERE device_id = $1',
      [broken.id],
    );
    expect(kept.rows.map(({ reason }) => reason)).toEqual(['too-many']);
    const taken = await count('device_messages WHERE device_id = $1', [broken.id]);
    expect(Number(kept.rows[0]!.count) + taken).toBe(4000);
  }, 60_000);
});

describe('what people do in a fault', () => {
  it('is one acknowledgement when two acknowledge at once', async () => {
    const device = await enrol(manager, facility.id, 'twice');
    await send(app, device, { type: 'raise', kind: 'sos', boot: 1, seq: 1 });
    const { id } = (await alarmsOf(device))[0]!;
    const answers = await Promise.all(
      [1, 2, 3, 4].flatMap(() => [seat, manager].map((one) => one.send(ackAlarmRoute, { params: { id } }))),
    );
    // Whoever was first may press again; the other is told who has it.
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 409]));
    const told = answers.filter((answer) => answer.status === 409);
    expect(told.every((answer) => (answer.body as { code: string }).code === 'oversight.taken')).toBe(true);
    const { rows } = await app.db.query<{ answered_by: number; state: string; first: number }>(
      `SELECT answered_by, state, (SELECT by_account FROM alarm_transitions t WHERE t.alarm_id = a.id AND change = 'acked'
         ORDER BY t.id LIMIT 1) AS first FROM alarms a WHERE id = $1`,
      [id],
    );
    expect(rows).toMatchObject([{ state: 'active-acked' }]);
    expect(Number(rows[0]!.answered_by)).toBe(Number(rows[0]!.first));
  });

  it('changes nothing of an alarm that escalates: the policy that it began with holds', async () => {
    app.setTime(at(400));
    await policy(401, [
      [0, 'seat'],
      [60, 'district'],
    ]);
    app.setTime(at(410));
    const device = await enrol(manager, facility.id, 'escalates');
    await send(app, device, { type: 'raise', kind: 'fall', boot: 1, seq: 1 });
    const { id } = (await alarmsOf(device))[0]!;
    await policy(420, [[0, 'manager']]);
    app.setTime(at(475));
    await until(async () => (await calledFor(id)).length === 2, 'the second step');
    expect(await calledFor(id)).toEqual(['seat sent', 'district sent']);
    // A later alarm goes by the new one, on which nobody is on duty.
    const later = await enrol(manager, facility.id, 'later');
    await send(app, later, { type: 'raise', kind: 'fall', boot: 1, seq: 1 });
    expect(await calledFor((await alarmsOf(later))[0]!.id)).toEqual(['manager nobody']);
  }, 40_000);

  it('goes on to the next step at once when a shift is empty, and that is on the record', async () => {
    app.setTime(at(2000));
    await policy(2001, [
      [0, 'seat'],
      [60, 'manager'],
      [120, 'district'],
    ]);
    app.setTime(at(2010));
    const device = await enrol(manager, facility.id, 'empty');
    await send(app, device, { type: 'raise', kind: 'fall', boot: 1, seq: 1 });
    const { id } = (await alarmsOf(device))[0]!;
    expect(await calledFor(id)).toEqual(['seat nobody', 'manager nobody', 'district sent']);
  });
});
