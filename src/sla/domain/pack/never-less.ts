import { parseMoney } from '../../../kernel/money.js';
import { neverShorter, type DueRule } from './due-rule.js';
import type { DeadlineRow, PackRow, PayoutFormula, WindowRow } from './pack.js';
import { EXTERNAL_KINDS } from './words.js';

/** Where a row gives the buyer less than the row of the same id that a law sets: paths into it. More is always allowed. */
export function neverLess(given: PackRow, owed: PackRow): readonly string[] {
  const found: string[] = [];
  const less = (at: string): void => void found.push(at);
  if (given.basis !== 'STATUTORY') less('basis');
  if (given.startsWith !== owed.startsWith) less('startsWith');
  if (given.from && (!owed.from || given.from > owed.from)) less('from');
  if (given.to && (!owed.to || given.to < owed.to)) less('to');
  if (given.enrolment) less('enrolment');
  if (given.exceptEnrolled?.length) less('exceptEnrolled');
  if (given.regions && !(owed.regions ?? []).every((region) => given.regions?.includes(region) ?? true)) less('regions');
  if (given.regions && !owed.regions) less('regions');
  if (given.certainty === 'UNVERIFIED' && owed.certainty !== 'UNVERIFIED') less('certainty');
  if (given.kind === 'WINDOW' && owed.kind === 'WINDOW') windowLess(given, owed, less);
  if (given.kind === 'DEADLINE' && owed.kind === 'DEADLINE') deadlineLess(given, owed, less);
  if (given.kind === 'PAYOUT' && owed.kind === 'PAYOUT' && !paysAsMuch(given.pays, owed.pays)) less('pays');
  return found;
}

function windowLess(given: WindowRow, owed: WindowRow, less: (at: string) => void): void {
  if (given.right !== owed.right) less('right');
  if (!neverShorter(given.lasts, owed.lasts)) less('lasts');
  (given.overrides ?? []).forEach(({ due }, at) => {
    if (!neverShorter(due, owed.lasts)) less(`overrides.${at}.due`);
  });
  const excluded = new Map(owed.exclusions.map((each) => [each.code, each]));
  given.exclusions.forEach(({ code, needsConsent }, at) => {
    const known = excluded.get(code);
    if (!known || (known.needsConsent && !needsConsent)) less(`exclusions.${at}`);
  });
  for (const freight of ['returnFreight', 'outboundFreight', 'brokenFreeFreight'] as const) if (given[freight] === 'BUYER' && owed[freight] !== 'BUYER') less(freight);
}

function deadlineLess(given: DeadlineRow, owed: DeadlineRow, less: (at: string) => void): void {
  if (given.concerns !== owed.concerns) less('concerns');
  if (!favours(given.due, owed)) less('due');
  (given.overrides ?? []).forEach(({ due }, at) => {
    if (!favours(due, owed)) less(`overrides.${at}.due`);
  });
}

/** Whether this time is at least as good for the buyer: no later where others owe something, no earlier where the buyer does. */
export function favours(given: DueRule, { concerns, due }: DeadlineRow): boolean {
  return EXTERNAL_KINDS[concerns].owedBy === 'BUYER' ? neverShorter(given, due) : neverShorter(due, given);
}

/** Whether a formula awards at least as much, whatever it is applied to. */
export function paysAsMuch(given: PayoutFormula, owed: PayoutFormula): boolean {
  if (given.currency !== owed.currency) return false;
  const minor = (amount: string | null | undefined): bigint | null => (amount ? parseMoney(amount, given.currency).minor : null);
  const [fixed, floor] = [minor(given.fixed), minor(given.min) ?? minor(given.fixed) ?? 0n];
  const cap = (mine: bigint | null, its: bigint | null): boolean => mine === null || (its !== null && mine >= its);
  if (!cap(minor(given.max), minor(owed.max)) || !cap(minor(given.dailyMax), minor(owed.dailyMax))) return false;
  if (owed.fixed) return floor >= (minor(owed.fixed) ?? 0n);
  if (floor < (minor(owed.min) ?? 0n)) return false;
  const most = minor(owed.max);
  if (fixed !== null) return most !== null && fixed >= most;
  return (owed.shares ?? []).every((share) => given.shares?.some(({ of, basisPoints }) => of === share.of && basisPoints >= share.basisPoints));
}
