import { Module } from '@nestjs/common';
import { CalendarLibrary } from './calendar-library.js';
import { PublishCalendar } from './commands/publish-calendar.js';
import { BusinessTimeResolver } from './graphql/business-time.resolver.js';
import { CalendarResolver } from './graphql/calendar.resolver.js';
import { HolidayWatch } from './holiday-watch.js';
import { HolidayYears } from './holiday-years.js';

@Module({
  providers: [CalendarLibrary, HolidayYears, HolidayWatch, PublishCalendar, BusinessTimeResolver, CalendarResolver],
  exports: [CalendarLibrary],
})
export class CalendarModule {}
