import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import { Policies } from '@heling/orders/server/policies';
import type { autoLimits, settingsRoute } from '../contract/assign';
import { problems } from './problems';

type AutoLimits = z.output<typeof autoLimits>;
type Settings = Output<typeof settingsRoute>;

/** Settings of dispatch: dated policy data of the whole city. */
@Injectable()
export class SettingsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  async read(ctx: RequestContext): Promise<Settings> {
    return this.db.run(ctx, (tx) => this.readIn(tx));
  }

  /** Holds from today on, at once: switching it off must not wait. */
  async set(ctx: RequestContext, limits: AutoLimits): Promise<Settings> {
    return this.db.run(ctx, async (tx) => {
      const known = await tx.sql<{ code: string; gate: boolean; carers: number }>(
        'SELECT code, gate, carers FROM services WHERE code = ANY ($1::text[])',
        [limits.services],
      );
      if (
        known.some((service) => service.gate || service.carers !== 1) ||
        known.length < limits.services.length
      ) {
        throw problems.autoBath();
      }
      const from = businessDay(this.clock.now());
      const before = await this.autoLimits(tx);
      await tx.sql(
        `INSERT INTO policies (key, from_day, value) VALUES ('autoAssign', $1, $2)
         ON CONFLICT (key, from_day) DO UPDATE SET value = excluded.value`,
        [from, JSON.stringify(limits)],
      );
      await audit(tx, ctx, this.clock, {
        action: 'dispatch.setSettings',
        subject: 'policy',
        division: CITY,
        before: before.limits,
        after: { from, autoAssign: limits },
      });
      return this.readIn(tx);
    });
  }

  /** The limits of today, as they stand now. */
  async autoLimits(tx: Tx): Promise<{ limits: AutoLimits; from: string }> {
    const row = await tx.one<{ from_day: string; value: AutoLimits }>(
      `SELECT from_day, value FROM policies WHERE key = 'autoAssign' AND from_day <= $1
       ORDER BY from_day DESC LIMIT 1`,
      [businessDay(this.clock.now())],
    );
    return { limits: row?.value ?? FIRST_POLICIES.autoAssign, from: row?.from_day ?? '2000-01-01' };
  }

  private async readIn(tx: Tx): Promise<Settings> {
    const { dispatchTimes } = await this.policies.on(tx, businessDay(this.clock.now()));
    const { limits, from } = await this.autoLimits(tx);
    return { autoAssign: limits, from, ...dispatchTimes };
  }
}
