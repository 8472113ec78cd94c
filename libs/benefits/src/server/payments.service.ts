import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import {
  HOLD_CODES,
  PAYMENT_STATES,
  type HoldCode,
  type ledgerRoute,
  type paymentRoute,
  type paymentsRoute,
  type releaseRoute,
} from '../contract/runs';
import { CHANGES, changeReasonName } from '../domain/changes';
import { SCHEME_NAMES, type Scheme } from '../domain/pack';
import { isFamily, monthOfDate, note, personFor, toWhom, WHOM, type WhomRow } from './common';
import { problems } from './problems';
import { Receipts } from './receipts';
import { RunChecks } from './run-checks';

interface PaymentRow {
  id: number;
  run_id: number;
  person_id: number;
  division: string;
  month: string;
  fen: number;
  last_fen: number;
  change: 'same' | 'new' | 'stopped' | 'changed';
  change_reason: string | null;
  state: keyof typeof PAYMENT_STATES;
  hold_code: HoldCode | null;
  bank_code: string | null;
  conflict: boolean;
  hold_reason: Buffer | null;
  version: number;
}
/** States of the run in which its rows may still be held and released. */
const BEFORE_BANK = ['calculated', 'firstSigned', 'signed'];

/** Rows `x` that somebody must look at; one that the bank rejected no longer once a later run pays the person. */
export const WORK = `(x.conflict OR x.state IN ('held', 'unknown') OR x.state = 'rejected' AND NOT EXISTS (
  SELECT FROM benefit_payments n WHERE n.person_id = x.person_id AND n.run_id > x.run_id
    AND n.state IN ('ready', 'sent', 'paid')))`;

