import { Module, type Type } from '@nestjs/common';
import { EvidenceStore } from '@heling/dispatch/server/evidence-store';
import type { Consumer, Sweep } from '@heling/platform/server/outbox';
import { Bank, BankByHand, SandboxBank } from './bank';
import { Calculation } from './calculation';
import { DebtsService } from './debts.service';
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
import { Receipts } from './receipts';
import { RunChecks } from './run-checks';
import { RunsController } from './runs.controller';
import { RunsService } from './runs.service';
import { EntitlementSweep, MovedConsumer, RunSweep } from './sweeps';

export const benefitConsumers: Type<Consumer>[] = [MovedConsumer];
export const benefitSweeps: Type<Sweep>[] = [RunSweep, EntitlementSweep];

/** Allowances and subsidies: who is entitled, what is paid, and why. */
@Module({
  controllers: [EntitlementsController, FactsController, FamilyController, RunsController],
  providers: [
    Calculation,
    DebtsService,
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
    Receipts,
    RunChecks,
    RunsService,
    // Nothing may look paid in production that no bank has paid.
    { provide: Bank, useClass: process.env.HELING_DEMO === '1' ? SandboxBank : BankByHand },
    ...benefitConsumers,
    ...benefitSweeps,
  ],
})
export class BenefitsModule {}
