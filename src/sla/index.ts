export * from './domain/index.js';
export { SlaModule } from './sla.module.js';
export { CalendarReader } from './calendar-reader.js';
export { ClockBook, type BookContext, type Fired } from './clock-book.js';
export { clocksOfTickets, ledgersOf } from './clock-rows.js';
export { PolicyLibrary, readPolicy, type PolicyRow } from './policy-library.js';
export { PublishPolicy, type PolicyWords } from './commands/publish-policy.js';
export { PackLibrary, type ShopPacks } from './pack-library.js';
export { ConsequenceEnum, ExternalKindEnum, PartyEnum } from './graphql/pack.enum.js';
