import { z } from 'zod';
import { day, idParam, instant, route } from '@heling/platform/contract/route';
import { KEEPING_CARERS, SEEING_CARERS, shiftItem, shiftState } from './carers';

const id = z.number().int().positive();
const version = z.number().int().positive();
const result = z.object({ carerId: id, day, ok: z.boolean(), detail: z.string().nullable() });

/** Shifts of one organisation, or of one carer, over at most 31 days. */
export const shiftsRoute = route({
  id: 'people.shifts',
  method: 'POST',
  path: '/people/shifts/search',
  summary: '排班表：按服务商或护理员和日期',
  access: [...SEEING_CARERS, 'carer'],
  body: z
    .object({ org: id.optional(), carerId: id.optional(), from: day, to: day, state: shiftState.optional() })
    .strict(),
  response: z.object({ items: z.array(shiftItem), asOf: z.string() }),
});

const times = { startsAt: instant, endsAt: instant };
export const addShiftRoute = route({
  id: 'people.addShift',
  method: 'POST',
  path: '/people/shifts',
  summary: '排班；同一护理员的班次不能重叠',
  access: KEEPING_CARERS,
  idempotent: true,
  body: z.object({ carerId: id, day, ...times }).strict(),
  response: z.object({ id, version }),
});
export const saveShiftRoute = route({
  id: 'people.saveShift',
  method: 'PUT',
  path: '/people/shifts/:id',
  summary: '改班次时间；须带看到的版本',
  access: KEEPING_CARERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, ...times }).strict(),
  response: z.object({ id, version }),
});
export const removeShiftRoute = route({
  id: 'people.removeShift',
  method: 'POST',
  path: '/people/shifts/:id/remove',
  summary: '取消班次',
  access: KEEPING_CARERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: z.object({ id }),
});

/** Each shift of the day is marked, and `carer.sick` {carerId, day, shiftId} goes out for each: dispatch reassigns. */
export const absentRoute = route({
  id: 'people.absent',
  method: 'POST',
  path: '/people/carers/:id/absent',
  summary: '请假：某天的班次记为病假或事假，当天的上门转给别人；carer 本人也可以报',
  access: [...KEEPING_CARERS, 'carer'],
  params: idParam,
  idempotent: true,
  body: z.object({ day, kind: z.enum(['sick', 'leave']) }).strict(),
  response: z.object({
    shifts: z.array(z.object({ id, version, state: shiftState })),
  }),
});
/** Takes an absence back; visits that have moved to others stay with them. */
export const presentRoute = route({
  id: 'people.present',
  method: 'POST',
  path: '/people/carers/:id/present',
  summary: '销假：某天恢复排班（已转给别人的上门不会自动转回）',
  access: KEEPING_CARERS,
  params: idParam,
  idempotent: true,
  body: z.object({ day }).strict(),
  response: z.object({
    shifts: z.array(z.object({ id, version, state: shiftState })),
  }),
});

export const copyWeekRoute = route({
  id: 'people.copyWeek',
  method: 'POST',
  path: '/people/shifts/copy-week',
  summary: '把一周的排班复制到另一周；已有班次重叠的不复制，逐条列出',
  access: KEEPING_CARERS,
  idempotent: true,
  body: z
    .object({
      org: id,
      /** Any day of the week to copy, and of the week to fill. */
      from: day,
      to: day,
    })
    .strict(),
  response: z.object({ copied: z.number().int(), refused: z.number().int(), results: z.array(result) }),
});
