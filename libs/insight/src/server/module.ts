import { Module } from '@nestjs/common';
import { FigureCheckSweep } from './check.sweep';
import { CoverageService } from './coverage.service';
import { InsightExportService } from './export.service';
import { FigureService } from './figures.service';
import { InsightController } from './insight.controller';
import { FigureCheck, FigureConsumer, FigureSweep } from './marks';
import { OverviewService } from './overview.service';
import { PersonCounts } from './person-counts';
import { RowService } from './rows.service';

const services = [
  FigureService,
  RowService,
  InsightExportService,
  OverviewService,
  PersonCounts,
  CoverageService,
  FigureCheck,
  FigureConsumer,
  FigureSweep,
  FigureCheckSweep,
];

/** Figures with drill-down. */
@Module({ controllers: [InsightController], providers: services, exports: services })
export class InsightModule {}

/** For the worker: what it takes from the outbox, and what it does again and again. */
export const insightConsumers = [FigureConsumer];
export const insightSweeps = [FigureSweep, FigureCheckSweep];
