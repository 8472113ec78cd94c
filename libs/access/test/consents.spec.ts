import { until } from '@heling/platform/testing/until';
import { io, type Socket } from 'socket.io-client';
import { grantConsent, listConsents, withdrawConsent } from '@heling/access/contract/consents';
import { getMe, sendCode, signInByCode } from '@heling/access/contract/session';
import { phoneMessages } from '@heling/notify/contract/phone';
import { LIVE_PATH, type LiveEvent } from '@heling/platform/contract/live';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { TestClient } from '@heling/platform/testing/client';
import { addFamily, addPerson, clientOf } from './support';

const T0 = '2026-03-10T01:00:00Z';
let app: TestApp;
let street: TestClient;
const PAPER = {
  name: '王芳',
  phone: '13811110001',
  relation: '女儿',
  covers: ['order' as const, 'follow' as const],
};

/** A client of the senior's own account. */
async function asSenior(personId: number, phone: string): Promise<TestClient> {
  const accountId = await addFamily(app, phone, personId);
  const token = 'x'.repeat(30) + String(accountId).padStart(6, '0');
  await app.db.query(
    `INSERT INTO sessions (token_hash, account_id, device, address, created_at, seen_at, expires_at)
     VALUES ($1, $2, 'jest', '127.0.0.1', $3, $3, $4)`,
    [app.vault.mac('session', token), accountId, T0, '2027-01-01'],
  );
  return new TestClient(() => app.url, { accountId, token });
}
async function asOwner(phone: string): Promise<TestClient> {
  await app.nobody().call(sendCode, { body: { phone } });
  const code = await until(async () => {
    const { items } = await app.nobody().call(phoneMessages, { body: { phone } });
    return items.map((item) => /验证码 (\d{6})/.exec(item.text)?.[1]).find(Boolean);
  });
  return clientOf(app, await app.nobody().send(signInByCode, { body: { phone, code } }));
}

beforeAll(async () => {
  app = await startTestApp({ now: T0, worker: true });
  street = await app.as('street', { divisions: ['410602001'] });
});
afterAll(() => app.close());

