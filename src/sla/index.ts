export * from './domain/index.js';
export { SlaModule } from './sla.module.js';
export { CalendarReader } from './calendar-reader.js';
export { ClockBook, type Fired } from './clock-book.js';
export { clocksOfTickets, ledgersOf, openClocks } from './clock-rows.js';
export { PolicyLibrary, readPolicy, type PolicyRow } from './policy-library.js';
export { PublishPolicy } from './commands/publish-policy.js';
export { PackLibrary, type ShopPacks } from './pack-library.js';
export { ConsequenceEnum, ExternalKindEnum, PartyEnum } from './graphql/pack.enum.js';
