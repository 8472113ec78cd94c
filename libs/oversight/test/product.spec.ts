import { until } from '@heling/platform/testing/until';
import { Redis } from 'ioredis';
import {
  ackAlarmRoute,
  alarmFiguresRoute,
  alarmQueueRoute,
  alarmRoute,
  alarmWallRoute,
  handOverRoute,
  resolveAlarmRoute,
  shelveAlarmRoute,
  takeOverAlarmRoute,
  unshelveAlarmRoute,
} from '@heling/oversight/contract/alarms';
import {
  devicesRoute,
  ingestRoute,
  maintainDeviceRoute,
  quarantineRoute,
  renewCredentialRoute,
} from '@heling/oversight/contract/devices';
import {
  dutyShiftsRoute,
  endDutyShiftRoute,
  myCallsRoute,
  policyRoute,
  receiptRoute,
  setPolicyRoute,
  swapDutyShiftRoute,
  tryPolicyRoute,
} from '@heling/oversight/contract/duty';
import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { enrol, frameOf, send, startHouse, type Device, type House } from './support';

let house: House;
let app: TestApp;
let manager: TestClient;
let seat: TestClient;
let facility: { id: number; org: number };
let at: House['at'];
let shift: House['shift'];
let openOf: House['openOf'];

const count = async (sql: string, params: unknown[] = []) =>
  Number((await app.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, params)).rows[0]!.n);
let boot = 0;
/** A raise that no other message is like. */
const raise = (kind: string) => ({ type: 'raise', kind, boot: (boot += 1), seq: 1 });

beforeAll(async () => {
  house = await startHouse('2026-11-24T00:00:00Z');
  ({ app, manager, seat, facility, at, shift, openOf } = house);
}, 60_000);
afterAll(() => app.close());

describe('what devices send', () => {
  it('is taken in three styles, once, however often it comes, and a wrong one is kept with its reason', async () => {
    app.setTime(at(300));
    const own = await enrol(manager, facility.id, 'own');
    const flat = await enrol(manager, facility.id, 'flat', { style: 'flat' });
    const frame = await enrol(manager, facility.id, 'frame', { style: 'frame' });
    const fall = { type: 'raise', kind: 'fall', boot: 1, seq: 1, readings: { heartRate: 60 } };
    for (let n = 0; n < 3; n += 1) {
      await send(app, own, fall);
      await send(app, flat, { evt: 'FALL', up: 1, cnt: 1 });
      await send(
        app,
        frame,
        frameOf({ type: 1, kind: 0, boot: 1, seq: 1, seconds: 0, heart: 60, breath: 0 }),
      );
    }
    await Promise.all(Array.from({ length: 20 }, () => send(app, own, { ...fall, seq: 2 })));
    // After a restart it counts from 1 again: a new fall.
    await send(app, own, { ...fall, boot: 2 });
    expect((await openOf(own, 'fall'))?.occurrences).toBe(3);
    expect((await openOf(flat, 'fall'))?.occurrences).toBe(1);
    expect((await openOf(frame, 'fall'))?.occurrences).toBe(1);
    expect(await count('device_messages WHERE device_id = $1', [own.id])).toBe(3);
    await send(app, own, Buffer.from('{"name":"王秀英"'));
    await send(app, own, Buffer.from('{'));
    await send(app, flat, { evt: 'DANCE', up: 1, cnt: 2 });
    const kept = await manager.call(quarantineRoute, { query: { facilityId: facility.id } });
    expect(kept.items.map(({ code, reason, count: times }) => [code, reason, times])).toEqual([
      ['flat', 'unknown-kind', 1],
      ['own', 'not-json', 2],
    ]);
    const detail = await seat.call(alarmRoute, { params: { id: (await openOf(own, 'fall'))!.id } });
    expect(detail.course.map((line) => line.change)).toEqual(['raised', 'repeated', 'repeated']);
    expect(detail.readings[0]?.values).toEqual({ heartRate: 60 });
  });

  it('is refused without the device’s own credential, and with the old one after a change', async () => {
    const device = await enrol(manager, facility.id, 'secret');
    const body = { institution: facility.id, device: 'own', credential: device.credential, payload: 'e30=' };
    expect(await app.nobody().refusal(ingestRoute, { body })).toEqual([401, 'oversight.credential']);
    const { items } = await manager.call(devicesRoute, { query: { facilityId: facility.id, limit: 200 } });
    const { id, version } = items.find((one) => one.code === 'secret')!;
    const renewed = await manager.call(renewCredentialRoute, { params: { id }, body: { version } });
    await send(app, { ...device, credential: renewed.credential }, raise('battery'));
    await expect(send(app, device, raise('battery'))).rejects.toThrow('oversight.credential');
  });

  it('over the device’s limit is counted and kept out, but for a life in danger', async () => {
    const chatter = await enrol(manager, facility.id, 'chatter');
    for (let n = 0; n < 2; n += 1) {
      const beats = Array.from({ length: 400 }, (_, i) => ({ type: 'heartbeat', boot: n, seq: i }));
      await send(app, chatter, beats);
    }
    await send(app, chatter, raise('sos'));
    expect(await openOf(chatter, 'sos')).toBeDefined();
    const stored = await count('device_messages WHERE device_id = $1', [chatter.id]);
    expect(stored).toBeGreaterThanOrEqual(600);
    expect(stored).toBeLessThan(700);
    const { items } = await manager.call(quarantineRoute, { query: { facilityId: facility.id } });
    const kept = items.find(({ code, reason }) => code === 'chatter' && reason === 'too-many');
    expect(kept!.count).toBe(801 - stored);
  });

  it('raises nothing while the device is under maintenance', async () => {
    const device = await enrol(manager, facility.id, 'repaired');
    await manager.call(maintainDeviceRoute, {
      params: { id: device.id },
      body: { until: at(4000), reason: '更换电池' },
    });
    await send(app, device, raise('battery'));
    expect(await openOf(device, 'battery')).toBeUndefined();
    expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(1);
  });
});

