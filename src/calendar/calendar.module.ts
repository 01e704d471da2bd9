import { Module } from '@nestjs/common';
import { CalendarLibrary } from './calendar-library.js';
import { PublishCalendar } from './commands/publish-calendar.js';
import { BusinessTimeResolver } from './graphql/business-time.resolver.js';
import { CalendarResolver } from './graphql/calendar.resolver.js';
import { HolidayWatch } from './holiday-watch.js';
import { HolidayYears } from './holiday-years.js';
import { Workdays } from './workdays.js';

@Module({
  providers: [CalendarLibrary, HolidayYears, Workdays, HolidayWatch, PublishCalendar, BusinessTimeResolver, CalendarResolver],
  exports: [CalendarLibrary, Workdays],
})
export class CalendarModule {}
