import { Module } from '@nestjs/common';
import { ErasureService } from './erasure.service';
import { PersonalDataController } from './personal-data.controller';
import { PersonalDataService } from './personal-data.service';

/** A person's rights over their own data (PIPL). */
@Module({ controllers: [PersonalDataController], providers: [PersonalDataService, ErasureService] })
export class PersonalDataModule {}
