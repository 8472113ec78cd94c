import { z } from 'zod';
import { day, idParam, route } from '@heling/platform/contract/route';
import { LIVING_NAMES, NEED_LEVEL_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import { ALLERGEN_NAMES, CONDITION_NAMES } from '@heling/people/domain/health';
import { ANSWERING, id, instant, keysOf, priority, WATCHING, words } from './shared';

/** What was done about an alarm besides acknowledging and closing it. */
export const RECORD_NAMES = { onSite: '到场', step: '处置步骤', callOut: '打电话', note: '备注' } as const;

const contact = z.object({
  id,
  /** Masked, as the telephone. */
  name: z.string(),
  phone: z.string(),
  relation: z.string(),
  emergency: z.boolean(),
});
export const alarmResidentRoute = route({
  id: 'oversight.resident',
  method: 'GET',
  path: '/oversight/alarms/:id/resident',
  summary: '报警涉及的老人：能力、健康状况、紧急联系人（遮盖）；查看记入审计',
  access: WATCHING,
  params: idParam,
  response: z.object({
    /** Null: the device watches a place, not a person. */
    resident: z
      .object({
        personId: id,
        name: z.string(),
        sex: z.enum(keysOf(SEX_NAMES)),
        age: z.number().int(),
        living: z.enum(keysOf(LIVING_NAMES)),
        needLevel: z.enum(keysOf(NEED_LEVEL_NAMES)).nullable(),
        warnings: z.array(z.string()),
        conditions: z.array(z.enum(keysOf(CONDITION_NAMES))),
        allergies: z.array(z.enum(keysOf(ALLERGEN_NAMES))),
        contacts: z.array(contact),
      })
      .nullable(),
  }),
});

export const alarmPhonesRoute = route({
  id: 'oversight.phones',
  method: 'POST',
  path: '/oversight/alarms/:id/phones',
  summary: '处置中打电话：显示老人和联系人的完整姓名、电话；用途记为紧急救助，次数有限，记入审计',
  access: ANSWERING,
  params: idParam,
  response: z.object({
    name: z.string().nullable(),
    phone: z.string().nullable(),
    contacts: z.array(z.object({ id, name: z.string(), phone: z.string() })),
    /** How many more this hour. */
    left: z.number().int(),
  }),
});

export const recordAlarmRoute = route({
  id: 'oversight.record',
  method: 'POST',
  path: '/oversight/alarms/:id/records',
  summary: '记下处置经过：到场、处置步骤、打电话、备注',
  access: ANSWERING,
  params: idParam,
  idempotent: true,
  body: z
    .object({
      what: z.enum(keysOf(RECORD_NAMES)),
      /** A step's code for `step`, words otherwise; none needed for `onSite`. */
      text: words(500).optional(),
    })
    .strict(),
  response: z.object({ id }),
});

export const dutyLogRoute = route({
  id: 'oversight.dutyLog',
  method: 'GET',
  path: '/oversight/facilities/:id/log',
  summary: '值班日志：一天里的报警、通知、处置和交接，旧的在前',
  access: WATCHING,
  params: idParam,
  query: z.object({ day }).strict(),
  response: z.object({
    items: z.array(
      z.object({
        at: instant,
        alarmId: id,
        kindName: z.string(),
        priority,
        device: z.string(),
        room: z.string().nullable(),
        /** A change of the alarm, a record's kind, or `called`. */
        change: z.string(),
        by: z.string().nullable(),
        text: z.string().nullable(),
      }),
    ),
    /** There are more than are shown. */
    more: z.boolean(),
  }),
});
