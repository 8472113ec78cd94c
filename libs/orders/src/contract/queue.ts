import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { SERVING, done, id, instant, version } from './shared';

export const WORK_NAMES = {
  visitUnassigned: '上门没有护理员',
  missedCheckIn: '到点没有签到',
  welfareCheck: '无人应答，需要核实平安',
  complaint: '投诉待答复',
  paymentFailed: '付款异常',
  paymentLate: '逾期未付',
  carerSick: '护理员请假，需要改派',
  standingSkipped: '长期订单没能生成',
  newDate: '因安全未做，需要另约时间',
  sos: '护理员紧急求助',
  syncConflict: '离线记录与调度冲突，需要核对',
} as const;
export type WorkKind = keyof typeof WORK_NAMES;
export const workKind = z.enum(Object.keys(WORK_NAMES) as [WorkKind, ...WorkKind[]]);

export const workItem = z.object({
  id,
  kind: workKind,
  kindName: z.string(),
  severity: z.enum(['P0', 'P1', 'P2', 'P3']),
  division: z.string(),
  org: id.nullable(),
  personId: id.nullable(),
  subject: z.enum(['order', 'visit', 'complaint', 'welfareCheck', 'carer', 'payment']),
  subjectId: id,
  /** Codes and ids that help (no personal data). */
  facts: z.record(z.string(), z.unknown()),
  dueAt: instant,
  openedAt: instant,
  state: z.enum(['open', 'done']),
  claimedBy: id.nullable(),
  claimedAt: instant.nullable(),
  version,
});
export const queueListRoute = route({
  id: 'queue.list',
  method: 'GET',
  path: '/queue',
  summary: '待办：需要有人处理的事，最急的在前',
  access: SERVING,
  query: z
    .object({ kind: workKind.optional(), mine: z.enum(['true', 'false']).optional(), ...pageQuery })
    .strict(),
  response: pageOf(workItem).extend({ counts: z.record(z.string(), z.number().int()) }),
});
const act = { method: 'POST', access: SERVING, params: idParam, idempotent: true } as const;
export const queueClaimRoute = route({
  ...act,
  id: 'queue.claim',
  path: '/queue/:id/claim',
  summary: '认领待办（或放回）',
  body: z.object({ version, release: z.boolean().default(false) }).strict(),
  response: done,
});
export const queueDoneRoute = route({
  ...act,
  id: 'queue.done',
  path: '/queue/:id/done',
  summary: '处理完毕，写明结果',
  body: z.object({ version, result: z.string().trim().min(1).max(200) }).strict(),
  response: done,
});