describe('consents of a senior', () => {
  it('are granted by the office on a signed paper; the family signs in by that phone and sees the senior', async () => {
    const id = await addPerson(app, 1);
    const ask = { params: { id }, body: { ...PAPER } };
    expect(await street.refusal(grantConsent, ask)).toEqual([422, 'access.paper_needed']);
    const made = await street.call(grantConsent, { params: { id }, body: { ...PAPER, paper: 'HB-2026-17' } });
    expect(made).toMatchObject({
      ...{ name: '王芳', phone: '138****0001', covers: ['follow', 'order'], basis: 'paper', state: 'live' },
      expiresAt: '2027-03-10T16:00:00.000Z',
    });
    const daughter = await asOwner(PAPER.phone);
    const me = await daughter.call(getMe, {});
    expect(me.persons).toEqual([{ id, name: '王秀英', relation: '女儿', covers: ['follow', 'order'] }]);
    const { rows } = await app.db.query(
      `SELECT after->>'paper' AS paper FROM audit_log WHERE action = 'access.grantConsent' AND subject_id = $1`,
      [made.id],
    );
    expect(rows).toEqual([{ paper: 'HB-2026-17' }]);
  });

  it('withdrawn, take effect at once: the senior is out of sight, and no event is heard any more', async () => {
    const id = await addPerson(app, 2);
    const consent = await street.call(grantConsent, {
      params: { id },
      body: { ...PAPER, phone: '13811110002', paper: 'HB-2026-18' },
    });
    const daughter = await asOwner('13811110002');
    const heard: LiveEvent[] = [];
    const socket: Socket = io(app.url, {
      path: LIVE_PATH,
      transports: ['websocket'],
      extraHeaders: { cookie: daughter.cookie },
    });
    socket.on('event', (event: LiveEvent) => heard.push(event));
    await new Promise<void>((ready) => socket.on('connect', () => ready()));
    const happens = async (key: string) => {
      await app.db.query(
        `INSERT INTO outbox (topic, key, division, person_id) VALUES ('order.placed', $1, '410602001001', $2)`,
        [key, id],
      );
      await until(async () => {
        const row = await app.db.query('SELECT 1 FROM outbox WHERE key = $1 AND position IS NOT NULL', [key]);
        return row.rows.length > 0;
      });
    };
    await happens('order:1');
    await until(async () => heard.some((event) => event.key === 'order:1'));
    await street.call(withdrawConsent, { params: { id: consent.id }, body: { version: 1 } });
    expect((await daughter.call(getMe, {})).persons).toEqual([]);
    expect(await daughter.refusal(listConsents, { params: { id } })).toEqual([404, 'platform.not_found']);
    await happens('order:2');
    await new Promise((later) => setTimeout(later, 500));
    expect(heard.map((event) => event.key)).not.toContain('order:2');
    socket.disconnect();
    const again = { params: { id: consent.id }, body: { version: 2 } };
    expect(await street.refusal(withdrawConsent, again)).toEqual([409, 'access.consent_over']);
  });

  it('are granted by the senior without a paper, and not passed on by a family', async () => {
    const id = await addPerson(app, 3);
    const senior = await asSenior(id, '13811110030');
    const own = { params: { id }, body: { ...PAPER, phone: '13811110003' } };
    const made = await senior.call(grantConsent, own);
    expect(made.basis).toBe('invitation');
    const son = await asOwner('13811110003');
    const pass = { params: { id }, body: { ...PAPER, phone: '13811110004' } };
    expect(await son.refusal(grantConsent, pass)).toEqual([403, 'access.not_grantable']);
    const toSelf = { params: { id }, body: { ...PAPER, phone: '13811110030' } };
    expect(await senior.refusal(grantConsent, toSelf)).toEqual([422, 'platform.invalid']);
  });

  it('granted anew, replace what was; a family sees its own and may give it up, not another’s', async () => {
    const id = await addPerson(app, 4);
    const senior = await asSenior(id, '13811110040');
    const grant = (phone: string, covers: ('order' | 'follow')[]) =>
      senior.call(grantConsent, { params: { id }, body: { ...PAPER, phone, covers } });
    await grant('13811110005', ['order']);
    const son = await grant('13811110005', ['follow']);
    const niece = await grant('13811110006', ['order']);
    const all = await senior.call(listConsents, { params: { id } });
    expect(all.mayGrant).toBe(true);
    expect(all.items.map((item) => item.state).sort()).toEqual(['live', 'live', 'withdrawn']);
    const client = await asOwner('13811110005');
    const seen = await client.call(listConsents, { params: { id } });
    expect(seen.items.map((item) => [item.own, item.covers])).toEqual([
      [true, ['follow']],
      [true, ['order']],
    ]);
    expect(seen.mayGrant).toBe(false);
    const other = { params: { id: niece.id }, body: { version: 1 } };
    expect(await client.refusal(withdrawConsent, other)).toEqual([404, 'platform.not_found']);
    const late = { params: { id: son.id }, body: { version: 9 } };
    expect(await client.refusal(withdrawConsent, late)).toEqual([409, 'platform.stale']);
    const gone = await client.call(withdrawConsent, { params: { id: son.id }, body: { version: 1 } });
    expect(gone.state).toBe('withdrawn');
  });

  it('end by themselves on their last day', async () => {
    const id = await addPerson(app, 5);
    const body = { ...PAPER, phone: '13811110007', paper: 'HB-1', expiresOn: '2026-03-10' };
    await street.call(grantConsent, { params: { id }, body });
    for (const expiresOn of ['2026-03-09', '2030-01-01']) {
      const wrong = { params: { id }, body: { ...body, expiresOn } };
      expect(await street.refusal(grantConsent, wrong)).toEqual([422, 'platform.invalid']);
    }
    const client = await asOwner('13811110007');
    const senior = await asSenior(id, '13811110050');
    expect((await client.call(getMe, {})).persons).toHaveLength(1);
    app.setTime('2026-03-10T16:00:01Z');
    try {
      expect((await client.call(getMe, {})).persons).toEqual([]);
      expect((await senior.call(listConsents, { params: { id } })).items[0]!.state).toBe('expired');
    } finally {
      app.setTime(T0);
    }
  });

  it('of another county are not there', async () => {
    const id = await addPerson(app, 6, '410611001001');
    const body = { ...PAPER, phone: '13811110008', paper: 'HB-2' };
    expect(await street.refusal(grantConsent, { params: { id }, body })).toEqual([404, 'platform.not_found']);
    expect(await street.refusal(listConsents, { params: { id } })).toEqual([404, 'platform.not_found']);
  });

  it('granted twice under one key are granted once; two at one moment end in one', async () => {
    const id = await addPerson(app, 7);
    const ask = { params: { id }, body: { ...PAPER, phone: '13811110009', paper: 'HB-3' } };
    const first = await street.call(grantConsent, ask, 'the-same-key');
    expect(await street.call(grantConsent, ask, 'the-same-key')).toEqual(first);
    await Promise.all([street.call(grantConsent, ask), street.call(grantConsent, ask)]);
    const { items } = await street.call(listConsents, { params: { id } });
    expect(items.filter((item) => item.state === 'live')).toHaveLength(1);
    expect(items).toHaveLength(3);
  });
});
