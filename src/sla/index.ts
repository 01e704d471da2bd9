export { SlaModule } from './sla.module.js';
export { ClockBook } from './clock-book.js';
export { CLOCK_KINDS, REMINDERS, type Clock, type ClockEntry, type ClockKind, type ClockState } from './domain/clock.js';
export { PolicyLibrary } from './policy-library.js';
export { DEFAULT_POLICY, type SlaPolicy } from './domain/policy.js';
