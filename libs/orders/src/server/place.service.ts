import { Inject, Injectable } from '@nestjs/common';
import { firstOfMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound, Problem } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { Wish } from '../contract/orders';
import { ORDERING } from '../contract/shared';
import { orderMachine, type OrderState } from '../domain/order-machine';
import { next } from '../domain/machine';
import type { Split } from '../domain/money';
import type { PolicyValues } from '../domain/policies';
import { auditAt } from '@heling/access/server/audit';
import { recipientOf, ServedPeople, type ServedPerson } from './people-port';
import { placingFacts, type PlacingFacts } from './placing-facts';
import { Policies } from './policies';
import { problems } from './problems';
import { propose, type Proposal } from './proposal';

export type Channel = 'family' | 'phone' | 'street' | 'standing';
/** A wish to be placed, and how it came in. */
export interface Placing extends Wish {
  channel: Channel;
  overrideReason?: string;
  expectedSelfPay?: number;
}
export interface Placed {
  id: number;
  visitId: number;
  state: OrderState;
  payState: 'none' | 'due';
  split: Split;
  version: number;
}
export interface Looked {
  person: ServedPerson;
  facts: PlacingFacts;
  policies: PolicyValues;
  proposal: Proposal;
}

/** Everything an order consists of in one statement; `taken` and `quota` tell what the database refused. */
const WRITE = `
  WITH cap AS (
    UPDATE kitchen_days SET taken = taken + $1
    WHERE id = $2 AND taken + $1 <= capacity AND cutoff_at > $3 AND sheet IS NULL RETURNING id
  ), quota AS (
    INSERT INTO quotas AS q (person_id, division, month, authorised, reserved)
    SELECT $4, $5, $6, $7, $8 WHERE $8::bigint > 0
    ON CONFLICT (person_id, month) DO UPDATE
      SET reserved = q.reserved + excluded.reserved, authorised = greatest(q.authorised, excluded.authorised)
      WHERE q.reserved + q.consumed + excluded.reserved <= greatest(q.authorised, excluded.authorised)
    RETURNING 1
  ), o AS (
    INSERT INTO orders (person_id, division, org, service, state, day, channel, placed_by, placed_at, price, subsidy,
      self_pay, pay_state, kitchen_day, standing_id, override_reason)
    SELECT $4, $5, $9, $10, 'placed', $11, $12, $13, $3, $14, $8, $15, $16, $2, $17, $18
    WHERE ($2::bigint IS NULL OR EXISTS (SELECT FROM cap)) AND ($8::bigint = 0 OR EXISTS (SELECT FROM quota))
    RETURNING id
  ), lines AS (
    INSERT INTO order_lines (order_id, line, person_id, division, org, dish_id, texture, quantity, price)
    SELECT o.id, l.line, $4, $5, $9, l."dishId", l.texture, l.quantity, l.price
    FROM o, ROWS FROM (jsonb_to_recordset($19::jsonb) AS ("dishId" bigint, texture text, quantity smallint, price bigint))
      WITH ORDINALITY AS l("dishId", texture, quantity, price, line)
  ), v AS (
    INSERT INTO visits (order_id, person_id, division, org, service, state, day, window_start, window_end, minutes,
      carers_needed, lng, lat, recipient)
    SELECT o.id, $4, $5, $9, $10, 'planned', $11, $20, $21, $22, $23, $24, $25, $26 FROM o
    RETURNING id
  ), t AS (
    INSERT INTO transitions (order_id, person_id, division, org, command, from_state, to_state, at, account_id, device,
      note)
    SELECT o.id, $4, $5, $9, 'place', 'draft', 'placed', $3, $27, $28, $18 FROM o
  )
  SELECT o.id, v.id AS visit_id, ($2::bigint IS NULL OR EXISTS (SELECT FROM cap)) AS taken,
    ($8::bigint = 0 OR EXISTS (SELECT FROM quota)) AS quota
  FROM (SELECT 1) one LEFT JOIN o ON true LEFT JOIN v ON true`;

