import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { familyNameOnly } from '@heling/platform/domain/mask';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { listRoute, orderItem, pageRoute } from '../contract/orders';
import { ORDERING } from '../contract/shared';
import { allowed } from '../domain/machine';
import { SERVICE_NAMES } from '../domain/menu';
import { ORDER_STATES, orderMachine, type OrderState } from '../domain/order-machine';
import { ENDED_VISIT_STATES, VISIT_STATES, visitMachine, type VisitState } from '../domain/visit-machine';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { OrderSteps } from './order-steps';
import { actorsOf } from './place.service';

type Item = z.input<typeof orderItem>;
export type OrderFilters = Omit<z.output<(typeof listRoute)['body']>, 'cursor' | 'limit'>;

interface ItemRow extends Pick<
  Item,
  'id' | 'division' | 'org' | 'orgName' | 'service' | 'day' | 'channel' | 'version'
> {
  person_id: number;
  state: OrderState;
  placed_at: Date;
  price: number;
  subsidy: number;
  self_pay: number;
  pay_state: Item['payState'];
  visit_id: number;
  visit_state: VisitState;
  window_start: Date;
  window_end: Date;
  recipient: Buffer | null;
  visit_version: number;
  override_reason: string | null;
  cancel_reason: string | null;
  charged_self_pay: number | null;
  starts_at: Date | null;
  minutes: number;
  arrived_at: Date | null;
  done_at: Date | null;
  outcome: string | null;
}
interface Recipient {
  name: string;
  phone: string | null;
  address: string;
  warnings: string[];
}

const COLUMNS = `o.id, o.person_id, o.division, o.org, g.name AS "orgName", o.service, o.state, o.day, o.channel,
  o.placed_at, o.price, o.subsidy, o.self_pay, o.pay_state, o.version, o.override_reason, o.cancel_reason,
  o.charged_self_pay, v.id AS visit_id, v.state AS visit_state, v.window_start, v.window_end, v.recipient,
  v.version AS visit_version, v.starts_at, v.minutes, v.arrived_at, v.done_at, v.outcome`;
const FROM = `FROM orders o JOIN orgs g ON g.id = o.org
  JOIN LATERAL (SELECT * FROM visits v WHERE v.order_id = o.id ORDER BY v.id DESC LIMIT 1) v ON true`;

/** Lists and pages of orders. */
@Injectable()
export class ReadingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(OrderSteps) private readonly steps: OrderSteps,
  ) {}

  /** A page of orders, newest day first. */
  async list(
    ctx: RequestContext,
    body: z.output<(typeof listRoute)['body']>,
  ): Promise<Output<typeof listRoute>> {
    const after = fromCursor(body.cursor, 2);
    const now = this.clock.now();
    const rows = await this.db.run(ctx, (tx) => this.rows(tx, body, after, body.limit + 1));
    return pageFrom(
      rows,
      body.limit,
      now,
      (row) => [row.day, row.id],
      (row) => this.toItem(row),
    );
  }

  /** Rows that match, at most `limit`; also for the export. */
  async rows(
    tx: Tx,
    filters: OrderFilters,
    after: (string | number)[] | null,
    limit: number,
  ): Promise<ItemRow[]> {
    return tx.sql<ItemRow>(
      `SELECT ${COLUMNS} ${FROM}
       WHERE ($1::date IS NULL OR o.day >= $1) AND ($2::date IS NULL OR o.day <= $2)
         AND ($3::text IS NULL OR o.state = $3) AND ($4::text IS NULL OR o.service = $4)
         AND ($5::bigint IS NULL OR o.person_id = $5) AND ($6::bigint IS NULL OR o.org = $6)
         AND ($7::text IS NULL OR o.pay_state = $7)
         AND ($8::date IS NULL OR (o.day, o.id) < ($8::date, $9::bigint))
       ORDER BY o.day DESC, o.id DESC LIMIT $10`,
      [
        filters.from ?? null,
        filters.to ?? null,
        filters.state ?? null,
        filters.service ?? null,
        filters.personId ?? null,
        filters.org ?? null,
        filters.payState ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit,
      ],
    );
  }

  toItem(row: ItemRow): Item {
    return {
      id: row.id,
      personId: row.person_id,
      personName: this.nameOf(row),
      division: row.division,
      org: row.org,
      orgName: row.orgName,
      service: row.service,
      serviceName: SERVICE_NAMES[row.service] ?? row.service,
      state: row.state,
      stateName: ORDER_STATES[row.state],
      day: row.day,
      window: { start: row.window_start.toISOString(), end: row.window_end.toISOString() },
      channel: row.channel,
      placedAt: row.placed_at.toISOString(),
      split: { price: row.price, subsidy: row.subsidy, selfPay: row.self_pay },
      payState: row.pay_state,
      visitId: row.visit_id,
      visitState: row.visit_state,
      visitStateName: VISIT_STATES[row.visit_state],
      version: row.version,
    };
  }

  /** An order with its whole story and what the caller can do now. */
  async page(ctx: RequestContext, orderId: number): Promise<Output<typeof pageRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<ItemRow>(`SELECT ${COLUMNS} ${FROM} WHERE o.id = $1`, [orderId]);
      if (!row) throw notFound('没有找到这笔订单，或您无权查看。');
      const details = await tx.one<Details>(DETAILS, [orderId, row.visit_id, ctx.accountId]);
      const { lines, transitions, payments, rating, complaints, evidence, carers, self } = details!;
      const order = await this.steps.load(tx, orderId, false);
      const facts = await this.steps.facts(tx, order);
      const ordering = ctx.roles.some((role) => ORDERING.includes(role));
      const buttons = allowed(orderMachine, row.state, actorsOf(ctx, self), facts).filter((button) =>
        ['confirm', 'reject', 'cancel', 'veto'].includes(button.command),
      );
      const amountDue = row.pay_state === 'due' ? (row.charged_self_pay ?? row.self_pay) : 0;
      const canCancel = buttons.some((button) => button.command === 'cancel');
      const iso = (value: string) => new Date(value).toISOString();
      return {
        ...this.toItem(row),
        lines,
        overrideReason: row.override_reason,
        cancelReason: row.cancel_reason,
        recipient: this.open(row),
        startsAt: row.starts_at?.toISOString() ?? null,
        minutes: row.minutes,
        arrivedAt: row.arrived_at?.toISOString() ?? null,
        doneAt: row.done_at?.toISOString() ?? null,
        outcome: row.outcome,
        visitVersion: row.visit_version,
        carers: carers.flatMap((each) => {
          const sealed = each.carer ? Buffer.from(each.carer, 'base64') : null;
          return sealed
            ? [{ carerId: each.carerId, ...this.vault.open<{ name: string; phone: string }>(sealed) }]
            : [];
        }),
        transitions: transitions.map((each) => ({
          ...each,
          at: iso(each.at),
          label: labelOf(each.about, each.command),
          stateName:
            (each.about === 'order'
              ? ORDER_STATES[each.state as OrderState]
              : VISIT_STATES[each.state as VisitState]) ?? each.state,
        })),
        payments: payments.map((each) => ({ ...each, createdAt: iso(each.createdAt) })),
        rating,
        complaints: complaints.map((each) => ({
          ...each,
          at: iso(each.at),
          answeredAt: each.answeredAt && iso(each.answeredAt),
        })),
        evidence: evidence.map((each) => ({ ...each, takenAt: iso(each.takenAt) })),
        refundIfCancelled: canCancel ? await this.steps.refundIfCancelled(tx, order) : null,
        commands: buttons.map(({ command, label }) => ({ command, label })),
        amountDue,
        canPay: ordering && amountDue > 0,
        canRate: ordering && ['completed', 'disputed', 'closed'].includes(row.state),
        canComplain: ordering && ['completed', 'disputed', 'failed', 'inProgress'].includes(row.state),
      };
    });
  }

  private open(row: ItemRow): Recipient | null {
    if (!row.recipient || ENDED_VISIT_STATES.includes(row.visit_state)) return null;
    return this.vault.open<Recipient>(row.recipient);
  }

  /** Whole while the visit is open; afterwards the family name only. */
  private nameOf(row: ItemRow): string | null {
    if (!row.recipient) return null;
    const { name } = this.vault.open<Recipient>(row.recipient);
    if (!ENDED_VISIT_STATES.includes(row.visit_state)) return name;
    return familyNameOnly(name);
  }
}

