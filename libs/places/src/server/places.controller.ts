import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as divisions from '../contract/divisions';
import * as facilities from '../contract/facilities';
import * as orgs from '../contract/orgs';
import { wallRoute } from '../contract/wall';
import { DivisionService } from './divisions.service';
import { FacilityKeepingService } from './facility-keeping.service';
import { FacilityService } from './facilities.service';
import { OrgService } from './orgs.service';
import { WallService } from './wall.service';

/** Divisions, management units, outlines. */
@Controller()
export class DivisionsController {
  constructor(@Inject(DivisionService) private readonly places: DivisionService) {}

  @Handle(divisions.divisionsRoute)
  async divisions(
    { query }: Input<typeof divisions.divisionsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof divisions.divisionsRoute>> {
    return this.places.divisions(ctx, query.under, query.to);
  }

  @Handle(divisions.unitsRoute)
  async units(
    _input: Input<typeof divisions.unitsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof divisions.unitsRoute>> {
    return this.places.units(ctx);
  }

  @Handle(divisions.outlinesRoute)
  async outlines(
    _input: Input<typeof divisions.outlinesRoute>,
    _ctx: RequestContext,
  ): Promise<Output<typeof divisions.outlinesRoute>> {
    return this.places.outlines();
  }
}

/** Facilities, their occupancy and the wall. */
@Controller()
export class FacilitiesController {
  constructor(
    @Inject(FacilityService) private readonly reading: FacilityService,
    @Inject(FacilityKeepingService) private readonly keeping: FacilityKeepingService,
    @Inject(WallService) private readonly screens: WallService,
  ) {}

  @Handle(facilities.facilitiesRoute)
  async list(
    { body }: Input<typeof facilities.facilitiesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof facilities.facilitiesRoute>> {
    return this.reading.list(ctx, body);
  }

  @Handle(facilities.facilityRoute)
  async page(
    { params }: Input<typeof facilities.facilityRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof facilities.facilityRoute>> {
    return this.reading.page(ctx, params.id);
  }

  @Handle(facilities.addFacilityRoute)
  async add(
    { body }: Input<typeof facilities.addFacilityRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof facilities.addFacilityRoute>> {
    return this.keeping.add(ctx, body);
  }

  @Handle(facilities.saveFacilityRoute)
  async save(
    { params, body }: Input<typeof facilities.saveFacilityRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof facilities.saveFacilityRoute>> {
    return this.keeping.save(ctx, params.id, body);
  }

  @Handle(facilities.reportOccupancyRoute)
  async report(
    { params, body }: Input<typeof facilities.reportOccupancyRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof facilities.reportOccupancyRoute>> {
    return this.keeping.report(ctx, params.id, body);
  }

  @Handle(wallRoute)
  async wall({ query }: Input<typeof wallRoute>, ctx: RequestContext): Promise<Output<typeof wallRoute>> {
    return this.screens.wall(ctx, query);
  }
}

/** Providers, kitchens and those who run institutions. */
@Controller()
export class OrgsController {
  constructor(@Inject(OrgService) private readonly orgs: OrgService) {}

  @Handle(orgs.orgsRoute)
  async list(
    { body }: Input<typeof orgs.orgsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof orgs.orgsRoute>> {
    return this.orgs.list(ctx, body);
  }

  @Handle(orgs.orgRoute)
  async page(
    { params }: Input<typeof orgs.orgRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof orgs.orgRoute>> {
    return this.orgs.page(ctx, params.id);
  }

  @Handle(orgs.addOrgRoute)
  async add(
    { body }: Input<typeof orgs.addOrgRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof orgs.addOrgRoute>> {
    return this.orgs.add(ctx, body);
  }

  @Handle(orgs.saveOrgRoute)
  async save(
    { params, body }: Input<typeof orgs.saveOrgRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof orgs.saveOrgRoute>> {
    return this.orgs.save(ctx, params.id, body);
  }
}
