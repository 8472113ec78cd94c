import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { exportSheet, type ExportedFile, type Sheet } from '@heling/orders/server/export';
import type { Figure } from '../contract/shared';
import { queryOf } from './figure-query';
import { FigureService, checkSpan, type FiguresAsk } from './figures.service';
import { problems } from './problems';
import { RowService, toItem, type RowsAsk } from './rows.service';

type Format = 'csv' | 'xlsx';
const LIMIT = 20_000;
const MOST_DAYS = 800;
const BY_NAMES = { day: '日期', week: '周', month: '月份', service: '服务', org: '机构', division: '区划' };
const inYuan = (fen: number) => fen / 100;

/** Figures and their rows taken out of the system: limited, watermarked, audited; no names, numbers or addresses. */
@Injectable()
export class InsightExportService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(FigureService) private readonly figures: FigureService,
    @Inject(RowService) private readonly rows: RowService,
  ) {}

  async table(ctx: RequestContext, ask: FiguresAsk, format: Format): Promise<ExportedFile> {
    const { rows, total, path, asOf } = await this.figures.figures(ctx, ask);
    await this.db.run(ctx, (tx) => this.taken(tx, ctx, 'insight.export', rows.length));
    const cells = (label: string, figure: Figure) => [
      label,
      figure.orders,
      figure.done,
      figure.notDone,
      figure.cancelled,
      figure.open,
      figure.onTimeShare === null ? '无数据' : Math.round(figure.onTimeShare * 1000) / 10,
      inYuan(figure.price),
      inYuan(figure.subsidy),
      inYuan(figure.selfPay),
      figure.stars ?? '无数据',
      figure.rated,
      figure.personsServed ?? '未统计',
    ];
    return this.file(ctx, format, {
      name: `统计-${path.at(-1)?.name ?? ''}-${ask.from}至${ask.to}`,
      header: [
        `${BY_NAMES[ask.by]}（截至 ${asOf}）`,
        '订单',
        '完成',
        '未完成',
        '取消',
        '待完成',
        '准时率（%）',
        '金额（元）',
        '补贴（元）',
        '自付（元）',
        '平均星级',
        '评价数',
        '服务人数',
      ],
      rows: [...rows.map((row) => cells(row.label, row.figure)), cells('合计', total)],
    });
  }

  async details(ctx: RequestContext, ask: RowsAsk, format: Format): Promise<ExportedFile> {
    checkSpan(ask, MOST_DAYS);
    const items = await this.db.run(ctx, async (tx) => {
      const found = await this.rows.read(tx, queryOf(ask, ctx.scope), ask.measure, null, LIMIT + 1);
      if (found.length > LIMIT) throw problems.tooMany(LIMIT);
      await this.taken(tx, ctx, 'insight.rowsExport', found.length);
      return found.map(toItem);
    });
    return this.file(ctx, format, {
      name: `统计明细-${businessDay(this.clock.now())}`,
      header: [
        '订单号',
        '日期',
        '区划',
        '机构',
        '服务',
        '状态',
        '金额（元）',
        '补贴（元）',
        '自付（元）',
        '准时',
        '星级',
      ],
      rows: items.map((row) => [
        row.orderId,
        row.day,
        row.divisionName,
        row.orgName,
        row.serviceName,
        row.stateName,
        inYuan(row.price),
        inYuan(row.subsidy),
        inYuan(row.selfPay),
        row.onTime === null ? '无数据' : row.onTime ? '是' : '否',
        row.stars,
      ]),
    });
  }

  private taken(tx: Tx, ctx: RequestContext, action: string, rows: number): Promise<void> {
    const division = ctx.division ?? CITY;
    return audit(tx, ctx, this.clock, { action, subject: 'export', division, after: { rows } });
  }

  private file(ctx: RequestContext, format: Format, sheet: Omit<Sheet, 'watermark'>): Promise<ExportedFile> {
    const at = this.clock.now().toISOString();
    return exportSheet(
      { ...sheet, watermark: `鹤龄 内部资料 账号${ctx.accountId ?? 0} ${at} 请勿外传` },
      format,
    );
  }
}
