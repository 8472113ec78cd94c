import { until } from '@heling/platform/testing/until';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import {
  createWebhook,
  listWebhooks,
  setWebhookState,
  webhookDeliveries,
} from '@heling/exchange/contract/webhooks';
import { retryAt } from '@heling/exchange/domain/webhooks';
import { isInner, isOutward } from '@heling/exchange/server/outward';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';

const T0 = '2026-03-10T01:00:00Z';
const at = (seconds: number) => new Date(new Date(T0).getTime() + seconds * 1000).toISOString();
let app: TestApp;
let admin: TestClient;
let receiver: Server;
let base: string;
/** What came in, by path; and with which statuses to answer there (200 once they are used up, 0: no answer). */
const got = new Map<string, { headers: IncomingHttpHeaders; body: string }[]>();
const answers = new Map<string, number[]>();

const inbox = (path: string) => got.get(path) ?? [];
const arrives = (path: string, count: number) => until(() => inbox(path).length >= count);
const eventsOf = (path: string) =>
  inbox(path).map(({ body }) => JSON.parse(body) as { key: string; topic: string });
const happens = (topic: string, key: string, division = '410602001001') =>
  app.db.query(`INSERT INTO outbox (topic, key, division, payload) VALUES ($1, $2, $3, '{"version": 2}')`, [
    topic,
    key,
    division,
  ]);
const register = (path: string, topics: string[], division = '4106') =>
  admin.call(createWebhook, { body: { division, url: `${base}${path}`, topics } });
const stateOf = async (id: number) =>
  (await admin.call(listWebhooks, {})).items.find((webhook) => webhook.id === id)!;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const path = request.url!;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.set(path, [...inbox(path), { headers: request.headers, body: Buffer.concat(parts).toString() }]);
      const status = answers.get(path)?.shift() ?? 200;
      if (status === 0) return;
      response.writeHead(status, { location: `${base}/elsewhere` });
      response.end();
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await startTestApp({ now: T0, worker: true, env: { HELING_WEBHOOK_LOCAL: '1' } });
  admin = await app.as('systemAdmin');
});
beforeEach(() => app.setTime(T0));
afterAll(async () => {
  await app.close();
  receiver.closeAllConnections();
  receiver.close();
});

