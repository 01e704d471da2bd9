export * from './domain/index.js';
export { CalendarLibrary } from './calendar-library.js';
export { CalendarModule } from './calendar.module.js';
export { BusinessCalendarInput } from './graphql/business-time.type.js';
export { definitionOf } from './graphql/definition-of.js';
