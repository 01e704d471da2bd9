import type { Text } from '../../../kernel/error.js';
import { localDay } from '../../../calendar/domain/index.js';
import type { Instant } from '../../../kernel/instant.js';
import type { DueRule } from './due-rule.js';
import type { Basis, Certainty, ExternalKind, Consequence, PackEventType, Payer, PayoutOf, Right } from './words.js';

/**
 * Rules somebody else made for us, as data: a platform's timetable, a card network's, a law. A pack has versions; a version never changes. Amounts
 * are texts in the currency's decimals, days are `YYYY-MM-DD` of the pack's zone, so that a pack is plain JSON.
 */
export interface PolicyPack {
  /** `tmall`: one name for all versions. */
  readonly id: string;
  /** `2026-08`: named by whoever publishes it. */
  readonly version: string;
  /** Platforms of shops it is for; null: any shop in the region that switches it on. */
  readonly platforms: readonly string[] | null;
  /** ISO 3166 country, a group (`EU`), or `*`. */
  readonly region: string;
  readonly timeZone: string;
  readonly title: Text;
  /** Where it was read, and when it was looked at. */
  readonly source: string;
  readonly rows: readonly PackRow[];
}

interface Row {
  /** Unique in the pack and the same in all its versions. */
  readonly id: string;
  readonly title: Text;
  readonly basis: Basis;
  readonly certainty: Certainty;
  /** Where this row was read. */
  readonly source: string;
  /** First day it holds; null: always did. */
  readonly from?: string | null;
  /** Last day it holds; null: until further notice. */
  readonly to?: string | null;
  /** Regions it holds in, `CN` or a part of it `CN-65`; null: wherever the pack does. */
  readonly regions?: readonly string[] | null;
  /** Only for shops that joined this service of the platform. */
  readonly enrolment?: string | null;
  /** Not for shops that joined one of these: another row holds for them. */
  readonly exceptEnrolled?: readonly string[] | null;
  /** What the words of the row leave to a person: categories, exceptions. */
  readonly note?: Text | null;
}

/** Something has to be done by a time, or something happens by itself. */
export interface DeadlineRow extends Row {
  readonly kind: 'DEADLINE';
  readonly startsWith: PackEventType;
  readonly concerns: ExternalKind;
  readonly due: DueRule;
  readonly missed: Missed;
  readonly overrides?: readonly DueOverride[];
}

export interface Missed {
  readonly outcome: Consequence;
  /** Of the outcome alone: the time may be certain where what follows is not. */
  readonly certainty: Certainty;
}

/** For events of these days, both included, another time holds. Days are of the zone asked in. */
export interface DueOverride {
  readonly title: Text;
  readonly from: string;
  readonly to: string;
  readonly due: DueRule;
  /** Shops in this service keep the daily time. */
  readonly exceptEnrolled?: string | null;
}

/** Money the rule itself awards. */
export interface PayoutRow extends Row {
  readonly kind: 'PAYOUT';
  readonly startsWith: PackEventType;
  readonly pays: PayoutFormula;
}

/**
 * The greatest of the shares, not less than `min` and not more than `max`; or a fixed amount. Every part of a minor unit counts as a whole one: the
 * rule is never paid short.
 */
export interface PayoutFormula {
  readonly currency: string;
  readonly shares?: readonly PayoutShare[];
  readonly fixed?: string | null;
  readonly min?: string | null;
  readonly max?: string | null;
  /** All payouts of this row to one buyer of one shop on one day together. */
  readonly dailyMax?: string | null;
}

export interface PayoutShare {
  /** 500 is 5 %. */
  readonly basisPoints: number;
  readonly of: PayoutOf;
}

/** A time in which the buyer may ask for something. */
export interface WindowRow extends Row {
  readonly kind: 'WINDOW';
  readonly right: Right;
  readonly startsWith: PackEventType;
  readonly lasts: DueRule;
  readonly overrides?: readonly DueOverride[];
  /** Goods the right does not hold for. */
  readonly exclusions: readonly Exclusion[];
  /** Who pays for the way back, and who bears what the way out cost. NONE: nothing travels. */
  readonly returnFreight: Payer;
  readonly outboundFreight: Payer;
  /** BUYER: who sends back so much that freight which was free above an amount is free no longer pays it. Left out: it stays free. */
  readonly brokenFreeFreight?: Payer;
}

export interface Exclusion {
  readonly code: string;
  readonly title: Text;
  /** The buyer must have agreed to it for this purchase before paying; without that step it does not hold. */
  readonly needsConsent: boolean;
}

export type PackRow = DeadlineRow | PayoutRow | WindowRow;

export interface InForce {
  readonly at: Instant;
  /** Of the buyer's address or the shop: `CN`, `CN-65`. */
  readonly region: string;
  readonly enrolments: readonly string[];
  /** Rows without a source that a person switched on, by id. Without that they are off. */
  readonly enableUnverified?: readonly string[];
  /** Rows switched off, by id. What rests on a law stays on. */
  readonly off?: readonly string[];
}

/** The rows that hold for a shop at an instant. */
export function rowsInForce(pack: PolicyPack, { at, region, enrolments, enableUnverified = [], off = [] }: InForce): PackRow[] {
  const day = localDay(at, pack.timeZone);
  return pack.rows.filter((row) => {
    if (row.from && day < row.from) return false;
    if (row.to && day > row.to) return false;
    if (row.regions && !row.regions.some((place) => isWithin(region, place))) return false;
    if (row.enrolment && !enrolments.includes(row.enrolment)) return false;
    if (row.exceptEnrolled?.some((service) => enrolments.includes(service))) return false;
    if (row.certainty === 'UNVERIFIED' && !enableUnverified.includes(row.id)) return false;
    return row.basis === 'STATUTORY' || !off.includes(row.id);
  });
}

/** `CN-65` is within `CN`, and everything within `*`. */
export function isWithin(region: string, place: string): boolean {
  return place === '*' || region === place || region.startsWith(`${place}-`);
}
