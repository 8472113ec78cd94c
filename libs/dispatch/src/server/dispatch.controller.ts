import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/assign';
import { boardRoute } from '../contract/board';
import { sheetRoute } from '../contract/sheet';
import { AssignService } from './assign.service';
import { BoardService } from './board.service';
import { CandidatesService } from './candidates.service';
import { PlanningService } from './planning.service';
import { SettingsService } from './settings.service';
import { SheetService } from './sheet.service';
import { SickService } from './sick.service';

/** The dispatcher's desk. */
@Controller()
export class DispatchController {
  constructor(
    @Inject(BoardService) private readonly boards: BoardService,
    @Inject(CandidatesService) private readonly candidates: CandidatesService,
    @Inject(AssignService) private readonly assigning: AssignService,
    @Inject(PlanningService) private readonly planning: PlanningService,
    @Inject(SickService) private readonly sick: SickService,
    @Inject(SettingsService) private readonly settings: SettingsService,
    @Inject(SheetService) private readonly sheets: SheetService,
  ) {}

  @Handle(boardRoute)
  async board(input: Input<typeof boardRoute>, ctx: RequestContext): Promise<Output<typeof boardRoute>> {
    return this.boards.board(ctx, input.body);
  }

  @Handle(sheetRoute)
  async sheet(input: Input<typeof sheetRoute>, ctx: RequestContext): Promise<Output<typeof sheetRoute>> {
    return this.sheets.sheet(ctx, input.body);
  }

  @Handle(contract.candidatesRoute)
  async find(
    input: Input<typeof contract.candidatesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.candidatesRoute>> {
    return this.candidates.find(ctx, input.params.id, input.query.startsAt);
  }

  @Handle(contract.consequencesRoute)
  async consequences(
    input: Input<typeof contract.consequencesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.consequencesRoute>> {
    return this.assigning.consequences(ctx, input.params.id, input.body);
  }

  @Handle(contract.assignRoute)
  async assign(
    input: Input<typeof contract.assignRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.assignRoute>> {
    return this.assigning.assign(ctx, input.params.id, input.body);
  }

  @Handle(contract.unassignRoute)
  async unassign(
    input: Input<typeof contract.unassignRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.unassignRoute>> {
    return this.assigning.unassign(ctx, input.params.id, input.body.version, input.body.reason);
  }

  @Handle(contract.interruptRoute)
  async interrupt(
    input: Input<typeof contract.interruptRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.interruptRoute>> {
    return this.assigning.interrupt(ctx, input.params.id, input.body.version, input.body.reason);
  }

  @Handle(contract.autoAssignRoute)
  async autoAssign(
    input: Input<typeof contract.autoAssignRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.autoAssignRoute>> {
    return this.planning.autoAssign(ctx, input.body);
  }

  @Handle(contract.carerSickRoute)
  async carerSick(
    input: Input<typeof contract.carerSickRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.carerSickRoute>> {
    return this.sick.report(ctx, input.body);
  }

  @Handle(contract.settingsRoute)
  async readSettings(
    _input: Input<typeof contract.settingsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.settingsRoute>> {
    return this.settings.read(ctx);
  }

  @Handle(contract.setSettingsRoute)
  async setSettings(
    input: Input<typeof contract.setSettingsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setSettingsRoute>> {
    return this.settings.set(ctx, input.body.autoAssign);
  }
}
