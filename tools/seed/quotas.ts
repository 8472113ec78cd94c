import { firstOfMonth } from '@heling/platform/domain/calendar';
import { FIRST_POLICIES, monthlyQuota } from '@heling/orders/domain/policies';
import type { Sink } from './tables';
import type { City, Senior } from './model';

interface Quota {
  senior: Senior;
  authorised: number;
  reserved: number;
  consumed: number;
}

/** The monthly subsidy quotas of those who order; written once their month is over. */
export class Quotas {
  private readonly months = new Map<string, Map<number, Quota>>();

  /** What is left of the month of a day, in fen. */
  left(senior: Senior, day: string): number {
    const { authorised, reserved, consumed } = this.of(senior, day);
    return authorised - reserved - consumed;
  }

  book(senior: Senior, day: string, kind: 'reserved' | 'consumed', fen: number): void {
    this.of(senior, day)[kind] += fen;
  }

  /** Writes the months before the one of `day`; without a day, all of them. */
  write(sink: Sink, day?: string): void {
    for (const [month, quotas] of this.months) {
      if (day !== undefined && month >= firstOfMonth(day)) continue;
      for (const { senior, authorised, reserved, consumed } of quotas.values()) {
        if (authorised === 0) continue;
        sink.row('quotas', [senior.id, senior.community.code, month, authorised, reserved, consumed]);
      }
      this.months.delete(month);
    }
  }

  /** Those who have a right to a quota this month, whether they order or not. */
  authoriseAll(city: City): void {
    for (const senior of city.seniors) if (senior.status === 'active') this.of(senior, city.today);
  }

  private of(senior: Senior, day: string): Quota {
    const month = firstOfMonth(day);
    let quotas = this.months.get(month);
    if (!quotas) this.months.set(month, (quotas = new Map()));
    let quota = quotas.get(senior.id);
    if (!quota) {
      const authorised = monthlyQuota(FIRST_POLICIES.subsidyQuota, senior);
      quotas.set(senior.id, (quota = { senior, authorised, reserved: 0, consumed: 0 }));
    }
    return quota;
  }
}
