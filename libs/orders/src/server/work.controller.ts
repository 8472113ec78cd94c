import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as kitchen from '../contract/kitchen';
import * as queue from '../contract/queue';
import * as standing from '../contract/standing';
import { ExportService } from './export.service';
import { KitchenService } from './kitchen.service';
import { QueueService } from './queue.service';
import { RoundsService } from './rounds.service';
import { StandingService } from './standing.service';

/** The kitchen: count sheet and delivery rounds. */
@Controller()
export class KitchenController {
  constructor(
    @Inject(KitchenService) private readonly kitchen: KitchenService,
    @Inject(RoundsService) private readonly rounds: RoundsService,
    @Inject(ExportService) private readonly exports: ExportService,
  ) {}

  @Handle(kitchen.sheetRoute)
  async sheet(
    input: Input<typeof kitchen.sheetRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof kitchen.sheetRoute>> {
    return this.kitchen.sheet(ctx, input.params.id);
  }

  @Handle(kitchen.roundsRoute)
  async listRounds(
    input: Input<typeof kitchen.roundsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof kitchen.roundsRoute>> {
    return this.rounds.list(ctx, input.params.id);
  }

  @Handle(kitchen.makeRoundsRoute)
  async makeRounds(
    input: Input<typeof kitchen.makeRoundsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof kitchen.makeRoundsRoute>> {
    return this.rounds.make(ctx, input.params.id, input.body.couriers);
  }

  @Handle(kitchen.assignRoundRoute)
  async assignRound(
    input: Input<typeof kitchen.assignRoundRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof kitchen.assignRoundRoute>> {
    return this.rounds.assign(ctx, input.params.id, input.body.version, input.body.courierId);
  }

  @Handle(kitchen.sheetExportRoute)
  async export(
    input: Input<typeof kitchen.sheetExportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof kitchen.sheetExportRoute>> {
    return this.exports.kitchenSheet(ctx, input.params.id);
  }
}

/** Standing orders. */
@Controller()
export class StandingController {
  constructor(@Inject(StandingService) private readonly standing: StandingService) {}

  @Handle(standing.standingListRoute)
  async list(
    input: Input<typeof standing.standingListRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof standing.standingListRoute>> {
    return this.standing.list(ctx, input.query);
  }

  @Handle(standing.standingCreateRoute)
  async create(
    input: Input<typeof standing.standingCreateRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof standing.standingCreateRoute>> {
    return this.standing.create(ctx, input.body);
  }

  @Handle(standing.standingEndRoute)
  async end(
    input: Input<typeof standing.standingEndRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof standing.standingEndRoute>> {
    return this.standing.end(ctx, input.params.id, input.body.version);
  }
}

/** The queue of what needs a person. */
@Controller()
export class QueueController {
  constructor(@Inject(QueueService) private readonly queue: QueueService) {}

  @Handle(queue.queueListRoute)
  async list(
    input: Input<typeof queue.queueListRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof queue.queueListRoute>> {
    return this.queue.list(ctx, input.query);
  }

  @Handle(queue.queueClaimRoute)
  async claim(
    input: Input<typeof queue.queueClaimRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof queue.queueClaimRoute>> {
    return this.queue.claim(ctx, input.params.id, input.body.version, input.body.release);
  }

  @Handle(queue.queueDoneRoute)
  async done(
    input: Input<typeof queue.queueDoneRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof queue.queueDoneRoute>> {
    return this.queue.done(ctx, input.params.id, input.body.version, input.body.result);
  }
}
