import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { FIRST_POLICIES, type PolicyKey, type PolicyValues } from '../domain/policies';

const FRESH_MS = 60_000;

/** Dated policy data, read at most once a minute by each process. */
@Injectable()
export class Policies {
  private rows: { key: string; from_day: string; value: unknown }[] = [];
  private readAt = 0;

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** The values that hold on a day; where none is recorded, those that the city began with. */
  async on(tx: Tx, day: string): Promise<PolicyValues> {
    const now = this.clock.now().getTime();
    if (now - this.readAt > FRESH_MS || now < this.readAt) {
      this.rows = await tx.sql('SELECT key, from_day, value FROM policies ORDER BY from_day');
      this.readAt = now;
    }
    const values: Record<string, unknown> = { ...FIRST_POLICIES };
    for (const row of this.rows) {
      if (row.key in FIRST_POLICIES && row.from_day <= day) values[row.key as PolicyKey] = row.value;
    }
    return values as unknown as PolicyValues;
  }
}
