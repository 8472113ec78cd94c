import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as menu from '../contract/menu';
import { MenuAdminService } from './menu-admin.service';
import { MenuService } from './menu.service';

/** The menu, as ordered from and as administered. */
@Controller()
export class MenuController {
  constructor(
    @Inject(MenuService) private readonly menus: MenuService,
    @Inject(MenuAdminService) private readonly admin: MenuAdminService,
  ) {}

  @Handle(menu.menuRoute)
  async menu(
    input: Input<typeof menu.menuRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.menuRoute>> {
    return this.menus.menu(ctx, input.body);
  }

  @Handle(menu.dishesRoute)
  async dishes(
    input: Input<typeof menu.dishesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.dishesRoute>> {
    return this.menus.dishes(ctx, input.body);
  }

  @Handle(menu.pricesRoute)
  async prices(
    input: Input<typeof menu.pricesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.pricesRoute>> {
    return this.admin.prices(ctx, input.query);
  }

  @Handle(menu.setPriceRoute)
  async setPrice(
    input: Input<typeof menu.setPriceRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.setPriceRoute>> {
    return this.admin.setPrice(ctx, input.body);
  }

  @Handle(menu.areasRoute)
  async areas(
    input: Input<typeof menu.areasRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.areasRoute>> {
    return this.admin.areas(ctx, input.query.org);
  }

  @Handle(menu.setAreasRoute)
  async setAreas(
    input: Input<typeof menu.setAreasRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.setAreasRoute>> {
    return this.admin.setAreas(ctx, input.body);
  }

  @Handle(menu.dishListRoute)
  async dishList(
    input: Input<typeof menu.dishListRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.dishListRoute>> {
    return this.admin.dishes(ctx, input.query.org);
  }

  @Handle(menu.saveDishRoute)
  async saveDish(
    input: Input<typeof menu.saveDishRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.saveDishRoute>> {
    return this.admin.saveDish(ctx, input.body);
  }

  @Handle(menu.kitchenDaysRoute)
  async kitchenDays(
    input: Input<typeof menu.kitchenDaysRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.kitchenDaysRoute>> {
    return this.admin.kitchenDays(ctx, input.query);
  }

  @Handle(menu.saveKitchenDayRoute)
  async saveKitchenDay(
    input: Input<typeof menu.saveKitchenDayRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.saveKitchenDayRoute>> {
    return this.admin.saveKitchenDay(ctx, input.body);
  }

  @Handle(menu.policiesRoute)
  async policies(
    _input: Input<typeof menu.policiesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof menu.policiesRoute>> {
    return this.admin.policies(ctx);
  }
}
