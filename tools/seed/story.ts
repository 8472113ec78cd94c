import { detailsOf } from './people';
import { Aftermath } from './aftermath';
import { lateArrival, wayOf } from './punctuality';
import { hash, Random } from './random';
import type { Seals } from './seals';
import { goes, payingOf, progressOf, settle, type Progress } from './settling';
import type { Statements } from './statements';
import type { Sink, Value } from './tables';
import { allergenName, conditionName } from '@heling/orders/domain/stops';
import type { City, Draft } from './model';

const MINUTE = 60_000;
const DAY = 86_400_000;
const CLOSING_DAYS = 7;
/** Steps are kept one by one, and the person's name stands with the visit, for so many days. */
const FULL_STORY_DAYS = 14;
const RECIPIENT_DAYS = 7;
const CARER_NAME_DAYS = 60;

/** Writes one order with everything that happened to it. */
export class Story {
  private readonly names = new Map<number, Value>();
  private readonly after: Aftermath;
  private transitionId = 0;
  private paymentId = 0;

  constructor(
    private readonly city: City,
    private readonly seals: Seals,
    private readonly statements: Statements,
    private readonly sink: Sink,
  ) {
    this.after = new Aftermath(city, sink);
  }

  write(draft: Draft): void {
    const { city, sink } = this;
    const now = city.now.getTime();
    const random = new Random(city.seed, 'story', draft.id);
    const { senior } = draft.customer;
    const progress = progressOf(draft, now);
    const settled = settle(draft, now);
    const done = progress === 'final' && draft.fate === 'done';
    const arrivedAt = this.arrival(draft, random, progress);
    const doneAt = done
      ? Math.min(
          now - 1000,
          Math.max(arrivedAt! + leastStay(draft), draft.endsAt! + random.between(-8, 6) * MINUTE),
        )
      : null;
    const complaint = done && draft.offset < 0 && random.chance(0.0035);
    const disputed = complaint && draft.offset >= -5;
    const state = stateOf(draft, progress, disputed, doneAt !== null && now - doneAt > CLOSING_DAYS * DAY);
    const { channel, account } = this.orderer(draft, random);
    const paying = payingOf(draft, now, [random.next(), random.next()]);
    const { id, org, service, day, split } = draft;
    const whose = [senior.id, senior.community.code, org.id] as const;
    const standing = draft.habit.standing;
    sink.row('orders', [
      id,
      ...whose,
      service.code,
      state,
      day,
      channel,
      account,
      draft.placedAt,
      split.price,
      split.subsidy,
      split.selfPay,
      paying.state,
      draft.kitchenDay,
      standing,
      standing === null ? null : '长期订单',
      draft.fate === 'cancelled'
        ? random.pick(['老人临时有事', '家属来看望', '身体不适', '改天再约'])
        : draft.fate === 'rejected'
          ? '当天人手不足'
          : null,
      settled.charged ? settled.subsidy : null,
      settled.charged ? settled.selfPay : null,
      VERSIONS[state] ?? 1,
    ]);
    if (draft.line) {
      const { dish, texture, quantity } = draft.line;
      sink.row('order_lines', [id, 1, ...whose, dish.id, texture, quantity, dish.price]);
    }
    const visitState = visitStateOf(draft, progress, random, now);
    this.visit(draft, visitState, arrivedAt, doneAt, progress, random);
    this.transitions(draft, state, visitState, account, arrivedAt, doneAt, progress);
    if (paying.payment) {
      const { amount, refund, at } = paying.payment;
      const draw = random.next();
      const refundedAt =
        refund > 0 ? Math.min(now, Math.max(at, draft.cancelledAt ?? draft.endsAt ?? at) + 5 * MINUTE) : null;
      sink.row('payments', [
        (this.paymentId += 1),
        id,
        ...whose,
        draw < 0.64 ? 'wechat' : draw < 0.9 ? 'alipay' : 'sandbox',
        amount,
        refund > 0 ? 'refunded' : 'paid',
        reference(city.seed, id),
        account,
        at - 20_000,
        at,
        refund,
        refundedAt,
        refund > 0 ? 4 : 2,
      ]);
    }
    if (paying.state === 'due' && progress === 'final' && draft.offset < -1)
      this.after.work('paymentLate', 'P3', 'order', id, draft, { orderId: id }, now);
    if (done && draft.offset < 0 && random.chance(0.27)) this.after.rate(draft, account, doneAt!, random);
    if (complaint) this.after.complain(draft, account, doneAt!, disputed, random);
    if (draft.fate === 'notAtHome' && progress === 'final') this.after.check(draft, random, now);
    const deduction = complaint && !disputed ? this.after.deduction(draft) : 0;
    if (progress === 'final' && goes(draft.fate) && !disputed)
      this.statements.line(draft, settled, deduction);
    this.after.soon(draft, visitState, now);
  }

