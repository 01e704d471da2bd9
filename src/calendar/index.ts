export * from './domain/index.js';
export { CalendarLibrary } from './calendar-library.js';
export { CalendarModule } from './calendar.module.js';
