import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import type { Form } from '@heling/orders/domain/menu';
import type { VisitState } from '@heling/orders/domain/visit-machine';
import type { CheckIn } from '../domain/check-in';
import type { Carried, GateRecord } from '../domain/facts';
import { widen } from './scope';

/** A visit with what its service asks. */
export interface VisitRow {
  id: number;
  order_id: number;
  person_id: number;
  division: string;
  org: number;
  service: string;
  state: VisitState;
  day: string;
  window_start: Date;
  window_end: Date;
  starts_at: Date | null;
  minutes: number;
  carers_needed: number;
  carers: number[];
  lng: number;
  lat: number;
  recipient: Buffer | null;
  round_id: number | null;
  stop: number | null;
  arrived_at: Date | null;
  done_at: Date | null;
  gate: GateRecord | null;
  outcome: string | null;
  version: number;
  form: Form;
  service_name: string;
  qualification: string | null;
  gate_needed: boolean;
}
/** A member of a visit's crew. */
export interface CrewRow {
  visit_id: number;
  slot: number;
  carer_id: number;
  carer: Buffer | null;
  starts_at: Date;
  ends_at: Date;
  released: boolean;
  arrived_at: Date | null;
  check_in: CheckIn | null;
}
export interface Recipient {
  name: string;
  phone: string | null;
  address: string;
  warnings: string[];
}

export const VISIT = `
  SELECT v.*, s.form, s.name AS service_name, s.qualification, s.gate AS gate_needed
  FROM visits v JOIN services s ON s.code = v.service`;

const GONE = '没有找到这次上门，或您无权查看；可能已改派给别人，请刷新。';

/** Reads a visit within the caller's scope, then widens the transaction to whom it serves. */
export async function readVisit(tx: Tx, ctx: RequestContext, id: number): Promise<VisitRow> {
  const visit = await tx.one<VisitRow>(`${VISIT} WHERE v.id = $1`, [id]);
  if (!visit) throw notFound(GONE);
  await widen(tx, ctx, { d: [visit.division], p: [visit.person_id] });
  return visit;
}

/**
 * The same, locked for a change: the order first, as orders' own commands do, so that a cancellation and a step at the
 * same moment wait for each other. A carer must still be of the crew.
 */
export async function lockVisit(tx: Tx, ctx: RequestContext, id: number): Promise<VisitRow> {
  const { order_id: orderId } = await readVisit(tx, ctx, id);
  await tx.sql('SELECT 1 FROM orders WHERE id = $1 FOR UPDATE', [orderId]);
  const visit = await tx.one<VisitRow>(`${VISIT} WHERE v.id = $1 FOR UPDATE OF v`, [id]);
  if (!visit) throw notFound(GONE);
  return visit;
}

/** Crews of visits, by visit. */
export async function crewsOf(tx: Tx, visitIds: readonly number[]): Promise<Map<number, CrewRow[]>> {
  const rows = await tx.sql<CrewRow>(
    `SELECT visit_id, slot, carer_id, carer, lower(period) AS starts_at, upper(period) AS ends_at, released,
       arrived_at, check_in
     FROM visit_carers WHERE visit_id = ANY ($1::bigint[]) ORDER BY visit_id, slot`,
    [visitIds],
  );
  const crews = new Map<number, CrewRow[]>();
  for (const row of rows) crews.set(row.visit_id, [...(crews.get(row.visit_id) ?? []), row]);
  return crews;
}

/** A visit as its machine's guards see it. */
export function carried(visit: VisitRow, crew: readonly CrewRow[]): Carried {
  return {
    state: visit.state,
    meal: visit.form === 'meal',
    gateNeeded: visit.gate_needed,
    gate: visit.gate,
    carersNeeded: visit.carers_needed,
    crew: crew.map((each) => ({ carerId: each.carer_id, arrived: each.arrived_at !== null })),
  };
}
