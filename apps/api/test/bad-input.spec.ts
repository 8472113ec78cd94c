import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { eventsAfter } from '@heling/platform/contract/live';
import {
  cancelRoute,
  exportRoute,
  listRoute,
  pageRoute,
  placeRoute,
  quoteRoute,
} from '@heling/orders/contract/orders';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { cook, openMarket, settle } from './market';

const DAY = '2026-03-11';
let app: TestApp;
let operator: TestClient;
let lunch: number;
beforeAll(async () => {
  app = await startTestApp({ now: `${DAY}T08:00:00+08:00` });
  await openMarket(app);
  await settle(app, 8);
  lunch = await cook(app, DAY, 500);
  operator = await app.as('dispatcher', { divisions: ['410602'] });
});
afterAll(() => app.close());

const wish = (personId: number, kitchenDay = lunch, day = DAY) => ({
  personId,
  service: 'lunch',
  day,
  kitchenDay,
  lines: [{ dishId: 1, texture: 'normal' as const, quantity: 1 }],
  channel: 'phone' as const,
});
const send = (body: string, type = 'application/json') =>
  operator.raw('/api/orders/quote', { method: 'POST', body, headers: { 'content-type': type } });
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const counted = async (sql: string) => Number((await app.db.query<{ n: string }>(sql)).rows[0]!.n);

describe('what no form would send', () => {
  it('answers malformed JSON, wrong types and wrong media types with a sentence', async () => {
    for (const body of [
      '{',
      '"text"',
      '[]',
      'null',
      '{"personId":"1; DROP TABLE orders"}',
      '{"personId":1e99}',
    ]) {
      const answer = await send(body);
      expect([400, 422]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect((answer.body as { detail: string }).detail).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(codeOf(await send('a=1', 'application/x-www-form-urlencoded'))).toBe('platform.media_type');
    expect(codeOf(await send('<a/>', 'text/xml'))).toBe('platform.media_type');
    expect((await send('{}', 'text/plain')).status).toBe(415);
  });

  it('refuses what is too large or nested too deeply', async () => {
    expect(codeOf(await send(JSON.stringify({ text: 'x'.repeat(1 << 21) })))).toBe('platform.too_large');
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(codeOf(await send(deep))).toBe('platform.too_deep');
  });

  it('refuses unknown fields, keys that poison prototypes, and numbers that no column holds', async () => {
    expect(
      (await operator.send(quoteRoute, { body: { ...wish(1), channel: undefined, admin: true } })).status,
    ).toBe(422);
    expect([400, 422]).toContain((await send('{"__proto__":{"personId":1}}')).status);
    const huge = await operator.send(pageRoute, { params: { id: '99999999999999999999999' } });
    expect(huge.status).toBeGreaterThanOrEqual(400);
    expect(huge.status).toBeLessThan(500);
    expect((await operator.send(pageRoute, { params: { id: '1%00' } })).status).toBe(422);
  });

  it('answers a broken request line and goes on living', async () => {
    const { hostname, port } = new URL(app.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end('GARBAGE / HTTP/9.9\r\n\r\n'));
      socket.on('close', () => resolve());
      socket.on('data', () => undefined);
    });
    expect((await app.nobody().raw('/health/live')).status).toBe(200);
  });

  it('answers an unknown address and an unknown or forged cursor', async () => {
    expect(codeOf(await operator.raw('/api/nothing'))).toBe('platform.no_route');
    const forged = await operator.send(listRoute, {
      body: { cursor: Buffer.from('[1,{}]').toString('base64url') },
    });
    expect([200, 400, 422]).toContain(forged.status);
    expect((await operator.send(listRoute, { body: { cursor: '\u0000' } })).status).toBe(422);
  });

  it('tells nothing of what lies outside the scope', async () => {
    const order = await operator.call(placeRoute, { body: wish(1) });
    const other = await app.as('dispatcher', { divisions: ['410621'] });
    expect(await other.refusal(pageRoute, { params: { id: order.id } })).toEqual([404, 'platform.not_found']);
    expect(await other.refusal(pageRoute, { params: { id: 987_654_321 } })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect(await other.refusal(placeRoute, { body: wish(2) })).toEqual([404, 'platform.not_found']);
    expect((await other.call(listRoute, { body: {} })).items).toEqual([]);
  });

  it('a request from another site is refused, with a cookie or without', async () => {
    const headers = { 'content-type': 'application/json', origin: 'https://evil.example' };
    const answer = await operator.raw('/api/orders/quote', { method: 'POST', body: '{}', headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'access.origin']);
  });

  it('keeps SQL and script as the text that they are', async () => {
    const text = `'; DROP TABLE orders;-- <script>alert(1)</script> \${7*7} 😀`;
    const order = await operator.call(placeRoute, { body: wish(3) });
    await operator.call(cancelRoute, { params: { id: order.id }, body: { version: 1, reason: text } });
    expect((await operator.call(pageRoute, { params: { id: order.id } })).cancelReason).toBe(text);
    expect(
      (
        await operator.send(cancelRoute, {
          params: { id: order.id },
          body: { version: 2, reason: 'a\u0000b' },
        })
      ).status,
    ).toBeLessThan(500);
  });
});

describe('commands given twice', () => {
  it('a repeated key gets the first answer, with another body it is refused', async () => {
    const key = randomUUID();
    const first = await operator.call(placeRoute, { body: wish(4) }, key);
    expect(await operator.call(placeRoute, { body: wish(4) }, key)).toEqual(first);
    expect(await operator.refusal(placeRoute, { body: wish(5) }, key)).toEqual([422, 'platform.key_reused']);
    expect(await counted('SELECT count(*) AS n FROM orders WHERE person_id IN (4, 5)')).toBe(1);
  });

  it('twenty at once with one key make one order', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => operator.call(placeRoute, { body: wish(6) }, key)),
    );
    expect(new Set(answers.map((each) => each.id)).size).toBe(1);
    expect(await counted('SELECT count(*) AS n FROM orders WHERE person_id = 6')).toBe(1);
  });

  it('an edit of what has changed meanwhile is refused with what it is now', async () => {
    const order = await operator.call(placeRoute, { body: wish(7) });
    const params = { id: order.id };
    await operator.call(cancelRoute, { params, body: { version: 1, reason: '不要了' } });
    const late = await operator.send(cancelRoute, { params, body: { version: 1, reason: '不要了' } });
    expect([late.status, codeOf(late)]).toEqual([409, 'platform.stale']);
    expect(late.body).toMatchObject({ current: { version: 2, state: 'cancelled' } });
  });
});

