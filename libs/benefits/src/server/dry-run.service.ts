import { Inject, Injectable } from '@nestjs/common';
import { isInScope } from '@heling/people/server/records';
import type { Output } from '@heling/platform/contract/route';
import { ageOn } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { dryRunPersonRoute, dryRunRoute, dryRunsRoute } from '../contract/trials';
import { monthText, parseMonth } from '../domain/calendar';
import { changeReasonName } from '../domain/changes';
import {
  addTried,
  addUnjudgeable,
  DRY_RUN_STATES,
  emptySummary,
  EXAMPLE_KINDS,
  type DryRunSummary,
  type Group,
} from '../domain/dry-run';
import { BenefitsInputError } from '../domain/input';
import type { Scheme } from '../domain/pack';
import { sentenceOf } from '../domain/sentences';
import { monthOfDate, note, personFor, toWhom, WHOM, type WhomRow } from './common';
import { tryPeople, type Trial } from './dry-run-people';
import { PacksService } from './packs.service';
import { problems } from './problems';

type DryRun = Output<typeof dryRunsRoute>['items'][number];
interface DryRunRow {
  id: number;
  pack_id: number;
  division: string;
  month: string;
  data: Record<string, unknown>;
  state: keyof typeof DRY_RUN_STATES;
  reached: number;
  people: number;
  summary: DryRunSummary;
  started_at: Date;
  ended_at: Date | null;
  scheme: Scheme;
  outdated: boolean;
}

/** People judged in one transaction: what is held in memory at a time. */
const BATCH = 500;
const LOAD = `SELECT d.*, d.data ->> 'scheme' AS scheme, d.data IS DISTINCT FROM k.data OR d.month <> k.effective_from AS outdated
  FROM benefit_dry_runs d JOIN benefit_packs k ON k.id = d.pack_id`;

