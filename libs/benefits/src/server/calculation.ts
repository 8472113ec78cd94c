import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { monthText, parseMonth } from '../domain/calendar';
import { settle, type Settlement } from '../domain/settle';
import type { Scheme } from '../domain/pack';
import { dateOfMonth, monthOfDate } from './common';
import { refreshDebts, type OverpaidNow } from './debt-rows';
import { judgePersons, type Judged, type JudgedPerson } from './histories';
import { PacksService, type PackBook } from './packs.service';
import { RunChecks } from './run-checks';

const BATCH = 1000;

interface RunRow {
  id: number;
  division: string;
  month: string;
  state: string;
  reached: number;
}
interface Line {
  person_id: number;
  division: string;
  scheme: Scheme;
  month: string;
  fen: number;
  entitled: number;
  reason: string;
  pack_id: number;
}
interface Payment {
  person_id: number;
  division: string;
  fen: number;
  last_fen: number;
  change: 'same' | 'new' | 'stopped' | 'changed';
  change_reason: string | null;
  state: 'ready' | 'nothing' | 'held';
  hold_code: string | null;
}

/**
 * Calculates a run in the worker, a thousand people a transaction: their months are judged, what is owed is reserved on
 * the ledger, and the run's mark moves behind them. A killed worker goes on from the mark, so nobody comes twice or never.
 */
@Injectable()
export class Calculation {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PacksService) private readonly packs: PacksService,
    @Inject(RunChecks) private readonly checks: RunChecks,
  ) {}

  /** Calculates the next people of a run; false when it is over or is not being calculated. */
  async next(runId: number, atOnce = BATCH): Promise<boolean> {
    return this.db.run(systemContext(), async (tx) => {
      const run = await tx.one<RunRow>(
        `SELECT id, division, month, state, reached FROM benefit_runs WHERE id = $1 FOR UPDATE`,
        [runId],
      );
      if (run?.state !== 'calculating') return false;
      const month = monthOfDate(run.month);
      const people = await tx.sql<{ person_id: number }>(
        `SELECT DISTINCT e.person_id FROM entitlements e WHERE e.state = 'granted' AND e.person_id > $1 AND e.division ^@ $2
         ORDER BY e.person_id LIMIT $3`,
        [run.reached, run.division, atOnce],
      );
      if (people.length === 0) {
        await this.finish(tx, run);
        return false;
      }
      const ids = people.map((row) => row.person_id);
      await this.settlePeople(tx, run, await this.packs.inForce(tx, month), month, ids);
      await tx.sql('UPDATE benefit_runs SET reached = $2 WHERE id = $1', [runId, ids.at(-1)]);
      return true;
    });
  }

  private async finish(tx: Tx, run: RunRow): Promise<void> {
    await tx.sql(
      `UPDATE benefit_runs SET state = 'calculated', calculated_at = $2, version = version + 1 WHERE id = $1`,
      [run.id, this.clock.now()],
    );
    await this.checks.check(tx, run.id);
    await emit(tx, {
      topic: 'benefitRun.changed',
      key: `benefitRun:${run.id}`,
      division: run.division,
      payload: { runId: run.id, state: 'calculated' },
    });
  }

  private async settlePeople(
    tx: Tx,
    run: RunRow,
    book: PackBook,
    month: string,
    ids: number[],
  ): Promise<void> {
    let people = await judgePersons(tx, book, month, { persons: ids }, true);
    const extended = await this.extend(tx, month, people);
    if (extended) people = await judgePersons(tx, book, month, { persons: ids }, true);
    const payments: Payment[] = [];
    const lines: Line[] = [];
    const overpaid: OverpaidNow[] = [];
    for (const person of people) {
      const settled = person.schemes.map((judged) => ({
        judged,
        to: settle(judged.verdicts, judged.balances),
      }));
      for (const { judged, to } of settled) {
        lines.push(...linesOf(person, judged, to));
        overpaid.push({
          person_id: person.personId,
          scheme: judged.scheme,
          fen: to.overpaid.reduce((sum, { fen }) => sum + fen, 0),
        });
      }
      const payment = paymentOf(person, month, settled);
      if (payment) payments.push(payment);
    }
    await write(tx, run, payments, lines);
    await refreshDebts(tx, overpaid);
  }

  /**
   * Nobody is stopped without a visit: where the certification has run out and none is recorded, it is lengthened by the
   * month of the run (a fact that the engine sees).
   */
  private async extend(tx: Tx, month: string, people: readonly JudgedPerson[]): Promise<boolean> {
    const late = people.filter((person) =>
      person.schemes.some(
        (judged) =>
          judged.verdicts.at(-1)?.status === 'suspended' && !judged.attempted && !judged.history.died,
      ),
    );
    if (late.length === 0) return false;
    await tx.sql(
      `INSERT INTO benefit_facts (person_id, division, kind, valid_from, recorded_at)
       SELECT p.id, p.division, 'extension', $2, $3 FROM persons p WHERE p.id = ANY ($1)
       ON CONFLICT (person_id, valid_from) WHERE kind = 'extension' AND withdrawn_at IS NULL DO NOTHING`,
      [late.map((person) => person.personId), dateOfMonth(month), this.clock.now()],
    );
    return true;
  }
}

