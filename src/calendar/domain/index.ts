export { BusinessCalendar } from './business-calendar.js';
export {
  WEEKDAYS, type CalendarDefinition, type DailyWindow, type DateBreak, type DateOverride, type Holiday, type Weekday, type WeeklyWindow,
} from './definition.js';
export { examineCalendar, refuseProblems, type CalendarProblem } from './examine.js';
export { AROUND_THE_CLOCK, type Closed, type Segment, type WorkingTime } from './working-time.js';
