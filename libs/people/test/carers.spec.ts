import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import {
  addCarerRoute,
  carerRoute,
  carersRoute,
  removeQualificationRoute,
  saveCarerRoute,
  saveQualificationRoute,
} from '@heling/people/contract/carers';
import {
  absentRoute,
  addShiftRoute,
  copyWeekRoute,
  presentRoute,
  removeShiftRoute,
  saveShiftRoute,
  shiftsRoute,
} from '@heling/people/contract/shifts';

/** A Tuesday. */
const TODAY = '2026-03-10';
let app: TestApp;
let manager: TestClient;
let other: TestClient;
let county: TestClient;

beforeAll(async () => {
  app = await startTestApp({ now: `${TODAY}T09:00:00+08:00` });
  await app.db.query(`
    INSERT INTO divisions (code, name, level, lng, lat) VALUES ('410602', '鹤山区', 'county', 114, 36);
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'provider', '安康家政', '410602', 114, 35.9, '0392-1'), (2, 'kitchen', '鹤山助餐点', '410602', 114, 35.9, '0392-2'),
      (3, 'institution', '鹤山养老院', '410602', 114, 35.9, '0392-3')`);
  manager = await app.as('providerManager', { orgs: [1] });
  other = await app.as('providerManager', { orgs: [2] });
  county = await app.as('county', { divisions: ['410602'] });
});
afterAll(() => app.close());

const fields = {
  org: 1,
  name: '李桂兰',
  phone: '10600001234',
  sex: 'female' as const,
  birthYear: 1975,
  division: '410602',
  lng: 114.16312,
  lat: 35.95478,
  transport: 'ebike' as const,
  maxMinutes: 480,
  status: 'active' as const,
};
const add = async (name: string) => (await manager.call(addCarerRoute, { body: { ...fields, name } })).id;
const at = (day: string, time: string) => `${day}T${time}:00+08:00`;
const shift = (carerId: number, day: string, from: string, to: string) => ({
  body: { carerId, day, startsAt: at(day, from), endsAt: at(day, to) },
});

