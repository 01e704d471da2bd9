export { BusinessCalendar } from './business-calendar.js';
export {
  WEEKDAYS, type CalendarDefinition, type DailyWindow, type DateOverride, type Weekday, type WeeklyWindow,
} from './definition.js';
export { examineCalendar, examineLasting, examineWrittenOut, LONGEST_WORK, refuseCalendar } from './examine.js';
export { AROUND_THE_CLOCK, type Closed, type WorkingTime } from './working-time.js';
export { DEFAULT_CALENDAR } from './default-calendar.js';
export {
  checkHolidayYear, knownUntil, missingYear, plainBetween, writtenOut, type HolidayDay, type HolidayYear, type PlainWeekdays, type PublishedCalendar,
} from './holiday-set.js';
export { HOLIDAYS_CN } from './holidays-cn.js';
export { dayAfter, instantAt, localDay, localHour, minutesOf, startOfDay } from './local-day.js';
export { dateOf, dayOf, isWeekday, weekdayOf } from './wall-clock.js';
export { zoneOf } from './zone.js';
