export {
  type Clock, type ClockEntry, type ClockKind, type ClockState, type ClockTarget, PLAIN_TERMS, remainingAt, REMINDERS,
} from './clock.js';
export { clockTarget, NO_CALENDARS, sameTarget, type ClockTimes } from './clock-times.js';
export { DEFAULT_POLICY } from './default-policy.js';
export { asksTrade, targetOf, type PolicyMatter, type SlaPolicy, type TargetName } from './policy.js';
export { heldMs, type Hold } from './holds.js';
export { explainClock, type ExplainedSegment, type Explanation } from './explain.js';
export { publishable } from './policy-check.js';
export { outcomeOf, replayUnder, type Course, type Outcome, type Verdict } from './simulate.js';
export * from './pack/index.js';
export { bindingClock, binds, clockName, clockNamed } from './binding.js';
