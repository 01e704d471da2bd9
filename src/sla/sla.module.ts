import { Module } from '@nestjs/common';
import { CalendarReader } from './calendar-reader.js';
import { PolicyLibrary } from './policy-library.js';

@Module({ providers: [PolicyLibrary, CalendarReader], exports: [PolicyLibrary, CalendarReader] })
export class SlaModule {}
