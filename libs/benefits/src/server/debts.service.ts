import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { shownName } from '@heling/people/server/records';
import type { Output } from '@heling/platform/contract/route';
import { businessDay, businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import {
  DEBT_STATES,
  type claimRoute,
  type debtLetterRoute,
  type debtRoute,
  type debtsRoute,
  type writeOffRoute,
} from '../contract/runs';
import { monthText } from '../domain/calendar';
import { dueOfInstalment, instalments } from '../domain/instalments';
import { SCHEME_NAMES, type Scheme } from '../domain/pack';
import { settle, type Settlement } from '../domain/settle';
import { dateOfMonth, monthOfDate, note, piiOf, toWhom, WHOM, type WhomRow } from './common';
import { refreshDebts } from './debt-rows';
import { judgePersons } from './histories';
import { PacksService } from './packs.service';
import { problems } from './problems';

type Debt = Output<typeof debtsRoute>['items'][number];
interface DebtRow {
  id: number;
  person_id: number;
  division: string;
  scheme: Scheme;
  from_month: string;
  to_month: string;
  fen: number;
  recovered: number;
  written_off: number;
  reason: string;
  state: keyof typeof DEBT_STATES;
  instalments: number;
  claimed_at: Date;
  due_on: string;
  write_off_by: number | null;
  write_off_reason: Buffer | null;
  version: number;
}
const LOAD = `SELECT x.*, ${WHOM} FROM benefit_debts x JOIN persons p ON p.id = x.person_id`;
const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')} 元`;
const REASONS: Record<string, string> = {
  died: '老人去世后的月份仍有发放',
  'not-registered': '户籍已迁出',
  'paid-elsewhere': '同一月份已在其他地方领取',
  uncertified: '生存认证过期',
  due: '发放金额高于标准',
};

/** Claw-back (追回): what was paid too much is claimed, paid back in instalments, or written off by two people. */
@Injectable()
export class DebtsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async search(
    ctx: RequestContext,
    ask: z.output<(typeof debtsRoute)['body']>,
  ): Promise<Output<typeof debtsRoute>> {
    const after = fromCursor(ask.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<DebtRow & WhomRow>(
        `${LOAD} WHERE ($1::text IS NULL OR x.state = $1) AND ($2::bigint IS NULL OR x.person_id = $2)
           AND ($3::bigint IS NULL OR x.id < $3) ORDER BY x.id DESC LIMIT $4`,
        [ask.state ?? null, ask.personId ?? null, after?.[0] ?? null, ask.limit + 1],
      ),
    );
    return pageFrom(
      rows,
      ask.limit,
      this.clock.now(),
      (row) => [row.id],
      (row) => this.toDebt(row, ctx),
    );
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof debtRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<DebtRow & WhomRow>(`${LOAD} WHERE x.id = $1`, [id]);
      if (!row) throw notFound('没有找到这笔追回，或您无权查看。');
      const entitlement = await tx.one<{ id: number }>(
        'SELECT id FROM entitlements WHERE person_id = $1 AND scheme = $2',
        [row.person_id, row.scheme],
      );
      const debt = this.toDebt(row, ctx);
      let covered = row.recovered + row.written_off;
      const plan = planOf(row).map((part) => {
        const shown = { ...part, covered: covered >= part.fen };
        covered -= Math.min(covered, part.fen);
        return shown;
      });
      return {
        ...debt,
        plan,
        letter: letterOf(row, debt.name),
        entitlementId: entitlement?.id ?? null,
        writeOffReason: row.write_off_reason && this.vault.open<string>(row.write_off_reason),
      };
    });
  }

  /** The letter with the whole name, for printing; noted in the audit. */
  async letter(ctx: RequestContext, id: number): Promise<Output<typeof debtLetterRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<DebtRow & WhomRow>(`${LOAD} WHERE x.id = $1`, [id]);
      if (!row) throw notFound('没有找到这笔追回，或您无权查看。');
      await note(tx, ctx, this.clock, 'printLetter', 'benefitDebt', row);
      const name = shownName({ key_salt: row.person_salt }, piiOf(this.vault, row), true);
      return { letter: letterOf(row, name), plan: planOf(row) };
    });
  }

  /** Claims what is overpaid by the newest facts. Throws 409 when nothing is. */
  async claim(
    ctx: RequestContext,
    entitlementId: number,
    wish: z.output<(typeof claimRoute)['body']>,
  ): Promise<Output<typeof claimRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const of = await tx.one<{ person_id: number; division: string; scheme: Scheme }>(
        'SELECT person_id, division, scheme FROM entitlements WHERE id = $1',
        [entitlementId],
      );
      if (!of) throw notFound('没有找到这份申请，或您无权查看。');
      if (wish.dueOn < businessDay(now)) throw invalid('dueOn', '还款日期不能早于今天。');
      const { overpaid } = await this.settled(tx, of.person_id, of.scheme);
      if (overpaid.length === 0) throw problems.nothingOverpaid();
      const fen = overpaid.reduce((sum, line) => sum + line.fen, 0);
      const from = monthText(overpaid[0]!.month);
      const to = monthText(overpaid.at(-1)!.month);
      const row = await tx.one<{ id: number }>(
        `INSERT INTO benefit_debts (person_id, division, scheme, from_month, to_month, fen, reason, instalments, claimed_by,
           claimed_at, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (person_id, scheme) WHERE state = 'open' DO NOTHING RETURNING id`,
        [
          of.person_id,
          of.division,
          of.scheme,
          dateOfMonth(from),
          dateOfMonth(to),
          fen,
          overpaid[0]!.reason,
          wish.instalments,
          ctx.accountId,
          now,
          wish.dueOn,
        ],
      );
      if (!row) throw problems.state('这项津贴已有一笔追回在办，请先了结它。');
      await note(tx, ctx, this.clock, 'claim', 'benefitDebt', { ...of, id: row.id }, { from, to, fen });
      return { id: row.id, from, to, fen };
    });
  }

  /** Books money that came back, to the oldest overpaid months first. */
  async recover(
    ctx: RequestContext,
    id: number,
    wish: { version: number; fen: number },
  ): Promise<{ id: number; version: number }> {
    return this.change(ctx, id, wish.version, 'recover', async (tx, row, overpaid) => {
      if (wish.fen > row.fen - row.recovered - row.written_off) throw problems.tooMuch();
      await this.book(tx, row, 'recovered', spread(overpaid, wish.fen));
      await tx.sql('UPDATE benefit_debts SET recovered = recovered + $2 WHERE id = $1', [id, wish.fen]);
    });
  }

  /** The first person asks with a reason, the second signs; then the rest is forgiven. */
  async writeOff(
    ctx: RequestContext,
    id: number,
    wish: { version: number; reason: string },
  ): Promise<Output<typeof writeOffRoute>> {
    let writtenOff = false;
    const changed = await this.change(ctx, id, wish.version, 'writeOff', async (tx, row, overpaid) => {
      if (row.write_off_by === null) {
        await tx.sql('UPDATE benefit_debts SET write_off_by = $2, write_off_reason = $3 WHERE id = $1', [
          id,
          ctx.accountId,
          this.vault.seal(wish.reason),
        ]);
        return;
      }
      if (row.write_off_by === ctx.accountId) throw problems.secondPerson();
      const rest = row.fen - row.recovered - row.written_off;
      await this.book(tx, row, 'writtenOff', spread(overpaid, rest));
      await tx.sql('UPDATE benefit_debts SET written_off = written_off + $2 WHERE id = $1', [id, rest]);
      writtenOff = true;
    });
    return { ...changed, writtenOff };
  }

  private async book(
    tx: Tx,
    row: DebtRow,
    kind: 'recovered' | 'writtenOff',
    lines: readonly { month: string; fen: number }[],
  ): Promise<void> {
    const json = JSON.stringify(lines);
    const paid = kind === 'recovered' ? 'paid = b.paid - v.fen' : 'written_off = b.written_off + v.fen';
    await tx.sql(
      `UPDATE benefit_balances b SET ${paid} FROM jsonb_to_recordset($3::jsonb) AS v(month date, fen bigint)
       WHERE b.person_id = $1 AND b.scheme = $2 AND b.month = v.month`,
      [row.person_id, row.scheme, json],
    );
    await tx.sql(
      `INSERT INTO benefit_ledger (at, person_id, division, scheme, month, kind, fen, debt_id)
       SELECT $1, $2, $3, $4, v.month, $5, CASE WHEN $5 = 'recovered' THEN -v.fen ELSE v.fen END, $6
       FROM jsonb_to_recordset($7::jsonb) AS v(month date, fen bigint)`,
      [this.clock.now(), row.person_id, row.division, row.scheme, kind, row.id, json],
    );
  }

  private async settled(tx: Tx, personId: number, scheme: Scheme): Promise<Settlement> {
    const asOf = businessMonth(this.clock.now());
    const book = await this.packs.inForce(tx, asOf);
    const [person] = await judgePersons(tx, book, asOf, { persons: [personId] }, true);
    const judged = person?.schemes.find((each) => each.scheme === scheme);
    return judged ? settle(judged.verdicts, judged.balances) : { due: [], overpaid: [] };
  }

  private async change(
    ctx: RequestContext,
    id: number,
    version: number,
    verb: string,
    work: (tx: Tx, row: DebtRow, overpaid: Settlement['overpaid']) => Promise<void>,
  ): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      const found = await tx.one<DebtRow>('SELECT * FROM benefit_debts WHERE id = $1 FOR UPDATE', [id]);
      if (!found) throw notFound('没有找到这笔追回，或您无权查看。');
      if (found.version !== version) throw stale({ version: found.version, state: found.state });
      if (found.state !== 'open') throw problems.state('这笔追回已经了结。');
      const { overpaid } = await this.settled(tx, found.person_id, found.scheme);
      const fen = found.recovered + found.written_off + overpaid.reduce((sum, line) => sum + line.fen, 0);
      await work(tx, { ...found, fen }, overpaid);
      const after = await this.settled(tx, found.person_id, found.scheme);
      await refreshDebts(tx, [
        {
          person_id: found.person_id,
          scheme: found.scheme,
          fen: after.overpaid.reduce((sum, line) => sum + line.fen, 0),
        },
      ]);
      const row = await tx.one<DebtRow>('UPDATE benefit_debts SET version = $2 WHERE id = $1 RETURNING *', [
        id,
        version + 1,
      ]);
      await note(tx, ctx, this.clock, verb, 'benefitDebt', row!, {
        recovered: row!.recovered,
        writtenOff: row!.written_off,
        state: row!.state,
      });
      return { id, version: version + 1 };
    });
  }

  private toDebt(row: DebtRow & WhomRow, ctx: RequestContext): Debt {
    return {
      id: row.id,
      ...toWhom(this.vault, row),
      scheme: row.scheme,
      schemeName: SCHEME_NAMES[row.scheme],
      from: monthOfDate(row.from_month),
      to: monthOfDate(row.to_month),
      fen: row.fen,
      recovered: row.recovered,
      writtenOff: row.written_off,
      state: row.state,
      stateName: DEBT_STATES[row.state],
      instalments: row.instalments,
      dueOn: row.due_on,
      writeOffAsked: row.write_off_by !== null,
      canSignWriteOff:
        row.state === 'open' && row.write_off_by !== null && row.write_off_by !== ctx.accountId,
      version: row.version,
    };
  }
}

