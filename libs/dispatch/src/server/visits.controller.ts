import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Handle } from '@heling/platform/server/handle';
import { notFound } from '@heling/platform/server/problem';
import * as contract from '../contract/visits';
import { CarryingService } from './carrying.service';
import { DoorCodes } from './door-codes';
import { EvidenceService } from './evidence.service';
import { PhoneService } from './phone.service';
import { SyncService } from './sync.service';

/** The carer's phone. */
@Controller()
export class VisitsController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(PhoneService) private readonly phone: PhoneService,
    @Inject(CarryingService) private readonly carrying: CarryingService,
    @Inject(SyncService) private readonly syncing: SyncService,
    @Inject(EvidenceService) private readonly evidence: EvidenceService,
    @Inject(DoorCodes) private readonly codes: DoorCodes,
  ) {}

  @Handle(contract.mineRoute)
  async mine(
    input: Input<typeof contract.mineRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.mineRoute>> {
    return this.phone.mine(ctx, input.query.day);
  }

  @Handle(contract.roundRoute)
  async rounds(
    input: Input<typeof contract.roundRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.roundRoute>> {
    return this.phone.rounds(ctx, input.query.day);
  }

  @Handle(contract.pageRoute)
  async page(
    input: Input<typeof contract.pageRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.pageRoute>> {
    return this.phone.page(ctx, input.params.id);
  }

  @Handle(contract.stepRoute)
  async step(
    input: Input<typeof contract.stepRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.stepRoute>> {
    return this.syncing.once(ctx, (tx) => this.carrying.step(tx, ctx, input.params.id, input.body));
  }

  @Handle(contract.gateRoute)
  async gate(
    input: Input<typeof contract.gateRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.gateRoute>> {
    return this.syncing.once(ctx, (tx) => this.carrying.gate(tx, ctx, input.params.id, input.body));
  }

  @Handle(contract.vitalsAfterRoute)
  async vitalsAfter(
    input: Input<typeof contract.vitalsAfterRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.vitalsAfterRoute>> {
    return this.syncing.once(ctx, (tx) => this.carrying.vitalsAfter(tx, ctx, input.params.id, input.body));
  }

  @Handle(contract.syncRoute)
  async sync(
    input: Input<typeof contract.syncRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.syncRoute>> {
    return this.syncing.sync(ctx, input.body.entries);
  }

  @Handle(contract.sosRoute)
  async sos(
    input: Input<typeof contract.sosRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.sosRoute>> {
    return this.carrying.sos(ctx, input.params.id, input.body);
  }

  @Handle(contract.evidenceRoute)
  async addEvidence(
    input: Input<typeof contract.evidenceRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.evidenceRoute>> {
    return this.evidence.add(ctx, input.params.id, input.body);
  }

  @Handle(contract.evidenceFileRoute)
  async evidenceFile(
    input: Input<typeof contract.evidenceFileRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.evidenceFileRoute>> {
    return this.evidence.file(ctx, input.params.id);
  }

  /** For the card in the home; whoever sees the person may print it. */
  @Handle(contract.doorCodeRoute)
  async doorCode(
    input: Input<typeof contract.doorCodeRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.doorCodeRoute>> {
    const personId = input.params.id;
    const seen = await this.db.run(ctx, (tx) => tx.one('SELECT 1 FROM persons WHERE id = $1', [personId]));
    if (!seen) throw notFound('没有找到这位老人，或您无权查看。');
    return { personId, code: this.codes.codeOf(personId) };
  }
}
