import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/figures';
import { overviewRoute } from '../contract/overview';
import { InsightExportService } from './export.service';
import { FigureService } from './figures.service';
import { OverviewService } from './overview.service';
import { RowService } from './rows.service';

/** Figures, the rows behind them, the overview, and their exports. */
@Controller()
export class InsightController {
  constructor(
    @Inject(FigureService) private readonly counted: FigureService,
    @Inject(RowService) private readonly behind: RowService,
    @Inject(OverviewService) private readonly dashboard: OverviewService,
    @Inject(InsightExportService) private readonly exports: InsightExportService,
  ) {}

  @Handle(contract.figuresRoute)
  async figures(
    { body }: Input<typeof contract.figuresRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.figuresRoute>> {
    return this.counted.figures(ctx, body);
  }

  @Handle(contract.rowsRoute)
  async rows(
    { body }: Input<typeof contract.rowsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.rowsRoute>> {
    return this.behind.rows(ctx, body);
  }

  @Handle(overviewRoute)
  async overview(
    { query }: Input<typeof overviewRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof overviewRoute>> {
    return this.dashboard.overview(ctx, query.division, query.kmh);
  }

  @Handle(contract.exportRoute)
  async export(
    { body }: Input<typeof contract.exportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.exportRoute>> {
    const { format, ...ask } = body;
    return this.exports.table(ctx, ask, format);
  }

  @Handle(contract.rowsExportRoute)
  async rowsExport(
    { body }: Input<typeof contract.rowsExportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.rowsExportRoute>> {
    const { format, ...ask } = body;
    return this.exports.details(ctx, ask, format);
  }
}
