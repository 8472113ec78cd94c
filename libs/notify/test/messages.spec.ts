import { until } from '@heling/platform/testing/until';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { phoneMessages } from '@heling/notify/contract/phone';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';

const T0 = '2026-03-10T01:00:00Z';
const at = (seconds: number) => new Date(new Date(T0).getTime() + seconds * 1000).toISOString();
const DIVISION = '410602001001';
const [SENIOR, DAUGHTER, NEIGHBOUR] = ['13900000001', '13900000002', '13900000003'] as const;
let app: TestApp;

const textsOf = async (phone: string) =>
  (await app.nobody().call(phoneMessages, { body: { phone } })).items.map((item) => item.text);

async function addAccount(phone: string, personId: number | null): Promise<number> {
  const row = await app.db.query<{ id: number }>(
    `INSERT INTO accounts (kind, phone_index, pii, division, person_id) VALUES ('family', $1, $2, $3, $4) RETURNING id`,
    [app.vault.blindIndex('phone', phone), app.vault.seal({ name: '某人', phone }), DIVISION, personId],
  );
  return Number(row.rows[0]!.id);
}
const consent = (accountId: number, covers: string[], days: number) =>
  app.db.query(
    `INSERT INTO consents (person_id, division, account_id, relation, covers, basis, granted_at, expires_at)
     VALUES (1, $1, $2, '女儿', $3, 'paper', $4, $5)`,
    [DIVISION, accountId, covers, T0, at(days * 86_400)],
  );
const order = (id: number, channel: string, placedBy: number) =>
  app.db.query(
    `INSERT INTO orders (id, person_id, division, org, service, state, day, channel, placed_by, placed_at, price,
       subsidy, self_pay, pay_state)
     VALUES ($1, 1, $2, 2, 'bath', 'placed', '2026-03-11', $3, $4, $5, 0, 0, 0, 'none')`,
    [id, DIVISION, channel, placedBy, T0],
  );
const event = (topic: string, payload: object) =>
  app.db.query(`INSERT INTO outbox (topic, key, division, person_id, payload) VALUES ($1, 'k', $2, 1, $3)`, [
    topic,
    DIVISION,
    JSON.stringify(payload),
  ]);
const consumed = () =>
  until(async () => {
    const { rows } = await app.db.query(
      `SELECT 1 FROM outbox o WHERE NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.outbox_id = o.id
         AND d.consumer = 'notify.family') UNION ALL SELECT 1 FROM messages WHERE state = 'waiting'`,
    );
    return rows.length === 0;
  });

describe('messages to seniors and families', () => {
  let daughter: number;
  beforeAll(async () => {
    app = await startTestApp({ now: T0, worker: true });
    await app.db.query(
      `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, lng, lat)
       VALUES (1, $1, $2, $3, 'test', 'female', '1940-01-01', 'alone', 114, 35.9)`,
      [
        DIVISION,
        app.vault.sealPerson(1, Buffer.alloc(16), { name: '王秀英', address: '鹤山区一号院' }),
        Buffer.alloc(16),
      ],
    );
    await app.db.query(
      `INSERT INTO services (code, category, form, name, unit, minutes, carers)
       VALUES ('bath', 'living', 'visit', '上门助浴', '次', 60, 2)`,
    );
    await addAccount(SENIOR, 1);
    daughter = await addAccount(DAUGHTER, null);
    await consent(daughter, ['order', 'follow'], 100);
    await consent(await addAccount(NEIGHBOUR, null), ['order'], 100);
  });
  afterAll(() => app.close());

  it('tells the senior of an order placed for them, and how to refuse it; not who placed it', async () => {
    await order(1, 'family', daughter);
    await event('order.placed', { orderId: 1 });
    await consumed();
    expect(await textsOf(SENIOR)).toEqual([
      '已为您预订3月11日的上门助浴。如不需要，可在鹤龄“我的订单”里否决，或拨打服务热线。',
    ]);
    expect(await textsOf(DAUGHTER)).toEqual([]);
  });

  it('tells those who follow when the carer sets out and when it is done; nobody without consent to follow', async () => {
    for (const state of ['assigned', 'enRoute', 'arrived', 'done']) {
      await event('visit.changed', { visitId: 1, orderId: 1, state });
    }
    await consumed();
    expect((await textsOf(DAUGHTER)).sort()).toEqual([
      '护理员已出发，前来为 王** 提供上门助浴。',
      '王** 3月11日的上门助浴已完成，可在鹤龄里评价。',
    ]);
    expect(await textsOf(SENIOR)).toHaveLength(3);
    expect(await textsOf(NEIGHBOUR)).toEqual([]);
  });

  it('tells of each event once, however often it is delivered', async () => {
    await app.db.query(`DELETE FROM outbox_deliveries WHERE consumer = 'notify.family'`);
    await app.db.query(`UPDATE outbox_watermarks SET position = 0`);
    await app.db.query(`UPDATE outbox SET created_at = created_at - interval '1 minute'`);
    await until(async () => {
      const done = await app.db.query(`SELECT 1 FROM outbox_deliveries WHERE consumer = 'notify.family'`);
      return done.rows.length === 5;
    });
    expect(await textsOf(SENIOR)).toHaveLength(3);
  }, 20_000);

  it('sends nothing for standing orders each week, nor for a senior who has died', async () => {
    await order(2, 'standing', daughter);
    await event('order.placed', { orderId: 2 });
    await consumed();
    await app.db.query(`UPDATE persons SET status = 'deceased', deceased_on = '2026-03-10'`);
    await event('order.cancelled', { orderId: 2 });
    await consumed();
    expect(await textsOf(SENIOR)).toHaveLength(3);
    expect(await textsOf(DAUGHTER)).toHaveLength(2);
  });

  it('shows no phone page outside a demonstration', async () => {
    const real = await startTestApp({ env: { HELING_DEMO: '0' } });
    try {
      const answer = await real.nobody().refusal(phoneMessages, { body: { phone: SENIOR } });
      expect(answer).toEqual([404, 'platform.not_found']);
    } finally {
      await real.close();
    }
  });
});

