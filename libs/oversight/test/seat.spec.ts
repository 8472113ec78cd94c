import { add } from '@heling/people/contract/registry';
import { checkDigit } from '@heling/people/domain/identity';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import {
  ackAlarmRoute,
  alarmQueueRoute,
  alarmRoute,
  alarmsRoute,
  resolveAlarmRoute,
} from '@heling/oversight/contract/alarms';
import { enrolDeviceRoute } from '@heling/oversight/contract/devices';
import { addDutyShiftRoute, myCallsRoute } from '@heling/oversight/contract/duty';
import {
  alarmPhonesRoute,
  alarmResidentRoute,
  dutyLogRoute,
  recordAlarmRoute,
} from '@heling/oversight/contract/seat';
import { alarmStreamRoute, wallHistoryRoute } from '@heling/oversight/contract/wall';
import { institution, send, type Device } from './support';

const NOW = '2026-11-24T00:00:00Z';
const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

let app: TestApp;
let manager: TestClient;
let seat: TestClient;
let facility: { id: number; org: number };
let device: Device;
let personId: number;
let alarmId: number;

beforeAll(async () => {
  app = await startTestApp({ worker: true, now: NOW });
  await app.db.query(
    `INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES ('410600', '鹤壁市', 'city', NULL, 114, 35.9),
       ('410602', '鹤山区', 'county', '410600', 114, 35.9), ('410602001', '一街道', 'street', '410602', 114, 35.9),
       ('410602001001', '一社区', 'community', '410602001', 114, 35.9)`,
  );
  facility = await institution(app);
  manager = await app.as('institutionManager', { orgs: [facility.org], division: '410602001001' });
  seat = await app.as('institutionDuty', { orgs: [facility.org], division: '410602001001' });
  const city = await app.as('city');
  const body = `41069919400506001`.slice(0, 17);
  const person = await city.call(add, {
    body: {
      name: '王秀英',
      idNumber: body + checkDigit(body),
      sex: 'male',
      birth: '1940-05-06',
      phone: '15400000001',
      division: '410602001001',
      address: '长风中路12号院',
      living: 'institution',
      notDuplicate: true,
      contacts: [{ name: '王小明', phone: '13900000002', relation: 'child', emergency: true }],
    },
  });
  personId = person.id;
  await manager.call(addDutyShiftRoute, {
    body: {
      ...{
        facilityId: facility.id,
        duty: 'seat',
        accountId: seat.accountId,
        name: '李敏',
        phone: '13800001111',
      },
      ...{ startsAt: at(-3600), endsAt: at(7200) },
    },
  });
  const enrolled = await city.call(enrolDeviceRoute, {
    body: {
      ...{
        facilityId: facility.id,
        code: 'bed1',
        model: '床垫',
        style: 'heling',
        life: true,
        heartbeatSeconds: 3600,
      },
      ...{ room: '302', bed: '2', personId },
    },
  });
  device = { code: 'bed1', institution: facility.id, ...enrolled };
  await send(app, device, { type: 'raise', kind: 'fall', boot: 1, seq: 1, readings: { heartRate: 96 } });
  alarmId = (await seat.call(alarmQueueRoute, { query: {} })).items[0]!.id;
}, 60_000);
afterAll(() => app.close());

