import { portion } from '../../kernel/money.js';
import type { Fault } from '../../kernel/words.js';
import { MONEY_LEGS, type LegType } from './leg.js';

/** One rung: what is offered when the rungs below did not settle the matter. */
export interface Rung {
  readonly code: string;
  readonly legs: readonly LegType[];
  /** Of legs that cost money: percent of what was paid for the goods in dispute, 1 to 100; null: all of it, worked out by line. */
  readonly percent: number | null;
}

/** The rungs of one kind of case, from the least. */
export interface Ladder {
  readonly code: string;
  /** Faults it is for; empty: any. */
  readonly faults: readonly Fault[];
  /** Reason families it is for; empty: any. */
  readonly families: readonly string[];
  readonly rungs: readonly Rung[];
}

export interface LadderTable {
  readonly ladders: readonly Ladder[];
}

export interface LadderCase {
  readonly fault: Fault | null;
  readonly family: string | null;
  /** What was paid for the goods in dispute and not given back, in minor units. */
  readonly disputedMinor: bigint;
  /** What may still be given on the order. */
  readonly leftMinor: bigint;
  /** What the goods in dispute count for when they are sent again and none come back; 0: they are owed. */
  readonly inKindMinor: bigint;
  /** Types of the legs of each earlier offer the customer did not take, oldest first. */
  readonly declined: readonly (readonly LegType[])[];
}

export interface ProposedOffer {
  readonly ladder: string;
  readonly rung: string;
  readonly legs: readonly { readonly type: LegType; readonly amountMinor: bigint | null }[];
  /** Nothing stands above it. */
  readonly last: boolean;
}

/** Goods first where they can be had: what went missing is sent again, what is broken is taken back. Source: the trade's usual remedies by reason. */
export const DEFAULT_LADDERS: LadderTable = {
  ladders: [
    ladder('NOT_OURS', ['NO_FAULT', 'CUSTOMER_MISUSE', 'PLATFORM'], [], rung('EXPLAIN', null, 'EXPLANATION'), rung('COUPON', 3, 'COUPON'), rung('REPAIR', null, 'REPAIR')),
    ladder('PREFERENCE', ['CUSTOMER_PREFERENCE'], [], rung('EXCHANGE', null, 'RETURN', 'EXCHANGE'), rung('RETURN', null, 'RETURN', 'REFUND')),
    ladder('MISSING', [], ['FULFILMENT', 'DELIVERY', 'TRANSIT'], rung('RESHIP', null, 'RESHIP'), rung('RESHIP_AND_COUPON', 5, 'RESHIP', 'COUPON'), rung('REFUND', null, 'REFUND')),
    ladder('LATE', [], ['LATENESS', 'TRACKING'], rung('EXTEND', null, 'EXTENDED_RECEIPT'), rung('COUPON', 5, 'COUPON'), rung('PART', 10, 'PARTIAL_REFUND'), rung('REFUND', null, 'REFUND')),
    ladder('PRICE', [], ['PRICE', 'PROMISE'], rung('DIFFERENCE', 10, 'PRICE_DIFFERENCE'), rung('GIFT', null, 'GIFT'), rung('RETURN', null, 'RETURN', 'REFUND')),
    ladder('SERVICE', [], ['SERVICE', 'INVOICE', 'PRIVACY'], rung('COUPON', 5, 'COUPON'), rung('PART', 10, 'PARTIAL_REFUND')),
    ladder('GOODS', [], [], rung('PART', 10, 'PARTIAL_REFUND'), rung('MORE', 30, 'PARTIAL_REFUND'), rung('EXCHANGE', null, 'RETURN', 'EXCHANGE'), rung('RETURN', null, 'RETURN', 'REFUND')),
  ],
};

/** The rungs still to be climbed, the next one first: those below an offer the customer did not take are over, and what cannot be paid is left out. */
export function proposedOffers(table: LadderTable, at: LadderCase): ProposedOffer[] {
  const fits = (one: Ladder): boolean =>
    (one.faults.length === 0 || (at.fault !== null && one.faults.includes(at.fault))) && (one.families.length === 0 || (at.family !== null && one.families.includes(at.family)));
  const found = table.ladders.find(fits);
  if (!found) return [];
  const climbed = found.rungs.findLastIndex(({ legs }) => at.declined.some((types) => legs.every((type) => types.includes(type)))) + 1;
  // The same types again with a higher share are another rung: each refusal climbs one.
  const same = found.rungs.slice(0, climbed).filter(({ legs }) => key(legs) === key(found.rungs[climbed - 1]?.legs ?? [])).length;
  const refusals = at.declined.filter((types) => key(types) === key(found.rungs[climbed - 1]?.legs ?? [])).length;
  const from = climbed - Math.max(0, same - refusals);
  return found.rungs.slice(from).flatMap((step) => {
    const left = at.leftMinor - inKind(step, at);
    const legs = step.legs.map((type) => ({ type, amountMinor: amountOf(type, step, at.disputedMinor, left) }));
    const payable = left >= 0n && legs.every(({ type, amountMinor }) => !MONEY_LEGS.has(type) || (amountMinor ?? 0n) > 0n);
    return payable ? [{ ladder: found.code, rung: step.code, last: step === found.rungs.at(-1), legs }] : [];
  });
}

function inKind({ legs }: Rung, { inKindMinor }: LadderCase): bigint {
  return legs.includes('RESHIP') || (legs.includes('EXCHANGE') && !legs.includes('RETURN')) ? inKindMinor : 0n;
}

function amountOf(type: LegType, { percent }: Rung, disputedMinor: bigint, leftMinor: bigint): bigint | null {
  if (!MONEY_LEGS.has(type)) return null;
  const wanted = percent === null ? disputedMinor : portion(disputedMinor, percent, 100);
  return wanted < leftMinor ? wanted : leftMinor;
}

function key(types: readonly LegType[]): string {
  return [...types].sort().join('+');
}

function ladder(code: string, faults: readonly Fault[], families: readonly string[], ...rungs: readonly Rung[]): Ladder {
  return { code, faults, families, rungs };
}

function rung(code: string, percent: number | null, ...legs: readonly LegType[]): Rung {
  return { code, legs, percent };
}
