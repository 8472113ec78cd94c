import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { Handle } from '@heling/platform/server/handle';
import type { RequestContext } from '@heling/platform/server/context';
import * as contract from '../contract/orders';
import * as ratings from '../contract/ratings';
import { ExportService } from './export.service';
import { MenuService } from './menu.service';
import { OrderService } from './order.service';
import { PlaceService } from './place.service';
import { RatingService } from './ratings.service';
import { ReadingService } from './reading.service';

/** Orders: quote, place, read, change. */
@Controller()
export class OrdersController {
  constructor(
    @Inject(MenuService) private readonly menus: MenuService,
    @Inject(PlaceService) private readonly placing: PlaceService,
    @Inject(OrderService) private readonly orders: OrderService,
    @Inject(ReadingService) private readonly reading: ReadingService,
    @Inject(ExportService) private readonly exports: ExportService,
  ) {}

  @Handle(contract.quoteRoute)
  async quote(
    input: Input<typeof contract.quoteRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.quoteRoute>> {
    return this.menus.quote(ctx, input.body);
  }

  @Handle(contract.placeRoute)
  async place(
    input: Input<typeof contract.placeRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.placeRoute>> {
    return this.placing.place(ctx, input.body);
  }

  @Handle(contract.listRoute)
  async list(
    input: Input<typeof contract.listRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listRoute>> {
    return this.reading.list(ctx, input.body);
  }

  @Handle(contract.pageRoute)
  async page(
    input: Input<typeof contract.pageRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.pageRoute>> {
    return this.reading.page(ctx, input.params.id);
  }

  @Handle(contract.cancelRoute)
  async cancel(
    input: Input<typeof contract.cancelRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.cancelRoute>> {
    return this.orders.command(ctx, input.params.id, 'cancel', input.body);
  }

  @Handle(contract.vetoRoute)
  async veto(
    input: Input<typeof contract.vetoRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.vetoRoute>> {
    return this.orders.command(ctx, input.params.id, 'veto', input.body);
  }

  @Handle(contract.confirmRoute)
  async confirm(
    input: Input<typeof contract.confirmRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.confirmRoute>> {
    return this.orders.command(ctx, input.params.id, 'confirm', input.body);
  }

  @Handle(contract.rejectRoute)
  async reject(
    input: Input<typeof contract.rejectRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.rejectRoute>> {
    return this.orders.command(ctx, input.params.id, 'reject', input.body);
  }

  @Handle(contract.exportRoute)
  async export(
    input: Input<typeof contract.exportRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.exportRoute>> {
    const { format, ...filters } = input.body;
    return this.exports.orders(ctx, filters, format);
  }
}

/** Ratings and complaints. */
@Controller()
export class RatingsController {
  constructor(@Inject(RatingService) private readonly ratings: RatingService) {}

  @Handle(ratings.rateRoute)
  async rate(
    input: Input<typeof ratings.rateRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof ratings.rateRoute>> {
    return this.ratings.rate(ctx, input.params.id, input.body.stars, input.body.comment);
  }

  @Handle(ratings.complainRoute)
  async complain(
    input: Input<typeof ratings.complainRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof ratings.complainRoute>> {
    return this.ratings.complain(ctx, input.params.id, input.body.text);
  }

  @Handle(ratings.complaintListRoute)
  async list(
    input: Input<typeof ratings.complaintListRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof ratings.complaintListRoute>> {
    return this.ratings.list(ctx, input.query);
  }

  @Handle(ratings.complaintAnswerRoute)
  async answer(
    input: Input<typeof ratings.complaintAnswerRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof ratings.complaintAnswerRoute>> {
    return this.ratings.answer(ctx, input.params.id, input.body.version, input.body.answer);
  }

  @Handle(ratings.complaintCloseRoute)
  async close(
    input: Input<typeof ratings.complaintCloseRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof ratings.complaintCloseRoute>> {
    return this.ratings.close(ctx, input.params.id, input.body.version, input.body.deduction);
  }
}
