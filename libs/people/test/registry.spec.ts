import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { duplicates, page, timeline } from '../src/contract/persons';
import {
  add,
  addContact,
  correct,
  editContact,
  markDeceased,
  move,
  removeContact,
  setHealth,
  setHousehold,
  takeBackDeceased,
} from '../src/contract/registry';
import {
  BEIQIAO,
  DAHU,
  ELSEWHERE,
  enter,
  idNumberOf,
  newPerson,
  startPeople,
  STREET,
  XIDING,
} from './support';

describe('the registry', () => {
  let app: TestApp;
  let street: TestClient;
  let county: TestClient;
  beforeAll(async () => {
    app = await startPeople();
    street = await app.as('street', { divisions: [STREET] });
    county = await app.as('county', { divisions: ['410602'] });
  });
  afterAll(() => app.close());

  const audited = async (personId: number) =>
    (
      await app.db.query<{ action: string; before: unknown; after: unknown; sealed: Buffer | null }>(
        'SELECT action, before, after, sealed FROM audit_log WHERE person_id = $1 ORDER BY id',
        [personId],
      )
    ).rows;
  const events = async (personId: number) =>
    (
      await app.db.query<{ topic: string; payload: unknown }>(
        'SELECT topic, payload FROM outbox WHERE person_id = $1 ORDER BY id',
        [personId],
      )
    ).rows;

  it('enters a person whose identity agrees, sealed at rest, and shows the page with warnings first', async () => {
    const idNumber = idNumberOf('1938-02-28', 'male', 7);
    const id = await enter(street, {
      name: '赵建国',
      sex: 'male',
      birth: '1938-02-28',
      idNumber,
      living: 'alone',
      contacts: [{ name: '赵小红', phone: '154 9000 0001', relation: 'child', emergency: true }],
      conditions: ['hypertension', 'openWound'],
      allergies: ['peanut'],
      texture: 'soft',
    });
    const shown = await street.call(page, { params: { id } });
    expect(shown.identity).toMatchObject({
      name: '赵*国',
      idNumber: `4106************${idNumber.slice(-2)}`,
      address: '长风中路***',
      masked: true,
    });
    expect(shown.warnings.map((each) => each.code)).toEqual([
      'allergy',
      'condition',
      'alone',
      'texture',
      'assessmentDue',
      'condition',
      'veryOld',
    ]);
    expect(shown.priority.sort()).toEqual(['alone', 'veryOld']);
    expect(shown).toMatchObject({ age: 88, lng: 114.123, division: { community: '大湖社区居民委员会' } });
    expect(shown.contacts).toEqual([
      { id: expect.any(Number), name: '赵*红', phone: '154****0001', relation: 'child', emergency: true },
    ]);
    const stored = await app.db.query('SELECT * FROM persons WHERE id = $1', [id]);
    expect(JSON.stringify(stored.rows)).not.toContain(idNumber);
    expect(await events(id)).toEqual([{ topic: 'person.added', payload: {} }]);
    expect(JSON.stringify(await audited(id))).not.toMatch(/赵建国|154/);
  });

  it.each([
    ['the check digit is wrong', { idNumber: '410699193802280152' }, 'idNumber'],
    ['the birthday differs', { idNumber: idNumberOf('1939-01-01', 'female') }, 'birth'],
    ['the sex differs', { idNumber: idNumberOf('1938-02-27', 'male') }, 'sex'],
    ['29 February stands in a common year', { idNumber: '41069919390229002X' }, 'idNumber'],
    ['there is neither number nor reason', { idNumber: undefined }, 'idNumber'],
    [
      'the birthday is to come',
      { birth: '2026-03-11', idNumber: undefined, noIdReason: 'lost' as const },
      'birth',
    ],
    ['the community does not exist', { division: '410602001099' }, 'division'],
  ])('refuses a person when %s', async (_, extra, field) => {
    const answer = await street.send(add, { body: { ...newPerson({ birth: '1938-02-27' }), ...extra } });
    expect([answer.status, (answer.body as { field?: string }).field]).toEqual([422, field]);
  });

  it('takes a birthday on 29 February, and a person without a number with a reason', async () => {
    const leap = await enter(street, { birth: '1940-02-29' });
    expect(await street.call(page, { params: { id: leap } })).toMatchObject({ age: 86, birth: '1940-02-29' });
    const nameless = await enter(street, { idNumber: undefined, noIdReason: 'unregistered' });
    const shown = await street.call(page, { params: { id: nameless } });
    expect(shown.identity).toMatchObject({ idNumber: null, noIdReason: 'unregistered' });
  });

  it('refuses a second person of one ID number, here by the record, elsewhere by the county only', async () => {
    const idNumber = idNumberOf('1941-03-04', 'female', 90);
    await enter(street, { birth: '1941-03-04', idNumber });
    expect(await street.refusal(add, { body: newPerson({ birth: '1941-03-04', idNumber }) })).toEqual([
      409,
      'people.id_taken',
    ]);
    const other = await app.as('county', { divisions: ['410611'] });
    const body = newPerson({ birth: '1941-03-04', idNumber, division: ELSEWHERE });
    const answer = await other.send(add, { body });
    expect(answer.text).toContain('鹤山区');
    expect(answer.text).not.toContain('大湖');
    const asked = await app.db.query('SELECT after FROM audit_log WHERE account_id = $1', [other.accountId]);
    expect(asked.rows).toEqual([{ after: { county: '410602' } }]);
    expect(await other.call(duplicates, { body: { idNumber } })).toEqual({
      items: [],
      elsewhere: { county: '410602', countyName: '鹤山区' },
    });
  });

  it('shows possible duplicates: same phone, same name, a name that sounds the same', async () => {
    const id = await enter(street, { name: '李红梅', birth: '1943-07-08', phone: '15488880001' });
    const found = await street.call(duplicates, {
      body: { name: '李宏梅', birth: '1943-07-08', phone: '154-8888-0001' },
    });
    expect(found.items).toMatchObject([{ id, name: '李*梅', reasons: ['phone', 'similarNameBirth'] }]);
    const same = newPerson({ name: '李红梅', birth: '1943-07-08', notDuplicate: false });
    expect(await street.refusal(add, { body: same })).toEqual([409, 'people.possible_duplicate']);
    expect(await street.refusal(add, { body: { ...same, notDuplicate: true } })).toEqual([200, '']);
  });

  it('answers a repeated key with the first answer, and refuses it with another body', async () => {
    const body = newPerson();
    const first = await street.call(add, { body }, 'key-of-one-entry');
    expect(await street.call(add, { body }, 'key-of-one-entry')).toEqual(first);
    const other = newPerson();
    expect(await street.refusal(add, { body: other }, 'key-of-one-entry')).toEqual([
      422,
      'platform.key_reused',
    ]);
  });

  it('corrects with the version that was seen; a stale edit is told what it is now', async () => {
    const id = await enter(street);
    await street.call(correct, {
      params: { id },
      body: { version: 1, name: '王秀兰', phone: null, living: 'alone' },
    });
    const late = await street.send(correct, { params: { id }, body: { version: 1, name: '王秀花' } });
    expect([late.status, (late.body as { current: unknown }).current]).toEqual([
      409,
      expect.objectContaining({ version: 2, living: 'alone' }),
    ]);
    const shown = await street.call(page, { params: { id } });
    expect(shown).toMatchObject({ version: 2, identity: { name: '王*兰', phone: null }, living: 'alone' });
    const [, row] = await audited(id);
    expect(row).toMatchObject({
      action: 'people.correct',
      after: { fields: ['name', 'phone'], living: 'alone' },
    });
    expect(JSON.stringify(row!.after)).not.toContain('秀兰');
  });

  it('corrects a wrong address without a history', async () => {
    const id = await enter(county);
    const body = { version: 1, division: XIDING, address: '朝歌路8号', from: '2026-03-10' };
    expect(await county.refusal(move, { params: { id }, body })).toEqual([422, 'people.day']);
    await county.call(move, { params: { id }, body: { ...body, correction: true } });
    const { residences } = await county.call(page, { params: { id } });
    expect(residences).toMatchObject([{ from: '2026-03-10', to: null, division: { code: XIDING } }]);
  });

  it('keeps each residence with its days', async () => {
    const id = await enter(county);
    await app.db.query(`UPDATE residences SET valid_from = '2020-01-01' WHERE person_id = $1`, [id]);
    const body = { version: 1, division: BEIQIAO, address: '朝歌路8号', from: '2026-03-01' };
    await county.call(move, { params: { id }, body });
    const shown = await county.call(page, { params: { id } });
    expect(shown).toMatchObject({
      division: { community: '北桥社区居民委员会' },
      identity: { address: '朝歌路***' },
      residences: [
        { from: '2026-03-01', to: null, division: { code: BEIQIAO } },
        { from: '2020-01-01', to: '2026-02-28', division: { code: DAHU } },
      ],
    });
    const tokens = await app.db.query('SELECT DISTINCT division FROM person_tokens WHERE person_id = $1', [
      id,
    ]);
    expect(tokens.rows).toEqual([{ division: BEIQIAO }]);
    // The street that the person left sees them no more.
    expect(await street.refusal(page, { params: { id } })).toEqual([404, 'platform.not_found']);
    expect((await events(id)).map((each) => each.topic)).toEqual([
      'person.added',
      'person.moved',
      'person.moved',
    ]);
  });

  it('moves nobody out of the scope of the one who moves', async () => {
    const id = await enter(street);
    const body = { version: 1, division: BEIQIAO, address: '朝歌路8号', from: '2026-03-10' };
    expect(await street.refusal(move, { params: { id }, body })).toEqual([403, 'people.outside']);
    const future = { ...body, division: XIDING, from: '2026-03-11' };
    expect(await street.refusal(move, { params: { id }, body: future })).toEqual([422, 'people.day']);
  });

  it('records a death and takes it back', async () => {
    const id = await enter(street);
    await street.call(markDeceased, { params: { id }, body: { version: 1, on: '2026-03-09' } });
    expect(await street.call(page, { params: { id } })).toMatchObject({
      status: 'deceased',
      deceasedOn: '2026-03-09',
    });
    expect(
      await street.refusal(markDeceased, { params: { id }, body: { version: 2, on: '2026-03-09' } }),
    ).toEqual([409, 'people.not_active']);
    await street.call(takeBackDeceased, { params: { id }, body: { version: 2, reason: '登记错人' } });
    const shown = await street.call(page, { params: { id } });
    expect(shown).toMatchObject({ status: 'active', deceasedOn: null, version: 3 });
    expect((await events(id)).map((each) => each.topic)).toEqual([
      'person.added',
      'person.deceased',
      'person.revived',
    ]);
  });

  it('keeps contacts: added, edited, removed', async () => {
    const id = await enter(street);
    const contact = { name: '孙丽', phone: '15477770001', relation: 'child' as const };
    const { contactId } = await street.call(addContact, { params: { id }, body: { version: 1, ...contact } });
    const params = { id, contactId };
    await street.call(editContact, { params, body: { version: 2, phone: '15477770002', emergency: true } });
    expect((await street.call(page, { params: { id } })).contacts).toMatchObject([
      { name: '孙*', phone: '154****0002', emergency: true },
    ]);
    expect(await street.refusal(removeContact, { params, body: { version: 2 } })).toEqual([
      409,
      'platform.stale',
    ]);
    await street.call(removeContact, { params, body: { version: 3 } });
    expect((await street.call(page, { params: { id } })).contacts).toEqual([]);
  });

  it('ends a condition that no longer holds, and keeps its history', async () => {
    const id = await enter(street, { conditions: ['fever', 'diabetes'], allergies: ['egg', 'milk'] });
    await app.db.query(`UPDATE conditions SET since = '2026-01-01' WHERE person_id = $1`, [id]);
    const body = {
      version: 1,
      conditions: [
        { code: 'diabetes' as const, since: '2010-01-01' },
        { code: 'dementia' as const, since: '2026-02-01' },
      ],
      allergies: ['milk' as const],
    };
    await street.call(setHealth, { params: { id }, body });
    const { health } = await street.call(page, { params: { id } });
    const short = health!.conditions.map(({ code, since, until, holds }) => [code, since, until, holds]);
    expect(short).toEqual([
      ['dementia', '2026-02-01', null, true],
      ['diabetes', '2010-01-01', null, true],
      ['fever', '2026-01-01', '2026-03-09', false],
    ]);
    expect(health!.allergies).toEqual(['milk']);
  });

  it('puts two people into one household and out of it', async () => {
    const [husband, wife] = [
      await enter(street, { name: '周大海' }),
      await enter(street, { name: '吴桂兰' }),
    ];
    const join = { version: 1, action: 'join' as const, with: husband };
    const { householdId } = await street.call(setHousehold, { params: { id: wife }, body: join });
    const shown = await street.call(page, { params: { id: husband } });
    expect(shown).toMatchObject({ householdId, household: [{ id: wife, name: '吴*兰' }] });
    await street.call(setHousehold, { params: { id: wife }, body: { version: 2, action: 'leave' } });
    expect((await street.call(page, { params: { id: husband } })).household).toEqual([]);
  });

  it('tells the story of a person, newest first, page by page', async () => {
    const id = await enter(street);
    await street.call(correct, { params: { id }, body: { version: 1, living: 'alone' } });
    await street.call(markDeceased, { params: { id }, body: { version: 2, on: '2026-03-10' } });
    const first = await street.call(timeline, { params: { id }, query: { limit: 2 } });
    expect(first.items.map((each) => each.title)).toEqual(['登记去世', '更正档案']);
    expect(first.items[0]).toMatchObject({ accountName: '测试street', kind: 'change' });
    const rest = await street.call(timeline, { params: { id }, query: { limit: 2, cursor: first.next! } });
    expect([rest.items.map((each) => each.title), rest.next]).toEqual([['登记入册'], null]);
  });

  it('keeps whoever stands outside the scope, or has no such role, from everything', async () => {
    const id = await enter(street);
    const outside = await app.as('street', { divisions: ['410602002'] });
    const nobody = app.nobody();
    const carer = await app.as('carer');
    const calls = [
      [page, {}],
      [timeline, {}],
      [correct, { version: 1, name: '某某' }],
      [move, { version: 1, division: BEIQIAO, address: '某处', from: '2026-03-10' }],
      [markDeceased, { version: 1, on: '2026-03-10' }],
      [takeBackDeceased, { version: 1, reason: '无' }],
      [addContact, { version: 1, name: '某某', phone: '15400000001', relation: 'child' }],
      [setHealth, { version: 1, conditions: [], allergies: [] }],
      [setHousehold, { version: 1, action: 'new' }],
    ] as const;
    for (const [spec, body] of calls) {
      const status = async (client: TestClient) => (await client.send(spec, { params: { id }, body })).status;
      expect([spec.id, await status(outside), await status(nobody), await status(carer)]).toEqual([
        spec.id,
        404,
        401,
        403,
      ]);
    }
    expect(await outside.refusal(add, { body: newPerson() })).toEqual([403, 'people.outside']);
  });

  it('keeps SQL and script text as text in every field', async () => {
    const nasty = `'; DROP TABLE persons; --<script>alert(1)</script>`;
    const id = await enter(street, {
      name: nasty.slice(0, 40),
      address: nasty,
      contacts: [{ name: nasty.slice(0, 40), phone: '15400001111', relation: 'other' }],
    });
    await street.call(correct, { params: { id }, body: { version: 1, reason: nasty, living: 'alone' } });
    const shown = await street.call(page, { params: { id } });
    expect(shown.identity.name.startsWith(`'*`)).toBe(true);
    const { rows } = await app.db.query<{ count: string }>('SELECT count(*) FROM persons');
    expect(Number(rows[0]!.count)).toBeGreaterThan(1);
  });
});
