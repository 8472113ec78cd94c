import { getMe, sendCode } from '@heling/access/contract/session';
import type { TestApp } from '@heling/platform/testing/app';
import { TestClient } from '@heling/platform/testing/client';
import { page, search } from '../src/contract/persons';
import {
  decideErasure,
  exportPersonalData,
  listErasures,
  requestErasure,
} from '../src/contract/personalData';
import { DAHU, newPerson, startPeople } from './support';
import { add } from '../src/contract/registry';

const PHONE = '13912345678';
let app: TestApp;
let street: TestClient;
let city: TestClient;

/** The senior's own account, signed in. */
async function asSenior(personId: number, phone: string): Promise<TestClient> {
  const made = await app.db.query<{ id: number }>(
    `INSERT INTO accounts (kind, phone_index, pii, division, person_id) VALUES ('family', $1, $2, $3, $4) RETURNING id`,
    [app.vault.blindIndex('phone', phone), app.vault.seal({ name: '王秀英', phone }), DAHU, personId],
  );
  const accountId = Number(made.rows[0]!.id);
  const token = 'y'.repeat(30) + String(accountId).padStart(6, '0');
  await app.db.query(
    `INSERT INTO sessions (token_hash, account_id, device, address, created_at, seen_at, expires_at)
     VALUES ($1, $2, 'jest', '127.0.0.1', '2026-03-10T01:00:00Z', '2026-03-10T01:00:00Z', '2027-01-01')`,
    [app.vault.mac('session', token), accountId],
  );
  return new TestClient(() => app.url, { accountId, token });
}

beforeAll(async () => {
  app = await startPeople();
  street = await app.as('street', { divisions: ['410602001'] });
  city = await app.as('city');
});
afterAll(() => app.close());

describe('a senior’s own data', () => {
  it('is handed over as one file, with who used it and why, to them alone or on their signed request', async () => {
    const { id } = await street.call(add, { body: newPerson({ phone: PHONE }) });
    const senior = await asSenior(id, PHONE);
    const daughter = await app.as('family', { persons: [id] });
    const ask = { params: { id }, body: {} };
    expect(await daughter.refusal(exportPersonalData, ask)).toEqual([403, 'people.not_theirs']);
    expect(await street.refusal(exportPersonalData, ask)).toEqual([422, 'people.paper_needed']);
    const answer = await senior.send(exportPersonalData, ask);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    const copy = answer.body as { person: object; contacts: object[]; processing: { action: string }[] };
    expect(copy.person).toMatchObject({ name: '王秀英', phone: PHONE, birth: '1940-05-06' });
    expect(copy.processing.map((row) => row.action)).toEqual(
      expect.arrayContaining(['people.add', 'people.exportPersonalData']),
    );
    const paper = { params: { id }, body: { paper: 'HB-2026-31' } };
    expect((await street.send(exportPersonalData, paper)).status).toBe(200);
    const elsewhere = await app.as('street', { divisions: ['410611001'] });
    expect(await elsewhere.refusal(exportPersonalData, paper)).toEqual([404, 'platform.not_found']);
    const { rows } = await app.db.query(
      `SELECT purpose FROM audit_log WHERE action = 'people.exportPersonalData' AND person_id = $1 ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([{ purpose: '本人申请' }, { purpose: '凭本人签字的申请' }]);
  });

  it('is erased when another than the asking person approves: name, numbers and account are gone everywhere', async () => {
    const phone = '13912345679';
    const { id } = await street.call(add, { body: newPerson({ name: '张玉兰', phone }) });
    const senior = await asSenior(id, phone);
    const daughter = await app.as('family', { persons: [id] });
    await app.nobody().call(sendCode, { body: { phone } });
    const asked = await senior.call(requestErasure, { params: { id }, body: { reason: '不再使用' } });
    const again = { params: { id }, body: { reason: '再次' } };
    expect(await senior.refusal(requestErasure, again)).toEqual([409, 'people.erasure_open']);
    const seen = await city.call(listErasures, { query: { state: 'waiting' } });
    expect(seen.items.map((item) => item.id)).toContain(asked.id);
    const decide = { params: { id: asked.id }, body: { version: 1, approve: true, decision: '核实无误' } };
    expect(await street.refusal(decideErasure, decide)).toEqual([403, 'access.role']);
    const county = await app.as('county', { divisions: ['410611'] });
    expect(await county.refusal(decideErasure, decide)).toEqual([404, 'platform.not_found']);
    expect((await city.call(decideErasure, decide)).state).toBe('done');
    expect(await city.refusal(decideErasure, decide)).toEqual([409, 'people.erasure_over']);

    expect((await senior.send(getMe, {})).status).toBe(401);
    expect((await daughter.call(getMe, {})).persons).toEqual([]);
    expect((await street.call(search, { body: { q: '张玉兰' } })).items).toEqual([]);
    expect((await city.send(page, { params: { id } })).text).not.toContain('张玉兰');
    const left = await app.db.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM persons WHERE id = $1 AND (key_salt IS NOT NULL OR id_index IS NOT NULL
           OR phone_index IS NOT NULL OR length(pii) > 0))
         + (SELECT count(*) FROM person_tokens WHERE person_id = $1)
         + (SELECT count(*) FROM residences WHERE person_id = $1)
         + (SELECT count(*) FROM accounts WHERE person_id = $1 AND (status = 'active' OR phone_index IS NOT NULL))
         + (SELECT count(*) FROM messages WHERE person_id = $1 OR phone_index = $2) AS n`,
      [id, app.vault.blindIndex('phone', phone)],
    );
    expect(Number(left.rows[0]!.n)).toBe(0);
    const { rows } = await app.db.query(
      `SELECT topic FROM outbox WHERE topic = 'person.erased' AND person_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(1);
    const copy = { params: { id }, body: { paper: 'HB-1' } };
    expect(await city.refusal(exportPersonalData, copy)).toEqual([410, 'people.erased']);
  });

  it('stays when the request is refused, when the same person would approve, or while orders are open', async () => {
    const { id } = await street.call(add, { body: newPerson({ name: '刘桂芝' }) });
    const own = await city.call(requestErasure, {
      params: { id },
      body: { reason: '本人要求', paper: 'HB-2' },
    });
    const yes = { params: { id: own.id }, body: { version: 1, approve: true, decision: '同意' } };
    expect(await city.refusal(decideErasure, yes)).toEqual([403, 'people.erasure_second_person']);
    await app.db.query(
      `INSERT INTO services (code, category, form, name, unit, minutes, carers)
       VALUES ('bath', 'living', 'visit', '上门助浴', '次', 60, 2)`,
    );
    await app.db.query(
      `INSERT INTO orders (person_id, division, org, service, state, day, channel, placed_by, placed_at, price, subsidy,
         self_pay, pay_state) VALUES ($1, $2, 2, 'bath', 'placed', '2026-03-11', 'phone', 1, now(), 0, 0, 0, 'none')`,
      [id, DAHU],
    );
    const other = await app.as('city');
    expect(await other.refusal(decideErasure, yes)).toEqual([409, 'people.erasure_orders_open']);
    const no = { params: { id: own.id }, body: { version: 1, approve: false, decision: '订单未结清' } };
    expect((await other.call(decideErasure, no)).state).toBe('refused');
    expect((await street.call(search, { body: { q: '刘桂芝' } })).items).toHaveLength(1);
  });
});
