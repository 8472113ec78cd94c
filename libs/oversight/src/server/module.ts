import { Module } from '@nestjs/common';
import { PeopleModule } from '@heling/people/server/module';
import { AlarmsService } from './alarms.service';
import { AnsweringService } from './answering.service';
import { Calls } from './calls';
import { DevicesController } from './devices.controller';
import { DevicesService } from './devices.service';
import { DutyService } from './duty.service';
import { EmbeddedBroker } from './embedded-broker';
import { ExternalBroker } from './external-broker';
import { FiguresService } from './figures.service';
import { GroupEngine } from './group-engine';
import { InHand } from './in-hand';
import { Ingest } from './ingest';
import { LineWriter } from './line-writer';
import { LoadService } from './load.service';
import { MessageStore } from './message-store';
import { StaffNames } from './names';
import { OversightController } from './oversight.controller';
import { PhoneController } from './phone.controller';
import { PolicyService } from './policy.service';
import { SeatController } from './seat.controller';
import { SeatService } from './seat.service';
import { AlarmTimers, CallReceipts, MessageCleaning } from './sweeps';
import { WallService } from './wall.service';

const engine = [Calls, LineWriter, GroupEngine, MessageStore, Ingest];

/** 24-hour oversight of institutions: devices, alarms, who is called. */
@Module({
  imports: [PeopleModule],
  controllers: [DevicesController, OversightController, PhoneController, SeatController],
  providers: [
    ...engine,
    DevicesService,
    AlarmsService,
    AnsweringService,
    FiguresService,
    LoadService,
    DutyService,
    PolicyService,
    InHand,
    SeatService,
    StaffNames,
    WallService,
  ],
})
export class OversightModule {}

/** For the worker: it hears the devices and keeps the timers. */
export const oversightSweeps = [AlarmTimers, CallReceipts, MessageCleaning];

@Module({ providers: [...engine, EmbeddedBroker, ExternalBroker, ...oversightSweeps] })
export class OversightWorkerModule {}
