import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as payments from '../contract/payments';
import * as money from '../contract/statements';
import { ExportService } from './export.service';
import { PaymentService } from './payments.service';
import { ReconciliationService } from './reconciliation';
import { SandboxGateway } from './sandbox-gateway';
import { StatementService } from './statements.service';

/** Payments and the sandbox gateway. */
@Controller()
export class PaymentsController {
  constructor(
    @Inject(PaymentService) private readonly payments: PaymentService,
    @Inject(SandboxGateway) private readonly gateway: SandboxGateway,
  ) {}

  @Handle(payments.startRoute)
  async start(
    input: Input<typeof payments.startRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof payments.startRoute>> {
    return this.payments.start(ctx, input.params.id, input.body.channel);
  }

  @Handle(payments.paymentPageRoute)
  async page(
    input: Input<typeof payments.paymentPageRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof payments.paymentPageRoute>> {
    return this.payments.page(ctx, input.params.reference);
  }

  @Handle(payments.sandboxRoute)
  async sandbox(
    input: Input<typeof payments.sandboxRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof payments.sandboxRoute>> {
    return this.gateway.act(ctx, input.params.reference, input.body.action);
  }

  @Handle(payments.notifyRoute)
  async notify(
    input: Input<typeof payments.notifyRoute>,
    _ctx: RequestContext,
  ): Promise<Output<typeof payments.notifyRoute>> {
    await this.payments.notify(input.params.channel, input.body);
    return { accepted: true };
  }
}

/** Statements of providers and reconciliation. */
@Controller()
export class StatementsController {
  constructor(
    @Inject(StatementService) private readonly statements: StatementService,
    @Inject(ReconciliationService) private readonly reconciliation: ReconciliationService,
    @Inject(ExportService) private readonly exports: ExportService,
  ) {}

  @Handle(money.statementListRoute)
  async list(
    input: Input<typeof money.statementListRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementListRoute>> {
    return this.statements.list(ctx, input.query);
  }

  @Handle(money.reconciliationRoute)
  async report(
    input: Input<typeof money.reconciliationRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.reconciliationRoute>> {
    return this.reconciliation.report(ctx, input.query.org, input.query.month);
  }

  @Handle(money.statementRoute)
  async page(
    input: Input<typeof money.statementRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementRoute>> {
    return this.statements.page(ctx, input.params.id);
  }

  @Handle(money.statementLinesRoute)
  async lines(
    input: Input<typeof money.statementLinesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementLinesRoute>> {
    return this.statements.lines(ctx, input.params.id, input.query);
  }

  @Handle(money.statementMakeRoute)
  async make(
    input: Input<typeof money.statementMakeRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementMakeRoute>> {
    return this.statements.make(ctx, input.body.org, input.body.month);
  }

  @Handle(money.statementSignRoute)
  async sign(
    input: Input<typeof money.statementSignRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementSignRoute>> {
    return this.statements.sign(ctx, input.params.id, input.body.version);
  }

  @Handle(money.statementCorrectRoute)
  async correct(
    input: Input<typeof money.statementCorrectRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementCorrectRoute>> {
    return this.statements.correct(ctx, input.params.id, input.body);
  }

  @Handle(money.statementExportRoute)
  async export(
    input: Input<typeof money.statementExportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof money.statementExportRoute>> {
    return this.exports.statement(ctx, input.params.id, input.query.format);
  }
}
