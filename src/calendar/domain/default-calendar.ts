import { WEEKDAYS, type CalendarDefinition } from './definition.js';
import type { PublishedCalendar } from './holiday-set.js';

const hours: CalendarDefinition = {
  timeZone: 'Asia/Shanghai',
  weekly: WEEKDAYS.map((day) => ({ day, opens: '09:00', closes: '22:00' })),
  holidays: [], overrides: [], breaks: [],
};

/** What every merchant starts with: the hours in which a shop's customer service answers, holidays included. */
export const DEFAULT_CALENDAR: PublishedCalendar = { definition: hours, own: hours, holidaySets: [], makeUpDay: null };
