import { Inject, Injectable } from '@nestjs/common';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { TEXTURE_NAMES } from '../domain/menu';
import { auditAt } from '@heling/access/server/audit';
import { VISIT_STATES, type VisitState } from '../domain/visit-machine';
import { exportSheet, type ExportedFile, type Sheet } from './export';
import { KitchenService } from './kitchen.service';
import { problems } from './problems';
import { ReadingService, type OrderFilters } from './reading.service';
import { StatementService } from './statements.service';

const LIMIT = 20_000;
const inYuan = (fen: number) => fen / 100;

/** Tables taken out of the system: limited, watermarked and audited. */
@Injectable()
export class ExportService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ReadingService) private readonly reading: ReadingService,
    @Inject(StatementService) private readonly statements: StatementService,
    @Inject(KitchenService) private readonly kitchen: KitchenService,
  ) {}

  /** Orders that match, without names, phones or addresses. */
  async orders(ctx: RequestContext, filters: OrderFilters, format: 'csv' | 'xlsx'): Promise<ExportedFile> {
    const rows = await this.db.run(ctx, async (tx) => {
      const found = await this.reading.rows(tx, filters, null, LIMIT + 1);
      if (found.length > LIMIT) throw problems.tooMany(LIMIT);
      await this.taken(tx, ctx, 'orders.export', null, found.length);
      return found.map((row) => this.reading.toItem(row));
    });
    return this.file(ctx, format, {
      name: `订单${businessDay(this.clock.now())}`,
      header: [
        '订单号',
        '老人编号',
        '服务',
        '机构',
        '日期',
        '状态',
        '价格（元）',
        '补贴（元）',
        '自付（元）',
        '付款',
      ],
      rows: rows.map((row) => [
        row.id,
        row.personId,
        row.serviceName,
        row.orgName,
        row.day,
        row.stateName,
        inYuan(row.split.price),
        inYuan(row.split.subsidy),
        inYuan(row.split.selfPay),
        PAY_NAMES[row.payState],
      ]),
    });
  }

  async statement(ctx: RequestContext, id: number, format: 'csv' | 'xlsx'): Promise<ExportedFile> {
    const statement = await this.statements.page(ctx, id);
    const lines = await this.db.run(ctx, async (tx) => {
      const found = await this.statements.lineRows(tx, id, null, LIMIT + 1);
      if (found.length > LIMIT) throw problems.tooMany(LIMIT);
      await this.taken(tx, ctx, 'statements.export', id, found.length);
      return found;
    });
    return this.file(ctx, format, {
      name: `结算单${statement.month}-${statement.orgName}`,
      header: [
        '类别',
        '上门号',
        '订单号',
        '服务',
        '日期',
        '价格（元）',
        '补贴（元）',
        '自付（元）',
        '扣款（元）',
        '证据',
        '说明',
      ],
      rows: lines.map((line) => [
        line.kind === 'visit' ? '服务' : '更正',
        line.visitId,
        line.orderId,
        line.serviceName,
        line.day,
        inYuan(line.price),
        inYuan(line.subsidy),
        inYuan(line.selfPay),
        inYuan(line.deduction),
        line.evidence,
        VISIT_STATES[line.reason as VisitState] ?? line.reason,
      ]),
    });
  }

  async kitchenSheet(ctx: RequestContext, kitchenDay: number): Promise<ExportedFile> {
    const sheet = await this.kitchen.sheet(ctx, kitchenDay);
    await this.db.run(ctx, (tx) => this.taken(tx, ctx, 'kitchen.export', kitchenDay, sheet.rows.length));
    return this.file(ctx, 'xlsx', {
      name: `备餐单${sheet.day}-${sheet.orgName}`,
      header: ['菜品', '质地', '份数'],
      rows: [
        ...sheet.rows.map((row) => [row.name, TEXTURE_NAMES[row.texture], row.quantity]),
        ['合计', '', sheet.portions],
      ],
    });
  }

  private async taken(
    tx: Tx,
    ctx: RequestContext,
    action: string,
    id: number | null,
    rows: number,
  ): Promise<void> {
    await auditAt(tx, ctx, this.clock.now(), {
      action,
      subject: 'export',
      subjectId: id ?? 0,
      division: ctx.division ?? CITY,
      after: { rows },
    });
  }

  private file(
    ctx: RequestContext,
    format: 'csv' | 'xlsx',
    sheet: Omit<Sheet, 'watermark'>,
  ): Promise<ExportedFile> {
    const at = this.clock.now().toISOString();
    return exportSheet(
      { ...sheet, watermark: `鹤龄 内部资料 账号${ctx.accountId ?? 0} ${at} 请勿外传` },
      format,
    );
  }
}

const PAY_NAMES = { none: '无需付款', due: '待付', paid: '已付', refunding: '退款中', refunded: '已退款' };
