import type { Role } from '../../kernel/actor.js';
import { formatAmount } from '../../kernel/money.js';
import type { Kind } from '../../kernel/words.js';
import type { LegBasis, LegType } from '../../remedies/domain/leg.js';
import type { ReasonFamily } from '../../tenancy/domain/reason.js';
import { RUNNING, type AuthorityPolicy, type Limit, type Measure, type When } from './authority-policy.js';

/** An offer as authority looks at it. */
export interface AuthorityRequest {
  readonly kind: Kind;
  /** Of the ticket's reason; null: it has none. */
  readonly family: ReasonFamily | null;
  readonly shopId: string;
  /** null: no order, so no money. */
  readonly currency: string | null;
  readonly paidMinor: bigint;
  /** `minor`: what a leg costs, in money or in kind; 0 where it costs nothing. */
  readonly legs: readonly { readonly type: LegType; readonly minor: bigint; readonly basis: LegBasis }[];
  /** The offer turns down what the customer has a right to. */
  readonly refusesEntitlement: boolean;
}

/** Running totals with this offer counted in, in minor units of its currency. */
export interface Totals {
  readonly order: bigint;
  readonly agentDay: bigint;
  readonly customer90Days: bigint;
  readonly shopMonth: bigint;
}

/** Whose authority is asked about: a member with the roles held in the shop. */
export interface Person {
  readonly memberId: string;
  readonly roles: readonly Role[];
}

/** A limit that does not hold, with what it allows and what is asked, both in the measure's unit. */
export interface Exceeded {
  /** Name of the limit; null: none grants anything here. */
  readonly limit: string | null;
  readonly measure: Measure | 'REFUSAL';
  /** Money as digits with its currency, percent as digits, '' where the measure has no number. */
  readonly allowed: string;
  readonly asked: string;
  readonly by: string;
}

export interface Verdict {
  readonly within: boolean;
  /** Whose limits were asked: `ROLE:AGENT`, `MEMBER:<id>`. */
  readonly holder: string;
  /** The limits that were looked at, by name. */
  readonly checked: readonly string[];
  readonly exceeded: readonly Exceeded[];
}

export function goodwillOf(request: Pick<AuthorityRequest, 'legs'>): bigint {
  return sum(request.legs.filter(({ basis }) => basis === 'GOODWILL'));
}

/** True when nothing here needs authority: no goodwill leg, and nothing owed is refused. */
export function isEntitled(request: AuthorityRequest): boolean {
  return !request.refusesEntitlement && request.legs.every(({ basis }) => basis !== 'GOODWILL');
}

/**
 * Is this within the authority of this person? The limits of one role hold together; of several roles the most generous counts, and a member's own
 * limits replace those of the roles. Who approves is measured without AGENT_DAY, which is about who asks. Refusing what is owed is within
 * nobody's own authority.
 */
export function judge(policy: AuthorityPolicy, request: AuthorityRequest, totals: Totals, person: Person, as: 'MAKER' | 'APPROVER'): Verdict {
  const [first, ...others] = holdersOf(policy, person).map(({ holder, limits }) => judgeOne(holder, limits, request, totals, as));
  if (!first) return { within: false, holder: 'NOBODY', checked: [], exceeded: [nothingGranted(request)] };
  return others.reduce((best, next) => (next.within && !best.within) || (next.within === best.within && next.exceeded.length < best.exceeded.length) ? next : best, first);
}

/** A request each part of which is within its bound, and which only adds up to too much with others. */
export function looksSplit(verdict: Verdict): boolean {
  return !verdict.within && verdict.exceeded.every(({ measure }) => RUNNING.has(measure));
}

function holdersOf(policy: AuthorityPolicy, person: Person): { holder: string; limits: readonly Limit[] }[] {
  const own = policy.limits.filter(({ holder }) => 'memberId' in holder && holder.memberId === person.memberId);
  if (own.length > 0) return [{ holder: `MEMBER:${person.memberId}`, limits: own }];
  return [...new Set(person.roles)].map((role) => ({
    holder: `ROLE:${role}`, limits: policy.limits.filter(({ holder }) => 'role' in holder && holder.role === role),
  }));
}