describe('alarms', () => {
  it('are answered, shelved and ended by people, and the figures count the seconds', async () => {
    app.setTime(at(1000));
    const device = await enrol(manager, facility.id, 'call1');
    await send(app, device, raise('sos'));
    await send(app, device, raise('battery'));
    const sos = (await openOf(device, 'sos'))!;
    const battery = (await openOf(device, 'battery'))!;
    const queue = await seat.call(alarmQueueRoute, { query: { facilityId: facility.id } });
    expect(queue.items[0]!.priority).toBe('P0');
    const shelving = { until: at(2000), reason: '已通知更换' };
    expect(await seat.refusal(shelveAlarmRoute, { params: { id: sos.id }, body: shelving })).toEqual([
      422,
      'oversight.p0',
    ]);
    await seat.call(shelveAlarmRoute, { params: { id: battery.id }, body: shelving });
    expect((await openOf(device, 'battery'))?.state).toBe('shelved');
    expect(await seat.refusal(ackAlarmRoute, { params: { id: battery.id } })).toEqual([
      409,
      'oversight.state',
    ]);
    await seat.call(unshelveAlarmRoute, { params: { id: battery.id } });
    // Two at once: the second is told who has it, and may take it over.
    const both = await Promise.all(
      [seat, manager].map((one) => one.refusal(ackAlarmRoute, { params: { id: sos.id } })),
    );
    expect(both.sort()).toEqual([
      [200, ''],
      [409, 'oversight.taken'],
    ]);
    await manager.call(takeOverAlarmRoute, { params: { id: sos.id } });
    await seat.call(takeOverAlarmRoute, { params: { id: sos.id } });
    const ended = { outcome: 'real' as const, note: '已扶起，无外伤' };
    await seat.call(resolveAlarmRoute, { params: { id: sos.id }, body: ended });
    expect(await seat.refusal(ackAlarmRoute, { params: { id: sos.id } })).toEqual([409, 'oversight.closed']);
    const { items } = await seat.call(alarmFiguresRoute, {
      query: { from: at(999), to: at(1100), facilityId: facility.id },
    });
    expect(items).toMatchObject([{ shift: 'day', p0: 1, within60: 1, within180: 1, alarms: 2 }]);
    const wall = await seat.call(alarmWallRoute, {});
    expect(wall.items.map((item) => item.facilityId)).toEqual([facility.id]);
    expect(wall.items[0]!.p3).toBeGreaterThan(0);
    const elsewhere = await app.as('county', { divisions: ['410611'] });
    expect(await elsewhere.refusal(alarmRoute, { params: { id: sos.id } })).toEqual([
      404,
      'platform.not_found',
    ]);
  });

  it('must be handed over by name before a shift ends', async () => {
    const open = (await seat.call(alarmQueueRoute, { query: { facilityId: facility.id } })).items;
    const urgent = open.filter(({ priority }) => priority === 'P0' || priority === 'P1');
    expect(urgent.length).toBeGreaterThan(0);
    const mine = (
      await seat.call(dutyShiftsRoute, { query: { facilityId: facility.id, from: at(0), to: at(7200) } })
    ).items.find(({ duty }) => duty === 'seat')!;
    const end = { params: { id: mine.id }, body: { version: mine.version } };
    expect(await seat.refusal(endDutyShiftRoute, end)).toEqual([409, 'oversight.open_alarms']);
    const next = await shift('seat', manager, 900, 9000);
    for (const { id } of urgent) {
      await seat.call(handOverRoute, { params: { id }, body: { shiftId: next.id } });
    }
    await seat.call(endDutyShiftRoute, end);
    expect(await seat.refusal(endDutyShiftRoute, end)).toEqual([409, 'oversight.shift_ended']);
  });
});

