import { problemsOf, refuseProblems, type Problem } from '../../kernel/problem.js';
import { filledList, filledObject, list, matching, object, oneOf, optional, text, whole, type Check } from '../../kernel/shape.js';
import { FAULTS, KINDS } from '../../kernel/words.js';
import { EVIDENCE_KINDS, REASON_FAMILIES } from '../../tenancy/domain/reason.js';
import { GOODS_STATES } from '../../tickets/domain/ticket.js';
import { PARCEL_FACTS, TRADE_STAGES, type FaultRow, type FaultTable } from './fault-table.js';
import { CONDITIONS } from './inspection.js';
import type { LadderTable } from './ladder.js';
import { LEG_TYPES } from './leg.js';

/** The decision tables of a shop, by kind. */
export interface RuleTables {
  readonly FAULT: FaultTable;
  readonly LADDER: LadderTable;
}
export type TableKind = keyof RuleTables;

const MOST = { rows: 200, shares: FAULTS.length, ladders: 50, rungs: 20, legs: 10, words: 200 } as const;
const PERCENT = whole(1, 100);

const problem = problemsOf({
  CODE_TWICE: { en: 'This code stands here twice: {}.', zh: '此标识重复：{}。' },
  CODE_TAKEN: { en: '{} is what a proposal calls the reason itself; use another code.', zh: '{} 为保留标识，请换用其他标识。' },
  SHARES_TOO_FEW: { en: 'Name two sides or more, each once.', zh: '请列出两个以上责任方，每方一次。' },
  SHARES_WITHOUT_SIDE: { en: 'The side of the row is one of those that share; missing: {}.', zh: '主要责任方须在分担各方之中，缺少：{}。' },
  SHARES_SUM: { en: 'The shares add up to 100, not to {}.', zh: '各方比例合计须为 100，现为 {}。' },
  LEG_TWICE: { en: 'Name each type of leg once.', zh: '每种补救类型只能出现一次。' },
});

const code = matching(/^[A-Z][A-Z0-9_]{0,49}$/, {
  en: 'Use up to 50 capitals, digits and underscores, a letter first.', zh: '标识须为大写字母开头的大写字母、数字或下划线，最多 50 个字符。',
});
const fault = oneOf(FAULTS);
const some = (known: readonly string[]): Check => filledList(oneOf(known), MOST.words);
/**
 * A row for everything would decide every case, and an empty list or a misspelt word none: neither is what its author meant. Reasons alone are words of
 * the shop's own, which it may add after the table.
 */
const when = filledObject({
  kinds: some(KINDS), reasons: filledList(text(100), MOST.words), families: some(REASON_FAMILIES), goodsStates: some(GOODS_STATES), stages: some(TRADE_STAGES),
  parcel: some(PARCEL_FACTS), inspected: some(CONDITIONS), evidence: some(EVIDENCE_KINDS), without: some(EVIDENCE_KINDS),
});
const share = object({ fault, percent: PERCENT });
const rung = object({ code, legs: filledList(oneOf(LEG_TYPES), MOST.legs), percent: optional(PERCENT) });
const ladder = object({ code, faults: list(fault, FAULTS.length), families: list(oneOf(REASON_FAMILIES), MOST.words), rungs: filledList(rung, MOST.rungs) });

const FORMS = {
  FAULT: object({ rows: filledList(object({ code, when, fault, confidence: PERCENT }, { shares: list(share, MOST.shares) }), MOST.rows) }),
  LADDER: object({ ladders: filledList(ladder, MOST.ladders) }),
};
const SENSE = { FAULT: faultProblems, LADDER: ladderProblems };

/** What would keep this JSON from being published as a table, its form first; empty: nothing. */
export function tableProblems(kind: TableKind, body: unknown): readonly Problem[] {
  const form = FORMS[kind](body, '');
  return form.length > 0 ? form : SENSE[kind](body as FaultTable & LadderTable);
}

/** The table in this JSON: RULE_INVALID with `details.problems`, each with its path, unless there are none. */
export function publishableTable<K extends TableKind>(kind: K, body: unknown): RuleTables[K] {
  refuseProblems(tableProblems(kind, body), 'RULE_INVALID', { en: 'The table cannot be published; see the problems.', zh: '该表无法发布，请查看问题列表。' }, 'body');
  return body as RuleTables[K];
}

function faultProblems({ rows }: FaultTable): readonly Problem[] {
  return [
    ...codesTwice(rows, 'rows'),
    ...rows.flatMap((row, at) => [
      ...(row.code === 'REASON' ? [problem(`rows.${at}.code`, 'CODE_TAKEN', row.code)] : []),
      ...shareProblems(row, `rows.${at}.shares`),
    ]),
  ];
}

function shareProblems({ shares = [], fault: side }: FaultRow, path: string): readonly Problem[] {
  if (shares.length === 0) return [];
  const sides = new Set(shares.map((one) => one.fault));
  const sum = shares.reduce((total, { percent }) => total + percent, 0);
  return [
    ...(sides.size < 2 || sides.size < shares.length ? [problem(path, 'SHARES_TOO_FEW')] : []),
    ...(sides.has(side) ? [] : [problem(path, 'SHARES_WITHOUT_SIDE', side)]),
    ...(sum === 100 ? [] : [problem(path, 'SHARES_SUM', String(sum))]),
  ];
}

function ladderProblems({ ladders }: LadderTable): readonly Problem[] {
  return [
    ...codesTwice(ladders, 'ladders'),
    ...ladders.flatMap(({ rungs }, at) => rungs.flatMap(({ legs }, on) => (
      new Set(legs).size < legs.length ? [problem(`ladders.${at}.rungs.${on}.legs`, 'LEG_TWICE')] : []
    ))),
  ];
}

function codesTwice(named: readonly { readonly code: string }[], path: string): readonly Problem[] {
  const codes = named.map((one) => one.code);
  return codes.flatMap((one, at) => (codes.indexOf(one) < at ? [problem(`${path}.${at}.code`, 'CODE_TWICE', one)] : []));
}
