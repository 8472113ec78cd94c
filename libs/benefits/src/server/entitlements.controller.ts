import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as entitlementsContract from '../contract/entitlements';
import * as packsContract from '../contract/packs';
import { PacksService } from './packs.service';
import { EntitlementsService } from './entitlements.service';
import { EntitlementReadingService } from './entitlement-reading.service';

/** Policy packs, applications and entitlements. */
@Controller()
export class EntitlementsController {
  constructor(
    @Inject(PacksService) private readonly packs: PacksService,
    @Inject(EntitlementsService) private readonly entitlements: EntitlementsService,
    @Inject(EntitlementReadingService) private readonly reading: EntitlementReadingService,
  ) {}

  @Handle(packsContract.packsRoute)
  async listPacks(
    _input: Input<typeof packsContract.packsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof packsContract.packsRoute>> {
    return this.packs.list(ctx);
  }

  @Handle(packsContract.draftPackRoute)
  async draftPack(
    input: Input<typeof packsContract.draftPackRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof packsContract.draftPackRoute>> {
    return this.packs.draft(ctx, input.body);
  }

  @Handle(packsContract.redraftPackRoute)
  async redraftPack(
    input: Input<typeof packsContract.redraftPackRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof packsContract.redraftPackRoute>> {
    return this.packs.redraft(ctx, input.params.id, input.body);
  }

  @Handle(packsContract.signPackRoute)
  async signPack(
    input: Input<typeof packsContract.signPackRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof packsContract.signPackRoute>> {
    return this.packs.sign(ctx, input.params.id, input.body.version);
  }

  @Handle(entitlementsContract.applyRoute)
  async apply(
    input: Input<typeof entitlementsContract.applyRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.applyRoute>> {
    return this.entitlements.apply(ctx, input.body);
  }

  @Handle(entitlementsContract.entitlementsRoute)
  async search(
    input: Input<typeof entitlementsContract.entitlementsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.entitlementsRoute>> {
    return this.reading.search(ctx, input.body);
  }

  @Handle(entitlementsContract.entitlementRoute)
  async page(
    input: Input<typeof entitlementsContract.entitlementRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.entitlementRoute>> {
    return this.reading.page(ctx, input.params.id);
  }

  @Handle(entitlementsContract.reviewRoute)
  async review(
    input: Input<typeof entitlementsContract.reviewRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.reviewRoute>> {
    return this.entitlements.review(ctx, input.params.id, input.body);
  }

  @Handle(entitlementsContract.decideRoute)
  async decide(
    input: Input<typeof entitlementsContract.decideRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.decideRoute>> {
    return this.entitlements.decide(ctx, input.params.id, input.body);
  }

  @Handle(entitlementsContract.resubmitRoute)
  async resubmit(
    input: Input<typeof entitlementsContract.resubmitRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.resubmitRoute>> {
    return this.entitlements.resubmit(ctx, input.params.id, input.body.version, input.body.note);
  }

  @Handle(entitlementsContract.objectRoute)
  async object(
    input: Input<typeof entitlementsContract.objectRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.objectRoute>> {
    return this.entitlements.object(ctx, input.params.id, input.body.version, input.body.reason);
  }

  @Handle(entitlementsContract.noticesRoute)
  async notices(
    input: Input<typeof entitlementsContract.noticesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.noticesRoute>> {
    return this.reading.notices(ctx, input.query);
  }

  @Handle(entitlementsContract.explanationRoute)
  async explanation(
    input: Input<typeof entitlementsContract.explanationRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.explanationRoute>> {
    return this.reading.explanation(ctx, input.params.id, input.query.asOf);
  }

  @Handle(entitlementsContract.personBenefitsRoute)
  async ofPerson(
    input: Input<typeof entitlementsContract.personBenefitsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.personBenefitsRoute>> {
    return this.reading.ofPerson(ctx, input.params.id);
  }

  @Handle(entitlementsContract.birthdaysRoute)
  async birthdays(
    input: Input<typeof entitlementsContract.birthdaysRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof entitlementsContract.birthdaysRoute>> {
    return this.reading.birthdays(ctx, input.query);
  }
}