describe('calls', () => {
  it('go to the next channel and then the next step when no receipt comes', async () => {
    app.setTime(at(3000));
    const rule = (channels: ('screen' | 'sms')[]) => ({
      steps: [
        { afterSeconds: 0, to: 'seat' as const, channels },
        { afterSeconds: 600, to: 'district' as const, channels: ['screen' as const] },
      ],
    });
    await manager.call(setPolicyRoute, {
      params: { id: facility.id },
      body: {
        startsAt: at(3010),
        receiptSeconds: 15,
        rules: { P0: rule(['screen']), P1: rule(['screen', 'sms']) },
      },
    });
    app.setTime(at(3020));
    const device = await enrol(manager, facility.id, 'called');
    await send(app, device, raise('fall'));
    await send(app, device, raise('heart-rate'));
    const fall = (await openOf(device, 'fall'))!;
    const heart = (await openOf(device, 'heart-rate'))!;
    app.setTime(at(3040));
    const calls = async (id: number) =>
      (await seat.call(alarmRoute, { params: { id } })).calls.map(({ duty, channel, state }) =>
        [duty, channel, state].join(' '),
      );
    await until(async () => (await calls(fall.id)).length === 2, 'the next step');
    expect(await calls(fall.id)).toEqual(['seat screen missed', 'district screen sent']);
    await until(async () => (await calls(heart.id))[1] === 'seat sms received', 'the message’s receipt');
    expect(await calls(heart.id)).toEqual(['seat screen missed', 'seat sms received']);
    // Who is called sees it, and confirms by the screen.
    const { items } = await seat.call(myCallsRoute, {});
    const mine = items.find(({ alarmId }) => alarmId === fall.id)!;
    await seat.call(receiptRoute, { params: { id: mine.id } });
    expect(await calls(fall.id)).toEqual(['seat screen missed', 'district screen received']);
    expect(await manager.refusal(receiptRoute, { params: { id: mine.id } })).toEqual([
      404,
      'platform.not_found',
    ]);
  }, 40_000);

  it('of a trial reach everybody on the policy, and gaps of the roster are found ahead', async () => {
    const trial = await manager.call(tryPolicyRoute, { params: { id: facility.id } });
    expect(trial).toMatchObject({ called: 3, nobody: [] });
    const policy = await manager.call(policyRoute, { params: { id: facility.id } });
    expect(policy.trial).toHaveLength(3);
    expect(new Set(policy.gaps.map(({ duty }) => duty))).toEqual(new Set(['seat', 'district']));
    const district = (
      await seat.call(dutyShiftsRoute, { query: { facilityId: facility.id, from: at(0), to: at(7200) } })
    ).items.find(({ duty }) => duty === 'district')!;
    const swap = { accountId: manager.accountId, name: '王芳', phone: '13800002222' };
    await manager.call(swapDutyShiftRoute, {
      params: { id: district.id },
      body: { version: district.version, ...swap },
    });
    expect(
      await manager.refusal(swapDutyShiftRoute, {
        params: { id: district.id },
        body: { version: district.version, ...swap },
      }),
    ).toEqual([409, 'platform.stale']);
  });
});

describe('a flood', () => {
  it('of out-of-order messages, a third of them sent twice, loses nothing and counts nothing twice', async () => {
    app.setTime(at(4500));
    const devices: Device[] = [];
    for (let n = 0; n < 10; n += 1) devices.push(await enrol(manager, facility.id, `flood${n}`));
    const sent = devices.flatMap((device, d) =>
      Array.from({ length: 8 }, (_, part) => {
        // Sevens and elevens mix the order, the same each time.
        const messages = Array.from({ length: 30 }, (__, i) => {
          const seq = ((part * 30 + i) * 7 + d * 11) % 240;
          return {
            type: 'raise',
            kind: seq % 5 === 0 ? 'sos' : 'temperature',
            boot: 1,
            seq,
            at: at(4400 + (seq % 90)),
          };
        });
        return { device, messages };
      }),
    );
    const retried = sent.filter((_, i) => i % 3 === 0);
    await Promise.all([...sent, ...retried].map(({ device, messages }) => send(app, device, messages)));
    for (const device of devices) {
      expect(await count('device_messages WHERE device_id = $1', [device.id])).toBe(240);
      expect((await openOf(device, 'sos'))?.occurrences).toBe(48);
      expect((await openOf(device, 'temperature'))?.occurrences).toBe(192);
    }
  }, 40_000);
});

describe('timers', () => {
  it('survive a killed worker and an emptied Redis', async () => {
    app.setTime(at(5000));
    const device = await enrol(manager, facility.id, 'lonely', { heartbeatSeconds: 10, life: true });
    await app.kill('worker', 'SIGKILL');
    const redis = new Redis(app.redisUrl);
    await redis.flushdb();
    redis.disconnect();
    app.setTime(at(5040));
    await app.start('worker');
    await until(async () => (await openOf(device, 'silent')) !== undefined, 'the silence');
    expect(await openOf(device, 'silent')).toMatchObject({ priority: 'P1', occurrences: 1 });
    const { items } = await manager.call(devicesRoute, { query: { facilityId: facility.id, limit: 200 } });
    expect(items.find(({ code }) => code === 'lonely')?.condition).toBe('silent');
  }, 40_000);
});
