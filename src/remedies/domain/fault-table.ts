import type { Fault, Kind } from '../../kernel/words.js';
import { FAULTS } from '../../kernel/words.js';
import { problemsOf, refuseProblems, type Say } from './rule-problem.js';

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

const CODE = /^[A-Z][A-Z0-9_]{0,49}$/;
const PARTS = ['kinds', 'reasons', 'families', 'goodsStates', 'stages', 'parcel', 'inspected', 'evidence', 'without'] as const;
const MAX_ROWS = 200;

/** A table as it may be published; each problem is named with its path. */
export function checkFaultTable(table: FaultTable): FaultTable {
  refuseProblems(problemsOf((say) => {
    if (table.rows.length < 1 || table.rows.length > MAX_ROWS) say('rows', `A table has 1 to ${MAX_ROWS} rows.`, `判责表须有 1 至 ${MAX_ROWS} 行。`);
    table.rows.forEach((row, at) => checkRow(table, row, at, (path, en, zh) => say(`rows.${at}.${path}`, en, zh)));
  }), 'rows', { en: 'The table cannot be published.', zh: '该判责表无法发布。' });
  return table;
}

function checkRow(table: FaultTable, row: FaultRow, at: number, say: Say): void {
  if (!CODE.test(row.code) || row.code === 'REASON') say('code', 'Use up to 50 capitals, digits and underscores, a letter first; REASON is taken.', '标识须为大写字母开头的大写字母、数字或下划线，最多 50 个字符；REASON 为保留标识。');
  if (table.rows.findIndex(({ code }) => code === row.code) < at) say('code', 'Another row has this code.', '该标识与其他行重复。');
  if (!FAULTS.includes(row.fault)) say('fault', 'There is no such side.', '没有这个责任方。');
  if (!Number.isInteger(row.confidence) || row.confidence < 1 || row.confidence > 100) say('confidence', 'Say how sure it is, 1 to 100.', '请填写 1 至 100 的可信度。');
  if (PARTS.every((part) => (row.when[part]?.length ?? 0) === 0)) say('when', 'A row without a condition would hold for everything.', '没有条件的行将对所有情况成立，请填写条件。');
  if (PARTS.some((part) => row.when[part]?.length === 0)) say('when', 'An empty list never holds; leave it out.', '空列表永远不成立，如无要求请省略。');
  checkShares(row, say);
}

function checkShares({ shares = [], fault }: FaultRow, say: Say): void {
  if (shares.length === 0) return;
  if (shares.length < 2 || new Set(shares.map((share) => share.fault)).size !== shares.length) say('shares', 'Name two sides or more, each once.', '请列出两个以上责任方，每方一次。');
  if (!shares.some((share) => share.fault === fault)) say('shares', 'The main side is among them.', '主要责任方须在其中。');
  if (shares.reduce((sum, { percent }) => sum + percent, 0) !== 100 || shares.some(({ percent }) => !Number.isInteger(percent) || percent < 1)) {
    say('shares', 'Whole percents that add up to 100.', '比例须为整数百分比，合计 100。');
  }
}