describe('carers', () => {
  it('are registered with their telephone sealed and shown masked', async () => {
    const { id } = await manager.call(addCarerRoute, { body: fields });
    const page = await manager.call(carerRoute, { params: { id }, query: {} });
    expect(page).toMatchObject({
      name: '李桂兰',
      phone: '106****1234',
      lng: 114.163,
      canSave: true,
      shifts: [],
    });
    expect([page.from, page.to]).toEqual(['2026-03-09', '2026-03-22']);
    const row = await app.db.query('SELECT pii FROM carers WHERE id = $1', [id]);
    expect((row.rows[0] as { pii: Buffer }).pii.toString('utf8')).not.toContain('李桂兰');
    const trail = await app.db.query(
      `SELECT coalesce(before::text, '') || after::text AS text FROM audit_log WHERE subject = 'carer'`,
    );
    for (const { text } of trail.rows as { text: string }[]) expect(text).not.toMatch(/李桂兰|10600001234/);
  });

  it('are found by part of the name, whole number, qualification and certificate that ends', async () => {
    const id = await add('王素珍');
    const qualified = { code: 'bathing' as const, certificate: '豫浴001', validUntil: '2026-03-30' };
    await manager.call(saveQualificationRoute, { params: { id }, body: { version: 1, ...qualified } });
    const find = async (body: object) =>
      (await county.call(carersRoute, { body })).items.map((item) => item.name);
    expect(await find({ q: '素珍' })).toEqual(['王素珍']);
    expect(await find({ q: '10600001234', qualification: 'bathing' })).toEqual(['王素珍']);
    expect(await find({ q: '1060000' })).toEqual([]);
    expect(await find({ certificateWithinDays: 30 })).toEqual(['王素珍']);
    expect(await find({ certificateWithinDays: 5 })).toEqual([]);
    const page = await county.call(carerRoute, { params: { id }, query: {} });
    expect(page.certificates).toEqual([{ ...qualified, name: '助浴', daysLeft: 20, state: 'soon' }]);
    const first = await county.call(carersRoute, { body: { limit: 1 } });
    const second = await county.call(carersRoute, { body: { limit: 1, cursor: first.next! } });
    expect(second.items[0]?.id).toBeGreaterThan(first.items[0]!.id);
  });

  it('are edited by version, keep an unseen telephone, and lose a qualification with a reason', async () => {
    const id = await add('赵敏');
    const body = { ...fields, phone: undefined, name: '赵敏', maxMinutes: 300, version: 1 };
    expect(await county.call(saveCarerRoute, { params: { id }, body })).toEqual({ id, version: 2 });
    expect((await county.call(carerRoute, { params: { id }, query: {} })).phone).toBe('106****1234');
    const stale = await manager.send(saveCarerRoute, { params: { id }, body });
    expect([stale.status, stale.body]).toMatchObject([
      409,
      { code: 'platform.stale', current: { version: 2 } },
    ]);
    const over = { version: 2, code: 'bathing' as const, certificate: 'A', validUntil: '2026-03-09' };
    expect(await manager.refusal(saveQualificationRoute, { params: { id }, body: over })).toEqual([
      422,
      'people.certificate_over',
    ]);
    const remove = { version: 2, code: 'bathing' as const, reason: '证书作废' };
    expect(await manager.refusal(removeQualificationRoute, { params: { id }, body: remove })).toEqual([
      409,
      'people.no_qualification',
    ]);
    await manager.call(saveQualificationRoute, {
      params: { id },
      body: { ...over, validUntil: '2027-01-01' },
    });
    await manager.call(removeQualificationRoute, { params: { id }, body: { ...remove, version: 3 } });
    expect((await manager.call(carerRoute, { params: { id }, query: {} })).certificates).toEqual([]);
  });

  it('belong to one provider: another neither sees nor keeps them', async () => {
    const id = await add('孙丽');
    expect(await other.refusal(carerRoute, { params: { id }, query: {} })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect((await other.call(carersRoute, { body: {} })).items).toEqual([]);
    const body = { ...fields, version: 1 };
    expect(await other.refusal(saveCarerRoute, { params: { id }, body })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect(await other.refusal(addCarerRoute, { body: fields })).toEqual([403, 'people.carer_outside']);
    expect(await manager.refusal(saveCarerRoute, { params: { id }, body: { ...body, org: 2 } })).toEqual([
      403,
      'people.carer_outside',
    ]);
    expect(await county.refusal(addCarerRoute, { body: { ...fields, org: 3 } })).toEqual([
      422,
      'people.carer_org',
    ]);
    const elsewhere = await app.as('county', { divisions: ['410611'] });
    expect(await elsewhere.refusal(addCarerRoute, { body: fields })).toEqual([403, 'people.carer_outside']);
    expect(await (await app.as('family')).refusal(carersRoute, { body: {} })).toEqual([403, 'access.role']);
    expect(await (await app.as('auditor')).refusal(addCarerRoute, { body: fields })).toEqual([
      403,
      'access.role',
    ]);
  });
});

describe('shifts', () => {
  it('never overlap for one carer', async () => {
    const id = await add('周梅');
    await manager.call(addShiftRoute, shift(id, '2026-03-11', '08:00', '12:00'));
    expect(await manager.refusal(addShiftRoute, shift(id, '2026-03-11', '11:59', '18:00'))).toEqual([
      409,
      'people.shift_overlaps',
    ]);
    const late = await manager.call(addShiftRoute, shift(id, '2026-03-11', '12:00', '18:00'));
    const body = { version: 1, startsAt: at('2026-03-11', '10:00'), endsAt: at('2026-03-11', '18:00') };
    expect(await manager.refusal(saveShiftRoute, { params: { id: late.id }, body })).toEqual([
      409,
      'people.shift_overlaps',
    ]);
    expect(await manager.refusal(addShiftRoute, shift(id, '2026-03-09', '08:00', '12:00'))).toEqual([
      409,
      'people.shift_past',
    ]);
    expect(await manager.refusal(addShiftRoute, shift(id, '2026-03-12', '18:00', '08:00'))).toEqual([
      422,
      'people.shift_times',
    ]);
    expect(await other.refusal(addShiftRoute, shift(id, '2026-03-12', '08:00', '12:00'))).toEqual([
      404,
      'platform.not_found',
    ]);
  });

  it('hold what was promised in them', async () => {
    const id = await add('吴芳');
    const made = await manager.call(addShiftRoute, shift(id, '2026-03-12', '08:00', '18:00'));
    await app.db.query(`
      INSERT INTO services (code, category, form, name, unit, minutes, carers) VALUES ('bath', 'living', 'visit', '助浴', '次', 60, 2);
      INSERT INTO orders (id, person_id, division, org, service, state, day, channel, placed_by, placed_at, price, subsidy,
        self_pay, pay_state) VALUES (1, 1, '410602', 1, 'bath', 'confirmed', '2026-03-12', 'phone', 1, now(), 0, 0, 0, 'none');
      INSERT INTO visits (id, order_id, person_id, division, org, service, state, day, window_start, window_end, minutes,
        carers_needed, carers, lng, lat) VALUES (1, 1, 1, '410602', 1, 'bath', 'assigned', '2026-03-12',
        '2026-03-12T09:00+08:00', '2026-03-12T11:00+08:00', 60, 1, ARRAY[${id}], 114, 36);
      INSERT INTO visit_carers (visit_id, slot, carer_id, person_id, division, org, period) VALUES (1, 1, ${id}, 1, '410602', 1,
        '[2026-03-12T09:00+08:00, 2026-03-12T10:00+08:00)')`);
    const params = { id: made.id };
    expect(await manager.refusal(removeShiftRoute, { params, body: { version: 1 } })).toEqual([
      409,
      'people.shift_booked',
    ]);
    const move = (from: string) => ({
      params,
      body: { version: 1, startsAt: at('2026-03-12', from), endsAt: at('2026-03-12', '18:00') },
    });
    expect(await manager.refusal(saveShiftRoute, move('09:30'))).toEqual([409, 'people.shift_booked']);
    expect(await manager.refusal(saveShiftRoute, move('09:00'))).toEqual([200, '']);
    expect(await manager.refusal(saveShiftRoute, move('09:00'))).toEqual([409, 'platform.stale']);
    const page = await manager.call(carerRoute, { params: { id }, query: {} });
    expect(page.visits).toEqual({ done: 0, notDone: 0, toCome: 1, averageStars: null });
  });

  it('tell dispatch once for each shift of a sick day, and can be taken back', async () => {
    const id = await add('郑燕');
    const first = await manager.call(addShiftRoute, shift(id, TODAY, '10:00', '12:00'));
    const second = await manager.call(addShiftRoute, shift(id, TODAY, '14:00', '18:00'));
    const self = await app.as('carer', { carerId: id });
    const sick = { params: { id }, body: { day: TODAY, kind: 'sick' as const } };
    expect((await self.call(absentRoute, sick)).shifts.map((each) => each.state)).toEqual(['sick', 'sick']);
    await self.call(absentRoute, sick);
    const events = await app.db.query(
      `SELECT payload, carers FROM outbox WHERE topic = 'carer.sick' AND key = $1 ORDER BY payload->>'shiftId'`,
      [`carer:${id}`],
    );
    expect(events.rows).toEqual(
      [first.id, second.id].map((shiftId) => ({
        payload: { carerId: id, day: TODAY, shiftId },
        carers: [String(id)],
      })),
    );
    const colleague = await app.as('carer', { carerId: id + 1000 });
    expect(await colleague.refusal(absentRoute, sick)).toEqual([404, 'platform.not_found']);
    expect(await self.refusal(presentRoute, { params: { id }, body: { day: TODAY } })).toEqual([
      403,
      'access.role',
    ]);
    const back = await manager.call(presentRoute, { params: { id }, body: { day: TODAY } });
    expect(back.shifts.map((each) => [each.state, each.version])).toEqual([
      ['planned', 3],
      ['planned', 3],
    ]);
    const day = (which: string) => ({ params: { id }, body: { day: which, kind: 'leave' as const } });
    expect(await manager.refusal(absentRoute, day('2026-03-20'))).toEqual([409, 'people.no_shift']);
    expect(await manager.refusal(absentRoute, day('2026-03-01'))).toEqual([409, 'people.shift_past']);
  });

  it('end with the one who leaves', async () => {
    const id = await add('冯霞');
    await manager.call(addShiftRoute, shift(id, '2026-03-16', '08:00', '12:00'));
    const body = { ...fields, name: '冯霞', status: 'left' as const, version: 1 };
    await manager.call(saveCarerRoute, { params: { id }, body });
    const query = { body: { carerId: id, from: TODAY, to: '2026-03-31' } };
    expect((await manager.call(shiftsRoute, query)).items).toEqual([]);
    const told = await app.db.query(
      `SELECT payload->>'day' AS day FROM outbox WHERE topic = 'carer.sick' AND key = $1`,
      [`carer:${id}`],
    );
    expect(told.rows).toEqual([{ day: '2026-03-16' }]);
    expect(await manager.refusal(addShiftRoute, shift(id, '2026-03-17', '08:00', '12:00'))).toEqual([
      409,
      'people.carer_left',
    ]);
  });

  it('are copied from week to week, row by row, and a second time harmlessly', async () => {
    const id = await add('陈静');
    for (const day of ['2026-03-23', '2026-03-25']) {
      await manager.call(addShiftRoute, shift(id, day, '08:00', '16:00'));
    }
    await manager.call(addShiftRoute, shift(id, '2026-04-01', '15:00', '18:00'));
    const week = { body: { org: 1, from: '2026-03-24', to: '2026-04-05' } };
    const copy = await manager.call(copyWeekRoute, week);
    expect(copy).toEqual({
      copied: 1,
      refused: 1,
      results: [
        { carerId: id, day: '2026-03-30', ok: true, detail: null },
        { carerId: id, day: '2026-04-01', ok: false, detail: '与已有班次重叠。' },
      ],
    });
    expect(await manager.call(copyWeekRoute, week)).toMatchObject({ copied: 0, refused: 2 });
    const list = await manager.call(shiftsRoute, { body: { org: 1, from: '2026-03-30', to: '2026-04-05' } });
    expect(list.items.map((each) => [each.carerName, each.day, each.startsAt])).toEqual([
      ['陈静', '2026-03-30', '2026-03-30T00:00:00.000Z'],
      ['陈静', '2026-04-01', '2026-04-01T07:00:00.000Z'],
    ]);
    expect(await other.call(copyWeekRoute, week)).toMatchObject({ copied: 0, results: [] });
    const same = { body: { org: 1, from: '2026-03-24', to: '2026-03-29' } };
    expect(await manager.refusal(copyWeekRoute, same)).toEqual([422, 'people.same_week']);
    expect(await manager.refusal(shiftsRoute, { body: { from: TODAY, to: TODAY } })).toEqual([
      422,
      'people.shift_whose',
    ]);
    expect(await manager.refusal(shiftsRoute, { body: { org: 1, from: TODAY, to: '2026-05-01' } })).toEqual([
      422,
      'people.shift_range',
    ]);
  });
});