/** The operator has worked through until then. */
async function workedUntil(iso: string): Promise<void> {
  app.setTime(iso);
  await app.db.query(`UPDATE sessions SET seen_at = $1, expires_at = $1::timestamptz + interval '1 day'`, [
    iso,
  ]);
}

describe('clocks and calendars', () => {
  it('takes an order at 23:59:59 for the day that Shanghai has, and refuses it a second later', async () => {
    const evening = await cook(app, '2026-03-12', 10, '24:00');
    await workedUntil('2026-03-12T23:59:58+08:00');
    const order = await operator.call(placeRoute, { body: wish(8, evening, '2026-03-12') });
    const page = await operator.call(pageRoute, { params: { id: order.id } });
    expect(page.day).toBe('2026-03-12');
    app.setTime('2026-03-13T00:00:01+08:00');
    const late = await operator.send(placeRoute, { body: wish(1, evening, '2026-03-12') });
    expect(late.status).toBe(422);
    expect(late.text).toMatch(/截止|过/);
  });

  it('knows 29 February, and that there is none in a common year', async () => {
    await workedUntil('2028-02-29T08:00:00+08:00');
    const leap = await cook(app, '2028-02-29', 10);
    expect((await operator.call(placeRoute, { body: wish(1, leap, '2028-02-29') })).state).toBe('placed');
    expect(await operator.refusal(placeRoute, { body: wish(1, leap, '2027-02-29') })).toEqual([
      422,
      'platform.invalid',
    ]);
    await workedUntil(`${DAY}T08:00:00+08:00`);
  });
});

describe('limits', () => {
  it('a caller beyond the limit is asked to wait, others are not', async () => {
    const eager = await app.as('dispatcher', { divisions: ['410602'] });
    // More than two minutes' worth, for the minute may end in between.
    const calls = Array.from({ length: 2 * exportRoute.ratePerMinute + 2 }, () =>
      eager.send(exportRoute, { body: { format: 'csv' } }),
    );
    const refused = (await Promise.all(calls)).filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(codeOf(refused[0]!)).toBe('platform.too_many');
    expect((await operator.send(eventsAfter, { query: { after: 0 } })).status).toBe(200);
  });
});
