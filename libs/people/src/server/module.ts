import { Module } from '@nestjs/common';
import { Divisions } from './divisions';
import { PersonsController } from './persons.controller';
import { SearchPlanner } from './search-plan';
import { SearchService } from './search.service';

const services = [Divisions, SearchPlanner, SearchService];

/** Seniors, their households, health, assessments and the import of lists. */
@Module({ controllers: [PersonsController], providers: services, exports: services })
export class PeopleModule {}
