import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/runs';
import { RunsService } from './runs.service';
import { PaymentsService } from './payments.service';
import { OpeningService } from './opening.service';
import { DebtsService } from './debts.service';

/** Payment runs, their rows, the ledger and claw-back. */
@Controller()
export class RunsController {
  constructor(
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(PaymentsService) private readonly payments: PaymentsService,
    @Inject(OpeningService) private readonly opening: OpeningService,
    @Inject(DebtsService) private readonly debts: DebtsService,
  ) {}

  @Handle(contract.startRunRoute)
  async start(
    input: Input<typeof contract.startRunRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.startRunRoute>> {
    return this.runs.start(ctx, input.body);
  }

  @Handle(contract.runsRoute)
  async list(
    input: Input<typeof contract.runsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.runsRoute>> {
    return this.runs.list(ctx, input.query);
  }

  @Handle(contract.runRoute)
  async page(
    input: Input<typeof contract.runRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.runRoute>> {
    return this.runs.page(ctx, input.params.id);
  }

  @Handle(contract.signRunRoute)
  async sign(
    input: Input<typeof contract.signRunRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.signRunRoute>> {
    return this.runs.sign(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.sendRunRoute)
  async send(
    input: Input<typeof contract.sendRunRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.sendRunRoute>> {
    return this.runs.send(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.fileRoute)
  async file(
    input: Input<typeof contract.fileRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.fileRoute>> {
    return this.runs.file(ctx, input.params.id);
  }

  @Handle(contract.receiptsRoute)
  async receipts(
    input: Input<typeof contract.receiptsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.receiptsRoute>> {
    return this.runs.answer(ctx, input.params.id, Buffer.from(input.body.file).toString('utf8'));
  }

  @Handle(contract.closeRunRoute)
  async close(
    input: Input<typeof contract.closeRunRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.closeRunRoute>> {
    return this.runs.close(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.paymentsRoute)
  async searchPayments(
    input: Input<typeof contract.paymentsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.paymentsRoute>> {
    return this.payments.search(ctx, input.body);
  }

  @Handle(contract.paymentRoute)
  async payment(
    input: Input<typeof contract.paymentRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.paymentRoute>> {
    return this.payments.page(ctx, input.params.id);
  }

  @Handle(contract.holdRoute)
  async hold(
    input: Input<typeof contract.holdRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.holdRoute>> {
    return this.payments.hold(ctx, input.params.id, input.body);
  }

  @Handle(contract.releaseRoute)
  async release(
    input: Input<typeof contract.releaseRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.releaseRoute>> {
    return this.payments.release(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.settleRoute)
  async settle(
    input: Input<typeof contract.settleRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.settleRoute>> {
    return this.payments.settle(ctx, input.params.id, input.body);
  }

  @Handle(contract.openingRoute)
  async importOpening(
    input: Input<typeof contract.openingRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.openingRoute>> {
    return this.opening.import(ctx, input.body.file, input.body.fields);
  }

  @Handle(contract.ledgerRoute)
  async ledger(
    input: Input<typeof contract.ledgerRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.ledgerRoute>> {
    return this.payments.ledger(ctx, input.params.id, input.query);
  }

  @Handle(contract.debtsRoute)
  async searchDebts(
    input: Input<typeof contract.debtsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.debtsRoute>> {
    return this.debts.search(ctx, input.body);
  }

  @Handle(contract.claimRoute)
  async claim(
    input: Input<typeof contract.claimRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.claimRoute>> {
    return this.debts.claim(ctx, input.params.id, input.body);
  }

  @Handle(contract.debtRoute)
  async debt(
    input: Input<typeof contract.debtRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.debtRoute>> {
    return this.debts.page(ctx, input.params.id);
  }

  @Handle(contract.debtLetterRoute)
  async debtLetter(
    input: Input<typeof contract.debtLetterRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.debtLetterRoute>> {
    return this.debts.letter(ctx, input.params.id);
  }

  @Handle(contract.recoverRoute)
  async recover(
    input: Input<typeof contract.recoverRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.recoverRoute>> {
    return this.debts.recover(ctx, input.params.id, input.body);
  }

  @Handle(contract.writeOffRoute)
  async writeOff(
    input: Input<typeof contract.writeOffRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.writeOffRoute>> {
    return this.debts.writeOff(ctx, input.params.id, input.body);
  }
}
