import { Module } from '@nestjs/common';
import { BusinessTimeResolver } from './graphql/business-time.resolver.js';

@Module({ providers: [BusinessTimeResolver] })
export class CalendarModule {}
