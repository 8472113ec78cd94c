import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import {
  addFacilityRoute,
  facilitiesRoute,
  facilityRoute,
  reportOccupancyRoute,
  saveFacilityRoute,
} from '@heling/places/contract/facilities';
import { wallRoute } from '@heling/places/contract/wall';
import { addDivisions, addFacility } from './support';

const STREET = '410602001';
const OTHER = '410611001';
let app: TestApp;
let city: TestClient;

beforeAll(async () => {
  app = await startTestApp({ now: '2026-03-10T09:00:00+08:00' });
  await addDivisions(app.db);
  await app.db.query(`INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
    (1, 'institution', '鹤山养老', '410602', 114.1, 35.9, '0392-1'), (2, 'provider', '安康家政', '410602', 114, 35.9, '0392-2')`);
  await addFacility(app, { id: 1, division: STREET, org: 1 });
  await addFacility(app, {
    id: 2,
    kind: 'dayCare',
    division: `${STREET}001`,
    area: 150,
    beds: 0,
    ledBy: 1,
    licenceUntil: '2026-04-01',
  });
  await addFacility(app, { id: 3, division: OTHER, beds: 40, name: '淇滨中心' });
  city = await app.as('city');
});
afterAll(() => app.close());

const fields = {
  kind: 'nursingHome' as const,
  name: '金色年华养老院',
  division: `${STREET}001`,
  org: 1,
  lng: 114.15,
  lat: 35.95,
  address: '长风路 1 号',
  phone: '0392-2620001',
  area: 3000,
  beds: 120,
  places: 0,
  opens: '全天',
  licence: '豫鹤养 2024-007',
  licenceUntil: '2028-06-30',
  firePermitUntil: '2027-01-31',
  foodPermitUntil: null,
  ledBy: 1,
  partners: ['鹤山区人民医院'],
  services: ['托养', '助餐'],
};

describe('the list of facilities', () => {
  it('is judged against the standard and the calendar of permits', async () => {
    const all = await city.call(facilitiesRoute, { body: {} });
    expect(all.total).toBe(3);
    expect(all.items.map((item) => [item.id, item.standardMet, item.permitDaysLeft])).toEqual([
      [1, true, 1393],
      [2, false, 22],
      [3, false, 1393],
    ]);
    expect(all.items[0]?.divisionName).toMatch(/^鹤山区 \S+$/);
    const soon = await city.call(facilitiesRoute, { body: { permitWithinDays: 30 } });
    expect(soon.items.map((item) => item.id)).toEqual([2]);
    const below = await city.call(facilitiesRoute, {
      body: { belowStandard: true, kinds: ['streetCentre'] },
    });
    expect(below.items.map((item) => item.id)).toEqual([3]);
    const named = await city.call(facilitiesRoute, { body: { q: '淇滨', division: '410611' } });
    expect(named.items.map((item) => item.id)).toEqual([3]);
  });

  it('pages by cursor and refuses a cursor that is not its own', async () => {
    const first = await city.call(facilitiesRoute, { body: { limit: 2 } });
    const second = await city.call(facilitiesRoute, { body: { limit: 2, cursor: first.next! } });
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual([1, 2, 3]);
    expect([second.next, second.total]).toEqual([null, 3]);
    expect(await city.refusal(facilitiesRoute, { body: { cursor: 'x' } })).toEqual([422, 'platform.invalid']);
  });

  it('shows a street only its own, an institution its own, and families none', async () => {
    const street = await app.as('street', { divisions: [OTHER] });
    expect((await street.call(facilitiesRoute, { body: {} })).items.map((item) => item.id)).toEqual([3]);
    expect(await street.refusal(facilityRoute, { params: { id: 1 } })).toEqual([404, 'platform.not_found']);
    const duty = await app.as('institutionDuty', { orgs: [1] });
    expect((await duty.call(facilitiesRoute, { body: {} })).items.map((item) => item.id)).toEqual([1]);
    expect(await (await app.as('family')).refusal(facilitiesRoute, { body: {} })).toEqual([
      403,
      'access.role',
    ]);
    expect(await app.nobody().refusal(facilitiesRoute, { body: {} })).toEqual([401, 'access.sign_in']);
  });
});

