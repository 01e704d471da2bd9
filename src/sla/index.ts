export * from './domain/index.js';
export { SlaModule } from './sla.module.js';
export { CalendarReader } from './calendar-reader.js';
export { ClockBook, type BookContext, type Fired } from './clock-book.js';
export { clocksOfTickets, ledgersOf } from './clock-rows.js';
export { PolicyLibrary } from './policy-library.js';
export { PublishPolicy, type PolicyWords } from './commands/publish-policy.js';
export { policyById, policyPage, type PolicyRow } from './queries/policies.query.js';
