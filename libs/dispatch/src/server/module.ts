import { Module } from '@nestjs/common';
import { OrdersModule } from '@heling/orders/server/module';
import { CarersModule } from '@heling/people/server/carers.module';
import { AssignService } from './assign.service';
import { BoardService } from './board.service';
import { CandidatesService } from './candidates.service';
import { CarryingService } from './carrying.service';
import { DemoCrewSweep } from './demo-crews';
import { DispatchController } from './dispatch.controller';
import { DoorCodes } from './door-codes';
import { EvidenceErasedConsumer } from './erased-consumer';
import { EvidenceService } from './evidence.service';
import { EvidenceStore } from './evidence-store';
import { greedyPlanner } from './greedy-planner';
import { PhoneService } from './phone.service';
import { PLANNER, PlanningService } from './planning.service';
import { PlansService } from './plans.service';
import { PlansController } from './plans.controller';
import { SettingsService } from './settings.service';
import { SheetService } from './sheet.service';
import { SickService } from './sick.service';
import { Snapshots } from './snapshots';
import {
  AutoAssignConsumer,
  CarerSickConsumer,
  PlanConsumer,
  MissedCheckInSweep,
  CleaningSweep,
  UnassignedSweep,
} from './sweeps';
import { SyncService } from './sync.service';
import { VisitSteps } from './visit-steps';
import { VisitsController } from './visits.controller';

const services = [
  AssignService,
  BoardService,
  CandidatesService,
  CarryingService,
  DoorCodes,
  EvidenceErasedConsumer,
  EvidenceService,
  EvidenceStore,
  PhoneService,
  PlansService,
  PlanningService,
  SettingsService,
  SheetService,
  SickService,
  Snapshots,
  SyncService,
  VisitSteps,
  AutoAssignConsumer,
  CarerSickConsumer,
  PlanConsumer,
  MissedCheckInSweep,
  CleaningSweep,
  DemoCrewSweep,
  UnassignedSweep,
];

/** Who goes to whom and when, and what happens at the door. */
@Module({
  imports: [OrdersModule, CarersModule],
  controllers: [DispatchController, PlansController, VisitsController],
  providers: [...services, { provide: PLANNER, useValue: greedyPlanner }],
  exports: services,
})
export class DispatchModule {}

/** For the worker: what it does again and again, and what it takes from the outbox. */
export const dispatchSweeps = [MissedCheckInSweep, UnassignedSweep, CleaningSweep, DemoCrewSweep];
export const dispatchConsumers = [
  CarerSickConsumer,
  AutoAssignConsumer,
  PlanConsumer,
  EvidenceErasedConsumer,
];
