import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { caller, page, search, timeline } from '../src/contract/persons';
import { correct, markDeceased, move } from '../src/contract/registry';
import { unmask } from '../src/contract/unmask';
import { BEIQIAO, DAHU, ELSEWHERE, enter, idNumberOf, startPeople, STREET, XIDING } from './support';

describe('finding people', () => {
  let app: TestApp;
  let street: TestClient;
  let county: TestClient;
  let city: TestClient;
  const people: Record<string, number> = {};
  beforeAll(async () => {
    app = await startPeople();
    street = await app.as('street', { divisions: [STREET] });
    county = await app.as('dispatcher', { divisions: ['410602'] });
    city = await app.as('city');
    const { id, ...rest } = { id: 'idNumber', birth: '1936-08-09' };
    people.yue = await enter(city, {
      name: '乐长青',
      address: '长风中路12号院3号楼',
      birth: rest.birth,
      living: 'alone',
    });
    people.wang = await enter(city, {
      name: '王秀英',
      address: '朝歌路118号',
      division: XIDING,
      phone: '15411110002',
    });
    people.wang2 = await enter(city, { name: '王秀芳', address: '长风中路120号', division: BEIQIAO });
    people.ouyang = await enter(city, {
      name: '欧阳建国',
      sex: 'male',
      [id]: idNumberOf('1950-01-01', 'male', 77),
      birth: '1950-01-01',
      address: '大李庄东头5号',
      priority: ['hardship'],
      contacts: [{ name: '欧阳丽', phone: '0392-3355778', relation: 'child' }],
    });
    people.far = await enter(city, { name: '王秀英', division: ELSEWHERE, address: '泰山路1号' });
  });
  afterAll(() => app.close());

  const found = async (body: object, client = county) =>
    (await client.call(search, { body })).items.map((item) => [
      Object.keys(people).find((each) => people[each] === item.id),
      item.matchedBy.join(),
    ]);

  it.each([
    ['part of a name', '秀英', [['wang', 'name']]],
    ['a family name of two characters', '欧阳', [['ouyang', 'name']]],
    ['full pinyin', 'wangxiuying', [['wang', 'pinyin']]],
    [
      'the beginning of pinyin',
      'wangxiu',
      [
        ['wang', 'pinyin'],
        ['wang2', 'pinyin'],
      ],
    ],
    ['every reading', 'yuechang', [['yue', 'pinyin']]],
    ['another reading', 'lezhangqing', [['yue', 'pinyin']]],
    ['initials', 'wxf', [['wang2', 'initials']]],
    ['the phone', '154 1111 0002', [['wang', 'phone']]],
    ["a contact's phone", '0392-3355778', [['ouyang', 'contactPhone']]],
    ['the whole ID number', idNumberOf('1950-01-01', 'male', 77), [['ouyang', 'idNumber']]],
    [
      'part of an address',
      '长风中路12',
      [
        ['yue', 'address'],
        ['wang2', 'address'],
      ],
    ],
    ['an address with its number', '长风中路12号', [['yue', 'address']]],
    ['the community', '西顶村', [['wang', 'address']]],
    ['street and community', '鹤山街街道北桥社区', [['wang2', 'address']]],
    ['community and address', '北桥社区长风中路', [['wang2', 'address']]],
    ['name and address together', '王秀 长风中路', [['wang2', 'name,address']]],
    ['pinyin and community together', 'wang 西顶村', [['wang', 'pinyin,address']]],
    ['nobody of that name', '赵六斤', []],
    ['SQL as text', `王秀' OR 1=1`, []],
    ['script as text', '王秀<b>', []],
  ])('by %s', async (_, q, expected) => {
    const mine = (rows: (string | undefined)[][]) => rows.filter(([name]) => name !== undefined);
    expect(mine(await found({ q }))).toEqual(expected);
  });

  it('masks what a list shows, and says as of when', async () => {
    const { items, asOf } = await county.call(search, { body: { q: 'oyjg' } });
    expect(items).toEqual([
      {
        id: people.ouyang,
        name: '欧**国',
        age: 76,
        sex: 'male',
        division: { code: DAHU, county: '鹤山区', street: '中山北路街道', community: '大湖社区居民委员会' },
        living: 'family',
        needLevel: null,
        priority: ['hardship'],
        status: 'active',
        phone: expect.stringMatching(/^154\*{4}\d{4}$/),
        matchedBy: ['initials'],
      },
    ]);
    expect(asOf.slice(0, 13)).toBe('2026-03-10T01');
  });

  it('filters by division, age, living, group and status', async () => {
    expect(await found({ division: '410602002' })).toEqual([['wang2', '']]);
    expect(await found({ ageFrom: 89, ageTo: 89 })).toEqual([['yue', '']]);
    expect(await found({ ageFrom: 90 })).toEqual([]);
    expect(await found({ living: 'alone' })).toEqual([['yue', '']]);
    expect(await found({ priority: 'hardship', q: 'ouyang' })).toEqual([['ouyang', 'pinyin']]);
    expect(await found({ needLevel: 'severe' })).toEqual([]);
    expect(await found({ status: 'deceased' })).toEqual([]);
    expect(await found({ division: ELSEWHERE })).toEqual([]);
  });

  it('sees the scope only', async () => {
    expect((await found({ q: '秀英' }, city)).map(([name]) => name)).toEqual(['wang', 'far']);
    expect(await found({ q: '王秀' }, street)).toEqual([['wang', 'name']]);
    expect(await street.refusal(page, { params: { id: people.far! } })).toEqual([404, 'platform.not_found']);
    const provider = await app.as('providerManager', { orgs: [1] });
    expect(await provider.refusal(search, { body: {} })).toEqual([403, 'access.role']);
  });

  it('goes on page by page, without a gap or a double', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const part = await city.call(search, { body: { q: 'wangxiu', limit: 1, cursor } });
      seen.push(...part.items.map((item) => item.id));
      cursor = part.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual([people.wang, people.wang2, people.far]);
    expect(await city.refusal(search, { body: { cursor: 'bm90IG91cnM' } })).toEqual([
      422,
      'platform.invalid',
    ]);
  });

  it.each([
    ['one letter', 'w', 'people.query_too_short'],
    ['what every address holds', '3号楼', 'people.query_too_vague'],
    ['part of a phone', '1541111', 'people.query_part_of_number'],
    ['four words', '王 李 张 刘', 'people.query_too_many_words'],
  ])('asks for more than %s', async (_, q, code) => {
    expect(await county.refusal(search, { body: { q } })).toEqual([422, code]);
  });

  it('finds a person by their new name and place after a change, not by the old', async () => {
    const id = await enter(county, { name: '董三妮', address: '九江路7号' });
    const ids = async (q: string) =>
      (await county.call(search, { body: { q } })).items.map((item) => item.id);
    await county.call(correct, {
      params: { id },
      body: { version: 1, name: '董珊妮', phone: '15499990000' },
    });
    expect([await ids('董三妮'), await ids('董珊'), await ids('15499990000')]).toEqual([[], [id], [id]]);
    const body = {
      version: 2,
      division: BEIQIAO,
      address: '华夏南路9号',
      from: '2026-03-10',
      correction: true,
    };
    await county.call(move, { params: { id }, body });
    expect([await ids('九江路'), await ids('华夏南路9号'), await ids('dongshanni')]).toEqual([
      [],
      [id],
      [id],
    ]);
    await county.call(markDeceased, { params: { id }, body: { version: 3, on: '2026-03-10' } });
    expect(await ids('dongshanni')).toEqual([]);
    const dead = await county.call(search, { body: { q: 'dongshanni', status: 'all' } });
    expect(dead.items).toMatchObject([{ id, status: 'deceased' }]);
  });

  it('shows who calls, whole, with warnings; the call is on record', async () => {
    const shown = await county.call(caller, { body: { phone: '0392 335 5778' } });
    expect(shown.items).toMatchObject([
      {
        id: people.ouyang,
        name: '欧阳建国',
        address: '大李庄东头5号',
        callerIs: 'child',
        callerName: '欧阳丽',
      },
    ]);
    expect(shown.items[0]!.warnings.map((each) => each.code)).toEqual(['assessmentDue']);
    const log = await app.db.query(`SELECT purpose, after FROM audit_log WHERE action = 'people.caller'`);
    expect(log.rows).toEqual([{ purpose: 'call', after: { fields: ['name', 'address'] } }]);
    expect((await street.call(caller, { body: { phone: '15499998888' } })).items).toEqual([]);
  });

  it('unmasks for a purpose, a limited number of times an hour, on record', async () => {
    const params = { id: people.ouyang! };
    const shown = await county.call(unmask, {
      params,
      body: { fields: ['name', 'phone'], purpose: 'visit', note: '走访前核对' },
    });
    expect(shown).toMatchObject({
      values: { name: '欧阳建国' },
      contacts: [{ name: '欧阳丽', phone: '03923355778' }],
      left: 59,
    });
    expect('idNumber' in shown.values).toBe(false);
    const log = await app.db.query(
      `SELECT purpose, after, sealed FROM audit_log WHERE action = 'people.unmask'`,
    );
    expect(log.rows).toEqual([
      { purpose: 'visit', after: { fields: ['name', 'phone'] }, sealed: expect.any(Buffer) },
    ]);
    await app.db.query('UPDATE unmask_hours SET used = 60');
    const body = { fields: ['name' as const], purpose: 'service' as const };
    expect(await county.refusal(unmask, { params, body })).toEqual([429, 'people.unmask_limit']);
    // Another hour, another count.
    await app.db.query(`UPDATE unmask_hours SET hour = hour - interval '1 hour'`);
    expect(await county.call(unmask, { params, body })).toMatchObject({ left: 59 });
    const outside = { params: { id: people.far! }, body };
    expect(await county.refusal(unmask, outside)).toEqual([404, 'platform.not_found']);
    expect((await county.send(unmask, { params, body: { fields: ['name'] } })).status).toBe(422);
  });

  it('lets a family see the senior who consented, whole, and nobody else', async () => {
    const family = await app.as('family', { persons: [people.wang!] });
    const shown = await family.call(page, { params: { id: people.wang! } });
    expect(shown).toMatchObject({ identity: { name: '王秀英', masked: false }, health: { allergies: [] } });
    expect(shown.consents).toMatchObject([{ relation: 'child' }]);
    expect(await family.refusal(page, { params: { id: people.yue! } })).toEqual([404, 'platform.not_found']);
    expect(await family.refusal(search, { body: {} })).toEqual([403, 'access.role']);
    expect(await family.refusal(timeline, { params: { id: people.wang! }, query: {} })).toEqual([
      403,
      'access.role',
    ]);
    await app.db.query(`UPDATE consents SET covers = '{profile}' WHERE account_id = $1`, [family.accountId]);
    expect((await family.call(page, { params: { id: people.wang! } })).health).toBeNull();
    await app.db.query(`UPDATE consents SET covers = '{order}' WHERE account_id = $1`, [family.accountId]);
    expect(await family.refusal(page, { params: { id: people.wang! } })).toEqual([403, 'people.consent']);
  });
});
