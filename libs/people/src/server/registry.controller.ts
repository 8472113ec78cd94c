import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/registry';
import { CareService } from './care.service';
import { ChangesService } from './changes.service';
import { RegistryService } from './registry.service';

/** Keeping the registry. */
@Controller()
export class RegistryController {
  constructor(
    @Inject(RegistryService) private readonly registry: RegistryService,
    @Inject(ChangesService) private readonly changes: ChangesService,
    @Inject(CareService) private readonly care: CareService,
  ) {}

  @Handle(contract.add)
  async add(input: Input<typeof contract.add>, ctx: RequestContext): Promise<Output<typeof contract.add>> {
    return this.registry.add(ctx, input.body);
  }

  @Handle(contract.correct)
  async correct(
    input: Input<typeof contract.correct>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.correct>> {
    return this.registry.correct(ctx, input.params.id, input.body);
  }

  @Handle(contract.move)
  async move(input: Input<typeof contract.move>, ctx: RequestContext): Promise<Output<typeof contract.move>> {
    return this.changes.move(ctx, input.params.id, input.body);
  }

  @Handle(contract.markDeceased)
  async markDeceased(
    input: Input<typeof contract.markDeceased>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.markDeceased>> {
    return this.changes.markDeceased(ctx, input.params.id, input.body);
  }

  @Handle(contract.takeBackDeceased)
  async takeBackDeceased(
    input: Input<typeof contract.takeBackDeceased>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.takeBackDeceased>> {
    return this.changes.takeBackDeceased(ctx, input.params.id, input.body);
  }

  @Handle(contract.setHousehold)
  async setHousehold(
    input: Input<typeof contract.setHousehold>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setHousehold>> {
    return this.changes.setHousehold(ctx, input.params.id, input.body);
  }

  @Handle(contract.addContact)
  async addContact(
    input: Input<typeof contract.addContact>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.addContact>> {
    return this.care.addContact(ctx, input.params.id, input.body);
  }

  @Handle(contract.editContact)
  async editContact(
    input: Input<typeof contract.editContact>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.editContact>> {
    return this.care.editContact(ctx, input.params.id, input.params.contactId, input.body);
  }

  @Handle(contract.removeContact)
  async removeContact(
    input: Input<typeof contract.removeContact>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.removeContact>> {
    return this.care.removeContact(ctx, input.params.id, input.params.contactId, input.body.version);
  }

  @Handle(contract.setHealth)
  async setHealth(
    input: Input<typeof contract.setHealth>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setHealth>> {
    return this.care.setHealth(ctx, input.params.id, input.body);
  }
}
