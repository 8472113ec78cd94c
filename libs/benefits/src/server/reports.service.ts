import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pathOf } from '@heling/insight/server/path';
import { isInScope } from '@heling/people/server/records';
import { prefixOf } from '@heling/places/domain/divisions';
import type { Output } from '@heling/platform/contract/route';
import { businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext, type Scope } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, refuse } from '@heling/platform/server/problem';
import type { divisionReportRoute, forecastRoute, ledgerReportRoute } from '../contract/reports';
import { monthText, parseMonth } from '../domain/calendar';
import { forecastByAge, forecastLevel, YEARLY_DEATHS } from '../domain/forecast';
import { SCHEME_NAMES, SCHEMES, type Scheme } from '../domain/pack';
import { dateOfMonth, monthOfDate } from './common';
import { PacksService } from './packs.service';

type Divisions = Output<typeof divisionReportRoute>;
type Ledger = Output<typeof ledgerReportRoute>;
type Forecast = Output<typeof forecastRoute>;

const MONTHS = 12;
const MOST_MONTHS = 60;

/** Tables of the bureau (报表): by division, of the ledger, and of the twelve months to come. Row-level security counts. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async divisions(
    ctx: RequestContext,
    ask: z.output<(typeof divisionReportRoute)['body']>,
  ): Promise<Divisions> {
    const prefix = placeOf(ctx, ask.division);
    const length = prefix.length < 6 ? 6 : Math.min(prefix.length + 3, 12);
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<{
        code: string;
        name: string;
        scheme: Scheme | null;
        people: number;
        regular: number;
        arrears: number;
        paid: number;
      }>(
        `SELECT c.code, coalesce(d.name, c.code) AS name, c.scheme, c.people, c.regular, c.arrears, c.paid FROM (
           SELECT left(l.division, ${length}) AS code, l.scheme, count(DISTINCT l.person_id) AS people,
             coalesce(sum(l.fen) FILTER (WHERE l.month = y.month), 0)::bigint AS regular,
             coalesce(sum(l.fen) FILTER (WHERE l.month <> y.month), 0)::bigint AS arrears,
             coalesce(sum(l.fen) FILTER (WHERE y.state = 'paid'), 0)::bigint AS paid
           FROM benefit_lines l JOIN benefit_payments y ON y.id = l.payment_id
           WHERE y.month = $1 AND l.division ^@ $2
           GROUP BY GROUPING SETS ((1, 2), (1))) c
         LEFT JOIN divisions d ON d.code = c.code ORDER BY c.code, c.scheme NULLS FIRST`,
        [dateOfMonth(ask.month), prefix],
      );
      const found: Divisions['rows'] = [];
      for (const { code, name, scheme, people, regular, arrears, paid } of rows) {
        if (scheme === null) {
          const sums = { people, regularFen: regular, arrearsFen: arrears, paidFen: paid };
          found.push({ code, name, ...sums, schemes: [] });
        } else {
          const schemes = found.at(-1)!.schemes;
          schemes.push({ scheme, schemeName: SCHEME_NAMES[scheme], people, fen: regular + arrears });
        }
      }
      const sum = (of: (row: Divisions['rows'][number]) => number) =>
        found.reduce((total, row) => total + of(row), 0);
      return {
        path: await pathOf(tx, prefix),
        asOf: this.clock.now().toISOString(),
        rows: found,
        total: {
          people: sum((row) => row.people),
          regularFen: sum((row) => row.regularFen),
          arrearsFen: sum((row) => row.arrearsFen),
          paidFen: sum((row) => row.paidFen),
        },
      };
    });
  }

  async ledger(ctx: RequestContext, ask: z.output<(typeof ledgerReportRoute)['body']>): Promise<Ledger> {
    const prefix = placeOf(ctx, ask.division);
    const span = parseMonth(ask.to)! - parseMonth(ask.from)!;
    if (span < 0) throw invalid('to', '结束月份早于开始月份。');
    if (span >= MOST_MONTHS) throw invalid('to', `一次最多看 ${MOST_MONTHS} 个月。`);
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<{
        month: string;
        scheme: Scheme;
        opening: number;
        paid: number;
        recovered: number;
        forgiven: number;
      }>(
        `SELECT month, scheme,
           coalesce(sum(fen) FILTER (WHERE kind = 'opening'), 0)::bigint AS opening,
           coalesce(sum(fen) FILTER (WHERE kind = 'paid'), 0)::bigint AS paid,
           coalesce(-sum(fen) FILTER (WHERE kind = 'recovered'), 0)::bigint AS recovered,
           coalesce(sum(fen) FILTER (WHERE kind = 'writtenOff'), 0)::bigint AS forgiven
         FROM benefit_ledger WHERE month BETWEEN $1 AND $2 AND division ^@ $3 GROUP BY 1, 2 ORDER BY 1 DESC, 2`,
        [dateOfMonth(ask.from), dateOfMonth(ask.to), prefix],
      );
      return {
        path: await pathOf(tx, prefix),
        asOf: this.clock.now().toISOString(),
        rows: rows.map(({ month, scheme, opening, paid, recovered, forgiven }) => ({
          month: monthOfDate(month),
          scheme,
          schemeName: SCHEME_NAMES[scheme],
          openingFen: opening,
          paid,
          recovered,
          writtenOff: forgiven,
          net: opening + paid - recovered,
        })),
      };
    });
  }

  /** Twelve months from the next one on, by the packs in force now. */
  async forecast(ctx: RequestContext, ask: z.output<(typeof forecastRoute)['body']>): Promise<Forecast> {
    const prefix = placeOf(ctx, ask.division);
    const month = businessMonth(this.clock.now());
    const now = parseMonth(month)!;
    return this.db.run(ctx, async (tx) => {
      const book = await this.packs.inForce(tx, month);
      const schemes: Forecast['schemes'] = [];
      for (const scheme of SCHEMES) {
        // A place below the pack's own has the pack of the place above it.
        const pack = book.of(scheme, prefix)?.pack;
        if (!pack) continue;
        const months =
          scheme === 'old-age-allowance'
            ? forecastByAge(pack, await cohortsIn(tx, prefix, now), now, now + 1, MONTHS)
            : forecastLevel(pack, await drawing(tx, prefix, scheme), now + 1, MONTHS);
        schemes.push({
          scheme,
          schemeName: SCHEME_NAMES[scheme],
          packVersion: pack.version,
          months,
          fen: months.reduce((sum, each) => sum + each.fen, 0),
        });
      }
      return {
        path: await pathOf(tx, prefix),
        asOf: this.clock.now().toISOString(),
        schemes,
        fen: schemes.reduce((sum, each) => sum + each.fen, 0),
        assumptions: assumptionsAt(monthText(now)),
      };
    });
  }
}