describe('the page of a facility', () => {
  it('says what it leads, what it lacks, and which permits it holds', async () => {
    const centre = await city.call(facilityRoute, { params: { id: 1 } });
    expect(centre.leads).toEqual([{ id: 2, kind: 'dayCare', name: '中心2' }]);
    expect(centre.days).toHaveLength(30);
    expect(centre.permits.at(-1)).toEqual({
      kind: 'food',
      name: '食品经营许可',
      until: null,
      daysLeft: null,
      state: 'none',
    });
    const day = await city.call(facilityRoute, { params: { id: 2 } });
    expect(day.shortfalls).toEqual(['面积 150 平方米，标准不少于 200 平方米']);
    expect(day.permits[0]).toMatchObject({ state: 'soon', daysLeft: 22 });
    expect(day.ledBy?.id).toBe(1);
    expect(day.occupancy).toEqual({
      bedsTaken: null,
      placesTaken: null,
      reportedAt: null,
      freshness: 'none',
    });
  });
});

describe('keeping the record', () => {
  it('adds and edits, with the audit and an event beside it, and refuses a stale edit', async () => {
    const street = await app.as('street', { divisions: [STREET] });
    const added = await street.call(addFacilityRoute, { body: fields }, 'key-add-0001');
    expect(await street.call(addFacilityRoute, { body: fields }, 'key-add-0001')).toEqual(added);
    const params = { id: added.id };
    const saved = await street.call(saveFacilityRoute, {
      params,
      body: { ...fields, beds: 130, version: 1 },
    });
    expect(saved.version).toBe(2);
    const late = await city.send(saveFacilityRoute, { params, body: { ...fields, version: 1 } });
    expect([late.status, late.body]).toMatchObject([
      409,
      { code: 'platform.stale', current: { beds: 130, version: 2 } },
    ]);
    const trail = await app.db.query(
      `SELECT action, before->>'beds' AS was, after->>'beds' AS is FROM audit_log WHERE subject = 'facility' AND subject_id = $1
       ORDER BY id`,
      [added.id],
    );
    expect(trail.rows).toEqual([
      { action: 'places.addFacility', was: null, is: '120' },
      { action: 'places.saveFacility', was: '120', is: '130' },
    ]);
    const events = await app.db.query(`SELECT topic FROM outbox WHERE key = $1`, [`facility:${added.id}`]);
    expect(events.rows).toHaveLength(2);
  });

  it('stays inside the divisions of the one who writes', async () => {
    const street = await app.as('street', { divisions: [STREET] });
    const refused = (body: object) =>
      street.refusal(addFacilityRoute, { body: { ...fields, ...body } as typeof fields });
    expect(await refused({ division: OTHER })).toEqual([403, 'places.outside']);
    expect(await refused({ division: '410602999' })).toEqual([403, 'places.outside']);
    expect(await refused({ division: `${STREET}999` })).toEqual([422, 'places.division']);
    expect(await refused({ org: 999 })).toEqual([422, 'places.org']);
    // An organisation of the county may run houses in its streets; one of another county may not.
    await app.db.query(`INSERT INTO orgs (id, kind, name, division, lng, lat, phone)
      VALUES (7, 'institution', '淇滨养老', '410611', 114.2, 35.7, '0392-7')`);
    expect(await refused({ org: 7 })).toEqual([403, 'places.org_outside']);
    expect(await refused({ ledBy: 2 })).toEqual([422, 'places.leader']);
    const body = { ...fields, version: 1 };
    expect(await street.refusal(saveFacilityRoute, { params: { id: 3 }, body })).toEqual([
      404,
      'platform.not_found',
    ]);
    const duty = await app.as('institutionManager', { orgs: [1] });
    expect(await duty.refusal(saveFacilityRoute, { params: { id: 1 }, body })).toEqual([403, 'access.role']);
  });

  it('keeps script and SQL as the text they are', async () => {
    const name = `<script>alert(1)</script>'; DROP TABLE orgs;--`;
    const { id } = await city.call(addFacilityRoute, { body: { ...fields, name, ledBy: null } });
    expect((await city.call(facilityRoute, { params: { id } })).name).toBe(name);
    await app.db.query('DELETE FROM facilities WHERE id = $1', [id]);
  });
});

