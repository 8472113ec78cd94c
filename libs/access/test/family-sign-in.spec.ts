import { until } from '@heling/platform/testing/until';
import { getMe, sendCode, signInByCode } from '@heling/access/contract/session';
import { phoneMessages } from '@heling/notify/contract/phone';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { addFamily, addPerson, clientOf } from './support';

const T0 = '2026-03-10T01:00:00Z';
const at = (seconds: number) => new Date(new Date(T0).getTime() + seconds * 1000).toISOString();
let app: TestApp;
let phones = 0;
const newPhone = () => `1380000${String((phones += 1)).padStart(4, '0')}`;
const ask = (phone: string) => app.nobody().refusal(sendCode, { body: { phone } });
const enter = (phone: string, code: string) => app.nobody().send(signInByCode, { body: { phone, code } });
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code?: string }).code ?? '',
];
/** The newest code on the demonstration phone; waits for the one that is not `before`. */
const onPhone = (phone: string, before?: string) =>
  until(async () => {
    const { items } = await app.nobody().call(phoneMessages, { body: { phone } });
    const code = /\d{6}/.exec(items[0]?.text ?? '')?.[0];
    return code !== before && code;
  });
const other = (code: string) => (code === '000000' ? '000001' : '000000');

describe('sign-in of families by phone and one-time code', () => {
  beforeAll(async () => {
    app = await startTestApp({ now: T0, worker: true });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.setTime(T0);
    await app.db.query('DELETE FROM sign_in_failures');
  });

  it('shows the code on the demonstration phone and signs in with it, once', async () => {
    const phone = newPhone();
    const personId = await addPerson(app, 1);
    await addFamily(app, phone, personId);
    expect(await ask(phone)).toEqual([200, '']);
    const code = await onPhone(phone);
    const answer = await enter(phone, code);
    const me = await clientOf(app, answer).call(getMe, {});
    expect(me).toMatchObject({ kind: 'family', roles: ['family'], personId });
    expect(me.persons).toEqual([expect.objectContaining({ id: personId, name: '王秀英', relation: '本人' })]);
    expect(codeOf(await enter(phone, code))).toEqual([401, 'access.wrong_code']);
  });

  it('answers an unknown number in the same way and sends nothing', async () => {
    const phone = newPhone();
    const known = newPhone();
    await addFamily(app, known);
    const send = (to: string) => app.nobody().send(sendCode, { body: { phone: to } });
    expect((await send(phone)).body).toEqual((await send(known)).body);
    expect(await ask(phone)).toEqual([429, 'access.resend_later']);
    expect(codeOf(await enter(phone, '123456'))).toEqual([401, 'access.wrong_code']);
    await onPhone(known);
    const { rows } = await app.db.query('SELECT 1 FROM messages WHERE phone_index = $1', [
      app.vault.blindIndex('phone', phone),
    ]);
    expect(rows).toHaveLength(0);
  });

  it('resends after 60 seconds; the older code is then over', async () => {
    const phone = newPhone();
    await addFamily(app, phone);
    await ask(phone);
    const first = await onPhone(phone);
    expect(await ask(phone)).toEqual([429, 'access.resend_later']);
    app.setTime(at(61));
    expect(await ask(phone)).toEqual([200, '']);
    const second = await onPhone(phone, first);
    expect(codeOf(await enter(phone, first))).toEqual([401, 'access.wrong_code']);
    expect((await enter(phone, second)).status).toBe(200);
  });

  it('takes no code after 5 minutes', async () => {
    const phone = newPhone();
    await addFamily(app, phone);
    await ask(phone);
    const code = await onPhone(phone);
    app.setTime(at(301));
    expect(codeOf(await enter(phone, code))).toEqual([401, 'access.wrong_code']);
  });

  it('spends a code by 5 wrong tries', async () => {
    const phone = newPhone();
    await addFamily(app, phone);
    await ask(phone);
    const code = await onPhone(phone);
    for (let i = 0; i < 5; i += 1) {
      expect(codeOf(await enter(phone, other(code)))).toEqual([401, 'access.wrong_code']);
    }
    expect(codeOf(await enter(phone, code))).toEqual([401, 'access.code_spent']);
  });

  it('sends at most 5 codes an hour to a number, also to ten requests at one moment', async () => {
    const phone = newPhone();
    await addFamily(app, phone);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(phone)));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
    for (let i = 1; i < 5; i += 1) {
      app.setTime(at(61 * i));
      expect(await ask(phone)).toEqual([200, '']);
    }
    app.setTime(at(61 * 5));
    expect(await ask(phone)).toEqual([429, 'access.too_many_codes']);
  });

  it('keeps phone and code out of the tables in the clear, and out of the logs', async () => {
    const phone = newPhone();
    await addFamily(app, phone);
    await ask(phone);
    const code = await onPhone(phone);
    const { rows } = await app.db.query<{ text: string }>(
      `SELECT string_agg(m::text, '') || (SELECT string_agg(c::text, '') FROM login_codes c) AS text FROM messages m`,
    );
    for (const secret of [phone, code, Buffer.from(phone).toString('hex')]) {
      expect(rows[0]!.text).not.toContain(secret);
      expect(app.log()).not.toContain(secret);
    }
  });
});
