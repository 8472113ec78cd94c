import { ackAlarmRoute, alarmsRoute } from '@heling/oversight/contract/alarms';
import { policyRoute, setPolicyRoute } from '@heling/oversight/contract/duty';
import { KINDS } from '@heling/oversight/domain/kinds';
import { replay } from '@heling/oversight/domain/replay';
import { enrol, send, startHouse, type Device, type House } from './support';

let house: House;
beforeAll(async () => {
  house = await startHouse('2026-11-24T00:00:00Z');
}, 60_000);
afterAll(() => house.app.close());

describe('the same log in the replay and in the product', () => {
  it('gives the same alarms, alarm by alarm, step by step', async () => {
    const { app, facility, manager, seat, at, openOf } = house;
    app.setTime(at(0));
    await manager.call(setPolicyRoute, {
      params: { id: facility.id },
      body: {
        startsAt: at(4),
        receiptSeconds: 300,
        rules: {
          P0: {
            steps: [
              { afterSeconds: 0, to: 'seat', channels: ['screen'] },
              { afterSeconds: 60, to: 'manager', channels: ['screen'] },
              { afterSeconds: 100, to: 'district', channels: ['screen'] },
            ],
            resolveWithinSeconds: 120,
          },
        },
      },
    });
    app.setTime(at(5));
    const gateway = await enrol(manager, facility.id, 'gw1', { heartbeatSeconds: 20 });
    const bed = await enrol(manager, facility.id, 'bed1', {
      heartbeatSeconds: 1000,
      parentId: gateway.id,
      life: true,
    });
    const door = await enrol(manager, facility.id, 'door1', { heartbeatSeconds: 1000, parentId: gateway.id });
    const devices: Record<string, Device> = { gw1: gateway, bed1: bed, door1: door };
    const inputs: {
      type: string;
      s: number;
      source: string;
      kind?: string;
      eventAt?: number;
      seq?: number;
    }[] = [
      { type: 'raise', s: 10, source: 'bed1', kind: 'fall', seq: 1 },
      { type: 'raise', s: 13, source: 'bed1', kind: 'fall', seq: 1 },
      { type: 'raise', s: 16, source: 'bed1', kind: 'fall', seq: 2 },
      { type: 'clear', s: 20, source: 'bed1', kind: 'fall', seq: 4, eventAt: 11 },
      { type: 'clear', s: 24, source: 'door1', kind: 'door', seq: 1, eventAt: 23 },
      { type: 'raise', s: 28, source: 'door1', kind: 'door', seq: 2, eventAt: 20 },
      { type: 'heartbeat', s: 60, source: 'gw1', seq: 1 },
      { type: 'ack', s: 80, source: 'bed1', kind: 'fall' },
      { type: 'ack', s: 84, source: 'door1', kind: 'door' },
      // The gateway falls silent at 120; at 200 the fall is still not closed.
      { type: 'heartbeat', s: 215, source: 'door1', seq: 3 },
      { type: 'clear', s: 220, source: 'bed1', kind: 'fall', seq: 5 },
    ];
    for (const { type, s, source, kind, seq, eventAt } of inputs) {
      app.setTime(at(s));
      if (type === 'ack') {
        const alarm = await openOf(devices[source]!, kind!);
        await seat.call(ackAlarmRoute, { params: { id: alarm!.id } });
      } else {
        const time = eventAt === undefined ? {} : { at: at(eventAt) };
        await send(app, devices[source]!, { type, ...(kind ? { kind } : {}), boot: 1, seq, ...time });
      }
    }
    app.setTime(at(230));
    const said: Record<string, unknown>[] = [];
    const log = [
      {
        ...{ type: 'config', start: at(5), institution: 'I1', kinds: KINDS },
        sources: [
          { id: 'gw1', heartbeatSeconds: 20 },
          { id: 'bed1', heartbeatSeconds: 1000, parent: 'gw1', life: true },
          { id: 'door1', heartbeatSeconds: 1000, parent: 'gw1' },
        ],
        escalation: (await manager.call(policyRoute, { params: { id: facility.id } })).rules,
        people: { seat: { reachable: true }, district: { reachable: true } },
      },
      ...inputs.map(({ s, eventAt, ...input }) => ({
        ...input,
        at: at(s),
        ...(eventAt === undefined ? {} : { eventAt: at(eventAt) }),
      })),
      { type: 'end', at: at(230) },
    ].map((line) => JSON.stringify(line));
    replay(
      () => log,
      (text) => said.push(JSON.parse(text) as Record<string, unknown>),
    );
    const expected = said
      .filter((line) => 'change' in line || 'notify' in line)
      .map((line) => [
        Math.round(Date.parse(line.at as string) / 1000),
        line.alarm,
        line.change ?? `${String(line.notify)} ${String(line.step)} ${String(line.result)}`,
        line.state ?? '',
      ]);
    const product = await app.db.query<{ at: Date; alarm: string; what: string; state: string }>(
      `SELECT t.at, d.code || '/' || a.kind || '#' || a.number AS alarm, t.what, t.state FROM (
         SELECT alarm_id, at, change AS what, state, 1 AS rank, id FROM alarm_transitions
         UNION ALL SELECT alarm_id, at, duty || ' ' || step || ' ' ||
           CASE state WHEN 'nobody' THEN 'unreachable' ELSE 'sent' END, '', 2, id FROM alarm_calls) t
       JOIN alarms a ON a.id = t.alarm_id JOIN devices d ON d.id = a.device_id`,
    );
    const key = (row: unknown[]) => `${String(row[1])} ${String(row[2])} ${String(row[3])}`;
    const sorted = (rows: unknown[][]) =>
      [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : Number(a[0]) - Number(b[0])));
    const got = sorted(
      product.rows.map((row) => [Math.round(row.at.getTime() / 1000), row.alarm, row.what, row.state]),
    );
    expect(expected.length).toBeGreaterThanOrEqual(12);
    expect(got.map(key)).toEqual(sorted(expected).map(key));
    // The product's clock runs on while it works.
    sorted(expected).forEach((row, i) =>
      expect(Math.abs(Number(row[0]) - Number(got[i]![0]))).toBeLessThan(6),
    );
    // The stream shows the same two open ones as the replay's summary.
    const open = await seat.call(alarmsRoute, { query: { facilityId: facility.id, open: 'true' } });
    expect(open.items).toHaveLength((said.at(-1)!.summary as { open: number }).open);
  }, 60_000);
});
