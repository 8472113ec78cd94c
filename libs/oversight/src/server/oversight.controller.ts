import { Controller, Inject } from '@nestjs/common';
import type { Input } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import {
  ackAlarmRoute,
  alarmFiguresRoute,
  alarmQueueRoute,
  alarmRoute,
  alarmsRoute,
  alarmWallRoute,
  handOverRoute,
  resolveAlarmRoute,
  shelveAlarmRoute,
  takeOverAlarmRoute,
  unshelveAlarmRoute,
} from '../contract/alarms';
import { alarmLoadRoute } from '../contract/load';
import {
  addDutyShiftRoute,
  dutyShiftsRoute,
  dutyStaffRoute,
  endDutyShiftRoute,
  myCallsRoute,
  policyRoute,
  receiptRoute,
  setPolicyRoute,
  swapDutyShiftRoute,
  tryPolicyRoute,
} from '../contract/duty';
import { AlarmsService } from './alarms.service';
import { AnsweringService } from './answering.service';
import { DutyService } from './duty.service';
import { FiguresService } from './figures.service';
import { LoadService } from './load.service';
import { PolicyService } from './policy.service';

/** Alarms, and who is called for them. */
@Controller()
export class OversightController {
  constructor(
    @Inject(AlarmsService) private readonly alarms: AlarmsService,
    @Inject(AnsweringService) private readonly answering: AnsweringService,
    @Inject(FiguresService) private readonly figures: FiguresService,
    @Inject(LoadService) private readonly burden: LoadService,
    @Inject(DutyService) private readonly duty: DutyService,
    @Inject(PolicyService) private readonly policies: PolicyService,
  ) {}

  @Handle(alarmsRoute)
  list({ query }: Input<typeof alarmsRoute>, ctx: RequestContext) {
    return this.alarms.list(ctx, query);
  }
  @Handle(alarmQueueRoute)
  queue({ query }: Input<typeof alarmQueueRoute>, ctx: RequestContext) {
    return this.alarms.queue(ctx, query.facilityId);
  }
  @Handle(alarmRoute)
  one({ params }: Input<typeof alarmRoute>, ctx: RequestContext) {
    return this.alarms.one(ctx, params.id);
  }
  @Handle(alarmWallRoute)
  wall(_input: Input<typeof alarmWallRoute>, ctx: RequestContext) {
    return this.alarms.wall(ctx);
  }
  @Handle(alarmFiguresRoute)
  answered({ query }: Input<typeof alarmFiguresRoute>, ctx: RequestContext) {
    return this.figures.figures(ctx, query);
  }
  @Handle(alarmLoadRoute)
  load({ query }: Input<typeof alarmLoadRoute>, ctx: RequestContext) {
    return this.burden.load(ctx, query);
  }
  @Handle(ackAlarmRoute)
  ack({ params }: Input<typeof ackAlarmRoute>, ctx: RequestContext) {
    return this.answering.ack(ctx, params.id, false);
  }
  @Handle(takeOverAlarmRoute)
  takeOver({ params }: Input<typeof takeOverAlarmRoute>, ctx: RequestContext) {
    return this.answering.ack(ctx, params.id, true);
  }
  @Handle(resolveAlarmRoute)
  resolve({ params, body }: Input<typeof resolveAlarmRoute>, ctx: RequestContext) {
    return this.answering.resolve(ctx, params.id, body);
  }
  @Handle(shelveAlarmRoute)
  shelve({ params, body }: Input<typeof shelveAlarmRoute>, ctx: RequestContext) {
    return this.answering.shelve(ctx, params.id, body);
  }
  @Handle(unshelveAlarmRoute)
  unshelve({ params }: Input<typeof unshelveAlarmRoute>, ctx: RequestContext) {
    return this.answering.unshelve(ctx, params.id);
  }
  @Handle(handOverRoute)
  handOver({ params, body }: Input<typeof handOverRoute>, ctx: RequestContext) {
    return this.answering.handOver(ctx, params.id, body);
  }

  @Handle(policyRoute)
  policy({ params }: Input<typeof policyRoute>, ctx: RequestContext) {
    return this.policies.policy(ctx, params.id);
  }
  @Handle(setPolicyRoute)
  setPolicy({ params, body }: Input<typeof setPolicyRoute>, ctx: RequestContext) {
    return this.policies.set(ctx, params.id, body);
  }
  @Handle(tryPolicyRoute)
  tryPolicy({ params }: Input<typeof tryPolicyRoute>, ctx: RequestContext) {
    return this.policies.tryOut(ctx, params.id);
  }
  @Handle(dutyShiftsRoute)
  shifts({ query }: Input<typeof dutyShiftsRoute>, ctx: RequestContext) {
    return this.duty.list(ctx, query);
  }
  @Handle(dutyStaffRoute)
  staff({ params }: Input<typeof dutyStaffRoute>, ctx: RequestContext) {
    return this.duty.staff(ctx, params.id);
  }
  @Handle(addDutyShiftRoute)
  addShift({ body }: Input<typeof addDutyShiftRoute>, ctx: RequestContext) {
    return this.duty.add(ctx, body);
  }
  @Handle(swapDutyShiftRoute)
  swapShift({ params, body }: Input<typeof swapDutyShiftRoute>, ctx: RequestContext) {
    return this.duty.swap(ctx, params.id, body);
  }
  @Handle(endDutyShiftRoute)
  endShift({ params, body }: Input<typeof endDutyShiftRoute>, ctx: RequestContext) {
    return this.duty.end(ctx, params.id, body);
  }
  @Handle(myCallsRoute)
  calls(_input: Input<typeof myCallsRoute>, ctx: RequestContext) {
    return this.duty.myCalls(ctx);
  }
  @Handle(receiptRoute)
  receipt({ params }: Input<typeof receiptRoute>, ctx: RequestContext) {
    return this.duty.receipt(ctx, params.id);
  }
}