describe('a provider over HTTP', () => {
  const KEY = 'provider-key';
  let provider: Server;
  let statuses: number[];
  let got: { headers: IncomingHttpHeaders; body: string }[];
  const write = async (text: string, usefulUntil: string | null = null) => {
    const row = await app.db.query<{ id: number }>(
      `INSERT INTO messages (channel, division, content, template, created_at, next_at, useful_until)
       VALUES ('sms', $1, $2, 'test', $3, $3, $4) RETURNING id`,
      [DIVISION, app.vault.seal({ phone: SENIOR, text }), T0, usefulUntil],
    );
    return Number(row.rows[0]!.id);
  };
  const stateOf = async (id: number) =>
    (
      await app.db.query<{ state: string; attempts: number }>(
        'SELECT state, attempts FROM messages WHERE id = $1',
        [id],
      )
    ).rows[0]!;
  const becomes = (id: number, state: string, attempts: number) =>
    until(async () => {
      const row = await stateOf(id);
      return row.state === state && row.attempts === attempts;
    });

  beforeAll(async () => {
    provider = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.statusCode = statuses.shift() ?? 200;
        response.end();
      });
    });
    await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
    const { port } = provider.address() as AddressInfo;
    app = await startTestApp({
      now: T0,
      worker: true,
      env: { HELING_SMS_URL: `http://127.0.0.1:${port}/sms`, HELING_SMS_KEY: KEY, HELING_DEMO: '0' },
    });
  });
  beforeEach(() => {
    app.setTime(T0);
    got = [];
    statuses = [];
  });
  afterAll(async () => {
    await app.close();
    provider.close();
  });

  it('gets the message signed, under a reference that stays the same', async () => {
    statuses = [500];
    const id = await write('您好');
    await becomes(id, 'waiting', 1);
    app.setTime(at(11));
    await becomes(id, 'sent', 2);
    expect(got.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      Array(2).fill({ id: `heling-${id}`, phone: SENIOR, sign: '鹤龄', template: 'test', text: '您好' }),
    );
    const { headers, body } = got[1]!;
    const expected = createHmac('sha256', KEY)
      .update(`${headers['x-timestamp'] as string}.${body}`)
      .digest('hex');
    expect(headers['x-signature']).toBe(expected);
    expect(app.log()).not.toContain(SENIOR);
  });

  it('gives up after the sixth failure, and at once when the provider refuses', async () => {
    statuses = Array<number>(6).fill(503);
    const id = await write('您好');
    for (const [i, seconds] of [0, 11, 45, 170, 800, 2700].entries()) {
      app.setTime(at(seconds));
      await becomes(id, i < 5 ? 'waiting' : 'failed', i + 1);
    }
    statuses = [422];
    app.setTime(T0);
    await becomes(await write('您好'), 'failed', 1);
  });

  it('does not send what helps nobody any more', async () => {
    const id = await write('验证码 123456', at(-1));
    await becomes(id, 'failed', 1);
    expect(got).toEqual([]);
  });
});