  private arrival(draft: Draft, random: Random, progress: Progress): number | null {
    if (progress === 'ahead' || !goes(draft.fate)) return null;
    const late = lateArrival(this.city.seed, draft);
    if (late !== null) return late;
    if (draft.service.form === 'meal')
      return progress === 'final' ? draft.startsAt! + random.between(0, 4) * MINUTE : null;
    const minutes = random.chance(0.04) ? random.between(12, 45) : random.between(-8, 8);
    return Math.min(draft.startsAt! + minutes * MINUTE, this.city.now.getTime() - MINUTE);
  }

  /** How it came in, and whose account ordered. */
  private orderer(draft: Draft, random: Random): { channel: string; account: number } {
    const { staff } = this.city;
    const { senior } = draft.customer;
    const own = senior.account;
    if (draft.habit.standing !== null)
      return { channel: 'standing', account: own ?? staff.streetWorker(senior.community.street) };
    if (own !== null && (senior.demo || random.chance(0.8))) return { channel: 'family', account: own };
    if (random.chance(0.62))
      return { channel: 'phone', account: staff.operator(senior.community.county, random) };
    return { channel: 'street', account: staff.streetWorker(senior.community.street) };
  }

  private visit(
    draft: Draft,
    state: string,
    arrivedAt: number | null,
    doneAt: number | null,
    progress: Progress,
    random: Random,
  ): void {
    const { sink } = this;
    const { id, org, service, day, carers, startsAt } = draft;
    const { senior } = draft.customer;
    const whose = [senior.id, senior.community.code, org.id] as const;
    const gate = service.gate && arrivedAt !== null ? this.gate(draft, arrivedAt, random) : null;
    const outcome = progress === 'final' && goes(draft.fate) && draft.fate !== 'done' ? draft.fate : null;
    sink.row('visits', [
      id,
      id,
      ...whose,
      service.code,
      state,
      day,
      draft.windowStart,
      draft.windowEnd,
      startsAt,
      service.minutes,
      service.carers,
      carers.map((carer) => carer.id),
      senior.lng,
      senior.lat,
      draft.offset >= -RECIPIENT_DAYS ? this.recipient(draft) : null,
      draft.round,
      draft.stop,
      arrivedAt,
      doneAt,
      gate,
      outcome,
      VISIT_VERSIONS[state] ?? 4,
    ]);
    carers.forEach((carer, slot) => {
      const checkIn = arrivedAt === null ? null : random.chance(0.93) ? 'position' : 'code';
      sink.row('visit_carers', [
        id,
        slot + 1,
        carer.id,
        ...whose,
        draft.offset >= -CARER_NAME_DAYS ? this.carer(carer.id) : null,
        [startsAt!, draft.endsAt!],
        progress === 'final',
        arrivedAt,
        checkIn,
      ]);
    });
  }

  private gate(draft: Draft, at: number, random: Random): object {
    const refused = draft.fate === 'refusedForSafety';
    const systolic = refused ? random.between(182, 205) : random.between(112, 152);
    const vitals = {
      systolic,
      diastolic: random.between(66, 88),
      temperature: random.between(361, 369) / 10,
      pulse: random.between(62, 88),
    };
    const measures = {
      ...vitals,
      water: random.between(38, 41),
      mealOk: true,
      skinOk: true,
      familyPresent: random.chance(0.5),
      consentOnFile: true,
      feelsWell: !refused,
    };
    const reasons = refused ? [{ code: 'systolic', detail: `收缩压 ${systolic} mmHg，高于上限` }] : [];
    const checks = [{ at: new Date(at + 6 * MINUTE).toISOString(), passed: !refused, reasons, measures }];
    if (draft.fate !== 'done' || draft.endsAt! > this.city.now.getTime()) return { passed: !refused, checks };
    return {
      passed: true,
      checks,
      after: { ...vitals, at: new Date(draft.endsAt! - 5 * MINUTE).toISOString() },
    };
  }

  private recipient(draft: Draft): Value {
    const { senior } = draft.customer;
    const { name, phone, address } = detailsOf(this.city.seed, senior, this.city.today);
    const warnings = [
      ...senior.allergies.map((code) => `${allergenName(code)}过敏`),
      ...senior.conditions.filter(({ until }) => until === null).map(({ code }) => conditionName(code)),
      ...(senior.living === 'alone' ? ['独居'] : []),
    ];
    return this.seals.data({ name, phone, address, warnings });
  }

  private carer(id: number): Value {
    let sealed = this.names.get(id);
    if (sealed === undefined) {
      const { name, phone } = this.city.carers[id - 1]!;
      this.names.set(id, (sealed = this.seals.data({ name, phone })));
    }
    return sealed;
  }

