export { asksWorkdays, deadlineOf, payoutOf, windowOf, type Deadline, type PayoutBasis, type Window } from './apply-row.js';
export { BUILT_IN_PACKS } from './data/index.js';
export { dueOf, neverShorter, type DueRule, type PackEvent, type ShopTerms } from './due-rule.js';
export {
  rowOf, rowsInForce, type DeadlineRow, type DueOverride, type Exclusion, type InForce, type PackRow, type PayoutFormula, type PayoutRow, type PolicyPack,
  type WindowRow,
} from './pack.js';
export {
  CERTAINTIES, EXTERNAL_KINDS, OUTCOMES, PACK_EVENTS, PARTIES, RIGHTS, type Basis, type Certainty, type ExternalKind, type Consequence, type PackEventType,
  type Party, type Payer, type PayoutOf, type Right,
} from './words.js';
export { dayAfter, instantAt } from './local-day.js';
export { packProblems } from './check-pack.js';
export { choiceProblems, heldRows, usualChoice, type HeldRow, type PackChoice, type ShopChoice, type ShopPlace, type ShopRule } from './shop-choice.js';
