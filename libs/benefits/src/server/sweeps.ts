import { Inject, Injectable } from '@nestjs/common';
import { businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent, Sweep } from '@heling/platform/server/outbox';
import { Problem } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { monthText, parseMonth } from '../domain/calendar';
import { Bank } from './bank';
import { Calculation } from './calculation';
import { DryRunService } from './dry-run.service';
import { EntitlementsService } from './entitlements.service';
import { RunsService } from './runs.service';

const AT_ONCE = 500;

/** Carries runs on: calculates, hands files to the bank, asks for answers. Every step may be broken off and done again. */
@Injectable()
export class RunSweep implements Sweep {
  readonly name = 'benefits.runs';
  readonly everySeconds = 1;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Calculation) private readonly calculation: Calculation,
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(Bank) private readonly bank: Bank,
  ) {}

  async run(): Promise<void> {
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number; state: string }>(
        `SELECT id, state FROM benefit_runs WHERE state IN ('calculating', 'sent') ORDER BY id`,
      ),
    );
    // One that cannot go on now must not hold up the others; it is tried again at the next look.
    const failures: unknown[] = [];
    for (const row of rows) {
      await (row.state === 'calculating' ? this.calculate(row.id) : this.exchange(row.id)).catch(
        (error: unknown) => failures.push(error),
      );
    }
    if (failures.length > 0) throw failures[0];
  }

  private async calculate(id: number): Promise<void> {
    while (await this.calculation.next(id));
  }

  private async exchange(id: number): Promise<void> {
    const file = await this.db.run(systemContext(), (tx) =>
      tx.one<{ file_no: string; content: Buffer; delivered_at: Date | null }>(
        `SELECT file_no, content, delivered_at FROM benefit_files WHERE run_id = $1`,
        [id],
      ),
    );
    if (!file) return;
    if (!file.delivered_at) {
      await this.bank.deliver(file.file_no, this.vault.open<string>(file.content));
      await this.db.run(systemContext(), (tx) =>
        tx.sql('UPDATE benefit_files SET delivered_at = $2 WHERE run_id = $1', [id, this.clock.now()]),
      );
    }
    const waiting = await this.db.run(systemContext(), (tx) =>
      tx.one(`SELECT 1 FROM benefit_payments WHERE run_id = $1 AND state = 'sent' LIMIT 1`, [id]),
    );
    if (!waiting) return;
    const answer = await this.bank.collect(file.file_no);
    if (answer === undefined) return;
    await this.runs.answer(systemContext(), id, answer).catch((error: unknown) => {
      // A broken answer is asked for again; nothing of it was booked.
      if (!(error instanceof Problem)) throw error;
    });
  }
}

/** Ends public notices, and applies for those who reach the age next month (政策找人). */
@Injectable()
export class EntitlementSweep implements Sweep {
  readonly name = 'benefits.entitlements';
  readonly everySeconds = 5;
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
  ) {}

  async run(): Promise<void> {
    const ctx = systemContext();
    while ((await this.entitlements.endNotices(ctx, AT_ONCE)) === AT_ONCE);
    const next = monthText(parseMonth(businessMonth(this.clock.now()))! + 1);
    while ((await this.entitlements.findNew(ctx, next, AT_ONCE)) === AT_ONCE);
  }
}

/** Carries dry runs of packs on; broken off, they go on where they were. */
@Injectable()
export class DryRunSweep implements Sweep {
  readonly name = 'benefits.dryRuns';
  readonly everySeconds = 1;
  constructor(@Inject(DryRunService) private readonly dryRuns: DryRunService) {}

  async run(): Promise<void> {
    for (const id of await this.dryRuns.unfinished()) while (await this.dryRuns.next(id));
  }
}

/** Tables whose rows stand where the person lives; payments and lines of runs stay where they were made. */
const FOLLOWING = [
  'entitlements',
  'entitlement_steps',
  'benefit_facts',
  'benefit_papers',
  'payees',
  'benefit_balances',
  'benefit_debts',
  'benefit_ledger',
];

/** What is known of a person moves with them. */
@Injectable()
export class MovedConsumer implements Consumer {
  readonly name = 'benefits.moved';
  readonly topics = ['person.moved'] as const;

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    if (event.personId === null || event.payload.current === false) return;
    for (const table of FOLLOWING) {
      await tx.sql(
        `UPDATE ${table} SET division = p.division FROM persons p
         WHERE p.id = $1 AND ${table}.person_id = p.id AND ${table}.division <> p.division`,
        [event.personId],
      );
    }
  }
}
