import { Module } from '@nestjs/common';
import { DemoMenuSweep } from './demo-menus';
import { ErasedConsumer } from './erased-consumer';
import { ExportService } from './export.service';
import { KitchenService } from './kitchen.service';
import { MenuAdminService } from './menu-admin.service';
import { MenuController } from './menu.controller';
import { MenuService } from './menu.service';
import { PaymentsController, StatementsController } from './money.controller';
import { OrderEffects } from './order-effects';
import { OrderService } from './order.service';
import { OrderSteps } from './order-steps';
import { OrdersController, RatingsController } from './orders.controller';
import { PaymentService } from './payments.service';
import { ServedPeople } from './people-port';
import { PersonConsumer } from './person-consumer';
import { PlaceService } from './place.service';
import { Policies } from './policies';
import { QueueService } from './queue.service';
import { RatingService } from './ratings.service';
import { ReadingService } from './reading.service';
import { ReconciliationService } from './reconciliation';
import { RoundsService } from './rounds.service';
import { SandboxGateway } from './sandbox-gateway';
import { StandingService } from './standing.service';
import { StatementService } from './statements.service';
import { CloseSweep, DeceasedConsumer, PaymentSweep, SheetSweep, StandingSweep } from './sweeps';
import { KitchenController, QueueController, StandingController } from './work.controller';
import { WorkQueue } from './work-queue';

const services = [
  ExportService,
  KitchenService,
  MenuAdminService,
  MenuService,
  OrderEffects,
  OrderService,
  OrderSteps,
  PaymentService,
  PlaceService,
  Policies,
  QueueService,
  RatingService,
  ReadingService,
  ReconciliationService,
  RoundsService,
  SandboxGateway,
  ServedPeople,
  StandingService,
  StatementService,
  WorkQueue,
  SheetSweep,
  StandingSweep,
  CloseSweep,
  PaymentSweep,
  DeceasedConsumer,
  DemoMenuSweep,
  ErasedConsumer,
  PersonConsumer,
];

/** Menu, orders, visits' place in them, money and the queue. */
@Module({
  controllers: [
    MenuController,
    OrdersController,
    RatingsController,
    PaymentsController,
    StatementsController,
    KitchenController,
    StandingController,
    QueueController,
  ],
  providers: services,
  exports: services,
})
export class OrdersModule {}

/** For the worker: what it does again and again, and what it takes from the outbox. */
export const orderSweeps = [SheetSweep, StandingSweep, CloseSweep, PaymentSweep, DemoMenuSweep];
export const orderConsumers = [DeceasedConsumer, ErasedConsumer, PersonConsumer];
