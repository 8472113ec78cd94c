import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { day, idParam, instant, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { CARER_STATES, QUALIFICATIONS, SHIFT_STATES, TRANSPORTS } from '../domain/carers';

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];

const id = z.number().int().positive();
const version = z.number().int().positive();
const words = (max: number) => z.string().trim().min(1).max(max);
const divisionCode = z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/, '区划代码有误');
export const qualificationCode = z.enum(keysOf(QUALIFICATIONS));
export const carerStatus = z.enum(keysOf(CARER_STATES));
export const shiftState = z.enum(keysOf(SHIFT_STATES));
export const transport = z.enum(keysOf(TRANSPORTS));

/** Staff who see carers of their divisions or organisation. */
export const SEEING_CARERS: readonly Role[] = [...OFFICE, 'providerManager', 'auditor'];
/** Those who keep the record of carers and their shifts. */
export const KEEPING_CARERS: readonly Role[] = ['city', 'county', 'dispatcher', 'providerManager'];

const qualification = z.object({
  code: qualificationCode,
  name: z.string(),
  certificate: z.string(),
  validUntil: day,
  daysLeft: z.number().int(),
  state: z.enum(['valid', 'soon', 'over']),
});

export const carerItem = z.object({
  id,
  name: z.string(),
  /** Masked, e.g. 138****5678. */
  phone: z.string(),
  org: id,
  orgName: z.string(),
  division: z.string(),
  sex: z.enum(['male', 'female']),
  birthYear: z.number().int(),
  transport,
  status: carerStatus,
  /** Codes valid today, and those that are over or end soon. */
  qualifications: z.array(z.object({ code: qualificationCode, state: z.enum(['valid', 'soon', 'over']) })),
  /** Today's shift; null: not on duty. */
  today: z.object({ shiftId: id, startsAt: instant, endsAt: instant, state: shiftState }).nullable(),
  version,
});
export const carersRoute = route({
  id: 'people.carers',
  method: 'POST',
  path: '/people/carers/search',
  summary: '护理员列表：按服务商、资质、状态、姓名筛选',
  access: SEEING_CARERS,
  body: z
    .object({
      org: id.optional(),
      division: divisionCode.optional(),
      qualification: qualificationCode.optional(),
      status: carerStatus.optional(),
      /** Part of the name, or the whole phone number. */
      q: z.string().trim().max(20).optional(),
      /** A certificate ends within so many days (0: is over today or before). */
      certificateWithinDays: z.number().int().min(0).max(3650).optional(),
      cursor: pageQuery.cursor,
      limit: z.number().int().min(1).max(200).default(50),
    })
    .strict(),
  response: pageOf(carerItem),
});

export const shiftItem = z.object({
  id,
  carerId: id,
  carerName: z.string(),
  org: id,
  day,
  startsAt: instant,
  endsAt: instant,
  state: shiftState,
  version,
});

export const carerRoute = route({
  id: 'people.carer',
  method: 'GET',
  path: '/people/carers/:id',
  summary: '护理员页：资质、两周排班、上门次数',
  access: [...SEEING_CARERS, 'carer'],
  params: idParam,
  query: z
    .object({
      /** First day of the fortnight of shifts; this week's Monday when absent. */
      from: day.optional(),
    })
    .strict(),
  response: carerItem.extend({
    /** Rounded home position, for planning. */
    lng: z.number(),
    lat: z.number(),
    /** Most minutes of work a day. */
    maxMinutes: z.number().int(),
    certificates: z.array(qualification),
    shifts: z.array(shiftItem),
    /** The first and last day that `shifts` covers. */
    from: day,
    to: day,
    /** Visits of the last 30 days by outcome, and those to come. */
    visits: z.object({
      done: z.number().int(),
      notDone: z.number().int(),
      toCome: z.number().int(),
      averageStars: z.number().nullable(),
    }),
    canSave: z.boolean(),
    asOf: z.string(),
  }),
});

const fields = {
  org: id,
  name: words(30),
  phone: z
    .string()
    .trim()
    .regex(/^1\d{10}$/, '请输入 11 位手机号'),
  sex: z.enum(['male', 'female']),
  birthYear: z.number().int().min(1930).max(2015),
  division: divisionCode,
  lng: z.number().min(113).max(116),
  lat: z.number().min(34).max(37),
  transport,
  maxMinutes: z.number().int().min(60).max(720),
  status: carerStatus,
};
export const addCarerRoute = route({
  id: 'people.addCarer',
  method: 'POST',
  path: '/people/carers',
  summary: '登记护理员',
  access: KEEPING_CARERS,
  idempotent: true,
  body: z.object(fields).strict(),
  response: z.object({ id, version }),
});
/** `phone` left out keeps the number, for screens only see it masked. */
export const saveCarerRoute = route({
  id: 'people.saveCarer',
  method: 'PUT',
  path: '/people/carers/:id',
  summary: '修改护理员；须带看到的版本；离职会清空以后的排班',
  access: KEEPING_CARERS,
  params: idParam,
  idempotent: true,
  body: z.object({ ...fields, phone: fields.phone.optional(), version }).strict(),
  response: z.object({ id, version }),
});

export const saveQualificationRoute = route({
  id: 'people.saveQualification',
  method: 'PUT',
  path: '/people/carers/:id/qualifications',
  summary: '登记或更新一项资质；version 为护理员的版本',
  access: KEEPING_CARERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, code: qualificationCode, certificate: words(40), validUntil: day }).strict(),
  response: z.object({ id, version }),
});
export const removeQualificationRoute = route({
  id: 'people.removeQualification',
  method: 'POST',
  path: '/people/carers/:id/qualifications/remove',
  summary: '取消一项资质',
  access: KEEPING_CARERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, code: qualificationCode, reason: words(200) }).strict(),
  response: z.object({ id, version }),
});