/** The rows of runs: what each is made of, holding and releasing them, asking the bank about one. */
@Injectable()
export class PaymentsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RunChecks) private readonly checks: RunChecks,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  async search(
    ctx: RequestContext,
    ask: z.output<(typeof paymentsRoute)['body']>,
  ): Promise<Output<typeof paymentsRoute>> {
    const after = fromCursor(ask.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<PaymentRow & WhomRow>(
        `SELECT x.*, ${WHOM} FROM benefit_payments x JOIN persons p ON p.id = x.person_id
         WHERE CASE WHEN $1::bigint IS NULL THEN ${WORK} ELSE x.run_id = $1 END
           AND ($2::text IS NULL OR x.state = $2) AND ($3::text IS NULL OR x.change = $3)
           AND ($4::text IS NULL OR x.change_reason = $4) AND ($5::text IS NULL OR x.hold_code = $5)
           AND ($6::bigint IS NULL OR x.id > $6) ORDER BY x.id LIMIT $7`,
        [
          ask.runId ?? null,
          ask.state ?? null,
          ask.change ?? null,
          ask.reason ?? null,
          ask.hold ?? null,
          after?.[0] ?? null,
          ask.limit + 1,
        ],
      ),
    );
    return pageFrom(
      rows,
      ask.limit,
      this.clock.now(),
      (row) => [row.id],
      (row) => ({
        id: row.id,
        runId: row.run_id,
        runMonth: monthOfDate(row.month),
        ...toWhom(this.vault, row),
        fen: row.fen,
        lastFen: row.last_fen,
        change: row.change,
        changeReason: row.change_reason,
        changeName: CHANGES[row.change],
        reasonName: changeReasonName(row.change_reason),
        state: row.state,
        stateName: PAYMENT_STATES[row.state],
        holdCode: row.hold_code,
        holdName: row.hold_code && HOLD_CODES[row.hold_code],
        bankCode: row.bank_code,
        conflict: row.conflict,
        version: row.version,
      }),
    );
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof paymentRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<PaymentRow & WhomRow & { run_state: string | null }>(
        `SELECT x.*, ${WHOM}, (SELECT r.state FROM benefit_runs r WHERE r.id = x.run_id) AS run_state
         FROM benefit_payments x JOIN persons p ON p.id = x.person_id WHERE x.id = $1`,
        [id],
      );
      if (!row) throw notFound('没有找到这笔发放，或您无权查看。');
      await personFor(tx, ctx, row.person_id, this.clock.now());
      const lines = await tx.sql<{
        scheme: Scheme;
        month: string;
        fen: number;
        entitlement_id: number | null;
        pack_version: string;
      }>(
        `SELECT l.scheme, l.month, l.fen, e.id AS entitlement_id, k.pack_version FROM benefit_lines l
         JOIN benefit_packs k ON k.id = l.pack_id
         LEFT JOIN entitlements e ON e.person_id = l.person_id AND e.scheme = l.scheme
         WHERE l.payment_id = $1 ORDER BY l.scheme, l.month`,
        [id],
      );
      const runMonth = monthOfDate(row.month);
      return {
        id,
        runId: row.run_id,
        ...toWhom(this.vault, row),
        runMonth,
        fen: row.fen,
        state: row.state,
        bankCode: row.bank_code,
        conflict: row.conflict,
        beforeBank: BEFORE_BANK.includes(row.run_state ?? ''),
        version: row.version,
        holdCode: row.hold_code,
        stateName: PAYMENT_STATES[row.state],
        holdName: row.hold_code && HOLD_CODES[row.hold_code],
        holdReason: row.hold_reason && !isFamily(ctx) ? this.vault.open<string>(row.hold_reason) : null,
        lines: lines.map((line) => ({
          scheme: line.scheme,
          schemeName: SCHEME_NAMES[line.scheme],
          month: monthOfDate(line.month),
          fen: line.fen,
          arrears: monthOfDate(line.month) < runMonth,
          packVersion: line.pack_version,
          entitlementId: line.entitlement_id,
        })),
      };
    });
  }

  async hold(
    ctx: RequestContext,
    id: number,
    wish: { version: number; reason: string },
  ): Promise<{ id: number; version: number }> {
    return this.change(ctx, id, wish.version, 'holdPayment', true, async (tx, row) => {
      if (row.state !== 'ready') throw problems.state('这一笔不在待发放状态，不能暂缓。');
      await tx.sql(
        `UPDATE benefit_payments SET state = 'held', hold_code = 'clerk', hold_reason = $2, version = version + 1 WHERE id = $1`,
        [id, this.vault.seal(wish.reason)],
      );
    });
  }

  /** Takes a hold away and checks again; what still stands against the payment holds it again. */
  async release(ctx: RequestContext, id: number, version: number): Promise<Output<typeof releaseRoute>> {
    let holdCode: HoldCode | null = null;
    const changed = await this.change(ctx, id, version, 'releasePayment', true, async (tx, row) => {
      if (row.state !== 'held' || row.hold_code === 'unjudgeable') {
        throw problems.state('这一笔没有暂缓，或资料有误须先更正、下月再算。');
      }
      await tx.sql(
        `UPDATE benefit_payments SET state = 'ready', hold_code = NULL, hold_reason = NULL, version = version + 1 WHERE id = $1`,
        [id],
      );
      await this.checks.check(tx, row.run_id, id);
      const now = await tx.one<PaymentRow>('SELECT * FROM benefit_payments WHERE id = $1', [id]);
      holdCode = now!.hold_code;
    });
    return { ...changed, holdCode };
  }

  /** What the bank said on asking about a row that was unknown, or of which it said two things. */
  async settle(
    ctx: RequestContext,
    id: number,
    wish: { version: number; result: 'paid' | 'rejected'; reason: string },
  ): Promise<{ id: number; version: number }> {
    return this.change(ctx, id, wish.version, 'settlePayment', false, async (tx, row) => {
      if (row.state !== 'unknown' && !row.conflict) {
        throw problems.state('这一笔银行结果明确，不需要查清。');
      }
      await this.receipts.settle(tx, row, wish.result);
      await tx.sql('UPDATE benefit_payments SET hold_reason = $2, version = version + 1 WHERE id = $1', [
        id,
        this.vault.seal(wish.reason),
      ]);
    });
  }

  async ledger(
    ctx: RequestContext,
    personId: number,
    query: z.output<(typeof ledgerRoute)['query']>,
  ): Promise<Output<typeof ledgerRoute>> {
    const after = fromCursor(query.cursor, 1);
    const now = this.clock.now();
    const rows = await this.db.run(ctx, async (tx) => {
      await personFor(tx, ctx, personId, now);
      return tx.sql<{
        id: number;
        at: Date;
        scheme: Scheme;
        month: string;
        kind: 'opening' | 'paid' | 'recovered' | 'writtenOff';
        fen: number;
      }>(
        `SELECT id, at, scheme, month, kind, fen FROM benefit_ledger WHERE person_id = $1 AND ($2::bigint IS NULL OR id < $2)
         ORDER BY id DESC LIMIT $3`,
        [personId, after?.[0] ?? null, query.limit + 1],
      );
    });
    return pageFrom(
      rows,
      query.limit,
      now,
      (row) => [row.id],
      (row) => ({
        ...row,
        at: row.at.toISOString(),
        schemeName: SCHEME_NAMES[row.scheme],
        month: monthOfDate(row.month),
      }),
    );
  }

  private async change(
    ctx: RequestContext,
    id: number,
    version: number,
    verb: string,
    beforeBank: boolean,
    work: (tx: Tx, row: PaymentRow) => Promise<void>,
  ): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      // The run first, as everybody else does who changes its rows.
      const found = await tx.one<{ run_id: number }>('SELECT run_id FROM benefit_payments WHERE id = $1', [
        id,
      ]);
      if (!found) throw notFound('没有找到这笔发放，或您无权查看。');
      const run = await tx.one<{ state: string }>('SELECT state FROM benefit_runs WHERE id = $1 FOR UPDATE', [
        found.run_id,
      ]);
      if (!run) throw notFound('这次发放由上级办理，请联系上级。');
      const row = await tx.one<PaymentRow>('SELECT * FROM benefit_payments WHERE id = $1 FOR UPDATE', [id]);
      if (row!.version !== version) throw stale({ version: row!.version, state: row!.state });
      if (beforeBank && !BEFORE_BANK.includes(run.state)) {
        throw problems.state('这次发放还在计算，或已送银行，不能再改。');
      }
      await work(tx, row!);
      const now = await tx.one<PaymentRow>('SELECT * FROM benefit_payments WHERE id = $1', [id]);
      await note(tx, ctx, this.clock, verb, 'benefitPayment', row!, {
        state: now!.state,
        hold: now!.hold_code,
      });
      return { id, version: now!.version };
    });
  }
}
