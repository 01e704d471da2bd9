export * from './domain/index.js';
export { CalendarModule } from './calendar.module.js';