/** Dry runs of a draft (试算): everybody in its jurisdiction under it and under what is in force; no account is touched. */
@Injectable()
export class DryRunService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async start(ctx: RequestContext, packId: number): Promise<DryRun> {
    try {
      return await this.db.run(ctx, async (tx) => {
        const pack = await tx.one<{
          jurisdiction: string;
          effective_from: string;
          data: object;
          published_at: Date | null;
        }>('SELECT jurisdiction, effective_from, data, published_at FROM benefit_packs WHERE id = $1', [
          packId,
        ]);
        if (!pack) throw notFound();
        if (!isInScope(ctx, pack.jurisdiction)) throw problems.packScope();
        if (pack.published_at) throw problems.state('已公布的政策包不用再试算。');
        const made = await tx.one<{ id: number }>(
          `INSERT INTO benefit_dry_runs (pack_id, division, month, data, people, summary, started_by, started_at)
           VALUES ($1, $2, $3, $4, (SELECT count(*) FROM persons p WHERE p.division ^@ $2), $5, $6, $7) RETURNING id`,
          [
            packId,
            pack.jurisdiction,
            pack.effective_from,
            JSON.stringify(pack.data),
            JSON.stringify(emptySummary()),
            ctx.accountId,
            this.clock.now(),
          ],
        );
        const row = await tx.one<DryRunRow>(`${LOAD} WHERE d.id = $1`, [made!.id]);
        await note(tx, ctx, this.clock, 'startDryRun', 'benefitDryRun', row!);
        return toDryRun(row!);
      });
    } catch (error) {
      if (violates(error, 'benefit_dry_runs_one')) throw problems.state('这个政策包正在试算，请等它算完。');
      throw error;
    }
  }

  async list(ctx: RequestContext, packId: number): Promise<Output<typeof dryRunsRoute>> {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<DryRunRow>(`${LOAD} WHERE d.pack_id = $1 ORDER BY d.id DESC LIMIT 20`, [packId]),
    );
    return { items: rows.map(toDryRun) };
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof dryRunRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.load(tx, id);
      const { summary } = row;
      const people = await tx.sql<WhomRow>(
        `SELECT p.id AS person_id, ${WHOM.replaceAll('x.', 'p.')} FROM persons p WHERE p.id = ANY ($1)`,
        [summary.examples.map((each) => each.personId)],
      );
      const byId = new Map(people.map((person) => [person.person_id, person]));
      const counties = await tx.sql<{ code: string; name: string }>(
        'SELECT code, name FROM divisions WHERE code = ANY ($1)',
        [Object.keys(summary.byCounty)],
      );
      const { byAge, byCounty, examples, ...sums } = summary;
      const kinds = Object.keys(EXAMPLE_KINDS);
      return {
        ...toDryRun(row),
        ...sums,
        byAge: groupsOf(byAge, (key) => `${key} 岁`),
        byCounty: groupsOf(byCounty, (key) => counties.find(({ code }) => code === key)?.name ?? key),
        examples: examples
          .flatMap((each) => {
            const person = byId.get(each.personId);
            if (!person) return [];
            return [{ ...each, kindName: EXAMPLE_KINDS[each.kind], ...toWhom(this.vault, person) }];
          })
          .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)),
      };
    });
  }

  /** One person of it, month by month under both, with the sentences. */
  async person(ctx: RequestContext, id: number, personId: number): Promise<Output<typeof dryRunPersonRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.load(tx, id);
      await personFor(tx, ctx, personId, this.clock.now());
      const person = await tx.one<WhomRow>(
        `SELECT p.id AS person_id, ${WHOM.replaceAll('x.', 'p.')} FROM persons p WHERE p.id = $1`,
        [personId],
      );
      const whom = toWhom(this.vault, person!);
      let trial: Trial | undefined;
      try {
        [trial] = await this.judge(tx, row, [personId], (error) => {
          throw error;
        });
      } catch (error) {
        if (!(error instanceof BenefitsInputError)) throw error;
        return { ...whom, months: [], problem: `资料有误，无法计算：${changeReasonName(error.field)}。` };
      }
      const sides = [trial?.before, trial?.after].map(
        (judged) =>
          new Map(
            judged?.verdicts.map((verdict) => [
              verdict.month,
              { verdict, why: sentenceOf(judged.inForce.pack, judged.history, verdict) },
            ]),
          ),
      );
      const months = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort((a, b) => a - b);
      const [before, after] = sides.map((side) => (month: number) => {
        const found = side.get(month);
        return found ? { fen: found.verdict.fen, why: found.why } : null;
      }) as [(month: number) => Side, (month: number) => Side];
      return {
        ...whom,
        months: months.map((month) => ({
          month: monthText(month),
          paidFen: (sides[1]!.get(month) ?? sides[0]!.get(month))!.verdict.paidFen,
          before: before(month),
          after: after(month),
        })),
        problem: null,
      };
    });
  }

  /** Dry runs that are not over. */
  async unfinished(): Promise<number[]> {
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number }>(`SELECT id FROM benefit_dry_runs WHERE state = 'calculating' ORDER BY id`),
    );
    return rows.map((row) => row.id);
  }

  /** Judges the next people and moves the mark behind them in one transaction; false when it is over. */
  async next(id: number, atOnce = BATCH): Promise<boolean> {
    return this.db.run(systemContext(), async (tx) => {
      const mark = await tx.one<{ state: string }>(
        'SELECT state FROM benefit_dry_runs WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (mark?.state !== 'calculating') return false;
      const row = await this.load(tx, id);
      const people = await tx.sql<{ id: number }>(
        'SELECT p.id FROM persons p WHERE p.id > $1 AND p.division ^@ $2 ORDER BY p.id LIMIT $3',
        [row.reached, row.division, atOnce],
      );
      if (people.length === 0) {
        await this.finish(tx, row);
        return false;
      }
      const ids = people.map((person) => person.id);
      const { summary } = row;
      const month = parseMonth(monthOfDate(row.month))!;
      const trials = await this.judge(tx, row, ids, (_error, personId) => addUnjudgeable(summary, personId));
      for (const { person, granted, before, after } of trials) {
        addTried(
          summary,
          {
            personId: person.id,
            county: person.division.slice(0, 6),
            age: ageOn(person.birth, row.month),
            granted,
            before: before?.verdicts ?? [],
            after: after?.verdicts ?? [],
            balances: (after ?? before)?.balances ?? new Map(),
          },
          month,
        );
      }
      await tx.sql('UPDATE benefit_dry_runs SET reached = $2, summary = $3 WHERE id = $1', [
        id,
        ids.at(-1),
        JSON.stringify(summary),
      ]);
      return true;
    });
  }

  private async judge(
    tx: Tx,
    row: DryRunRow,
    ids: number[],
    failed: (error: BenefitsInputError, personId: number) => void,
  ): Promise<Trial[]> {
    const month = monthOfDate(row.month);
    const books = await this.packs.withDraft(tx, month, { id: row.pack_id, data: row.data });
    return tryPeople(tx, books, row.scheme, month, ids, failed);
  }

  private async finish(tx: Tx, row: DryRunRow): Promise<void> {
    await tx.sql(`UPDATE benefit_dry_runs SET state = 'done', ended_at = $2 WHERE id = $1`, [
      row.id,
      this.clock.now(),
    ]);
    await emit(tx, {
      topic: 'benefitDryRun.changed',
      key: `benefitDryRun:${row.id}`,
      division: row.division,
      payload: { dryRunId: row.id, state: 'done' },
    });
  }

  private async load(tx: Tx, id: number): Promise<DryRunRow> {
    const row = await tx.one<DryRunRow>(`${LOAD} WHERE d.id = $1`, [id]);
    if (!row) throw notFound('没有找到这次试算，或您无权查看。');
    return row;
  }
}

type Side = Output<typeof dryRunPersonRoute>['months'][number]['before'];

function toDryRun(row: DryRunRow): DryRun {
  return {
    id: row.id,
    packId: row.pack_id,
    month: monthOfDate(row.month),
    scheme: row.scheme,
    state: row.state,
    stateName: DRY_RUN_STATES[row.state],
    progress: { done: row.summary.judged, of: Math.max(row.people, row.summary.judged) },
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    outdated: row.outdated,
  };
}

function groupsOf(groups: Record<string, Group>, name: (key: string) => string) {
  return Object.entries(groups)
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([key, group]) => ({ key, name: name(key), ...group }));
}
