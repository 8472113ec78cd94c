import { firstOfMonth } from '@heling/platform/domain/calendar';
import type { Sink } from './tables';
import { addDays, atLocal } from './days';
import type { City, Draft, Org } from './model';

interface Statement {
  id: number;
  org: Org;
  month: string;
  visits: number;
  subsidy: number;
  selfPay: number;
  deductions: number;
}

/** Providers' statements of the months that are over: signed by two and frozen, but for a few of the last month. */
export class Statements {
  private readonly made = new Map<string, Statement>();
  private readonly thisMonth: string;

  constructor(
    private readonly city: City,
    private readonly sink: Sink,
  ) {
    this.thisMonth = firstOfMonth(city.today);
  }

  line(draft: Draft, charged: { subsidy: number; selfPay: number }, deduction: number): void {
    const month = firstOfMonth(draft.day);
    const price = charged.subsidy + charged.selfPay;
    if (month >= this.thisMonth || price === 0) return;
    const key = `${draft.org.id} ${month}`;
    let statement = this.made.get(key);
    if (!statement) {
      statement = {
        id: this.made.size + 1,
        org: draft.org,
        month,
        visits: 0,
        subsidy: 0,
        selfPay: 0,
        deductions: 0,
      };
      this.made.set(key, statement);
    }
    statement.visits += 1;
    statement.subsidy += charged.subsidy;
    statement.selfPay += charged.selfPay;
    statement.deductions += deduction;
    this.sink.row('statement_lines', [
      statement.id,
      'visit',
      draft.id,
      draft.id,
      draft.org.id,
      draft.customer.senior.community.code,
      draft.service.code,
      draft.day,
      price,
      charged.subsidy,
      charged.selfPay,
      deduction,
      draft.fate === 'done' ? null : draft.fate,
    ]);
  }

  write(): void {
    const last = firstOfMonth(addDays(this.thisMonth, -1));
    for (const { id, org, month, visits, subsidy, selfPay, deductions } of this.made.values()) {
      const made = atLocal(addDays(firstOfMonth(addDays(month, 32)), 1), '09:00');
      const state = month < last || id % 3 === 0 ? 'frozen' : id % 3 === 1 ? 'signed' : 'draft';
      const [first, second] = this.city.staff.signers(org.county);
      const signed = made + 26 * 3_600_000;
      const now = this.city.now.getTime();
      const kept = signed + 22 * 3_600_000 < now ? state : 'draft';
      this.sink.row('statements', [
        id,
        org.id,
        org.street.code,
        month,
        kept,
        visits,
        subsidy + selfPay,
        subsidy,
        selfPay,
        deductions,
        Math.min(made, now - 1000),
        kept === 'draft' ? null : first,
        kept === 'draft' ? null : signed,
        kept === 'frozen' ? second : null,
        kept === 'frozen' ? signed + 20 * 3_600_000 : null,
        kept === 'frozen' ? 4 : kept === 'signed' ? 3 : 2,
      ]);
    }
  }
}
