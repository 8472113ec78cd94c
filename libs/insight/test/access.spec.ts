import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { exportRoute, figuresRoute, rowsExportRoute, rowsRoute } from '@heling/insight/contract/figures';
import { overviewRoute } from '@heling/insight/contract/overview';
import { FILL_ALL } from '@heling/insight/server/recount';
import { DIVISIONS, addCity, writeOrders } from './support';

const span = { from: '2026-03-01', to: '2026-03-31' };
let app: TestApp;
let city: TestClient;

beforeAll(async () => {
  app = await startTestApp({ now: '2026-03-10T09:00:00+08:00' });
  await addCity(app);
  await app.db.query(`UPDATE orgs SET name = '=HYPERLINK("x")' WHERE id = 1`);
  await writeOrders(
    app,
    DIVISIONS.map((division, i) => ({
      id: i + 1,
      person: i + 1,
      division,
      org: 1 + (i % 2),
      service: 'lunch',
      state: 'completed',
      day: '2026-03-10',
      price: 1200,
      subsidy: 300,
      chargedSubsidy: null,
      chargedSelfPay: null,
      arrived: 10,
      stars: null,
    })),
  );
  for (const statement of FILL_ALL) await app.db.query(statement);
  city = await app.as('city');
});
afterAll(() => app.close());

describe('who sees figures', () => {
  it('is told by role', async () => {
    for (const role of ['family', 'carer', 'institutionDuty', 'systemAdmin'] as const) {
      const client = await app.as(role);
      expect(await client.refusal(figuresRoute, { body: { ...span, by: 'day' } })).toEqual([
        403,
        'access.role',
      ]);
      expect(await client.refusal(rowsRoute, { body: span })).toEqual([403, 'access.role']);
      expect(await client.refusal(overviewRoute, { query: {} })).toEqual([403, 'access.role']);
      const body = { ...span, by: 'day' as const, format: 'csv' as const };
      expect(await client.refusal(exportRoute, { body })).toEqual([403, 'access.role']);
    }
    expect(await app.nobody().refusal(figuresRoute, { body: { ...span, by: 'day' } })).toEqual([
      401,
      'access.sign_in',
    ]);
  });

  it('sees what lies in the scope, and nothing where it does not', async () => {
    const street = await app.as('street', { divisions: ['410602001'] });
    const own = await street.call(figuresRoute, { body: { ...span, by: 'division', division: '410602001' } });
    expect(own.rows.map((row) => [row.label, row.figure.orders])).toEqual([
      ['长风社区', 1],
      ['西街社区', 1],
    ]);
    expect(own.path.map((step) => step.name)).toEqual(['鹤壁市', '鹤山区', '中山路街道']);
    const whole = await street.call(figuresRoute, { body: { ...span, by: 'division' } });
    expect(whole.total.orders).toBe(2);
    const other = await street.call(figuresRoute, { body: { ...span, by: 'month', division: '410611' } });
    expect([other.total.orders, other.total.personsServed, other.rows]).toEqual([0, 0, []]);
    expect((await street.call(rowsRoute, { body: { ...span, division: '410611' } })).items).toEqual([]);
    const provider = await app.as('providerManager', { orgs: [2] });
    const rows = await provider.call(rowsRoute, { body: span });
    expect(rows.items.map((item) => item.org)).toEqual([2, 2]);
    expect(rows.total).toMatchObject({ orders: 2, personsServed: 2 });
  });
});

describe('bad questions', () => {
  it('get a clear answer', async () => {
    const ask = (body: object) =>
      city.refusal(figuresRoute, { body: { ...span, by: 'month', ...body } as never });
    expect(await ask({ from: '2026-04-01' })).toEqual([422, 'insight.span']);
    expect(await ask({ from: '2020-01-01' })).toEqual([422, 'insight.span']);
    expect(await ask({ from: '2025-11-01', by: 'day' })).toEqual([422, 'insight.span']);
    expect(await ask({ from: '2026-02-30' })).toEqual([422, 'platform.invalid']);
    expect(await ask({ division: '410600' })).toEqual([200, '']);
    expect(await ask({ division: "4106' OR 1=1" })).toEqual([422, 'platform.invalid']);
    expect(await ask({ division: '410500' })).toEqual([422, 'platform.invalid']);
    expect(await ask({ service: 'no such' })).toEqual([422, 'platform.invalid']);
    expect(await city.refusal(rowsRoute, { body: { ...span, cursor: 'zzz' } })).toEqual([
      422,
      'platform.invalid',
    ]);
  });
});

