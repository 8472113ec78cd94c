import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { divisionsRoute, outlinesRoute, unitsRoute } from '@heling/places/contract/divisions';
import { addOrgRoute, orgRoute, orgsRoute, saveOrgRoute } from '@heling/places/contract/orgs';
import { addDivisions, addFacility } from './support';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: '2026-03-10T09:00:00+08:00' });
  await addDivisions(app.db);
});
afterAll(() => app.close());

describe('divisions', () => {
  it('are the real 1,096 of the city, from above', async () => {
    const family = await app.as('family');
    const { items } = await family.call(divisionsRoute, { query: {} });
    const count = (level: string) => items.filter((item) => item.level === level).length;
    expect(['city', 'county', 'street', 'community'].map(count)).toEqual([1, 6, 48, 1041]);
    const known = new Set<string>();
    for (const item of items) {
      expect(item.parent === null || known.has(item.parent)).toBe(true);
      known.add(item.code);
    }
    const part = await family.call(divisionsRoute, { query: { under: '410602', to: 'street' } });
    expect(part.items.every((item) => item.code.startsWith('410602') && item.level !== 'community')).toBe(
      true,
    );
    const whole = await family.call(divisionsRoute, { query: { under: '410600', to: 'county' } });
    expect(whole.items).toHaveLength(7);
  });

  it('have units that own streets, and outlines small enough for a phone', async () => {
    const family = await app.as('family');
    const { items } = await family.call(unitsRoute, {});
    expect(items.map((unit) => [unit.code, unit.countyName, unit.streets.length > 0])).toEqual([
      ['U1', '鹤山区', true],
      ['U2', '淇滨区', false],
    ]);
    const outlines = await family.call(outlinesRoute, {});
    expect(outlines.counties).toHaveLength(5);
    expect(JSON.stringify(outlines).length).toBeLessThan(30_000);
    for (const county of outlines.counties) {
      for (const ring of county.rings) {
        const points = ring.split(' ');
        expect(points[0]).toBe(points.at(-1));
        expect(points.length).toBeGreaterThan(20);
      }
    }
    expect(await app.nobody().refusal(divisionsRoute, { query: {} })).toEqual([401, 'access.sign_in']);
  });
});

describe('organisations', () => {
  const fields = {
    kind: 'provider' as const,
    name: '安康家政',
    division: '410602',
    lng: 114.1,
    lat: 35.9,
    phone: '0392-2620000',
    active: true,
  };

  it('are added by the county and kept by version; the manager only changes the telephone and the place', async () => {
    const county = await app.as('county', { divisions: ['410602'] });
    const { id } = await county.call(addOrgRoute, { body: fields });
    const manager = await app.as('providerManager', { orgs: [id] });
    const params = { id };
    const body = { ...fields, name: '换个名字', phone: '0392-1234567', version: 1 };
    await manager.call(saveOrgRoute, { params, body });
    const page = await manager.call(orgRoute, { params });
    expect(page).toMatchObject({ name: '安康家政', phone: '0392-1234567', version: 2, canSave: true });
    expect(await county.refusal(saveOrgRoute, { params, body })).toEqual([409, 'platform.stale']);
    const other = await app.as('providerManager', { orgs: [id + 1] });
    expect(await other.refusal(saveOrgRoute, { params, body: { ...body, version: 2 } })).toEqual([
      403,
      'places.outside',
    ]);
    const elsewhere = await app.as('county', { divisions: ['410611'] });
    expect(await elsewhere.refusal(addOrgRoute, { body: fields })).toEqual([403, 'places.outside']);
    expect(await elsewhere.refusal(saveOrgRoute, { params, body: { ...body, version: 2 } })).toEqual([
      403,
      'places.outside',
    ]);
  });

  it('are not stopped while they run a facility', async () => {
    const city = await app.as('city');
    const { id } = await city.call(addOrgRoute, { body: { ...fields, kind: 'institution', name: '夕阳红' } });
    await addFacility(app, { id: 9, division: '410602001', org: id });
    expect(
      await city.refusal(saveOrgRoute, {
        params: { id },
        body: { ...fields, kind: 'institution', name: '夕阳红', active: false, version: 1 },
      }),
    ).toEqual([409, 'places.org_in_use']);
    const page = await city.call(orgRoute, { params: { id } });
    expect(page.runs).toEqual([
      { id: 9, kind: 'streetCentre', name: '中心9', beds: 60, bedsTaken: null, freshness: 'none' },
    ]);
    const list = await city.call(orgsRoute, { body: { kind: 'institution', q: '夕阳' } });
    expect(list.items.map((item) => [item.name, item.facilities])).toEqual([['夕阳红', 1]]);
    expect(await city.refusal(orgRoute, { params: { id: 99_999 } })).toEqual([404, 'platform.not_found']);
  });
});
