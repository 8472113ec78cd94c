import { Module } from '@nestjs/common';
import { DivisionService } from './divisions.service';
import { FacilityKeepingService } from './facility-keeping.service';
import { FacilityService } from './facilities.service';
import { OrgService } from './orgs.service';
import { DivisionsController, FacilitiesController, OrgsController } from './places.controller';
import { WallService } from './wall.service';

const services = [DivisionService, FacilityService, FacilityKeepingService, WallService, OrgService];

/** Divisions, facilities, organisations. */
@Module({
  controllers: [DivisionsController, FacilitiesController, OrgsController],
  providers: services,
  exports: services,
})
export class PlacesModule {}