/** The place asked for, or the one that all of the caller's own lie in. Throws 403 `benefits.report_scope`. */
export function placeOf(ctx: RequestContext, asked: string | undefined): string {
  if (asked === undefined) return common(ctx.scope);
  if (!isInScope(ctx, asked) && prefixOf(asked) !== common(ctx.scope)) {
    throw refuse(403, 'benefits.report_scope', '这个区划不在您的管辖区域内。');
  }
  return prefixOf(asked);
}

function common({ d }: Scope): string {
  let prefix = d[0] ?? CITY;
  for (const each of d) while (!each.startsWith(prefix)) prefix = prefix.slice(0, -1);
  const length = [12, 9, 6, 4].find((each) => each <= prefix.length) ?? 4;
  return prefix.slice(0, length);
}

/** Those who live there now and are old enough within the next year, by month of birth. */
async function cohortsIn(tx: Tx, prefix: string, now: number): Promise<{ born: number; people: number }[]> {
  const rows = await tx.sql<{ born: string; people: number }>(
    `SELECT to_char(birth, 'YYYY-MM') AS born, count(*) AS people FROM persons
     WHERE status = 'active' AND division ^@ $1 AND birth < $2 GROUP BY 1`,
    // The lowest age that a pack may pay from is judged below; younger ones than 60 are in no register here.
    [prefix, dateOfMonth(monthText(now - 60 * 12 + MONTHS))],
  );
  return rows.map(({ born, people }) => ({ born: parseMonth(born)!, people }));
}

async function drawing(tx: Tx, prefix: string, scheme: Scheme): Promise<number> {
  const row = await tx.one<{ people: number }>(
    `SELECT count(*) AS people FROM entitlements e JOIN persons p ON p.id = e.person_id
     WHERE e.state = 'granted' AND e.scheme = $2 AND e.division ^@ $1 AND p.status = 'active'`,
    [prefix, scheme],
  );
  return row!.people;
}

function assumptionsAt(month: string): string[] {
  const deaths = YEARLY_DEATHS.filter(({ fromAge }) => fromAge >= 80)
    .map(({ fromAge, share }) => `${fromAge} 岁起 ${Math.round(share * 100)}%`)
    .join('，');
  return [
    `以 ${month} 在册的老人为准，没有计入以后的迁入和迁出。`,
    '高龄津贴按年龄够的人全部领取计算，没有扣除还没申请的、暂停的和在外地领取的。',
    `每年去世的比例按年龄取：${deaths}（粗略估计，未核对生命表，仅供预算参考）。`,
    '残疾人两项补贴按现在领取的人数不变计算。',
    '标准按现在生效的政策包，包括其中已写明以后才生效的标准。',
  ];
}