function judgeOne(holder: string, limits: readonly Limit[], request: AuthorityRequest, totals: Totals, as: 'MAKER' | 'APPROVER'): Verdict {
  const applying = limits.filter((limit) => applies(limit.when, request) && inCurrency(limit, request) && (as === 'MAKER' || limit.measure !== 'AGENT_DAY'));
  const exceeded = applying.flatMap((limit) => excess(limit, request, totals, as) ?? []);
  if (goodwillOf(request) > 0n && !applying.some(({ measure }) => measure === 'OFFER')) exceeded.unshift(nothingGranted(request));
  if (request.refusesEntitlement && as === 'MAKER') exceeded.push({ limit: null, measure: 'REFUSAL', allowed: '', asked: '', by: '' });
  return { within: exceeded.length === 0, holder, checked: applying.map(({ name }) => name), exceeded };
}

function nothingGranted(request: AuthorityRequest): Exceeded {
  const asked = money(goodwillOf(request), request);
  return { limit: null, measure: 'OFFER', allowed: money(0n, request), asked, by: asked };
}

export function applies(when: When, request: AuthorityRequest): boolean {
  const among = <T>(words: readonly T[] | null, word: T | null): boolean => words === null || (word !== null && words.includes(word));
  return among(when.families, request.family) && among(when.kinds, request.kind) && among(when.shopIds, request.shopId)
    && (when.legTypes === null || request.legs.some(({ type, basis }) => basis === 'GOODWILL' && when.legTypes?.includes(type)));
}

/** A bound in another currency says nothing; no amounts of two currencies are compared. */
function inCurrency({ amount }: Limit, { currency }: AuthorityRequest): boolean {
  return amount === null || amount.currency === currency;
}

function excess(limit: Limit, request: AuthorityRequest, totals: Totals, as: 'MAKER' | 'APPROVER'): Exceeded | null {
  const { name, measure, amount, percent, when } = limit;
  if (measure === 'TYPE') return as === 'MAKER' ? { limit: name, measure, allowed: '', asked: when.legTypes?.join(', ') ?? '', by: '' } : null;
  // What adds nothing to a total cannot be what exceeds it.
  if (goodwillOf(request) === 0n) return null;
  if (measure === 'ORDER_SHARE') return shareExcess(name, percent ?? 100, counted(limit, request), request);
  const asked = askedBy(measure, limit, request, totals);
  if (amount === null || asked <= amount.minor) return null;
  return { limit: name, measure, allowed: money(amount.minor, request), asked: money(asked, request), by: money(asked - amount.minor, request) };
}

function askedBy(measure: Exclude<Measure, 'TYPE' | 'ORDER_SHARE'>, limit: Limit, request: AuthorityRequest, totals: Totals): bigint {
  switch (measure) {
    case 'OFFER': return counted(limit, request);
    case 'ORDER': return totals.order;
    case 'AGENT_DAY': return totals.agentDay;
    case 'CUSTOMER_90_DAYS': return totals.customer90Days;
    case 'SHOP_MONTH': return totals.shopMonth;
  }
}

/** Cross-multiplied, so that no share is rounded into its bound. */
function shareExcess(name: string, percent: number, asked: bigint, request: AuthorityRequest): Exceeded | null {
  if (asked * 100n <= request.paidMinor * BigInt(percent)) return null;
  const allowed = (request.paidMinor * BigInt(percent)) / 100n;
  return { limit: name, measure: 'ORDER_SHARE', allowed: money(allowed, request), asked: money(asked, request), by: money(asked - allowed, request) };
}

function counted({ when }: Limit, { legs }: AuthorityRequest): bigint {
  return sum(legs.filter(({ type, basis }) => basis === 'GOODWILL' && (when.legTypes === null || when.legTypes.includes(type))));
}

function sum(legs: AuthorityRequest['legs']): bigint {
  return legs.reduce((total, { minor }) => total + minor, 0n);
}

function money(minor: bigint, { currency }: AuthorityRequest): string {
  return `${formatAmount({ minor, currency: currency ?? 'CNY' })} ${currency ?? ''}`.trim();
}
