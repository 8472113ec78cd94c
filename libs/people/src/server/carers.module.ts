import { Module } from '@nestjs/common';
import { CarerKeepingService } from './carers-keeping.service';
import { CarersController, ShiftsController } from './carers.controller';
import { CarerService } from './carers.service';
import { ShiftService } from './shifts.service';

const services = [CarerService, CarerKeepingService, ShiftService];

/** Carers, what they are qualified for, and when they work. */
@Module({ controllers: [CarersController, ShiftsController], providers: services, exports: services })
export class CarersModule {}