describe('exports', () => {
  it('carry a watermark, run no formula, and are audited', async () => {
    const body = { ...span, by: 'org' as const, format: 'csv' as const };
    const table = (await city.send(exportRoute, { body })).text;
    expect(table).toContain(`账号${city.accountId}`);
    expect(table).toContain(`"'=HYPERLINK(""x"")"`);
    expect(table).toContain('合计,4,4,0,0,0,100,48,12,36,无数据,0,4');
    const rows = await city.send(rowsExportRoute, { body: { ...span, format: 'csv' } });
    expect(rows.text.trim().split('\n')).toHaveLength(6);
    const sheet = await city.send(rowsExportRoute, { body: { ...span, format: 'xlsx' } });
    expect(sheet.text.startsWith('PK')).toBe(true);
    const trail = await app.db.query(
      `SELECT action, after->'rows' AS rows FROM audit_log WHERE subject = 'export' ORDER BY id`,
    );
    expect(trail.rows).toEqual([
      { action: 'insight.export', rows: 2 },
      { action: 'insight.rowsExport', rows: 4 },
      { action: 'insight.rowsExport', rows: 4 },
    ]);
  });
});

describe('the overview', () => {
  it('counts people, beds, today and the quarter-hour circle', async () => {
    await app.db.query(`
      INSERT INTO persons (division, pii, no_id_reason, sex, birth, living, need_level, priority, lng, lat, status, deceased_on)
      VALUES ('410602001001', '', 'lost', 'female', '1956-03-11', 'alone', 'mild', '{alone}', 114, 36, 'active', NULL),
        ('410602001001', '', 'lost', 'female', '1956-03-10', 'alone', NULL, '{alone,hardship}', 114, 36, 'active', NULL),
        ('410611001001', '', 'lost', 'male', '1926-03-10', 'family', 'total', '{veryOld}', 114, 36, 'active', NULL),
        ('410611001001', '', 'lost', 'male', '1926-03-10', 'family', 'total', '{veryOld}', 114, 36, 'deceased', '2026-01-01');
      INSERT INTO facilities (id, kind, name, division, lng, lat, address, phone, area, beds, places, opens, licence,
        licence_until, fire_permit_until) VALUES
        (1, 'streetCentre', '中山路中心', '410602001', 114.16, 35.95, '一号', '0392-1', 1600, 60, 0, '全天', 'A', '2026-03-20', '2030-01-01'),
        (2, 'dayCare', '西街日照', '410602001002', 114.18, 35.96, '二号', '0392-2', 100, 10, 20, '全天', 'B', '2026-03-01', '2030-01-01');
      INSERT INTO facility_occupancy VALUES (1, '2026-03-10', '410602001', NULL, 33, 0, '2026-03-10T08:00+08:00'),
        (2, '2026-03-08', '410602001002', NULL, 9, 0, '2026-03-08T08:00+08:00')`);
    const seen = await city.call(overviewRoute, { query: {} });
    const counts = (rows: { key: string; count: number }[]) =>
      Object.fromEntries(rows.filter((row) => row.count > 0).map((row) => [row.key, row.count]));
    expect(seen.persons?.enrolled).toBe(3);
    expect(counts(seen.persons!.byAge)).toEqual({ 60: 1, 70: 1, 100: 1 });
    expect(counts(seen.persons!.byLevel)).toEqual({ mild: 1, none: 1, total: 1 });
    expect(counts(seen.persons!.byPriority)).toEqual({ alone: 2, hardship: 1, veryOld: 1 });
    expect(seen.facilities).toMatchObject({
      beds: 70,
      freshBeds: 60,
      freshBedsTaken: 33,
      stale: 1,
      none: 0,
      permitsOver: 1,
      permitsSoon: 1,
    });
    expect(seen.facilities.byKind.map((kind) => [kind.kind, kind.count, kind.meeting])).toEqual([
      ['streetCentre', 1, 1],
      ['dayCare', 1, 0],
      ['countyInstitution', 0, null],
      ['nursingHome', 0, null],
    ]);
    expect(counts(seen.orders)).toEqual({ completed: 4 });
    expect(seen.coverage).toMatchObject({ communities: 4, covered: 3, reachKm: 3.85 });
    expect(seen.coverage.uncovered.map((row) => [row.name, row.nearest?.name])).toEqual([
      ['嵩山社区', '中山路中心'],
    ]);
    const onFoot = await city.call(overviewRoute, { query: { kmh: 4 } });
    expect(onFoot.coverage).toMatchObject({ covered: 2, reachKm: 0.77 });
  });

  it('shows a provider no register, and a street only its own', async () => {
    const provider = await app.as('providerManager', { orgs: [1] });
    expect((await provider.call(overviewRoute, { query: {} })).persons).toBeNull();
    const street = await app.as('street', { divisions: ['410611001'] });
    const seen = await street.call(overviewRoute, { query: {} });
    expect([seen.persons?.enrolled, seen.facilities.beds, seen.coverage.communities]).toEqual([1, 0, 1]);
    expect(await city.refusal(overviewRoute, { query: { kmh: 0 } })).toEqual([422, 'platform.invalid']);
  });
});
