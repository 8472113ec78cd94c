import { Controller, Inject } from '@nestjs/common';
import type { Input } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import { alarmPhonesRoute, alarmResidentRoute, dutyLogRoute, recordAlarmRoute } from '../contract/seat';
import { alarmStreamRoute, wallHistoryRoute } from '../contract/wall';
import { SeatService } from './seat.service';
import { WallService } from './wall.service';

/** What the wall and the duty seat show and do besides the alarms themselves. */
@Controller()
export class SeatController {
  constructor(
    @Inject(WallService) private readonly wall: WallService,
    @Inject(SeatService) private readonly seat: SeatService,
  ) {}

  @Handle(alarmStreamRoute)
  stream(_input: Input<typeof alarmStreamRoute>, ctx: RequestContext) {
    return this.wall.stream(ctx);
  }
  @Handle(wallHistoryRoute)
  history(_input: Input<typeof wallHistoryRoute>, ctx: RequestContext) {
    return this.wall.history(ctx);
  }
  @Handle(alarmResidentRoute)
  resident({ params }: Input<typeof alarmResidentRoute>, ctx: RequestContext) {
    return this.seat.resident(ctx, params.id);
  }
  @Handle(alarmPhonesRoute)
  phones({ params }: Input<typeof alarmPhonesRoute>, ctx: RequestContext) {
    return this.seat.phones(ctx, params.id);
  }
  @Handle(recordAlarmRoute)
  record({ params, body }: Input<typeof recordAlarmRoute>, ctx: RequestContext) {
    return this.seat.record(ctx, params.id, body);
  }
  @Handle(dutyLogRoute)
  log({ params, query }: Input<typeof dutyLogRoute>, ctx: RequestContext) {
    return this.seat.log(ctx, params.id, query.day);
  }
}
