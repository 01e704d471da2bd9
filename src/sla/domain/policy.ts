import type { Millis } from '../../kernel/instant.js';
import { STEPS, type Kind, type Severity, type WaitingReason } from '../../kernel/words.js';

/** What a policy may set a time for. The steps go by their own names. */
export const TARGET_NAMES = [
  'ACKNOWLEDGEMENT', 'FIRST_RESPONSE', 'NEXT_RESPONSE', ...STEPS, 'RESOLUTION', 'KEEP_INFORMED', 'HOLDING_REPLY', 'APPROVAL', 'TASK',
] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** Of the duration that has gone by, in percent; or so much working time before the due time. */
export type Warning = { readonly percent: number } | { readonly beforeMs: Millis };

export interface PauseRule {
  readonly reason: WaitingReason;
  /** Working time this reason may stop the clock in all; used up, the clock runs on by itself. null: as long as it takes. */
  readonly budgetMs: Millis | null;
}

/** How long tickets may be on hold for a reason in all: a budget of the whole ticket, beside those of its clocks. */
export interface HoldRule {
  readonly reason: WaitingReason;
  /** Working time, as each clock counts it; used up, clocks run on by themselves and no further hold for this reason stops one. */
  readonly budgetMs: Millis;
}

export interface PolicyTarget {
  readonly target: TargetName;
  readonly durationMs: Millis;
  /** The calendar whose newest version counts when a clock starts; null: around the clock. */
  readonly calendar: string | null;
  /** The calendar the policy names for the ticket's shop counts instead, where it names one. */
  readonly byShop?: boolean;
  readonly warnings: readonly Warning[];
  readonly pauses: readonly PauseRule[];
}

/** By which calendar the targets of a shop's tickets go that say `byShop`. */
export interface ShopCalendar {
  readonly shop: string;
  readonly calendar: string;
}

/** All that are named must hold; of a list any one value will do. What is absent is not asked. */
export interface PolicyConditions {
  readonly shops?: readonly string[];
  readonly platforms?: readonly string[];
  readonly kinds?: readonly Kind[];
  /** Subtype of a logistics query, type of a complaint, request type of a return. */
  readonly subtypes?: readonly string[];
  readonly priorities?: readonly string[];
  readonly severities?: readonly Severity[];
  /** The customer's tier as the merchant's own systems call it. */
  readonly customerTiers?: readonly string[];
  readonly channels?: readonly string[];
  readonly tags?: readonly string[];
  /** What was paid for the order, in minor units as digits: from `atLeast` on, and below `below`. Without an order it does not hold. */
  readonly amount?: { readonly currency: string; readonly atLeast: string | null; readonly below: string | null };
}

export interface PolicyRule {
  readonly name: string;
  /** null: every ticket. */
  readonly when: PolicyConditions | null;
  readonly targets: readonly PolicyTarget[];
  /** Policies published before there were such budgets have none. */
  readonly holds?: readonly HoldRule[];
}

/** Ordered rules. Each target, and the budget of each reason to hold, is given by the first rule that matches the ticket and names it. Every ticket keeps the version it was opened under. */
export interface SlaPolicy {
  readonly rules: readonly PolicyRule[];
  /** Left out: none. A part of the version like the rules, so that what runs keeps its calendar until somebody re-applies. */
  readonly shopCalendars?: readonly ShopCalendar[];
}

/** What the conditions are asked of. */
export interface PolicyMatter {
  readonly shopId: string;
  readonly platform: string;
  readonly kind: Kind;
  readonly subtype: string | null;
  readonly priority: string;
  readonly severity: Severity;
  readonly customerTier: string | null;
  readonly channel: string;
  readonly tags: readonly string[];
  readonly amount: { readonly minor: string; readonly currency: string } | null;
}

export interface Ruled extends PolicyTarget {
  readonly rule: string;
  /** The ticket's budgets for the reasons that stop this target. */
  readonly holds: readonly HoldRule[];
}

/** The time this policy gives for a target on such a ticket, and by which rule; undefined when none does. */
export function targetOf(policy: SlaPolicy, name: TargetName, matter: PolicyMatter): Ruled | undefined {
  for (const rule of policy.rules) {
    const target = rule.targets.find((candidate) => candidate.target === name);
    if (target && matches(rule.when, matter)) return { ...target, calendar: calendarFor(policy, target, matter), rule: rule.name, holds: target.pauses.flatMap(({ reason }) => holdOf(policy, reason, matter) ?? []) };
  }
  return undefined;
}

function calendarFor({ shopCalendars = [] }: SlaPolicy, { byShop, calendar }: PolicyTarget, { shopId }: PolicyMatter): string | null {
  return (byShop ? shopCalendars.find(({ shop }) => shop === shopId)?.calendar : null) ?? calendar;
}

function holdOf({ rules }: SlaPolicy, reason: WaitingReason, matter: PolicyMatter): HoldRule | undefined {
  for (const { holds, when } of rules) {
    const hold = holds?.find((one) => one.reason === reason);
    if (hold && matches(when, matter)) return hold;
  }
  return undefined;
}

const ONE_OF = [
  ['shops', 'shopId'], ['platforms', 'platform'], ['kinds', 'kind'], ['subtypes', 'subtype'], ['priorities', 'priority'], ['severities', 'severity'],
  ['customerTiers', 'customerTier'], ['channels', 'channel'],
] as const;

export function matches(when: PolicyConditions | null, matter: PolicyMatter): boolean {
  if (when === null) return true;
  for (const [list, key] of ONE_OF) {
    const wanted: readonly string[] | undefined = when[list];
    const value = matter[key];
    if (wanted !== undefined && (value === null || !wanted.includes(value))) return false;
  }
  if (when.tags !== undefined && !when.tags.some((tag) => matter.tags.includes(tag))) return false;
  return when.amount === undefined || within(when.amount, matter.amount);
}

function within(range: NonNullable<PolicyConditions['amount']>, amount: PolicyMatter['amount']): boolean {
  if (amount === null || amount.currency !== range.currency) return false;
  const minor = BigInt(amount.minor);
  return (range.atLeast === null || minor >= BigInt(range.atLeast)) && (range.below === null || minor < BigInt(range.below));
}

/** Whether any rule asks for the shop's platform, the customer or the order; most ask only what the ticket itself says. */
export function asksTrade(policy: SlaPolicy): boolean {
  return policy.rules.some(({ when }) => when !== null && (when.platforms ?? when.customerTiers ?? when.amount) !== undefined);
}

/** Working time left at each warning, the earliest first. A percentage is of the duration gone by, rounded to the millisecond. */
export function thresholds(target: Pick<PolicyTarget, 'durationMs' | 'warnings'>): Millis[] {
  const left = target.warnings.map((warning) => (
    'percent' in warning ? target.durationMs - Math.round((target.durationMs * warning.percent) / 100) : warning.beforeMs
  ));
  return left.sort((a, b) => b - a);
}

/** The calendars a policy names, each once. */
export function calendarsOf({ rules, shopCalendars = [] }: SlaPolicy): string[] {
  const named = rules.flatMap(({ targets }) => targets.flatMap(({ calendar }) => calendar ?? []));
  return [...new Set([...named, ...shopCalendars.map(({ calendar }) => calendar)])];
}
