import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as carers from '../contract/carers';
import * as shifts from '../contract/shifts';
import { CarerKeepingService } from './carers-keeping.service';
import { CarerService } from './carers.service';
import { ShiftService } from './shifts.service';

/** Carers and their qualifications. */
@Controller()
export class CarersController {
  constructor(
    @Inject(CarerService) private readonly reading: CarerService,
    @Inject(CarerKeepingService) private readonly keeping: CarerKeepingService,
  ) {}

  @Handle(carers.carersRoute)
  async list(
    { body }: Input<typeof carers.carersRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof carers.carersRoute>> {
    return this.reading.list(ctx, body);
  }

  @Handle(carers.carerRoute)
  async page(
    { params, query }: Input<typeof carers.carerRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof carers.carerRoute>> {
    return this.reading.page(ctx, params.id, query.from);
  }

  @Handle(carers.addCarerRoute)
  async add(
    { body }: Input<typeof carers.addCarerRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof carers.addCarerRoute>> {
    return this.keeping.add(ctx, body);
  }

  @Handle(carers.saveCarerRoute)
  async save(
    { params, body }: Input<typeof carers.saveCarerRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof carers.saveCarerRoute>> {
    return this.keeping.save(ctx, params.id, body);
  }

  @Handle(carers.saveQualificationRoute)
  async qualify(
    { params, body }: Input<typeof carers.saveQualificationRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof carers.saveQualificationRoute>> {
    return this.keeping.qualify(ctx, params.id, body);
  }

  @Handle(carers.removeQualificationRoute)
  async disqualify(
    { params, body }: Input<typeof carers.removeQualificationRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof carers.removeQualificationRoute>> {
    return this.keeping.disqualify(ctx, params.id, body);
  }
}

/** Shifts and absences. */
@Controller()
export class ShiftsController {
  constructor(@Inject(ShiftService) private readonly shifts: ShiftService) {}

  @Handle(shifts.shiftsRoute)
  async list(
    { body }: Input<typeof shifts.shiftsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.shiftsRoute>> {
    return this.shifts.list(ctx, body);
  }

  @Handle(shifts.addShiftRoute)
  async add(
    { body }: Input<typeof shifts.addShiftRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.addShiftRoute>> {
    return this.shifts.add(ctx, body);
  }

  @Handle(shifts.saveShiftRoute)
  async save(
    { params, body }: Input<typeof shifts.saveShiftRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.saveShiftRoute>> {
    return this.shifts.save(ctx, params.id, body);
  }

  @Handle(shifts.removeShiftRoute)
  async remove(
    { params, body }: Input<typeof shifts.removeShiftRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.removeShiftRoute>> {
    return this.shifts.remove(ctx, params.id, body.version);
  }

  @Handle(shifts.absentRoute)
  async absent(
    { params, body }: Input<typeof shifts.absentRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.absentRoute>> {
    return this.shifts.absent(ctx, params.id, body);
  }

  @Handle(shifts.presentRoute)
  async present(
    { params, body }: Input<typeof shifts.presentRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.presentRoute>> {
    return this.shifts.present(ctx, params.id, body.day);
  }

  @Handle(shifts.copyWeekRoute)
  async copyWeek(
    { body }: Input<typeof shifts.copyWeekRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof shifts.copyWeekRoute>> {
    return this.shifts.copyWeek(ctx, body);
  }
}
