import { until } from '@heling/platform/testing/until';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { given } from '@heling/platform/testing/database';
import type { TestClient } from '@heling/platform/testing/client';
import { enrol, institution } from './support';

let app: TestApp;
let manager: TestClient;
let broker: ChildProcess;
let port: number;
const folder = mkdtempSync(path.join(os.tmpdir(), 'heling-mosquitto-'));

beforeAll(async () => {
  port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
  const config = path.join(folder, 'mosquitto.conf');
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
  const libraries = process.env.HELING_TEST_MOSQUITTO_LIBRARIES;
  broker = spawn(given('HELING_TEST_MOSQUITTO'), ['-c', config], {
    stdio: 'ignore',
    env: { ...process.env, ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) },
  });
  app = await startTestApp({
    worker: true,
    env: { HELING_MQTT_URL: `mqtt://127.0.0.1:${port}`, HELING_MQTT_NAME: 'one' },
  });
  const { id, org } = await institution(app);
  manager = await app.as('institutionManager', { orgs: [org], division: '410602001001' });
  await enrol(manager, id, 'bed');
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.close();
  broker.kill('SIGTERM');
});

describe('an outside MQTT 5 broker', () => {
  it('gives again what a worker has not stored when it is killed', async () => {
    const { rows } = await app.db.query<{ id: number; facility_id: number }>(
      'SELECT id, facility_id FROM devices',
    );
    const { id, facility_id } = rows[0]!;
    const count = async () =>
      Number(
        (
          await app.db.query<{ n: string }>(
            'SELECT count(*) AS n FROM device_messages WHERE device_id = $1',
            [id],
          )
        ).rows[0]!.n,
      );
    const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5 });
    const publish = (seq: number) =>
      device.publishAsync(
        `heling/v1/${facility_id}/bed/events`,
        JSON.stringify({ type: 'raise', kind: 'fall', boot: 1, seq }),
        { qos: 1 },
      );
    await until(async () => {
      await publish(0);
      return (await count()) === 1;
    }, 'a subscription');
    // The group is held, so nothing that comes now is stored before the worker is killed.
    const held = await app.db.connect();
    await held.query('BEGIN');
    await held.query('SELECT 1 FROM alarm_groups WHERE root_id = $1 FOR UPDATE', [id]);
    for (let seq = 1; seq <= 20; seq += 1) await publish(seq);
    await app.kill('worker', 'SIGKILL');
    await held.query('ROLLBACK');
    held.release();
    await app.start('worker');
    await until(async () => (await count()) === 21, 'all of them', 30);
    const { rows: alarms } = await app.db.query<{ occurrences: number }>('SELECT occurrences FROM alarms');
    expect(alarms).toEqual([{ occurrences: 21 }]);
    await device.endAsync(true);
  });
});