describe('the duty seat', () => {
  it('rings at whoever is on duty, and says what for', async () => {
    const { items } = await seat.call(myCallsRoute, {});
    expect(items).toMatchObject([
      { alarmId, facility: '安康养老院', kindName: '跌倒', priority: 'P0', room: '302' },
    ]);
    const stream = await seat.call(alarmStreamRoute, {});
    expect(stream.urgent).toMatchObject([
      { id: alarmId, calling: { duty: 'seat', name: '测试institutionDuty' }, ackedBy: null },
    ]);
  });

  it('shows whom it concerns, masked, though the register is not the institution’s', async () => {
    const { resident } = await seat.call(alarmResidentRoute, { params: { id: alarmId } });
    expect(resident).toMatchObject({
      personId,
      name: '王*英',
      age: 86,
      contacts: [{ name: '王*明', phone: '139****0002', relation: 'child' }],
    });
    const elsewhere = await app.as('county', { divisions: ['410611'] });
    for (const route of [alarmResidentRoute, alarmPhonesRoute]) {
      expect((await elsewhere.refusal(route, { params: { id: alarmId } }))[0]).toBe(404);
    }
    const phones = await seat.call(alarmPhonesRoute, { params: { id: alarmId } });
    expect(phones).toMatchObject({
      phone: '15400000001',
      contacts: [{ name: '王小明', phone: '13900000002' }],
    });
    const audited = await app.db.query(
      `SELECT action, purpose FROM audit_log WHERE person_id = $1 AND account_id = $2 ORDER BY id`,
      [personId, seat.accountId],
    );
    expect(audited.rows).toEqual([
      { action: 'oversight.resident', purpose: 'emergency' },
      { action: 'people.unmask', purpose: 'emergency' },
    ]);
  });

  it('keeps what was done in the course and in the log of the shift', async () => {
    app.setTime(at(20));
    await seat.call(ackAlarmRoute, { params: { id: alarmId } });
    const record = (body: { what: 'onSite' | 'step' | 'callOut' | 'note'; text?: string }) =>
      seat.call(recordAlarmRoute, { params: { id: alarmId }, body });
    await record({ what: 'onSite' });
    await record({ what: 'step', text: 'vital' });
    await record({ what: 'callOut', text: '子女：已接通' });
    const wrong = { params: { id: alarmId }, body: { what: 'step' as const, text: 'nothing' } };
    expect(await seat.refusal(recordAlarmRoute, wrong)).toEqual([422, 'oversight.step']);
    const one = await seat.call(alarmRoute, { params: { id: alarmId } });
    expect(one.ackedBy).toBe('测试institutionDuty');
    expect(one.onSiteAt).not.toBeNull();
    expect(one.course.map(({ change, reason }) => [change, reason])).toEqual([
      ['raised', null],
      ['acked', null],
      ['onSite', null],
      ['step', '测意识、呼吸、脉搏和血压'],
      ['callOut', '子女：已接通'],
    ]);
    expect(one.readings).toMatchObject([{ values: { heartRate: 96 } }]);
    await seat.call(resolveAlarmRoute, {
      params: { id: alarmId },
      body: { outcome: 'real', note: '无外伤' },
    });
    const log = await seat.call(dutyLogRoute, {
      params: { id: facility.id },
      query: { day: '2026-11-24' },
    });
    expect(log.items.map(({ change }) => change)).toEqual([
      'raised',
      'called',
      'acked',
      'onSite',
      'step',
      'callOut',
      'resolved',
    ]);
    const slow = { slowerThan: 10, from: at(-60), to: at(600), shift: 'day' as const, limit: 50 };
    expect((await seat.call(alarmsRoute, { query: slow })).items.map(({ id }) => id)).toEqual([alarmId]);
    expect((await seat.call(alarmsRoute, { query: { ...slow, slowerThan: 60 } })).items).toEqual([]);
    expect((await seat.call(alarmsRoute, { query: { ...slow, shift: 'night' } })).items).toEqual([]);
  });
});

describe('the last 24 hours of the wall', () => {
  it('tells each state an alarm took, and when', async () => {
    const history = await seat.call(wallHistoryRoute, {});
    expect(history.items).toMatchObject([
      {
        id: alarmId,
        kindName: '跌倒',
        course: [{ state: 'active-unacked' }, { state: 'active-acked' }, { state: 'closed' }],
      },
    ]);
    await app.db.query(`UPDATE alarms SET closed_at = closed_at - interval '25 hours' WHERE id = $1`, [
      alarmId,
    ]);
    expect((await seat.call(wallHistoryRoute, {})).items).toEqual([]);
  });
});