describe('occupancy', () => {
  const report = (client: TestClient, id: number, bedsTaken: number, extra: { day?: string } = {}) =>
    client.refusal(reportOccupancyRoute, { params: { id }, body: { bedsTaken, placesTaken: 0, ...extra } });

  it('is fresh when reported and stale after a day; never reported is neither', async () => {
    const duty = await app.as('institutionDuty', { orgs: [1] });
    expect(await report(duty, 1, 42)).toEqual([200, '']);
    expect(await report(duty, 1, 43)).toEqual([200, '']);
    expect(await report(duty, 3, 1)).toEqual([404, 'platform.not_found']);
    const page = await duty.call(facilityRoute, { params: { id: 1 } });
    expect(page.occupancy).toMatchObject({ bedsTaken: 43, freshness: 'fresh' });
    expect(page.days.at(-1)).toEqual({ day: '2026-03-10', bedsTaken: 43, placesTaken: 0 });
    expect(page.days.at(-2)?.bedsTaken).toBeNull();
    expect((await city.call(wallRoute, { query: {} })).totals).toMatchObject({
      fresh: 1,
      stale: 0,
      freshBedsTaken: 43,
    });

    await app.db.query(
      `UPDATE facility_occupancy SET reported_at = reported_at - interval '24 hours 1 minute'`,
    );
    const wall = await city.call(wallRoute, { query: { kind: 'streetCentre' } });
    expect(wall.items.map((item) => [item.id, item.bedsTaken, item.freshness])).toEqual([
      [1, 43, 'stale'],
      [3, null, 'none'],
    ]);
    expect(wall.totals).toEqual({
      facilities: 2,
      beds: 100,
      freshBeds: 0,
      freshBedsTaken: 0,
      fresh: 0,
      stale: 1,
      none: 1,
    });
    const stale = await city.call(facilitiesRoute, { body: { freshness: 'stale' } });
    expect(stale.items.map((item) => item.id)).toEqual([1]);
  });

  it('refuses more than there is, the future, and what is long past', async () => {
    expect(await report(city, 1, 61)).toEqual([422, 'places.too_many_beds']);
    expect(await report(city, 1, 10, { day: '2026-03-11' })).toEqual([422, 'places.day']);
    expect(await report(city, 1, 10, { day: '2026-03-01' })).toEqual([422, 'places.day']);
    expect(await report(city, 3, 10, { day: '2026-03-08' })).toEqual([200, '']);
    // What is filled in for the day before yesterday does not make today's picture fresh.
    const page = await city.call(facilityRoute, { params: { id: 3 } });
    expect(page.occupancy).toMatchObject({ bedsTaken: 10, freshness: 'stale' });
  });

  it('moves with the facility when it comes under another division', async () => {
    const page = await city.call(facilityRoute, { params: { id: 3 } });
    const body = {
      ...fields,
      kind: page.kind,
      name: page.name,
      ledBy: null,
      org: null,
      beds: 40,
      division: STREET,
      version: page.version,
    };
    await city.call(saveFacilityRoute, { params: { id: 3 }, body });
    const street = await app.as('street', { divisions: [STREET] });
    expect((await street.call(facilityRoute, { params: { id: 3 } })).occupancy.bedsTaken).toBe(10);
    const former = await app.as('street', { divisions: [OTHER] });
    expect(await former.refusal(facilityRoute, { params: { id: 3 } })).toEqual([404, 'platform.not_found']);
  });
});
