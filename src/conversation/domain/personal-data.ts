import type { Match } from './word-list.js';

export type PersonalDataKind = 'MOBILE' | 'IDENTITY' | 'CARD';
export interface PersonalData extends Match {
  readonly kind: PersonalDataKind;
}

const DIGIT_WORDS: Readonly<Record<string, string>> = {
  '〇': '0', 零: '0', 一: '1', 幺: '1', 二: '2', 两: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9',
};
const DIGIT = '[0-9〇零一幺二两三四五六七八九]';
// Digits with at most one blank, dot or dash between two of them, the last possibly the X of an identity number.
const RUN = new RegExp(`${DIGIT}(?:[ .\\-·]?${DIGIT}){10,23}[ .\\-·]?x?`, 'gu');

const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const IDENTITY_CHECKS = '10x98765432';

/** Issuer prefixes with the lengths their cards have. A number outside them is some order's or parcel's, whatever its check digit. */
const CARDS = /^(?:62\d{14,17}|4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|6(?:011|5\d\d)\d{12})$/;

/**
 * Numbers in a normalized text that belong to a person: mainland mobile, resident identity number (with its checksum), bank card (issuer and
 * Luhn). `known` are numbers that may stand in a message: the ticket's order and waybill numbers, the shop's own contact numbers.
 */
export function findPersonalData(text: string, known: readonly string[] = []): PersonalData[] {
  const allowed = known.map(onlyDigits);
  const found: PersonalData[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    for (const { kind, digits, start, end } of numbersIn(run)) {
      // Letters in front make it a waybill (SF...), not somebody's number.
      if (allowed.includes(digits) || (kind !== 'IDENTITY' && /[a-z]$/.test(text.slice(0, index + start)))) continue;
      found.push({ kind, start: index + start, end: index + end });
    }
  }
  return found;
}

/** A number may be written in groups, and others may stand beside it: 138 1234 5678 2件, 13812345678一直打不通. Of what can be read, the longest. */
function numbersIn(run: string): (Match & { readonly kind: PersonalDataKind; readonly digits: string })[] {
  const groups = [...run.matchAll(/[0-9]+|[^0-9x .\-·]+|x/gu)].map(({ 0: text, index }) => ({ text, start: index, end: index + text.length }));
  const found: (Match & { readonly kind: PersonalDataKind; readonly digits: string })[] = [];
  for (let from = 0; from < groups.length; from += 1) {
    for (let to = groups.length; to > from; to -= 1) {
      const [digits, first, last] = [onlyDigits(groups.slice(from, to).map(({ text }) => text).join('')), groups[from], groups[to - 1]];
      const kind = kindOf(digits);
      if (!kind || !first || !last) continue;
      found.push({ kind, digits, start: first.start, end: last.end });
      from = to - 1;
      break;
    }
  }
  return found;
}

function onlyDigits(text: string): string {
  return [...text.toLowerCase()].map((character) => DIGIT_WORDS[character] ?? character).join('').replace(/[^0-9x]/g, '');
}

function kindOf(digits: string): PersonalDataKind | null {
  const plain = digits.replace(/x$/, '');
  if (/^(?:86)?1[3-9]\d{9}$/.test(plain)) return 'MOBILE';
  if (isIdentity(digits)) return 'IDENTITY';
  return CARDS.test(plain) && passesLuhn(plain) ? 'CARD' : null;
}

/** GB 11643: 17 digits, a date among them, and the check character. */
function isIdentity(digits: string): boolean {
  if (!/^[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]$/.test(digits)) return false;
  const sum = IDENTITY_WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return IDENTITY_CHECKS[sum % 11] === digits[17];
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
