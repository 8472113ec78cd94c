import { Module, type Type } from '@nestjs/common';
import { AccessModule, accessSweeps } from '@heling/access/server/module';
import { benefitConsumers, BenefitsModule, benefitSweeps } from '@heling/benefits/server/module';
import { exchangeSweeps, ExchangeModule } from '@heling/exchange/server/module';
import { dispatchConsumers, DispatchModule, dispatchSweeps } from '@heling/dispatch/server/module';
import { insightConsumers, InsightModule, insightSweeps } from '@heling/insight/server/module';
import { notifyConsumers, NotifyModule, notifySweeps } from '@heling/notify/server/module';
import { orderConsumers, orderSweeps, OrdersModule } from '@heling/orders/server/module';
import { oversightSweeps, OversightWorkerModule } from '@heling/oversight/server/module';
import { PeopleModule, peopleSweeps } from '@heling/people/server/module';
import { HousekeepingSweep, RelaySweep } from '@heling/platform/server/housekeeping';
import { Live } from '@heling/platform/server/live';
import type { Consumer, Sweep } from '@heling/platform/server/outbox';
import { PlatformModule } from '@heling/platform/server/platform.module';
import { Relay } from '@heling/platform/server/relay';
import { Sweeper } from '@heling/platform/server/sweeper';

/** Takers of events, by class; each is provided by its context's module. */
export const consumers: Type<Consumer>[] = [
  ...notifyConsumers,
  ...orderConsumers,
  ...dispatchConsumers,
  ...insightConsumers,
  ...benefitConsumers,
];
/** Work done again and again, by class; each is provided by its context's module. */
export const sweeps: Type<Sweep>[] = [
  RelaySweep,
  HousekeepingSweep,
  ...accessSweeps,
  ...exchangeSweeps,
  ...notifySweeps,
  ...peopleSweeps,
  ...orderSweeps,
  ...dispatchSweeps,
  ...insightSweeps,
  ...oversightSweeps,
  ...benefitSweeps,
];

/** One for the locks of the sweeps; sweeps, consumers and the relay share the others. */
const POOL_SIZE = 20;

/** The worker: relay, consumers, sweeps. A context joins by its module here and its classes in the lists above. */
@Module({
  imports: [
    PlatformModule.forApp('worker', [], POOL_SIZE),
    NotifyModule,
    AccessModule,
    ExchangeModule,
    PeopleModule,
    OrdersModule,
    DispatchModule,
    InsightModule,
    OversightWorkerModule,
    BenefitsModule,
  ],
  providers: [Live, Relay, Sweeper, RelaySweep, HousekeepingSweep],
})
export class WorkerModule {}
