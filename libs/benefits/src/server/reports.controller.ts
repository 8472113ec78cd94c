import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import { divisionReportRoute, forecastRoute, ledgerReportRoute, reportFileRoute } from '../contract/reports';
import { ReportFilesService } from './report-files.service';
import { ReportsService } from './reports.service';

/** The bureau's tables of allowances. */
@Controller()
export class ReportsController {
  constructor(
    @Inject(ReportsService) private readonly reports: ReportsService,
    @Inject(ReportFilesService) private readonly files: ReportFilesService,
  ) {}

  @Handle(divisionReportRoute)
  async divisions(
    input: Input<typeof divisionReportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof divisionReportRoute>> {
    return this.reports.divisions(ctx, input.body);
  }

  @Handle(ledgerReportRoute)
  async ledger(
    input: Input<typeof ledgerReportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof ledgerReportRoute>> {
    return this.reports.ledger(ctx, input.body);
  }

  @Handle(forecastRoute)
  async forecast(
    input: Input<typeof forecastRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof forecastRoute>> {
    return this.reports.forecast(ctx, input.body);
  }

  @Handle(reportFileRoute)
  async file(
    input: Input<typeof reportFileRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof reportFileRoute>> {
    return this.files.file(ctx, input.body);
  }
}
