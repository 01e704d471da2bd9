import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/index.js';
import { CalendarReader } from './calendar-reader.js';
import { PublishPolicy } from './commands/publish-policy.js';
import { PolicyLibrary } from './policy-library.js';

@Module({ imports: [CalendarModule], providers: [PolicyLibrary, CalendarReader, PublishPolicy], exports: [PolicyLibrary, CalendarReader, PublishPolicy] })
export class SlaModule {}