/** Placing of orders: the checks, and then one statement that the database lets through or not. */
@Injectable()
export class PlaceService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(ServedPeople) private readonly people: ServedPeople,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  /** Places in a transaction of its own; when the quota moved meanwhile the split is worked out anew. */
  async place(ctx: RequestContext, placing: Placing): Promise<Placed> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.run(ctx, (tx) => this.placeIn(tx, ctx, placing));
      } catch (error) {
        const moved = error instanceof Problem && error.code === 'orders.quota_changed';
        if (!moved || attempt >= 3) throw error;
      }
    }
  }

  /** Price, split, stops and warnings of a wish, without changing anything. */
  async look(tx: Tx, ctx: RequestContext, wish: Wish, now: Date, lock = false): Promise<Looked> {
    const family =
      ctx.roles.includes('family') && !ctx.roles.some((role) => role !== 'family' && ORDERING.includes(role));
    const facts = await placingFacts(tx, wish, { family: family ? ctx.accountId : null, now, lock });
    if (!facts) throw notFound('没有找到这位老人，或您无权为其下单。');
    const person = this.people.open(facts);
    if (family && !person.self && !person.covers.includes('order')) throw problems.noConsent();
    const policies = await this.policies.on(tx, wish.day);
    return { person, facts, policies, proposal: propose(wish, person, facts, policies, now) };
  }

  /** Places inside the caller's transaction; used by standing orders too. */
  async placeIn(
    tx: Tx,
    ctx: RequestContext,
    placing: Placing,
    standing?: { id: number; placedBy: number },
  ): Promise<Placed> {
    const now = this.clock.now();
    if (!standing) checkChannel(ctx, placing.channel);
    const { person, facts, proposal } = await this.look(tx, ctx, placing, now, true);
    const { split, org, window } = proposal;
    if (proposal.stops.length > 0) throw problems.stopped(proposal.stops);
    if (!split || org === null) throw invalid('org', '请选择服务机构。');
    if (!window) throw invalid('window', '请选择上门的时间段。');
    const allowed = next(orderMachine, 'draft', 'place', standing ? ['system'] : actorsOf(ctx));
    if (!allowed.ok) throw problems.role(allowed.detail);
    if (proposal.warnings.length > 0 && !placing.overrideReason)
      throw problems.reasonNeeded(proposal.warnings);
    if (placing.expectedSelfPay !== undefined && placing.expectedSelfPay !== split.selfPay) {
      throw problems.priceChanged(split);
    }
    const service = facts.service!;
    const payState = split.selfPay > 0 ? 'due' : 'none';
    const row = await this.write(tx, [
      proposal.portions,
      service.form === 'meal' ? placing.kitchenDay : null,
      now,
      person.id,
      person.division,
      firstOfMonth(placing.day),
      proposal.authorised,
      split.subsidy,
      org,
      service.code,
      placing.day,
      placing.channel,
      standing?.placedBy ?? ctx.accountId,
      split.price,
      split.selfPay,
      payState,
      standing?.id ?? null,
      placing.overrideReason ?? null,
      JSON.stringify(proposal.lines),
      window.start,
      window.end,
      service.minutes,
      service.carers,
      person.lng,
      person.lat,
      this.vault.seal(recipientOf(person)),
      ctx.accountId,
      ctx.device || null,
    ]);
    await auditAt(tx, ctx, now, {
      action: 'orders.place',
      subject: 'order',
      subjectId: row.id,
      personId: person.id,
      division: person.division,
      after: {
        service: service.code,
        day: placing.day,
        org,
        ...split,
        override: placing.overrideReason !== undefined,
      },
    });
    await emit(tx, {
      topic: 'order.placed',
      key: `order:${row.id}`,
      division: person.division,
      org,
      personId: person.id,
      payload: { orderId: row.id, visitId: row.visitId, service: service.code, day: placing.day, version: 1 },
    });
    return { id: row.id, visitId: row.visitId, state: 'placed', payState, split, version: 1 };
  }

  private async write(tx: Tx, params: unknown[]): Promise<{ id: number; visitId: number }> {
    try {
      const row = await tx.one<{
        id: number | null;
        visit_id: number | null;
        taken: boolean;
        quota: boolean;
      }>(WRITE, params);
      if (row?.id && row.visit_id) return { id: row.id, visitId: row.visit_id };
      throw row && !row.taken ? problems.soldOut() : problems.quotaChanged();
    } catch (error) {
      if (violates(error, 'quotas_check')) throw problems.quotaChanged();
      throw error;
    }
  }
}

/** The roles of a caller as actors of the state machines. */
export function actorsOf(ctx: RequestContext, self = false) {
  const known = [
    'city',
    'county',
    'street',
    'community',
    'dispatcher',
    'carer',
    'providerManager',
    'family',
  ] as const;
  const actors = known.filter((role) => ctx.roles.includes(role));
  if (ctx.accountId === null) return ['system' as const];
  return self ? [...actors, 'senior' as const] : actors;
}

function checkChannel(ctx: RequestContext, channel: Channel): void {
  const staff = ctx.roles.some((role) => role !== 'family' && ORDERING.includes(role));
  if (channel === 'standing' || (channel === 'family') === staff) throw problems.channel();
}
