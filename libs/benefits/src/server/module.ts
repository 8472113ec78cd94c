import { Module, type Type } from '@nestjs/common';
import { EvidenceStore } from '@heling/dispatch/server/evidence-store';
import type { Consumer, Sweep } from '@heling/platform/server/outbox';
import { Bank, BankByHand, SandboxBank } from './bank';
import { Calculation } from './calculation';
import { DebtsService } from './debts.service';
import { DeskController } from './desk.controller';
import { DeskService } from './desk.service';
import { DryRunService } from './dry-run.service';
import { EntitlementReadingService } from './entitlement-reading.service';
import { EntitlementsController } from './entitlements.controller';
import { EntitlementsService } from './entitlements.service';
import { FamilyController } from './family.controller';
import { FactsController } from './facts.controller';
import { FactsService } from './facts.service';
import { OfferService } from './offer.service';
import { OpeningService } from './opening.service';
import { PacksService } from './packs.service';
import { PapersService } from './papers.service';
import { PayeesService } from './payees.service';
import { PaymentsService } from './payments.service';
import { PreviewService } from './preview.service';
import { Receipts } from './receipts';
import { ReportFilesService } from './report-files.service';
import { ReportsController } from './reports.controller';
import { ReportsService } from './reports.service';
import { ReminderSweep } from './reminders';
import { RunChecks } from './run-checks';
import { RunsController } from './runs.controller';
import { RunsService } from './runs.service';
import { StepMessages } from './step-messages';
import { DryRunSweep, EntitlementSweep, MovedConsumer, RunSweep } from './sweeps';

export const benefitConsumers: Type<Consumer>[] = [MovedConsumer, StepMessages];
export const benefitSweeps: Type<Sweep>[] = [RunSweep, EntitlementSweep, DryRunSweep, ReminderSweep];

/** Allowances and subsidies: who is entitled, what is paid, and why. */
@Module({
  controllers: [
    DeskController,
    EntitlementsController,
    FactsController,
    FamilyController,
    ReportsController,
    RunsController,
  ],
  providers: [
    Calculation,
    DebtsService,
    DeskService,
    DryRunService,
    EntitlementReadingService,
    EntitlementsService,
    FactsService,
    EvidenceStore,
    OfferService,
    OpeningService,
    PacksService,
    PapersService,
    PayeesService,
    PaymentsService,
    PreviewService,
    Receipts,
    ReportFilesService,
    ReportsService,
    RunChecks,
    RunsService,
    // Nothing may look paid in production that no bank has paid.
    { provide: Bank, useClass: process.env.HELING_DEMO === '1' ? SandboxBank : BankByHand },
    ...benefitConsumers,
    ...benefitSweeps,
  ],
})
export class BenefitsModule {}
