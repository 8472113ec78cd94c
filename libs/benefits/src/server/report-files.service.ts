import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { exportSheet, type Cell, type ExportedFile, type Sheet } from '@heling/orders/server/export';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { refuse } from '@heling/platform/server/problem';
import type { reportFileRoute } from '../contract/reports';
import { note } from './common';
import { EntitlementReadingService } from './entitlement-reading.service';
import { placeOf, ReportsService } from './reports.service';

type Ask = z.output<(typeof reportFileRoute)['body']>;
const PAGE = 200;
const MOST_ROWS = 20_000;
const yuan = (fen: number): number => fen / 100;

/** Reports taken out of the system: watermarked, limited, audited, names masked. */
@Injectable()
export class ReportFilesService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ReportsService) private readonly reports: ReportsService,
    @Inject(EntitlementReadingService) private readonly reading: EntitlementReadingService,
  ) {}

  async file(ctx: RequestContext, ask: Ask): Promise<ExportedFile> {
    const sheet = await this[ask.report](ctx, ask);
    const now = this.clock.now();
    const division = ctx.division ?? CITY;
    await this.db.run(ctx, (tx) =>
      note(
        tx,
        ctx,
        this.clock,
        'reportFile',
        'export',
        { id: 0, division },
        {
          report: ask.report,
          rows: sheet.rows.length,
        },
      ),
    );
    const watermark = `鹤龄 内部资料 账号${ctx.accountId ?? 0} ${now.toISOString()} 请勿外传`;
    return exportSheet({ ...sheet, name: `${sheet.name}-${businessDay(now)}`, watermark }, ask.format);
  }

  private async birthdays(ctx: RequestContext, ask: Ask): Promise<Omit<Sheet, 'watermark'>> {
    const rows: Cell[][] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.reading.birthdays(ctx, {
        month: ask.month,
        limit: PAGE,
        ...(cursor ? { cursor } : {}),
      });
      for (const { name, division, birth, turns, applied } of page.items) {
        rows.push([name, division, birth, turns, applied ? '已申请' : '未申请']);
      }
      if (rows.length > MOST_ROWS) {
        throw refuse(422, 'benefits.report_rows', `超过 ${MOST_ROWS} 行，请按区划分开导出。`);
      }
      if (!page.next) break;
      cursor = page.next;
    }
    return {
      name: `${ask.month}满80、90、100岁`,
      header: ['姓名', '社区（村）', '出生日期', '满几岁', '高龄津贴'],
      rows,
    };
  }

  private async divisions(ctx: RequestContext, ask: Ask): Promise<Omit<Sheet, 'watermark'>> {
    const { path, rows, total } = await this.reports.divisions(ctx, ask);
    const cells = (name: string, row: typeof total): Cell[] => [
      name,
      row.people,
      yuan(row.regularFen),
      yuan(row.arrearsFen),
      yuan(row.regularFen + row.arrearsFen),
      yuan(row.paidFen),
    ];
    return {
      name: `${path.at(-1)?.name ?? ''}${ask.month}津贴发放`,
      header: ['区划', '人数', '当月（元）', '补发（元）', '合计（元）', '银行已付（元）'],
      rows: [...rows.map((row) => cells(row.name, row)), cells('合计', total)],
    };
  }

  private async ledger(ctx: RequestContext, ask: Ask): Promise<Omit<Sheet, 'watermark'>> {
    const { path, rows } = await this.reports.ledger(ctx, {
      ...ask,
      from: ask.from ?? ask.month,
      to: ask.month,
    });
    return {
      name: `${path.at(-1)?.name ?? ''}津贴台账`,
      header: ['月份', '津贴', '期初（元）', '发放（元）', '追回（元）', '核销（元）', '净额（元）'],
      rows: rows.map((row) => [
        row.month,
        row.schemeName,
        yuan(row.openingFen),
        yuan(row.paid),
        yuan(row.recovered),
        yuan(row.writtenOff),
        yuan(row.net),
      ]),
    };
  }

  private async forecast(ctx: RequestContext, ask: Ask): Promise<Omit<Sheet, 'watermark'>> {
    placeOf(ctx, ask.division);
    const { path, schemes, assumptions } = await this.reports.forecast(ctx, ask);
    const rows: Cell[][] = schemes.flatMap((scheme) =>
      scheme.months.flatMap((month) =>
        month.cells.map((cell): Cell[] => [
          month.month,
          scheme.schemeName,
          cell.band,
          cell.people,
          yuan(cell.fen),
        ]),
      ),
    );
    return {
      name: `${path.at(-1)?.name ?? ''}津贴预算`,
      header: ['月份', '津贴', '年龄档', '人数（预计）', '金额（元，预计）'],
      rows: [...rows, ...assumptions.map((text): Cell[] => [text])],
    };
  }
}
