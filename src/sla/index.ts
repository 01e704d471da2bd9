export { SlaModule } from './sla.module.js';
export { ClockBook } from './clock-book.js';
export { CLOCK_KINDS, type Clock, type ClockKind, type ClockState } from './domain/clock.js';
export { PolicyLibrary } from './policy-library.js';
export { DEFAULT_POLICY, type SlaPolicy } from './domain/policy.js';
export * from './domain/index.js';
export { PackLibrary, type ShopPacks } from './pack-library.js';
export { ConsequenceEnum, ExternalKindEnum, PartyEnum } from './graphql/pack.enum.js';