function linesOf(person: JudgedPerson, judged: Judged, to: Settlement): Line[] {
  return to.due.map(({ month, fen, entitled, reason }) => ({
    person_id: person.personId,
    division: person.division,
    scheme: judged.scheme,
    month: dateOfMonth(monthText(month)),
    fen,
    entitled,
    reason,
    pack_id: judged.inForce.id,
  }));
}

/** What a person gets from the run, and how that differs from last month; undefined: nothing is paid and nothing changed. */
function paymentOf(
  person: JudgedPerson,
  monthTextNow: string,
  settled: readonly { judged: Judged; to: Settlement }[],
): Payment | undefined {
  const month = parseMonth(monthTextNow)!;
  let [now, last, fen] = [0, 0, 0];
  let reason: string | null = null;
  for (const { judged, to } of settled) {
    const verdict = judged.verdicts.at(-1);
    const before = judged.authorised.get(month - 1) ?? 0;
    now += verdict?.fen ?? 0;
    last += before;
    fen += to.due.reduce((sum, line) => sum + line.fen, 0);
    if ((verdict?.fen ?? 0) !== before) reason ??= changeReason(judged, before);
  }
  const base = {
    person_id: person.personId,
    division: person.division,
    fen,
    last_fen: last,
    change: last === now ? 'same' : last === 0 ? 'new' : now === 0 ? 'stopped' : 'changed',
    change_reason: reason,
  } as const;
  if (person.problem) {
    return { ...base, state: 'held', hold_code: 'unjudgeable', change_reason: person.problem.field };
  }
  if (fen > 0) return { ...base, state: 'ready', hold_code: null };
  return last === now ? undefined : { ...base, state: 'nothing', hold_code: null };
}

function changeReason(judged: Judged, before: number): string {
  const verdict = judged.verdicts.at(-1);
  if (!verdict || verdict.status !== 'due') return verdict?.reason ?? 'not-judged';
  if (before > 0) return verdict.band ? 'band' : 'amount';
  return judged.authorised.size === 0 ? 'first' : 'back';
}

/** Writes payments and lines and reserves them on the ledger, in three statements. */
async function write(tx: Tx, run: RunRow, payments: Payment[], lines: Line[]): Promise<void> {
  if (payments.length === 0) return;
  await tx.sql(
    `INSERT INTO benefit_payments (run_id, month, person_id, division, fen, last_fen, change, change_reason, state, hold_code)
     SELECT $1, $3, v.* FROM jsonb_to_recordset($2::jsonb) AS v(person_id bigint, division text, fen bigint, last_fen bigint,
       change text, change_reason text, state text, hold_code text)`,
    [run.id, JSON.stringify(payments), run.month],
  );
  if (lines.length === 0) return;
  const rows = JSON.stringify(lines);
  await tx.sql(
    `INSERT INTO benefit_balances AS b (person_id, scheme, month, division, authorised, reserved)
     SELECT v.person_id, v.scheme, v.month, v.division, v.entitled, v.fen FROM jsonb_to_recordset($1::jsonb)
       AS v(person_id bigint, scheme text, month date, division text, entitled bigint, fen bigint)
     ORDER BY v.person_id, v.scheme, v.month
     ON CONFLICT (person_id, scheme, month) DO UPDATE SET authorised = excluded.authorised,
       reserved = b.reserved + excluded.reserved`,
    [rows],
  );
  await tx.sql(
    `INSERT INTO benefit_lines (run_id, payment_id, person_id, division, scheme, month, fen, reason, pack_id)
     SELECT $1, y.id, v.person_id, v.division, v.scheme, v.month, v.fen, v.reason, v.pack_id
     FROM jsonb_to_recordset($2::jsonb) AS v(person_id bigint, division text, scheme text, month date, fen bigint,
       reason text, pack_id bigint)
     JOIN benefit_payments y ON y.run_id = $1 AND y.person_id = v.person_id`,
    [run.id, rows],
  );
}
