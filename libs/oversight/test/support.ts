import { alarmsRoute } from '@heling/oversight/contract/alarms';
import { addDutyShiftRoute } from '@heling/oversight/contract/duty';
import type { Output } from '@heling/platform/contract/route';
import { enrolDeviceRoute, ingestRoute } from '@heling/oversight/contract/devices';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';

/** A binary frame as `readFrame` describes it. */
export function frameOf(of: {
  type: number;
  kind: number;
  boot: number;
  seq: number;
  seconds: number;
  heart: number;
  breath: number;
}): Buffer {
  const frame = Buffer.alloc(18);
  frame.write('HL', 0, 'latin1');
  frame.writeUInt8(1, 2);
  frame.writeUInt8(of.type, 3);
  frame.writeUInt8(of.kind, 4);
  frame.writeUInt16BE(of.boot, 5);
  frame.writeUInt32BE(of.seq, 7);
  frame.writeUInt32BE(of.seconds, 11);
  frame.writeUInt8(of.heart, 15);
  frame.writeUInt8(of.breath, 16);
  frame.writeUInt8(
    frame.subarray(0, 17).reduce((total, byte) => (total + byte) & 0xff, 0),
    17,
  );
  return frame;
}

const COMMUNITY = '410602001001';

/** An institution of an organisation of its own. */
export async function institution(app: TestApp): Promise<{ id: number; org: number }> {
  const org = await app.db.query<{ id: number }>(
    `INSERT INTO orgs (kind, name, division, lng, lat, phone) VALUES ('institution', '安康养老院', $1, 114, 35.9,
       '0392-1234567') RETURNING id`,
    [COMMUNITY],
  );
  const facility = await app.db.query<{ id: number }>(
    `INSERT INTO facilities (kind, name, division, org, lng, lat, address, phone, area, beds, places, opens, licence,
       licence_until, fire_permit_until)
     VALUES ('nursingHome', '安康养老院', $1, $2, 114, 35.9, '一号', '0392-1234567', 1000, 100, 0, '全天', 'L1', '2030-01-01',
       '2030-01-01') RETURNING id`,
    [COMMUNITY, org.rows[0]!.id],
  );
  return { id: Number(facility.rows[0]!.id), org: Number(org.rows[0]!.id) };
}

export interface Device {
  id: number;
  code: string;
  institution: number;
  credential: string;
  topic: string;
  userName: string;
}

/** Registers a device over HTTP. */
export async function enrol(
  client: TestClient,
  facilityId: number,
  code: string,
  more: Partial<{
    parentId: number;
    life: boolean;
    heartbeatSeconds: number;
    style: 'heling' | 'flat' | 'frame';
  }> = {},
): Promise<Device> {
  const enrolled = await client.call(enrolDeviceRoute, {
    body: {
      facilityId,
      code,
      model: '测试设备',
      style: 'heling',
      life: false,
      heartbeatSeconds: 3600,
      ...more,
    },
  });
  return { code, institution: facilityId, ...enrolled };
}

/** Sends a payload over HTTPS, as a device does. */
export async function send(app: TestApp, device: Device, payload: Uint8Array | object): Promise<void> {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload));
  await app.nobody().call(ingestRoute, {
    body: {
      institution: device.institution,
      device: device.code,
      credential: device.credential,
      payload: Buffer.from(bytes).toString('base64'),
    },
  });
}

/** An institution with the people who watch it. Times are seconds after `start`. */
export interface House {
  app: TestApp;
  facility: { id: number; org: number };
  manager: TestClient;
  seat: TestClient;
  at(seconds: number): string;
  /** Puts somebody on duty. */
  shift(
    duty: 'seat' | 'nurse' | 'manager' | 'district',
    client: TestClient,
    from: number,
    to: number,
  ): Promise<{ id: number }>;
  /** The open alarm of a kind, as the seat sees it. */
  openOf(device: Device, kind: string): Promise<AlarmItem | undefined>;
}
type AlarmItem = Output<typeof alarmsRoute>['items'][number];

/** Starts the applications at `start` with one institution; the seat's person has both its duties for two hours. */
export async function startHouse(start: string): Promise<House> {
  const at = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();
  const app = await startTestApp({ worker: true, now: start });
  const facility = await institution(app);
  const scope = { orgs: [facility.org], division: COMMUNITY };
  const [manager, seat] = [await app.as('institutionManager', scope), await app.as('institutionDuty', scope)];
  const shift: House['shift'] = (duty, client, from, to) =>
    manager.call(addDutyShiftRoute, {
      body: {
        ...{
          facilityId: facility.id,
          duty,
          accountId: client.accountId,
          name: '李敏',
          phone: '13800001111',
        },
        ...{ startsAt: at(from), endsAt: at(to) },
      },
    });
  for (const duty of ['seat', 'district'] as const) await shift(duty, seat, -3600, 7200);
  return {
    ...{ app, facility, manager, seat, at, shift },
    openOf: async (device, kind) => {
      const { items } = await seat.call(alarmsRoute, {
        query: { facilityId: facility.id, open: 'true', limit: 200 },
      });
      return items.find((alarm) => alarm.deviceId === device.id && alarm.kind === kind);
    },
  };
}
