import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit, type NewEvent } from '@heling/platform/server/outbox';
import type { policyRoute, setPolicyRoute, tryPolicyRoute } from '../contract/duty';
import { DEFAULT_RECEIPT_SECONDS, DEFAULT_RULES, dutiesOf, gapsOf, type Rules } from '../domain/policy';
import { Calls } from './calls';
import { facilityIn } from './facility';
import type { OnDuty } from './group';
import { StaffNames } from './names';
import { problems } from './problems';

const AHEAD_MS = 7 * 86_400_000;

interface PolicyRow {
  starts_at: Date;
  rules: Rules;
  receipt_seconds: number;
}
type Answer = Output<typeof policyRoute>;

/** Whom an institution's alarms are brought to (通知升级规则): dated, tried out, its gaps found ahead. */
@Injectable()
export class PolicyService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Calls) private readonly calls: Calls,
    @Inject(StaffNames) private readonly names: StaffNames,
  ) {}

  async policy(ctx: RequestContext, facilityId: number): Promise<Answer> {
    const now = this.clock.now();
    const { row, rules, trial, gaps } = await this.db.run(ctx, async (tx) => {
      await facilityIn(tx, facilityId);
      const row = await this.current(tx, facilityId, now);
      const rules = row?.rules ?? DEFAULT_RULES;
      const trial = await tx.sql<{
        duty: string;
        account_id: number | null;
        channel: string | null;
        state: Answer['trial'][number]['state'];
        at: Date;
        received_at: Date | null;
      }>(
        `SELECT duty, account_id, channel, state, at, received_at FROM alarm_calls WHERE facility_id = $1
           AND alarm_id IS NULL AND at > $2::timestamptz - interval '1 day' ORDER BY id DESC LIMIT 100`,
        [facilityId, now],
      );
      return { row, rules, trial, gaps: await this.gaps(tx, facilityId, rules, now) };
    });
    const names = await this.names.of(trial.map((call) => call.account_id));
    return {
      facilityId,
      startsAt: row?.starts_at.toISOString() ?? null,
      rules: rules as Answer['rules'],
      receiptSeconds: row?.receipt_seconds ?? DEFAULT_RECEIPT_SECONDS,
      gaps,
      trial: trial.map(({ account_id, at, received_at, ...call }) => ({
        ...call,
        accountId: account_id,
        name: account_id === null ? null : (names.get(account_id) ?? null),
        at: at.toISOString(),
        receivedAt: received_at?.toISOString() ?? null,
      })),
    };
  }

  async set(
    ctx: RequestContext,
    facilityId: number,
    { startsAt, rules, receiptSeconds }: Input<typeof setPolicyRoute>['body'],
  ): Promise<Output<typeof setPolicyRoute>> {
    const starts = new Date(startsAt);
    try {
      return await this.db.run(ctx, async (tx) => {
        const { division, org } = await facilityIn(tx, facilityId);
        if (starts < this.clock.now()) throw problems.policyTime();
        await tx.sql(
          `INSERT INTO escalation_policies (facility_id, division, org, starts_at, rules, receipt_seconds, set_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [facilityId, division, org, starts, JSON.stringify(rules), receiptSeconds, ctx.accountId],
        );
        await audit(tx, ctx, this.clock, {
          action: 'oversight.setPolicy',
          subject: 'facility',
          subjectId: facilityId,
          division,
          after: { startsAt, rules, receiptSeconds },
        });
        return { facilityId, startsAt: starts.toISOString() };
      });
    } catch (error) {
      if (violates(error, 'escalation_policies_facility_id_starts_at_key')) throw problems.policyTime();
      throw error;
    }
  }

  /** Calls everybody who is on a duty of the policy now, on each of its channels; receipts come as for an alarm. */
  async tryOut(ctx: RequestContext, facilityId: number): Promise<Output<typeof tryPolicyRoute>> {
    const now = this.clock.now();
    const facility = await this.db.run({ scope: ctx.scope }, (tx) => facilityIn(tx, facilityId));
    // Messages are the division's, not the institution's.
    return this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      const row = await this.current(tx, facilityId, now);
      const onDuty = await tx.sql<OnDuty>(
        `SELECT duty, account_id, contact FROM duty_shifts WHERE facility_id = $1 AND starts_at <= $2 AND ends_at > $2
           AND ended_at IS NULL ORDER BY id`,
        [facilityId, now],
      );
      const who = {
        facilityId,
        division: facility.division,
        org: facility.org,
        onDuty,
        receiptSeconds: row?.receipt_seconds ?? DEFAULT_RECEIPT_SECONDS,
      };
      const rules = row?.rules ?? DEFAULT_RULES;
      const pairs = new Map<string, { duty: string; channel: string }>();
      for (const { steps } of Object.values(rules)) {
        for (const { to, channels = [] } of steps) {
          for (const channel of channels) pairs.set(`${to}/${channel}`, { duty: to, channel });
        }
      }
      const events: NewEvent[] = [];
      let called = 0;
      for (const { duty, channel } of pairs.values()) {
        const people = onDuty.filter((person) => person.duty === duty).length;
        const step = { alarmId: null, kind: '', step: 0, duty, channel, at: now, reached: people > 0 };
        events.push(...(await this.calls.call(tx, who, step)));
        called += people;
      }
      if (events.length > 0) await emit(tx, ...events);
      const nobody = dutiesOf(rules).filter((duty) => !onDuty.some((person) => person.duty === duty));
      await audit(tx, ctx, this.clock, {
        action: 'oversight.tryPolicy',
        subject: 'facility',
        subjectId: facilityId,
        division: facility.division,
        after: { called, nobody },
      });
      return { facilityId, called, nobody };
    });
  }

  private current(tx: Tx, facilityId: number, now: Date): Promise<PolicyRow | undefined> {
    return tx.one<PolicyRow>(
      `SELECT starts_at, rules, receipt_seconds FROM escalation_policies WHERE facility_id = $1 AND starts_at <= $2
       ORDER BY starts_at DESC LIMIT 1`,
      [facilityId, now],
    );
  }

  private async gaps(tx: Tx, facilityId: number, rules: Rules, now: Date): Promise<Answer['gaps']> {
    const until = now.getTime() + AHEAD_MS;
    const shifts = await tx.sql<{ duty: string; starts_at: Date; ends_at: Date }>(
      `SELECT duty, starts_at, ends_at FROM duty_shifts WHERE facility_id = $1 AND ends_at > $2 AND starts_at < $3
         AND ended_at IS NULL`,
      [facilityId, now, new Date(until)],
    );
    return dutiesOf(rules).flatMap((duty) => {
      const spans = shifts
        .filter((shift) => shift.duty === duty)
        .map((shift) => ({ from: shift.starts_at.getTime(), to: shift.ends_at.getTime() }));
      return gapsOf(now.getTime(), until, spans).map(({ from, to }) => ({
        duty,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      }));
    });
  }
}