describe('webhooks', () => {
  it('post the events that were asked for, signed so that the receiver can verify it', async () => {
    const { item, secret } = await register('/signed', ['visit.changed', 'order.*'], '410602');
    await happens('visit.changed', 'visit:1');
    await happens('order.placed', 'order:1');
    await happens('person.moved', 'person:1');
    await happens('order.placed', 'order:2', '410611001001');
    await arrives('/signed', 2);
    await happens('order.cancelled', 'order:3');
    await arrives('/signed', 3);
    expect(eventsOf('/signed').map((event) => event.key)).toEqual(['visit:1', 'order:1', 'order:3']);
    const { headers, body } = inbox('/signed')[0]!;
    const expected = createHmac('sha256', secret)
      .update(`${headers['heling-timestamp'] as string}.${body}`)
      .digest('hex');
    expect(headers['heling-signature']).toBe(`v1=${expected}`);
    expect(Number(headers['heling-timestamp'])).toBeCloseTo(new Date(T0).getTime() / 1000, -2);
    expect(JSON.parse(body)).toEqual({
      ...{ id: expect.any(Number), topic: 'visit.changed', key: 'visit:1' },
      ...{ at: expect.stringMatching(/Z$/), payload: { version: 2 } },
    });
    await until(async () => (await stateOf(item.id)).delivered === 3);
    const { items } = await admin.call(webhookDeliveries, { params: { id: item.id }, query: { limit: 2 } });
    expect(items.map((row) => [row.state, row.attempts, row.lastStatus])).toEqual(
      Array(2).fill(['delivered', 1, 200]),
    );
  });

  it('are tried again after a 500 with growing pauses, under the same id', async () => {
    answers.set('/again', [500, 503]);
    const { item } = await register('/again', ['visit.*']);
    await happens('visit.changed', 'visit:2');
    await arrives('/again', 1);
    await until(async () => (await stateOf(item.id)).waiting === 1);
    app.setTime(at(3));
    await new Promise((later) => setTimeout(later, 1500));
    expect(inbox('/again')).toHaveLength(1);
    app.setTime(at(8));
    await arrives('/again', 2);
    app.setTime(at(40));
    await arrives('/again', 3);
    await until(async () => (await stateOf(item.id)).delivered === 1);
    expect(new Set(inbox('/again').map(({ headers }) => headers['heling-delivery'])).size).toBe(1);
  });

  it('are given up after a day of failures', async () => {
    answers.set('/never', Array<number>(50).fill(500));
    const { item } = await register('/never', ['visit.*']);
    await happens('visit.changed', 'visit:3');
    let seconds = 0;
    const givenUp = async () =>
      (
        await app.db.query(`SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 AND state = 'given_up'`, [
          item.id,
        ])
      ).rows.length > 0;
    for (let n = 1; !(await givenUp()); n += 1) {
      await arrives('/never', n);
      await until(async () => {
        const { rows } = await app.db.query(
          `UPDATE webhook_deliveries SET last_status = NULL WHERE webhook_id = $1 AND attempts = $2
             AND last_status = 500 RETURNING 1`,
          [item.id, n],
        );
        return rows.length > 0;
      });
      seconds += Math.min(5 * 3 ** (n - 1), 4 * 3600) + 2;
      app.setTime(at(seconds));
    }
    expect(seconds).toBeGreaterThan(20 * 3600);
    expect(inbox('/never').length).toBeLessThan(20);
  }, 60_000);

  it('follow no redirect', async () => {
    answers.set('/moved', [302]);
    const { item } = await register('/moved', ['visit.*']);
    await happens('visit.changed', 'visit:4');
    await arrives('/moved', 1);
    await until(async () => {
      const { items } = await admin.call(webhookDeliveries, { params: { id: item.id }, query: {} });
      return items[0]?.lastStatus === 302;
    });
    expect(inbox('/elsewhere')).toEqual([]);
  });

  it('that hang hold up no other', async () => {
    answers.set('/hangs', [0]);
    await register('/hangs', ['visit.*']);
    await register('/quick', ['visit.*']);
    await happens('visit.changed', 'visit:5');
    await arrives('/hangs', 1);
    await happens('visit.changed', 'visit:6');
    const begun = Date.now();
    await arrives('/quick', 2);
    expect(Date.now() - begun).toBeLessThan(4000);
  });

  it('wait while paused, go on from there, and post nothing once removed', async () => {
    const { item } = await register('/paused', ['visit.*']);
    const set = (version: number, state: 'active' | 'paused' | 'removed') =>
      admin.call(setWebhookState, { params: { id: item.id }, body: { version, state } });
    await set(1, 'paused');
    await happens('visit.changed', 'visit:7');
    await until(async () => (await stateOf(item.id)).waiting === 1);
    await new Promise((later) => setTimeout(later, 1200));
    expect(inbox('/paused')).toEqual([]);
    await set(2, 'active');
    await arrives('/paused', 1);
    const gone = await set(3, 'removed');
    expect(gone.state).toBe('removed');
    await happens('visit.changed', 'visit:8');
    await register('/after', ['visit.*']);
    await happens('visit.changed', 'visit:9');
    await arrives('/after', 1);
    expect(inbox('/paused')).toHaveLength(1);
    const again = { params: { id: item.id }, body: { version: 4, state: 'active' as const } };
    expect(await admin.refusal(setWebhookState, again)).toEqual([409, 'exchange.removed']);
    const late = { params: { id: item.id }, body: { version: 1, state: 'active' as const } };
    expect(await admin.refusal(setWebhookState, late)).toEqual([409, 'platform.stale']);
  });

  it('are posted after a worker was killed and Redis emptied', async () => {
    await register('/survives', ['visit.*']);
    await app.kill('worker', 'SIGKILL');
    await happens('visit.changed', 'visit:10');
    const redis = new Redis(app.redisUrl);
    await redis.flushdb();
    redis.disconnect();
    await app.start('worker');
    await arrives('/survives', 1);
  });

  it('are kept by the administrator of a scope that holds them; the secret stands nowhere in the clear', async () => {
    const county = await app.as('systemAdmin', { divisions: ['410611'] });
    const { item, secret } = await register('/kept', ['visit.*'], '410602');
    expect((await county.call(listWebhooks, {})).items.map((webhook) => webhook.id)).not.toContain(item.id);
    const off = { params: { id: item.id }, body: { version: 1, state: 'removed' as const } };
    expect(await county.refusal(setWebhookState, off)).toEqual([404, 'platform.not_found']);
    expect(await county.refusal(webhookDeliveries, { params: { id: item.id }, query: {} })).toEqual([
      404,
      'platform.not_found',
    ]);
    const beyond = { division: '4106', url: `${base}/x`, topics: ['visit.*'] };
    expect(await county.refusal(createWebhook, { body: beyond })).toEqual([403, 'exchange.beyond_scope']);
    const { rows } = await app.db.query<{ text: string }>(
      'SELECT string_agg(w::text, $1) AS text FROM webhooks w',
      [''],
    );
    expect(rows[0]!.text).not.toContain(secret);
    expect(rows[0]!.text).not.toContain(Buffer.from(secret).toString('hex'));
  });
});

