import type { City, Draft } from './model';
import { hash, Random } from './random';
import type { Sink } from './tables';

const MINUTE = 60_000;
const COMMENTS = [
  '饭菜热乎，味道好',
  '师傅很耐心',
  '准时，态度好',
  '打扫得很干净',
  '洗得很舒服，谢谢',
  '老人很满意',
  '菜有点咸',
  '来晚了一会儿',
  '还可以',
];

const COMPLAINTS: readonly [string, string][] = [
  ['饭送到时已经凉了。', '已与助餐点核实，改用保温箱，向老人致歉。'],
  ['护理员迟到半小时，没有提前打电话。', '情况属实，已扣减当次费用并提醒服务商。'],
  ['打扫不仔细，厨房没有擦。', '服务商已安排免费补做。'],
  ['菜的口味太咸，老人血压高。', '已记录少盐要求，助餐点从次日起调整。'],
  ['服务时间不足一小时。', '核对签到记录属实，已扣减相应费用。'],
];

const HOURS: Record<string, number> = {
  visitUnassigned: 2,
  welfareCheck: 0.5,
  complaint: 24,
  paymentLate: 48,
  newDate: 24,
};

/** What comes of an order afterwards: ratings, complaints, welfare checks, and what stands in the queue. */
export class Aftermath {
  private complaints = 0;
  private welfareChecks = 0;

  constructor(
    private readonly city: City,
    private readonly sink: Sink,
  ) {}

  rate(draft: Draft, account: number, doneAt: number, random: Random): void {
    const draw = random.next();
    const stars = draw < 0.68 ? 5 : draw < 0.9 ? 4 : draw < 0.97 ? 3 : draw < 0.99 ? 2 : 1;
    const { senior } = draft.customer;
    const at = Math.min(this.city.now.getTime() - 1000, doneAt + random.between(5, 2000) * MINUTE);
    const comment = random.chance(0.12) ? COMMENTS[stars >= 4 ? random.int(6) : 6 + random.int(3)]! : null;
    this.sink.row('ratings', [
      draft.id,
      senior.id,
      senior.community.code,
      draft.org.id,
      stars,
      comment,
      account,
      at,
    ]);
  }

  deduction(draft: Draft): number {
    return hash(this.city.seed, 'deduction', draft.id) % 3 === 0 ? Math.floor(draft.split.subsidy * 0.3) : 0;
  }

  complain(draft: Draft, account: number, doneAt: number, open: boolean, random: Random): void {
    const { senior } = draft.customer;
    const id = (this.complaints += 1);
    const [text, answer] = random.pick(COMPLAINTS);
    const at = Math.min(this.city.now.getTime() - 2000, doneAt + random.between(20, 900) * MINUTE);
    const answered = open ? null : at + random.between(60, 1400) * MINUTE;
    this.sink.row('complaints', [
      id,
      draft.id,
      senior.id,
      senior.community.code,
      draft.org.id,
      text,
      account,
      at,
      open ? 'open' : 'closed',
      open ? null : answer,
      open ? null : this.city.staff.streetWorker(senior.community.street),
      answered,
      open ? 0 : this.deduction(draft),
      open ? 1 : 3,
    ]);
    if (open)
      this.work(
        'complaint',
        'P2',
        'complaint',
        id,
        draft,
        { orderId: draft.id, service: draft.service.code },
        at,
      );
  }

  check(draft: Draft, random: Random, now: number): void {
    const { senior } = draft.customer;
    const id = (this.welfareChecks += 1);
    const opened = Math.min(now - 1000, draft.startsAt! + 10 * MINUTE);
    const closed = opened + random.between(8, 70) * MINUTE;
    const open = closed > now;
    const helped = random.chance(0.04);
    const result = helped
      ? '老人摔倒，已送医并通知家属'
      : random.pick(['老人外出买菜，电话联系上', '在邻居家', '家属接走，已确认平安', '午睡未听见敲门']);
    const by = this.city.staff.streetWorker(senior.community.street);
    this.sink.row('welfare_checks', [
      id,
      draft.id,
      senior.id,
      senior.community.code,
      draft.org.id,
      opened,
      open ? 'open' : helped ? 'helped' : 'safe',
      open ? null : result,
      open ? null : by,
      open ? null : closed,
      open ? 1 : 2,
    ]);
    if (open) this.work('welfareCheck', 'P0', 'welfareCheck', id, draft, { visitId: draft.id }, opened);
  }

  /** What needs a person now: visits that will begin soon and have nobody, and baths that need another date. */
  soon(draft: Draft, visitState: string, now: number): void {
    const facts = { orderId: draft.id, service: draft.service.code, day: draft.day };
    if (
      visitState === 'planned' &&
      draft.service.form === 'visit' &&
      draft.windowStart - now < 4 * 3_600_000
    ) {
      this.work(
        'visitUnassigned',
        'P1',
        'visit',
        draft.id,
        draft,
        { ...facts, carers: [] },
        now - 15 * MINUTE,
      );
    }
    if (visitState === 'refusedForSafety' && draft.offset >= -1) {
      this.work(
        'newDate',
        'P2',
        'visit',
        draft.id,
        draft,
        { ...facts, outcome: visitState },
        draft.endsAt! - 40 * MINUTE,
      );
    }
  }

  work(
    kind: string,
    severity: string,
    subject: string,
    subjectId: number,
    draft: Draft,
    facts: object,
    openedAt: number,
  ): void {
    const { senior } = draft.customer;
    const hours = HOURS[kind] ?? 24;
    this.sink.row('work_items', [
      kind,
      severity,
      senior.community.code,
      draft.org.id,
      senior.id,
      subject,
      subjectId,
      facts,
      openedAt + hours * 3_600_000,
      openedAt,
    ]);
  }
}
