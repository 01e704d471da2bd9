export { asksOpeningHours, asksShipTime, asksWorkdays, deadlineOf, payoutOf, windowEnd } from './apply-row.js';
export { BUILT_IN_PACKS } from './data/index.js';
export type { PackEvent, ShopTerms } from './due-rule.js';
export type { DeadlineRow, PackRow, PayoutRow, PolicyPack, WindowRow } from './pack.js';
export { EXTERNAL_KINDS, type Basis, type Certainty, type ExternalKind, type Consequence, type PackEventType, type Party } from './words.js';
export { packProblems } from './check-pack.js';
export { choiceProblems, heldRows, usualChoice, type HeldRow, type ShopChoice, type ShopPlace, type ShopRule } from './shop-choice.js';
