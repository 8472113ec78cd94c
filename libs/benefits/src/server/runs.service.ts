import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { isInScope } from '@heling/people/server/records';
import type { Output } from '@heling/platform/contract/route';
import { businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound, refuse, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { SIGNERS } from '../contract/shared';
import {
  HOLD_CODES,
  PAYMENT_STATES,
  RUN_STATES,
  type fileRoute,
  type runRoute,
  type runsRoute,
  type startRunRoute,
} from '../contract/runs';
import { CHANGES, changeReasonName } from '../domain/changes';
import { SCHEME_NAMES, type Scheme } from '../domain/pack';
import { bankFile, readReceipts } from './bank-file';
import { dateOfMonth, monthOfDate, note } from './common';
import type { PayeePii } from './payees.service';
import { problems } from './problems';
import { Receipts, type Applied } from './receipts';
import { RunChecks } from './run-checks';

type Run = Output<typeof startRunRoute>;

interface RunRow {
  id: number;
  division: string;
  month: string;
  state: keyof typeof RUN_STATES;
  reached: number;
  started_at: Date;
  calculated_at: Date | null;
  first_signer: number | null;
  second_signer: number | null;
  signed_at: Date | null;
  closed_at: Date | null;
  version: number;
}

/** A payment run (发放): calculated by the worker, signed by two, sent, answered, closed. Each step can be taken again. */
@Injectable()
export class RunsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RunChecks) private readonly checks: RunChecks,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  async start(ctx: RequestContext, wish: { division: string; month: string }): Promise<Run> {
    const now = this.clock.now();
    if (!isInScope(ctx, wish.division)) {
      throw refuse(403, 'benefits.run_scope', '这个区划不在您的管辖区域内。');
    }
    if (wish.month > businessMonth(now)) throw invalid('month', '还没到这个月，不能发放。');
    try {
      return await this.db.run(ctx, async (tx) => {
        const row = await tx.one<RunRow>(
          `INSERT INTO benefit_runs (division, month, started_by, started_at) VALUES ($1, $2, $3, $4) RETURNING *`,
          [wish.division, dateOfMonth(wish.month), ctx.accountId, now],
        );
        await this.tell(tx, ctx, row!, 'startRun');
        return toRun(row!);
      });
    } catch (error) {
      if (!violates(error, 'benefit_runs_once')) throw error;
      const row = await this.db.run({ scope: ctx.scope }, (tx) =>
        tx.one<RunRow>('SELECT * FROM benefit_runs WHERE division = $1 AND month = $2', [
          wish.division,
          dateOfMonth(wish.month),
        ]),
      );
      throw problems.runTwice({ id: row?.id, state: row?.state });
    }
  }

  async list(
    ctx: RequestContext,
    query: z.output<(typeof runsRoute)['query']>,
  ): Promise<Output<typeof runsRoute>> {
    const after = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<RunRow>(
        'SELECT * FROM benefit_runs WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2',
        [after?.[0] ?? null, query.limit + 1],
      ),
    );
    return pageFrom(rows, query.limit, this.clock.now(), (row) => [row.id], toRun);
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof runRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<RunRow>('SELECT * FROM benefit_runs WHERE id = $1', [id]);
      if (!row) throw notFound('没有找到这次发放，或您无权查看。');
      const states = await tx.sql<{ state: keyof typeof PAYMENT_STATES; people: number; fen: number }>(
        `SELECT state, count(*) AS people, coalesce(sum(fen), 0)::bigint AS fen FROM benefit_payments WHERE run_id = $1
         GROUP BY state ORDER BY state`,
        [id],
      );
      const changes = await tx.sql<
        Omit<Output<typeof runRoute>['changes'][number], 'changeName' | 'reasonName'>
      >(
        `SELECT change, change_reason AS reason, count(*) AS people, coalesce(sum(fen), 0)::bigint AS fen,
           coalesce(sum(last_fen), 0)::bigint AS "lastFen"
         FROM benefit_payments WHERE run_id = $1 GROUP BY change, change_reason ORDER BY change, people DESC`,
        [id],
      );
      const schemes = await tx.sql<{ scheme: Scheme; people: number; regular: number; arrears: number }>(
        `SELECT scheme, count(DISTINCT person_id) AS people, coalesce(sum(fen) FILTER (WHERE month = $2), 0)::bigint AS regular,
           coalesce(sum(fen) FILTER (WHERE month <> $2), 0)::bigint AS arrears
         FROM benefit_lines WHERE run_id = $1 GROUP BY scheme ORDER BY scheme`,
        [id, row.month],
      );
      const holds = await tx.sql<{ code: keyof typeof HOLD_CODES; people: number }>(
        `SELECT hold_code AS code, count(*) AS people FROM benefit_payments WHERE run_id = $1 AND state = 'held'
         GROUP BY hold_code ORDER BY hold_code`,
        [id],
      );
      const file = await tx.one<FileRow>('SELECT * FROM benefit_files WHERE run_id = $1', [id]);
      return {
        ...toRun(row),
        canSign:
          ['calculated', 'firstSigned'].includes(row.state) &&
          row.first_signer !== ctx.accountId &&
          ctx.roles.some((role) => SIGNERS.includes(role)),
        states: states.map((each) => ({ ...each, stateName: PAYMENT_STATES[each.state] })),
        changes: changes.map((each) => ({
          ...each,
          changeName: CHANGES[each.change],
          reasonName: changeReasonName(each.reason),
        })),
        progress: row.state === 'calculating' ? await progressOf(tx, row) : null,
        schemes: schemes.map((each) => ({
          scheme: each.scheme,
          schemeName: SCHEME_NAMES[each.scheme],
          people: each.people,
          regularFen: each.regular,
          arrearsFen: each.arrears,
        })),
        holds: holds.map((each) => ({ ...each, name: HOLD_CODES[each.code] })),
        file: file
          ? {
              fileNo: file.file_no,
              sha256: file.sha256,
              rows: file.rows,
              fen: file.fen,
              madeAt: file.made_at.toISOString(),
              deliveredAt: file.delivered_at?.toISOString() ?? null,
            }
          : null,
      };
    });
  }

  /** One of two signatures; the checks are made again before each. */
  async sign(ctx: RequestContext, id: number, version: number): Promise<Run> {
    return this.step(ctx, id, version, 'signRun', ['calculated', 'firstSigned'], async (tx, row) => {
      if (row.first_signer === ctx.accountId) throw problems.secondPerson();
      await this.checks.check(tx, id);
      return tx.one<RunRow>(
        row.state === 'calculated'
          ? `UPDATE benefit_runs SET state = 'firstSigned', first_signer = $2, version = version + 1 WHERE id = $1 RETURNING *`
          : `UPDATE benefit_runs SET state = 'signed', second_signer = $2, signed_at = $3, version = version + 1
             WHERE id = $1 RETURNING *`,
        row.state === 'calculated' ? [id, ctx.accountId] : [id, ctx.accountId, this.clock.now()],
      );
    });
  }

  /** Makes the bank's file once and hands it to the worker; asked again, the same file goes once more. */
  async send(ctx: RequestContext, id: number, version: number): Promise<Run> {
    return this.step(ctx, id, version, 'sendRun', ['signed', 'sent'], async (tx, row) => {
      if (row.state === 'signed') await this.makeFile(tx, row);
      else await tx.sql('UPDATE benefit_files SET delivered_at = NULL WHERE run_id = $1', [id]);
      return tx.one<RunRow>(
        `UPDATE benefit_runs SET state = 'sent', version = version + 1 WHERE id = $1 RETURNING *`,
        [id],
      );
    });
  }

  private async makeFile(tx: Tx, run: RunRow): Promise<void> {
    await this.checks.check(tx, run.id);
    const rows = await tx.sql<{ id: number; fen: number; sealed: Buffer }>(
      `SELECT y.id, y.fen, k.sealed FROM benefit_payments y JOIN payees k ON k.id = y.payee_id
       WHERE y.run_id = $1 AND y.state = 'ready' ORDER BY y.id`,
      [run.id],
    );
    const fileNo = `HL${monthOfDate(run.month).replace('-', '')}${String(run.id).padStart(8, '0')}`;
    const file = bankFile(
      fileNo,
      rows.map((row) => ({
        reference: `P${row.id}`,
        fen: row.fen,
        ...this.vault.open<PayeePii>(row.sealed),
      })),
    );
    await tx.sql(
      `INSERT INTO benefit_files (run_id, division, file_no, content, sha256, rows, fen, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        run.id,
        run.division,
        fileNo,
        this.vault.seal(file.content),
        file.sha256,
        rows.length,
        file.fen,
        this.clock.now(),
      ],
    );
    await tx.sql(
      `UPDATE benefit_payments SET state = 'sent', version = version + 1 WHERE run_id = $1 AND state = 'ready'`,
      [run.id],
    );
  }

  async file(ctx: RequestContext, id: number): Promise<Output<typeof fileRoute>> {
    return this.db.run(ctx, async (tx) => {
      const file = await tx.one<FileRow>('SELECT * FROM benefit_files WHERE run_id = $1', [id]);
      if (!file) throw notFound('没有找到这次发放的银行文件，或您无权查看。');
      await note(tx, ctx, this.clock, 'downloadFile', 'benefitRun', { id, division: file.division });
      return {
        fileName: `${file.file_no}.csv`,
        mediaType: 'text/csv; charset=utf-8',
        content: Buffer.from(this.vault.open<string>(file.content)),
      };
    });
  }

  /** Takes an answer of the bank. Throws 422 `benefits.receipt_*` for one that is cut, of another month or of unknown people. */
  async answer(ctx: RequestContext, id: number, content: string): Promise<Applied> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<RunRow>('SELECT * FROM benefit_runs WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw notFound('没有找到这次发放，或您无权查看。');
      const file = await tx.one<FileRow>('SELECT * FROM benefit_files WHERE run_id = $1', [id]);
      if (!file) throw problems.state('这次发放还没有送银行，不能收回盘。');
      const applied = await this.receipts.apply(tx, id, readReceipts(content, file.file_no));
      await this.tell(tx, ctx, row, 'receipts', { ...applied });
      return applied;
    });
  }

  /** Closes the month: what was held goes over to the next run; what the bank does not know stays reserved. */
  async close(ctx: RequestContext, id: number, version: number): Promise<Run> {
    return this.step(ctx, id, version, 'closeRun', ['sent'], async (tx) => {
      const open = await tx.one(
        `SELECT 1 FROM benefit_payments WHERE run_id = $1 AND (state IN ('ready', 'sent') OR conflict) LIMIT 1`,
        [id],
      );
      if (open) throw problems.state('银行回盘还没有收齐，或有前后矛盾的行没有查清，不能结账。');
      await tx.sql(
        `UPDATE benefit_balances b SET reserved = b.reserved - l.fen FROM benefit_lines l
         JOIN benefit_payments y ON y.id = l.payment_id AND y.state = 'held'
         WHERE l.run_id = $1 AND b.person_id = l.person_id AND b.scheme = l.scheme AND b.month = l.month`,
        [id],
      );
      await tx.sql(
        `UPDATE benefit_payments SET state = 'dropped', hold_code = NULL, bank_code = hold_code, version = version + 1
         WHERE run_id = $1 AND state = 'held'`,
        [id],
      );
      return tx.one<RunRow>(
        `UPDATE benefit_runs SET state = 'closed', closed_by = $2, closed_at = $3, version = version + 1
         WHERE id = $1 RETURNING *`,
        [id, ctx.accountId, this.clock.now()],
      );
    });
  }

  private async step(
    ctx: RequestContext,
    id: number,
    version: number,
    verb: string,
    from: readonly RunRow['state'][],
    work: (tx: Tx, row: RunRow) => Promise<RunRow | undefined>,
  ): Promise<Run> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<RunRow>('SELECT * FROM benefit_runs WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw notFound('没有找到这次发放，或您无权查看。');
      if (row.version !== version) throw stale(toRun(row));
      if (!from.includes(row.state)) {
        throw problems.state(`这次发放现在是“${RUN_STATES[row.state]}”，不能这样办理。`);
      }
      const next = await work(tx, row);
      await this.tell(tx, ctx, next!, verb);
      return toRun(next!);
    });
  }

  private async tell(
    tx: Tx,
    ctx: RequestContext,
    row: RunRow,
    verb: string,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    await note(tx, ctx, this.clock, verb, 'benefitRun', row, { state: row.state, ...more });
    await emit(tx, {
      topic: 'benefitRun.changed',
      key: `benefitRun:${row.id}`,
      division: row.division,
      payload: { runId: row.id, state: row.state },
    });
  }
}

interface FileRow {
  run_id: number;
  division: string;
  file_no: string;
  content: Buffer;
  sha256: string;
  rows: number;
  fen: number;
  made_at: Date;
  delivered_at: Date | null;
}

function toRun(row: RunRow): Run {
  return {
    id: row.id,
    division: row.division,
    month: monthOfDate(row.month),
    state: row.state,
    stateName: RUN_STATES[row.state],
    startedAt: row.started_at.toISOString(),
    calculatedAt: row.calculated_at?.toISOString() ?? null,
    signedAt: row.signed_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** How many of those whom the run concerns have been calculated. */
async function progressOf(tx: Tx, run: RunRow): Promise<{ done: number; of: number }> {
  const row = await tx.one<{ done: number; of: number }>(
    `SELECT count(DISTINCT person_id) FILTER (WHERE person_id <= $2) AS done, count(DISTINCT person_id) AS of
     FROM entitlements WHERE state = 'granted' AND division ^@ $1`,
    [run.division, run.reached],
  );
  return row!;
}