/** An amount over the overpaid months, the oldest first. */
function spread(overpaid: Settlement['overpaid'], fen: number): { month: string; fen: number }[] {
  let left = fen;
  return overpaid.flatMap((line) => {
    const part = Math.min(left, line.fen);
    left -= part;
    return part > 0 ? [{ month: dateOfMonth(monthText(line.month)), fen: part }] : [];
  });
}

const planOf = (row: DebtRow): { dueOn: string; fen: number }[] =>
  instalments(row.fen, row.instalments).map((fen, i) => ({ dueOn: dueOfInstalment(row.due_on, i), fen }));

function letterOf(row: DebtRow, name: string): string {
  const [from, to] = [row.from_month, row.to_month].map(
    (date) => `${date.slice(0, 4)} 年 ${Number(date.slice(5, 7))} 月`,
  );
  const months = from === to ? from : `${from}至 ${to}`;
  const parts = row.instalments > 1 ? `，可分 ${row.instalments} 期归还，每月一期` : '';
  return (
    `${name}老人（家属）：您好。经核对，${months}的${SCHEME_NAMES[row.scheme]}多发 ${yuan(row.fen)}` +
    `（原因：${REASONS[row.reason] ?? '资料变动'}）。请在 ${row.due_on} 前归还${parts}。` +
    `如有疑问或困难，请到社区或街道查看逐月说明，可以提出异议。`
  );
}
