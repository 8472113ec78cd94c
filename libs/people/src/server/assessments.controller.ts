import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/assessments';
import { AssessmentReadingService } from './assessment-reading.service';
import { AssessmentsService } from './assessments.service';

/** Ability assessments. */
@Controller()
export class AssessmentsController {
  constructor(
    @Inject(AssessmentsService) private readonly assessments: AssessmentsService,
    @Inject(AssessmentReadingService) private readonly reading: AssessmentReadingService,
  ) {}

  @Handle(contract.listAssessments)
  async list(
    input: Input<typeof contract.listAssessments>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listAssessments>> {
    return this.reading.list(ctx, input.body);
  }

  @Handle(contract.startAssessment)
  async start(
    input: Input<typeof contract.startAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.startAssessment>> {
    return this.assessments.start(ctx, input.params.id, input.body.assessedOn);
  }

  @Handle(contract.readAssessment)
  async read(
    input: Input<typeof contract.readAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.readAssessment>> {
    return this.reading.read(ctx, input.params.id);
  }

  @Handle(contract.saveAssessment)
  async save(
    input: Input<typeof contract.saveAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.saveAssessment>> {
    return this.assessments.save(ctx, input.params.id, input.body);
  }

  @Handle(contract.signAssessment)
  async sign(
    input: Input<typeof contract.signAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.signAssessment>> {
    return this.assessments.sign(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.reopenAssessment)
  async reopen(
    input: Input<typeof contract.reopenAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.reopenAssessment>> {
    return this.assessments.reopen(ctx, input.params.id, input.body.version, input.body.reason);
  }

  @Handle(contract.withdrawAssessment)
  async withdraw(
    input: Input<typeof contract.withdrawAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.withdrawAssessment>> {
    return this.assessments.withdraw(ctx, input.params.id, input.body.version, input.body.reason);
  }

  @Handle(contract.appealAssessment)
  async appeal(
    input: Input<typeof contract.appealAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.appealAssessment>> {
    return this.assessments.appeal(ctx, input.params.id, input.body.reason);
  }

  @Handle(contract.printAssessment)
  async print(
    input: Input<typeof contract.printAssessment>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.printAssessment>> {
    return this.reading.print(ctx, input.params.id);
  }
}
