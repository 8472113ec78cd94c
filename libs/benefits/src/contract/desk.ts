import { z } from 'zod';
import { day, fen, idParam, month, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { CERTIFICATION_STATES, CERTIFIED_BY } from '../domain/states';
import { DESK, id, scheme, whom } from './shared';

export { CERTIFICATION_STATES };
type CertificationState = keyof typeof CERTIFICATION_STATES;
const certificationState = z.enum(
  Object.keys(CERTIFICATION_STATES) as [CertificationState, ...CertificationState[]],
);

export const certificationsRoute = route({
  id: 'benefits.certifications',
  method: 'POST',
  path: '/benefits/certifications/search',
  summary: '生存认证：快到期、宽限期内、已超期的人；到期最早的在前',
  access: DESK,
  body: z.object({ ...pageQuery, state: certificationState.optional() }).strict(),
  response: pageOf(
    z.object({
      ...whom,
      /** The certification that counts: the latest, or the application. */
      last: day,
      lastBy: z
        .enum(Object.keys(CERTIFIED_BY) as [keyof typeof CERTIFIED_BY, ...(keyof typeof CERTIFIED_BY)[]])
        .nullable(),
      /** Last month that it covers without the grace. */
      until: month,
      /** Last month that it covers with the grace. */
      graceUntil: month,
      state: certificationState,
      stateName: z.string(),
      /** Visits at which nobody was met since then; the newest. */
      attempts: z.number().int(),
      lastAttempt: day.nullable(),
      /** Newest month by which a run has lengthened it for want of a visit. */
      extendedTo: month.nullable(),
      /** Overdue and visited in vain: not paid until certified again. */
      suspended: z.boolean(),
    }),
  ),
});

export const todoRoute = route({
  id: 'benefits.todo',
  method: 'GET',
  path: '/benefits/todo',
  summary: '津贴今天有什么要办：各项件数',
  access: DESK,
  response: z.object({
    /** Applications that wait for the street, for the county, and those past their deadline. */
    review: z.number().int(),
    decide: z.number().int(),
    overdue: z.number().int(),
    payees: z.number().int(),
    /** Runs that wait for a signature, and those at the bank. */
    sign: z.number().int(),
    sent: z.number().int(),
    /** Rows of runs that somebody must look at. */
    work: z.number().int(),
    packs: z.number().int(),
  }),
});

export const waitingPayeesRoute = route({
  id: 'benefits.waitingPayees',
  method: 'GET',
  path: '/benefits/payees/waiting',
  summary: '待另一人确认的收款账户',
  access: DESK,
  query: z.object(pageQuery).strict(),
  response: pageOf(
    z.object({
      id,
      ...whom,
      /** Masked. */
      payee: z.string(),
      bank: z.string(),
      /** Last four digits. */
      account: z.string(),
      proxyRelation: z.string().nullable(),
      from: day,
      /** Last four digits of the account paid to until then. */
      replaces: z.string().nullable(),
      canConfirm: z.boolean(),
    }),
  ),
});

const line = z.object({ from: month, to: month, fen });
const outcome = z.object({
  /** What the month of the news and those after are worth, a month; 0: nothing. */
  monthly: fen,
  arrears: z.array(line),
  overpaid: z.array(line),
});
export const previewRoute = route({
  id: 'benefits.preview',
  method: 'POST',
  path: '/persons/:id/benefit-preview',
  summary: '迟到的消息会带来什么：去世、迁出、在外地领取、出生日期更正；只计算，不登记',
  access: DESK,
  params: idParam,
  body: z
    .object({
      died: day.optional(),
      moved: z.object({ on: day, division: z.string().regex(/^\d{2,12}$/, '区划代码有误') }).optional(),
      paidElsewhere: z.object({ from: month, to: month.optional() }).optional(),
      born: day.optional(),
    })
    .strict()
    .refine((news) => Object.values(news).some((each) => each !== undefined), '请写明是什么消息。'),
  response: z.object({
    asOf: month,
    schemes: z.array(
      z.object({
        entitlementId: id,
        scheme,
        schemeName: z.string(),
        before: outcome,
        after: outcome,
        /** Months that come out differently, with the new sentence. */
        months: z.array(z.object({ month, before: fen, after: fen, paidFen: fen, why: z.string() })),
      }),
    ),
    /** A field that could then not be judged, in a sentence; null when all is well. */
    problem: z.string().nullable(),
  }),
});
