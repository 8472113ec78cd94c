import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessModule } from '@heling/access/server/module';
import { BenefitsModule } from '@heling/benefits/server/module';
import { ExchangeModule } from '@heling/exchange/server/module';
import { DispatchModule } from '@heling/dispatch/server/module';
import { InsightModule } from '@heling/insight/server/module';
import { NotifyModule } from '@heling/notify/server/module';
import { OrdersModule } from '@heling/orders/server/module';
import { OversightModule } from '@heling/oversight/server/module';
import { CarersModule } from '@heling/people/server/carers.module';
import { PeopleModule } from '@heling/people/server/module';
import { PersonalDataModule } from '@heling/people/server/personal-data.module';
import { PlacesModule } from '@heling/places/server/module';
import { Guard } from '@heling/platform/server/guard';
import { EventsController, LiveGateway } from '@heling/platform/server/live-gateway';
import { PlatformModule } from '@heling/platform/server/platform.module';
import { ProblemFilter } from '@heling/platform/server/problem-filter';

const POOL_SIZE = 20;

/** The api: every context's endpoints behind one guard. A context joins by its module in this list. */
@Module({
  imports: [
    PlatformModule.forApp('api', [], POOL_SIZE),
    NotifyModule,
    AccessModule,
    ExchangeModule,
    PlacesModule,
    PeopleModule,
    CarersModule,
    PersonalDataModule,
    OrdersModule,
    DispatchModule,
    InsightModule,
    OversightModule,
    BenefitsModule,
  ],
  controllers: [EventsController],
  providers: [LiveGateway, ProblemFilter, { provide: APP_GUARD, useClass: Guard }],
})
export class AppModule {}