  private transitions(
    draft: Draft,
    state: string,
    visitState: string,
    account: number,
    arrivedAt: number | null,
    doneAt: number | null,
    progress: Progress,
  ): void {
    const { senior } = draft.customer;
    const { id, org, carers } = draft;
    const crew = carers.map((carer) => carer.id);
    const worker = carers[0] ? 10_000 + carers[0].id : null;
    const step = (
      about: 'order' | 'visit',
      command: string,
      from: string,
      to: string,
      at: number,
      by: number | null,
      note: string | null = null,
    ) =>
      this.sink.row('transitions', [
        (this.transitionId += 1),
        id,
        about === 'visit' ? id : null,
        senior.id,
        senior.community.code,
        org.id,
        crew,
        command,
        from,
        to,
        at,
        by,
        null,
        note,
      ]);
    step('order', 'place', 'draft', 'placed', draft.placedAt, account);
    if (draft.fate === 'cancelled')
      return step('order', 'cancel', 'placed', 'cancelled', draft.cancelledAt!, account);
    if (draft.fate === 'rejected')
      return step('order', 'reject', 'placed', 'rejected', draft.cancelledAt!, null);
    const told = draft.offset >= -FULL_STORY_DAYS;
    const ended = progress === 'final' ? (doneAt ?? arrivedAt! + 5 * MINUTE) : null;
    if (told && carers.length > 0) {
      const assigned = Math.max(
        draft.placedAt + MINUTE,
        Math.min(draft.windowStart - 100 * MINUTE, this.city.now.getTime() - MINUTE),
      );
      step('order', 'confirm', 'placed', 'confirmed', assigned, null);
      step('visit', 'assign', 'planned', 'assigned', assigned, 9);
      if (visitState === 'accepted')
        step('visit', 'accept', 'assigned', 'accepted', assigned + MINUTE / 2, worker);
      if (arrivedAt !== null) {
        step('visit', 'arrive', 'assigned', 'arrived', arrivedAt, worker);
        step('order', 'start', 'confirmed', 'inProgress', arrivedAt, worker);
      } else if (visitState === 'enRoute')
        step('visit', 'depart', 'assigned', 'enRoute', departed(draft, this.city.now.getTime()), worker);
    }
    if (ended === null) return;
    const [command, to] = draft.fate === 'done' ? ['complete', 'completed'] : ['fail', 'failed'];
    if (told) step('visit', VISIT_COMMANDS[draft.fate] ?? 'finish', 'arrived', draft.fate, ended, worker);
    step('order', command!, 'inProgress', to!, ended, worker);
    if (told && state === 'closed')
      step('order', 'close', 'completed', 'closed', ended + CLOSING_DAYS * DAY, null);
  }
}

const VERSIONS: Record<string, number> = {
  placed: 1,
  confirmed: 2,
  inProgress: 3,
  completed: 4,
  disputed: 5,
  closed: 5,
  failed: 4,
  cancelled: 2,
  rejected: 2,
};
const VISIT_VERSIONS: Record<string, number> = {
  planned: 1,
  assigned: 2,
  accepted: 3,
  enRoute: 3,
  cancelled: 2,
  inService: 4,
  done: 5,
};
const VISIT_COMMANDS: Record<string, string> = {
  done: 'finish',
  notAtHome: 'notAtHome',
  refusedForSafety: 'refuseGate',
  interrupted: 'interrupt',
};

function stateOf(draft: Draft, progress: Progress, disputed: boolean, closed: boolean): string {
  if (progress === 'ahead') return draft.carers.length > 0 ? 'confirmed' : 'placed';
  if (progress === 'underWay') return draft.service.form === 'meal' ? 'confirmed' : 'inProgress';
  if (draft.fate === 'cancelled' || draft.fate === 'rejected') return draft.fate;
  if (draft.fate !== 'done') return 'failed';
  return disputed ? 'disputed' : closed ? 'closed' : 'completed';
}

/** Who came late still stays for most of what was ordered; a meal is handed over. */
function leastStay({ service }: Draft): number {
  return service.form === 'meal' ? MINUTE : Math.round(service.minutes * 0.85) * MINUTE;
}

/** When the crew must leave home to be there in time. */
function leavesAt({ carers, startsAt, customer }: Draft): number {
  return startsAt! - Math.max(...carers.map((carer) => wayOf(carer, customer.senior))) * MINUTE;
}

function departed(draft: Draft, now: number): number {
  const due = draft.service.form === 'meal' ? draft.startsAt! : leavesAt(draft);
  return Math.min(due, now - MINUTE);
}

function visitStateOf(draft: Draft, progress: Progress, random: Random, now: number): string {
  if (!goes(draft.fate)) return 'cancelled';
  if (progress === 'final') return draft.fate;
  const meal = draft.service.form === 'meal';
  if (progress === 'underWay') return meal ? 'enRoute' : 'inService';
  if (draft.carers.length === 0) return 'planned';
  // Whose time it is has set out; a few forget to say so.
  if (!meal && leavesAt(draft) <= now && random.chance(0.9)) return 'enRoute';
  return !meal && random.chance(0.55) ? 'accepted' : 'assigned';
}

/** The gateway's reference: an order has one payment at most. */
function reference(seed: number, id: number): string {
  const part = (stream: string) => hash(seed, stream, id).toString(16).padStart(8, '0');
  return `HL${part('pay')}${id.toString(16).padStart(12, '0')}`.toUpperCase();
}
