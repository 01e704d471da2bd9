export * from './domain/index.js';
export { CalendarLibrary } from './calendar-library.js';
export { CalendarModule } from './calendar.module.js';
export { BusinessCalendarInput } from './graphql/business-time.type.js';
export { definitionOf } from './graphql/definition-of.js';
export { HolidayYears } from './holiday-years.js';
export { Workdays, type IsWorkday, type PlaceWorkdays } from './workdays.js';
export { CalendarWarning, calendarWarning, PlainWeekdaysWarning, plainWeekdaysWarning } from './graphql/calendar.type.js';
