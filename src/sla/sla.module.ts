import { Module } from '@nestjs/common';
import { CalendarReader } from './calendar-reader.js';
import { PublishPolicy } from './commands/publish-policy.js';
import { PolicyLibrary } from './policy-library.js';

@Module({ providers: [PolicyLibrary, CalendarReader, PublishPolicy], exports: [PolicyLibrary, CalendarReader, PublishPolicy] })
export class SlaModule {}
