import { Module } from '@nestjs/common';
import { AssessmentReadingService } from './assessment-reading.service';
import { AssessmentsController } from './assessments.controller';
import { AssessmentsService } from './assessments.service';
import { CallerService } from './caller.service';
import { CareService } from './care.service';
import { ChangesService } from './changes.service';
import { DemoRosterSweep } from './demo-roster';
import { Divisions } from './divisions';
import { ImportBatch } from './import-batch';
import { ImportUpdates } from './import-updates';
import { ImportsController } from './imports.controller';
import { ImportsService } from './imports.service';
import { PageService } from './page.service';
import { PersonWriter } from './person-writer';
import { PersonsController } from './persons.controller';
import { RegistryController } from './registry.controller';
import { RegistryService } from './registry.service';
import { SearchPlanner } from './search-plan';
import { SearchService } from './search.service';
import { BirthdaySweep, ImportSweep } from './sweeps';
import { TimelineService } from './timeline.service';
import { UnmaskService } from './unmask.service';

const services = [
  AssessmentReadingService,
  AssessmentsService,
  CallerService,
  CareService,
  ChangesService,
  DemoRosterSweep,
  Divisions,
  ImportBatch,
  ImportSweep,
  ImportUpdates,
  ImportsService,
  BirthdaySweep,
  PageService,
  PersonWriter,
  RegistryService,
  SearchPlanner,
  SearchService,
  TimelineService,
  UnmaskService,
];

/** Seniors, their households, health, assessments and the import of lists. */
@Module({
  controllers: [PersonsController, RegistryController, AssessmentsController, ImportsController],
  providers: services,
  exports: services,
})
export class PeopleModule {}

/** For the worker: what it does again and again. */
export const peopleSweeps = [ImportSweep, BirthdaySweep, DemoRosterSweep];
