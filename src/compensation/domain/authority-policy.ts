import type { Role } from '../../kernel/actor.js';
import type { Money } from '../../kernel/money.js';
import type { Kind } from '../../kernel/words.js';
import type { LegType } from '../../remedies/domain/leg.js';
import type { ReasonFamily } from '../../tenancy/domain/reason.js';

/**
 * What a limit measures. Money is that of goodwill legs, except ORDER: everything given on one order. Totals count offers that are drafted, sent or
 * accepted, this one included.
 */
export const MEASURES = {
  OFFER: 'The goodwill money of this offer. Without a limit of this measure that applies, there is no authority at all.',
  ORDER_SHARE: 'The goodwill money of this offer as a share of what the order was paid, in whole percent.',
  ORDER: 'All remedies on the order together, entitlements included.',
  AGENT_DAY: 'What one person, by any account, offered on one day of the shop’s time zone.',
  CUSTOMER_90_DAYS: 'What one customer was offered in 90 days, today included.',
  SHOP_MONTH: 'What one shop offered in a calendar month of its time zone.',
  TYPE: 'These remedy types are never given without an approval.',
} as const satisfies Record<string, string>;
export type Measure = keyof typeof MEASURES;

/** The measures that add up over several offers: a request within OFFER and beyond one of these looks like one that was split. */
export const RUNNING: ReadonlySet<Measure | 'REFUSAL'> = new Set(['ORDER', 'AGENT_DAY', 'CUSTOMER_90_DAYS', 'SHOP_MONTH']);

/** All parts must hold; null: not asked. */
export interface When {
  /** Some leg of the offer is of one of these types. OFFER and ORDER_SHARE then count the legs of these types alone. */
  readonly legTypes: readonly LegType[] | null;
  readonly families: readonly ReasonFamily[] | null;
  readonly kinds: readonly Kind[] | null;
  /** Bare ids. */
  readonly shopIds: readonly string[] | null;
}

/** Who has a limit: everybody of a role, or one member, whose own limits stand in place of those of the member's roles. */
export type Holder = { readonly role: Role } | { readonly memberId: string };

export interface Limit {
  /** Unique in the policy; what a verdict names. */
  readonly name: string;
  readonly holder: Holder;
  readonly measure: Measure;
  readonly when: When;
  /** Inclusive. null: no bound, in any currency (and for TYPE). */
  readonly amount: Money | null;
  /** ORDER_SHARE only, 1 to 100, inclusive. */
  readonly percent: number | null;
}

/** Who decides at one level. ON_DUTY: the leaders of the ticket's team who are on duty. */
export type Approvers = { readonly role: Role } | { readonly memberIds: readonly string[] } | { readonly onDuty: 'LEADER' };

export interface Level {
  readonly approvers: Approvers;
  /** How many different persons must agree: ANY one, ALL who may, or so many. */
  readonly need: 'ANY' | 'ALL' | number;
  /** Until the next level is asked as well; nothing is passed by waiting. */
  readonly withinMinutes: number;
}

export interface ChainRule {
  readonly name: string;
  readonly when: When;
  readonly purpose: 'GOODWILL' | 'REFUSAL' | null;
  /** Goodwill money of the offer up to this, inclusive; null: any. An amount in another currency is not up to it. */
  readonly upTo: Money | null;
  readonly levels: readonly Level[];
}

/** Published per merchant in versions that never change. */
export interface AuthorityPolicy {
  readonly limits: readonly Limit[];
  /** The first that applies decides who is asked; the last applies always. */
  readonly chains: readonly ChainRule[];
}

/** Who is asked, one after the other, when a level does not hold the authority or lets its time pass. */
const ABOVE: readonly (Role | null)[] = ['SUPERVISOR', 'ADMIN'];

export function roleOf(approvers: Approvers): Role | null {
  if ('role' in approvers) return approvers.role;
  return 'onDuty' in approvers ? 'LEADER' : null;
}

/** The role above; null above ADMIN. Leaders, finance, named members and the like answer to the supervisor. */
export function roleAbove(role: Role | null): Role | null {
  return ABOVE[ABOVE.indexOf(role) + 1] ?? null;
}
