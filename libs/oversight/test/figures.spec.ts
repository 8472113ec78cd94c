import { alarmFiguresRoute, alarmsRoute, resolveAlarmRoute } from '@heling/oversight/contract/alarms';
import { alarmLoadRoute } from '@heling/oversight/contract/load';
import { loadLevel } from '@heling/oversight/domain/load';
import { enrol, send, startHouse, type House } from './support';

let house: House;
beforeAll(async () => {
  house = await startHouse('2026-11-24T00:00:00Z');
}, 60_000);
afterAll(() => house.app.close());

describe('the load of a seat', () => {
  it('is held against EEMUA 191, names what chatters, floods, is stale or false, and leads to the alarms', async () => {
    const { app, facility, manager, seat, at, openOf } = house;
    let boot = 0;
    /** A raise that no other message is like. */
    const raise = (kind: string) => ({ type: 'raise', kind, boot: (boot += 1), seq: 1 });
    app.setTime(at(100));
    const noisy = await enrol(manager, facility.id, 'noisy');
    const quiet = await enrol(manager, facility.id, 'quiet');
    for (let i = 0; i < 4; i += 1) await send(app, noisy, raise('door'));
    await send(app, quiet, raise('water'));
    const door = (await openOf(noisy, 'door'))!;
    await seat.call(resolveAlarmRoute, { params: { id: door.id }, body: { outcome: 'false', note: '风吹' } });
    const old = (await openOf(quiet, 'water'))!;
    const query = { from: at(0), to: at(86_400), facilityId: facility.id };
    const load = await seat.call(alarmLoadRoute, { query });
    expect(load.seats).toMatchObject([
      { facilityId: facility.id, alarms: 2, perTenMinutes: 2, level: 'manageable', busiest: 2, floods: 0 },
    ]);
    expect(load.chattering).toMatchObject([{ code: 'noisy', kind: 'door', times: 2, raises: 4 }]);
    expect(load.frequent.map(({ code, share }) => [code, share])).toEqual([
      ['noisy', 0.5],
      ['quiet', 0.5],
    ]);
    expect(load.falseAlarms).toMatchObject([{ code: 'noisy', falseAlarms: 1, ended: 1 }]);
    expect(load.stale).toEqual([]);
    await app.db.query(`UPDATE alarms SET opened_at = opened_at - interval '25 hours' WHERE id = $1`, [
      old.id,
    ]);
    const later = await seat.call(alarmLoadRoute, { query });
    expect(later.stale).toMatchObject([{ alarmId: old.id, code: 'quiet', kind: 'water' }]);
    const drill = {
      deviceId: noisy.id,
      kind: 'door' as const,
      outcome: 'false' as const,
      from: at(0),
      to: at(1100),
    };
    const { items } = await seat.call(alarmsRoute, { query: { ...drill, limit: 50 } });
    expect(items.map(({ id }) => id)).toEqual([door.id]);
    expect(await seat.refusal(alarmLoadRoute, { query: { ...query, to: query.from } })).toEqual([
      422,
      'oversight.period',
    ]);
  });

  it('is a level for an average of 10 minutes', () => {
    expect([0.4, 1, 2, 5, 10, 11].map(loadLevel)).toEqual([
      ...['acceptable', 'acceptable', 'manageable', 'overDemanding', 'overDemanding', 'unacceptable'],
    ]);
  });
});

describe('how fast a P0 is answered', () => {
  it('is late only once its time is over; until then it counts neither way', async () => {
    const { app, facility, manager, seat, at } = house;
    const device = await enrol(manager, facility.id, 'call');
    const query = { from: at(200), to: at(2000), facilityId: facility.id };
    const figures = async () => (await seat.call(alarmFiguresRoute, { query })).totals;
    const slowerThan = async (seconds: number) =>
      (await seat.call(alarmsRoute, { query: { ...query, slowerThan: seconds, limit: 50 } })).items.length;
    app.setTime(at(200));
    await send(app, device, { type: 'raise', kind: 'sos', boot: 1, seq: 1 });
    expect(await figures()).toMatchObject({ p0: 1, within60: 0, slower60: 0, within180: 0, slower180: 0 });
    expect(await slowerThan(60)).toBe(0);
    app.setTime(at(300));
    expect(await figures()).toMatchObject({ p0: 1, within60: 0, slower60: 1, within180: 0, slower180: 0 });
    expect([await slowerThan(60), await slowerThan(180)]).toEqual([1, 0]);
  });
});