function labelOf(about: 'order' | 'visit', command: string): string {
  const { rules } = about === 'order' ? orderMachine : visitMachine;
  return (
    (rules as readonly { command: string; label: string }[]).find((rule) => rule.command === command)
      ?.label ?? command
  );
}

type Page = Output<typeof pageRoute>;
interface Details extends Pick<Page, 'lines' | 'payments' | 'rating' | 'complaints' | 'evidence'> {
  transitions: Omit<Page['transitions'][number], 'label' | 'stateName'>[];
  carers: { carerId: number; carer: string | null }[];
  self: boolean;
}

const list = (select: string, as: string) =>
  `coalesce((SELECT jsonb_agg(x) FROM (${select}) x), '[]') AS ${as}`;
const DETAILS = `SELECT
  ${list(
    `SELECT l.dish_id AS "dishId", d.name, l.texture, l.quantity, l.price FROM order_lines l
     JOIN dishes d ON d.id = l.dish_id WHERE l.order_id = o.id ORDER BY l.line`,
    'lines',
  )},
  ${list(
    `SELECT t.at, CASE WHEN t.visit_id IS NULL THEN 'order' ELSE 'visit' END AS about, t.command,
       t.to_state AS state, t.account_id AS "accountId", t.device, t.note
     FROM transitions t WHERE t.order_id = o.id ORDER BY t.id`,
    'transitions',
  )},
  ${list(
    `SELECT p.id, p.channel, p.amount, p.state, p.reference, p.created_at AS "createdAt" FROM payments p
     WHERE p.order_id = o.id ORDER BY p.id`,
    'payments',
  )},
  (SELECT jsonb_build_object('stars', r.stars, 'comment', r.comment) FROM ratings r WHERE r.order_id = o.id) AS rating,
  ${list(
    `SELECT c.id, c.text, c.at, c.state, c.answer, c.answered_at AS "answeredAt", c.version FROM complaints c
     WHERE c.order_id = o.id ORDER BY c.id`,
    'complaints',
  )},
  ${list(
    `SELECT e.id, e.kind, e.taken_at AS "takenAt" FROM evidence e WHERE e.visit_id = $2 ORDER BY e.id`,
    'evidence',
  )},
  ${list(
    `SELECT c.carer_id AS "carerId", encode(c.carer, 'base64') AS carer FROM visit_carers c
     WHERE c.visit_id = $2 ORDER BY c.slot`,
    'carers',
  )},
  EXISTS (SELECT FROM accounts a WHERE a.person_id = o.person_id
    AND a.id = $3) AS self
  FROM orders o WHERE o.id = $1`;
