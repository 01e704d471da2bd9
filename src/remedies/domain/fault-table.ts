import type { Fault, Kind } from '../../kernel/words.js';

/** What is known of the trade: the furthest the order came. */
export const TRADE_STAGES = ['NOT_SHIPPED', 'ON_THE_WAY', 'SIGNED'] as const;
export type TradeStage = (typeof TRADE_STAGES)[number];

/** What the carrier says of the outbound parcels, and the clock of the promise to ship. */
export const PARCEL_FACTS = ['LOST', 'DAMAGED', 'RETURNED', 'AT_STATION', 'STALLED', 'SHIPPED_LATE', 'NOT_PICKED_UP'] as const;
export type ParcelFact = (typeof PARCEL_FACTS)[number];

/** A ticket as the table sees it. */
export interface FaultCase {
  readonly kind: Kind;
  readonly reasonCode: string | null;
  readonly reasonFamily: string | null;
  /** Whose fault the shop's reason makes it until more is known. */
  readonly reasonFault: Fault | null;
  readonly goodsState: string | null;
  readonly stage: TradeStage;
  readonly parcelFacts: readonly ParcelFact[];
  /** Conditions of pieces inspected. */
  readonly inspected: readonly string[];
  /** Kinds of evidence on the ticket: disclosures made before buying (SIZE_ADVICE, PAGE_SNAPSHOT, WASH_METHOD...) among them. */
  readonly evidence: readonly string[];
}

/** Every part given must hold; a list holds when one of its entries does, `without` when none does. */
export interface FaultCondition {
  readonly kinds?: readonly string[];
  readonly reasons?: readonly string[];
  readonly families?: readonly string[];
  readonly goodsStates?: readonly string[];
  readonly stages?: readonly string[];
  readonly parcel?: readonly string[];
  readonly inspected?: readonly string[];
  readonly evidence?: readonly string[];
  readonly without?: readonly string[];
}

export interface FaultShare {
  readonly fault: Fault;
  readonly percent: number;
}

export interface FaultRow {
  /** Named in the proposal; unique in the table. */
  readonly code: string;
  readonly when: FaultCondition;
  readonly fault: Fault;
  /** When more than one side bears it; they add up to 100. */
  readonly shares?: readonly FaultShare[];
  /** 1 to 100. */
  readonly confidence: number;
}

export interface FaultTable {
  readonly rows: readonly FaultRow[];
}

export interface FaultProposal {
  readonly fault: Fault;
  readonly shares: readonly FaultShare[];
  readonly confidence: number;
  /** The rows that decided; REASON: the shop's reason alone. */
  readonly rows: readonly string[];
  /** Rows that held as well and say otherwise. */
  readonly against: readonly string[];
}

/** From here on naming another side takes a reason in words: the table saw more than what the customer stated. */
export const OVERRIDE_NEEDS_REASON_FROM = 60;
const OF_THE_REASON = 30;

/** The surest row that holds decides; of equally sure ones the first. Those that name the same side stand behind it, the others are told. */
export function proposeFault(table: FaultTable, at: FaultCase): FaultProposal {
  const held = table.rows.filter(({ when }) => holds(when, at));
  const [winner] = [...held].sort((a, b) => b.confidence - a.confidence);
  const reason = at.reasonFault ?? 'UNDETERMINED';
  if (!winner || (winner.confidence < OF_THE_REASON && at.reasonFault !== null)) {
    return { fault: reason, shares: [], confidence: at.reasonFault === null ? 1 : OF_THE_REASON, rows: ['REASON'], against: codes(held.filter(({ fault }) => fault !== reason)) };
  }
  const agreeing = held.filter(({ fault, shares }) => fault === winner.fault && JSON.stringify(shares ?? []) === JSON.stringify(winner.shares ?? []));
  return {
    fault: winner.fault, shares: winner.shares ?? [], confidence: winner.confidence, rows: codes(agreeing), against: codes(held.filter((row) => !agreeing.includes(row))),
  };
}

function codes(rows: readonly FaultRow[]): string[] {
  return rows.map(({ code }) => code);
}

function holds(when: FaultCondition, at: FaultCase): boolean {
  const any = (wanted: readonly string[] | undefined, had: readonly (string | null)[]): boolean => wanted === undefined || wanted.some((one) => had.includes(one));
  return any(when.kinds, [at.kind]) && any(when.reasons, [at.reasonCode]) && any(when.families, [at.reasonFamily]) && any(when.goodsStates, [at.goodsState])
    && any(when.stages, [at.stage]) && any(when.parcel, at.parcelFacts) && any(when.inspected, at.inspected) && any(when.evidence, at.evidence)
    && !(when.without ?? []).some((one) => at.evidence.includes(one));
}
