import type { CalendarDefinition } from '../domain/index.js';
import type { BusinessCalendarInput } from './business-time.type.js';

/** The input as plain data: its classes are for the schema, and walking thousands of objects for decorators they do not have would cost more than the answer. */
export type Hours = Pick<BusinessCalendarInput, keyof BusinessCalendarInput>;

export function definitionOf({ timeZone, weekly, holidays, overrides, breaks }: Hours): CalendarDefinition {
  return { timeZone, weekly, holidays: (holidays ?? []).map((date) => ({ date, name: null })), overrides: overrides ?? [], breaks: breaks ?? [] };
}