describe('addresses that a webhook may reach', () => {
  it('are public https ones only, outside demonstrations', async () => {
    const real = await startTestApp();
    try {
      const client = await real.as('systemAdmin');
      const ask = (url: string) =>
        client.refusal(createWebhook, { body: { division: '4106', url, topics: ['visit.*'] } });
      for (const url of [
        ...['http://example.org/', 'https://127.0.0.1/', 'https://localhost/', 'https://10.1.2.3/hook'],
        ...[
          'https://192.168.1.1/',
          'https://169.254.169.254/latest',
          'https://[::1]/',
          'https://[::ffff:10.0.0.1]/',
        ],
        ...['https://2130706433/', 'https://0x7f.1/', 'https://user:secret@example.org/'],
      ]) {
        expect([url, ...(await ask(url))]).toEqual([url, 422, 'exchange.address']);
      }
      expect(await ask('https://example.org/hook')).toEqual([200, '']);
    } finally {
      await real.close();
    }
  });

  it('are judged by what a name resolves to', () => {
    expect(
      ['127.0.0.1', '172.31.255.1', '::ffff:192.168.0.1', 'fd00::1', 'fe80::1', '100.64.0.1'].map(isInner),
    ).toEqual(Array(6).fill(true));
    expect(['8.8.8.8', '172.32.0.1', '2400:3200::1'].map(isInner)).toEqual([false, false, false]);
    expect(isOutward('https://example.org/')).toBe(true);
  });

  it('are retried for a day at most, by growing pauses', () => {
    const noted = new Date(T0);
    const pauses: number[] = [];
    let now = noted;
    for (let n = 1; ; n += 1) {
      const next = retryAt(n, noted, now);
      if (!next) break;
      pauses.push((next.getTime() - now.getTime()) / 1000);
      now = next;
    }
    expect(pauses.slice(0, 4)).toEqual([5, 15, 45, 135]);
    expect(Math.max(...pauses)).toBe(4 * 3600);
    expect(now.getTime() - noted.getTime()).toBeLessThanOrEqual(24 * 3_600_000);
    expect(now.getTime() - noted.getTime()).toBeGreaterThan(19 * 3_600_000);
  });
});
