import { DomainError, invalid } from '../../kernel/error.js';
import { reference } from '../../remedies/domain/proof.js';
import { stateConflict, type Next, type Paying, type PayoutProviderName, type PayoutState } from './payout.js';

/** What two people may say became of a payout that no provider will tell: by its state. A payout on its way is the provider's to answer for. */
const PEOPLE_MAY_SAY: Readonly<Record<PayoutState, readonly HumanOutcome[]>> = {
  REQUESTED: [], SENT: [], UNKNOWN: ['SETTLED', 'FAILED'], FAILED: ['SETTLED'], SETTLED: ['REVERSED'], REVERSED: ['SETTLED', 'CANCELLED'], CANCELLED: [],
};
export const HUMAN_OUTCOMES = {
  SETTLED: 'It was paid; the reference shows it.',
  FAILED: 'It was for sure not paid.',
  REVERSED: 'It was paid and came back.',
  CANCELLED: 'It came back and is owed no more: the customer gave it up, or is given something else for it.',
} as const satisfies Record<string, string>;
export type HumanOutcome = keyof typeof HUMAN_OUTCOMES;

interface InQuestion extends Pick<Paying, 'state'> {
  readonly provider: PayoutProviderName;
  readonly waitsForGoods: boolean;
}

/**
 * Refuses what people have no say in: STATE_CONFLICT. A manual payout is theirs from the beginning, but they pay no refund whose goods are still to come
 * back; what a provider may have paid already is said as it is.
 */
export function checkPeopleMaySay({ provider, state, waitsForGoods }: InQuestion, outcome: HumanOutcome): void {
  const theirs = provider === 'MANUAL' && state === 'REQUESTED';
  if (!(theirs ? outcome !== 'REVERSED' : PEOPLE_MAY_SAY[state].includes(outcome))) throw stateConflict(state);
  if (outcome === 'SETTLED' && state !== 'UNKNOWN') checkGoodsAreBack(waitsForGoods, 'payoutId');
}

/** By whatever way it is paid: a refund of goods that come back waits until they were inspected, and none of them rejected. STATE_CONFLICT. */
export function checkGoodsAreBack(waitsForGoods: boolean, field: string): void {
  if (!waitsForGoods) return;
  throw new DomainError(
    'STATE_CONFLICT', { en: 'The goods this refund is for are not back and inspected, or some were rejected.', zh: '该退款对应的商品尚未退回并验收，或验货未通过。' }, field,
    { state: 'WAITS_FOR_GOODS' },
  );
}

/** Where the word of two people leads: to what they say. */
export function decided(outcome: HumanOutcome): Next {
  return { state: outcome, reference: null, failure: outcome === 'FAILED' ? 'DECIDED_BY_PEOPLE' : null, contradiction: false };
}

/** Of these, none may enter or confirm that it was paid: they made the offer or granted it. */
export function checkPayer(person: string | null, barred: ReadonlySet<string>): string {
  if (person !== null && !barred.has(person)) return person;
  throw new DomainError('APPROVER_BARRED', {
    en: 'Somebody else settles this: you made or approved the offer, or entered it first.',
    zh: '须由他人办理：您提出或批准了该方案，或为首位录入人。',
  }, 'payoutId');
}

/** Whoever names a reference for anything but a settlement means another outcome than this one. */
export function refuseReference(given: string | null): null {
  if (given === null) return null;
  throw invalid('reference', { en: 'Only a settlement has a reference.', zh: '仅付款成功需要填写凭证编号。' });
}

/** The reference as it is kept: as printed, 3 to 100 letters, digits and `. _ : / # -`. */
export function checkReference(given: string | null): string {
  return reference(given ?? '', 'reference');
}
