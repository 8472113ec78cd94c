import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { invalid, notFound } from '@heling/platform/server/problem';
import { problems } from './problems';
import { crewsOf, lockVisit, type CrewRow, type VisitRow } from './visit-row';

/** A visit in the hands of one of its crew. */
export interface Own {
  visit: VisitRow;
  crew: CrewRow[];
  me: number;
}

const SKEW_MS = 5 * 60_000;
/** How long a phone may keep what it recorded offline. */
const OFFLINE_MS = 72 * 3_600_000;

/** The carer of the caller's account. */
export function carerOf(ctx: RequestContext): number {
  if (ctx.carerId === null) throw problems.role('您的账号没有关联护理员，请联系机构管理员。');
  return ctx.carerId;
}

/** Locks a visit of which the caller is of the crew; 404 for any other. */
export async function lockOwn(tx: Tx, ctx: RequestContext, visitId: number): Promise<Own> {
  const me = carerOf(ctx);
  const visit = await lockVisit(tx, ctx, visitId);
  if (!visit.carers.includes(me)) throw notFound('这次上门已不在您的安排里，请刷新。');
  return { visit, crew: (await crewsOf(tx, [visitId])).get(visitId) ?? [], me };
}

/** When a step happened by the phone's clock; a clock that runs ahead counts as now. */
export function timeOf(at: string | undefined, now: Date): Date {
  if (at === undefined) return now;
  const time = new Date(at).getTime();
  if (time > now.getTime() + SKEW_MS) throw invalid('at', '手机时间比实际时间快，请校准后重试。');
  if (time < now.getTime() - OFFLINE_MS) throw invalid('at', '离线记录超过 72 小时，请联系调度员补记。');
  return new Date(Math.min(time, now.getTime()));
}
