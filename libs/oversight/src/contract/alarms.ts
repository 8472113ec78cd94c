import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import {
  alarmState,
  ANSWERING,
  facilityQuery,
  id,
  instant,
  kind,
  outcome,
  priority,
  SHOWING,
  WATCHING,
  words,
} from './shared';

export const alarm = z.object({
  id,
  facilityId: id,
  facility: z.string(),
  deviceId: id,
  device: z.string(),
  room: z.string().nullable(),
  bed: z.string().nullable(),
  personId: id.nullable(),
  kind,
  kindName: z.string(),
  priority,
  state: alarmState,
  occurrences: z.number().int(),
  openedAt: instant,
  changedAt: instant,
  answeredAt: instant.nullable(),
  closedAt: instant.nullable(),
  outcome: outcome.nullable(),
  shelvedUntil: instant.nullable(),
  ownerId: id.nullable(),
});

/** The last call of an alarm. */
const calling = z.object({
  duty: z.string(),
  /** Null: nobody was on this duty. */
  name: z.string().nullable(),
  channel: z.string().nullable(),
  state: z.enum(['sent', 'received', 'missed', 'nobody']),
  at: instant,
});
/** An alarm with the people about it, by name. */
export const alarmInHand = alarm.extend({
  calling: calling.nullable(),
  /** Who acknowledged last. */
  ackedById: id.nullable(),
  ackedBy: z.string().nullable(),
  ackedAt: instant.nullable(),
  /** First somebody at the bedside. */
  onSiteAt: instant.nullable(),
  owner: z.string().nullable(),
});

export const alarmsRoute = route({
  id: 'oversight.alarms',
  method: 'GET',
  path: '/oversight/alarms',
  summary: '报警流：新的在前',
  access: WATCHING,
  query: z
    .object({
      facilityId: facilityQuery.optional(),
      deviceId: facilityQuery.optional(),
      priority: priority.optional(),
      kind: kind.optional(),
      outcome: outcome.optional(),
      open: z.enum(['true', 'false']).optional(),
      /** Opened from, and before. */
      from: instant.optional(),
      to: instant.optional(),
      /** Only those of a shift (白班 8–16, 晚班 16–24, 夜班 0–8). */
      shift: z.enum(['day', 'evening', 'night']).optional(),
      /** P0 answered only after so many seconds, or not yet after them. */
      slowerThan: z.coerce.number().int().min(0).max(86_400).optional(),
      ...pageQuery,
    })
    .strict(),
  response: pageOf(alarm),
});
export const alarmQueueRoute = route({
  id: 'oversight.queue',
  method: 'GET',
  path: '/oversight/queue',
  summary: '值守席队列：未结束的报警，最急、最久的在前',
  access: WATCHING,
  query: z.object({ facilityId: facilityQuery.optional() }).strict(),
  response: z.object({ items: z.array(alarmInHand), more: z.boolean(), asOf: z.string() }),
});
export const alarmRoute = route({
  id: 'oversight.alarm',
  method: 'GET',
  path: '/oversight/alarms/:id',
  summary: '一条报警：经过、通知和设备最近的读数',
  access: WATCHING,
  params: idParam,
  response: alarmInHand.extend({
    course: z.array(
      z.object({
        at: instant,
        change: z.string(),
        state: z.string(),
        occurrences: z.number().int(),
        by: id.nullable(),
        byName: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
    calls: z.array(
      z.object({
        step: z.number().int(),
        duty: z.string(),
        accountId: id.nullable(),
        name: z.string().nullable(),
        channel: z.string().nullable(),
        state: z.enum(['sent', 'received', 'missed', 'nobody']),
        at: instant,
        receivedAt: instant.nullable(),
      }),
    ),
    readings: z.array(z.object({ at: instant, values: z.record(z.string(), z.number()) })),
  }),
});

const act = { method: 'POST', access: ANSWERING, params: idParam, idempotent: true } as const;
const result = z.object({ id, state: alarmState });
export const ackAlarmRoute = route({
  ...act,
  id: 'oversight.ack',
  path: '/oversight/alarms/:id/ack',
  summary: '确认报警：我来处理；停止继续通知。别人已在处理时告知是谁',
  response: result,
});
export const takeOverAlarmRoute = route({
  ...act,
  id: 'oversight.takeOver',
  path: '/oversight/alarms/:id/take-over',
  summary: '接手别人已确认的报警',
  response: result,
});
export const resolveAlarmRoute = route({
  ...act,
  id: 'oversight.resolve',
  path: '/oversight/alarms/:id/resolve',
  summary: '处置完毕：写明结论',
  body: z.object({ outcome, note: words(500) }).strict(),
  response: result,
});
export const shelveAlarmRoute = route({
  ...act,
  id: 'oversight.shelve',
  path: '/oversight/alarms/:id/shelve',
  summary: '搁置到某时；紧急报警不能搁置',
  body: z.object({ until: instant, reason: words(500) }).strict(),
  response: result,
});
export const unshelveAlarmRoute = route({
  ...act,
  id: 'oversight.unshelve',
  path: '/oversight/alarms/:id/unshelve',
  summary: '取消搁置',
  response: result,
});
export const handOverRoute = route({
  ...act,
  id: 'oversight.handOver',
  path: '/oversight/alarms/:id/hand-over',
  summary: '指名交接：由接班人的班次接手',
  body: z.object({ shiftId: id }).strict(),
  response: z.object({ id, ownerId: id }),
});

const counts = { p0: z.number().int(), p1: z.number().int(), p2: z.number().int(), p3: z.number().int() };
export const alarmWallRoute = route({
  id: 'oversight.wall',
  method: 'GET',
  path: '/oversight/wall',
  summary: '大屏：各机构未结束的报警数（按级别）和失联设备数',
  access: SHOWING,
  response: z.object({
    items: z.array(
      z.object({
        facilityId: id,
        ...counts,
        /** Of these, nobody has acknowledged yet. */
        unacked: z.number().int(),
        devices: z.number().int(),
        silent: z.number().int(),
        unknown: z.number().int(),
        /** When any of its devices was last heard. */
        heardAt: instant.nullable(),
      }),
    ),
    totals: z.object({ ...counts, unacked: z.number().int() }),
    asOf: z.string(),
  }),
});

const answered = {
  p0: z.number().int(),
  within60: z.number().int(),
  within180: z.number().int(),
  /** Too late, or unanswered when the time was over; who still has time counts neither way. */
  slower60: z.number().int(),
  slower180: z.number().int(),
  alarms: z.number().int(),
  falseAlarms: z.number().int(),
};
export const alarmFiguresRoute = route({
  id: 'oversight.figures',
  method: 'GET',
  path: '/oversight/figures',
  summary: '响应达标：紧急报警 60 秒、180 秒内应答（按机构和班次时段），以及最吵的设备',
  access: WATCHING,
  query: z.object({ from: instant, to: instant, facilityId: facilityQuery.optional() }).strict(),
  response: z.object({
    items: z.array(
      z.object({
        facilityId: id,
        facility: z.string(),
        shift: z.enum(['day', 'evening', 'night']),
        ...answered,
      }),
    ),
    totals: z.object(answered),
    /** Most raises first. */
    worst: z.array(
      z.object({
        deviceId: id,
        code: z.string(),
        facilityId: id,
        kind,
        alarms: z.number().int(),
        raises: z.number().int(),
        falseAlarms: z.number().int(),
      }),
    ),
    asOf: z.string(),
  }),
});
