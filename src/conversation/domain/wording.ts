import type { Text } from '../../kernel/error.js';
import {
  ABSOLUTE, BLAME, FILLER, HONORIFIC, INSULT, NO_STOCK, OFF_PLATFORM, OUR_DEED, OUTCOME, PRAISE_SOUGHT, REASON_STEERED, SUPERLATIVE,
} from './lexicon-rules.js';
import { APOLOGY, ASKING, EMPATHY, FAREWELL, GREETING, HOLD, NOT_TO_COME, SURVEY, TIME, WORD_TO_COME } from './lexicon-signals.js';
import { normalize, spanOf, type NormalizedText } from './normalized-text.js';
import { findPersonalData } from './personal-data.js';
import { clauseAround, findAll, says, type Match, type WordList } from './word-list.js';
import { RULE_TEXTS, type WordingLevel, type WordingRule } from './wording-rules.js';

const COURTESIES = /非常|真的|十分|实在|很|向您|深表|我们|我|您|(?<![a-z])(?:we|i|are|am|'m|very|so|really|truly|for|about|this|that|the|our|my|please|accept|sincerely)(?![a-z])/gu;

/** What a text says, as far as words tell. */
export interface Signals {
  readonly greets: boolean;
  readonly empathizes: boolean;
  /** It holds words of apology; what for is the author's to point out. */
  readonly apologizes: boolean;
  readonly blames: boolean;
  /** It asks the customer to wait. */
  readonly holds: boolean;
  readonly namesTime: boolean;
  readonly asks: boolean;
  readonly surveys: boolean;
  readonly bidsFarewell: boolean;
  /** Nothing but a filler word, or too short to tell anybody anything. */
  readonly isFiller: boolean;
}

/** A rule the text touches. Offsets are UTF-16 code units of the text as given, end exclusive. */
export interface Hit {
  readonly rule: WordingRule;
  readonly level: WordingLevel;
  readonly start: number;
  readonly end: number;
}

export interface Examination {
  readonly signals: Signals;
  readonly hits: readonly Hit[];
}

export interface WordingContext {
  /** The message is written to soothe or to apologize: there blame is refused, elsewhere only warned of. */
  readonly caring: boolean;
  /** Numbers that may stand in it, see findPersonalData. */
  readonly knownNumbers?: readonly string[];
}

/** Reads an outgoing text. Lists with their exceptions and denials; irony, dialect and pictures pass unseen. */
export function examine(text: string, context: WordingContext): Examination {
  const normalized = normalize(text);
  const signals = signalsOf(normalized.text);
  const found: Hit[] = [];
  const add = (rule: WordingRule, level: WordingLevel, match: Match): void => {
    found.push({ rule, level, ...spanOf(normalized, match.start, match.end) });
  };
  for (const [rule, level, list] of plainRules(context.caring || signals.empathizes)) {
    for (const match of findAll(normalized.text, list)) add(rule, level, match);
  }
  for (const match of findAll(normalized.text, ABSOLUTE)) {
    const level = levelOfAbsolute(clauseAround(normalized.text, match));
    if (level) add('ABSOLUTE', level, match);
  }
  for (const match of findPersonalData(normalized.text, context.knownNumbers)) add('PERSONAL_DATA', 'BLOCK', match);
  if (signals.isFiller) add('FILLER', 'WARN', { start: 0, end: normalized.text.length });
  if (signals.holds && !signals.namesTime) found.push(...holdsWithoutTime(text));
  return { signals, hits: found.sort((a, b) => a.start - b.start) };
}

/** Where a text asks to wait, for when it names no time, or none that says anything. */
export function holdsWithoutTime(text: string): Hit[] {
  const normalized = normalize(text);
  return waits(normalized.text).map(({ start, end }) => ({ rule: 'HOLD_WITHOUT_TIME', level: 'WARN', ...spanOf(normalized, start, end) }));
}

/** Where a text leaves the customer waiting: asked to, or told by when they hear from us ("an answer by eight tonight"). */
function waits(text: string): Match[] {
  const asked = findAll(text, HOLD);
  if (asked.length > 0) return asked;
  return findAll(text, WORD_TO_COME).filter((match) => {
    const clause = clauseAround(text, match);
    return says(clause, TIME) && !says(clause, { words: NOT_TO_COME });
  });
}

function plainRules(caring: boolean): readonly (readonly [WordingRule, WordingLevel, WordList])[] {
  return [
    ['SUPERLATIVE', 'WARN', SUPERLATIVE],
    ['BLAME', caring ? 'BLOCK' : 'WARN', BLAME],
    ['HONORIFIC', 'WARN', HONORIFIC],
    ['NO_STOCK', 'WARN', NO_STOCK],
    ['OFF_PLATFORM', 'BLOCK', OFF_PLATFORM],
    ['PRAISE_SOUGHT', 'BLOCK', PRAISE_SOUGHT],
    ['INSULT', 'BLOCK', INSULT],
    ['REASON_STEERED', 'BLOCK', REASON_STEERED],
  ];
}

/** A firm word about our own deed at a named time is a promise; about a carrier or a refund it is refused; elsewhere it is warned of. */
function levelOfAbsolute(clause: string): WordingLevel | null {
  const ours = says(clause, OUR_DEED);
  if (ours && says(clause, TIME) && !/快递|物流|courier|carrier/u.test(clause)) return null;
  return says(clause, OUTCOME) ? 'BLOCK' : 'WARN';
}

function signalsOf(text: string): Signals {
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '');
  return {
    greets: says(text, GREETING),
    empathizes: says(text, EMPATHY),
    apologizes: says(text, APOLOGY),
    blames: says(text, BLAME),
    holds: waits(text).length > 0,
    namesTime: says(text, TIME),
    asks: says(text, ASKING),
    surveys: says(text, SURVEY),
    bidsFarewell: says(text, FAREWELL),
    isFiller: bare === '' || FILLER.test(bare),
  };
}

/** True when `words` stand in the text, letter case, width and blanks aside. Blank words stand nowhere. */
export function stands(words: string, text: string): boolean {
  const wanted = squeezed(normalize(words));
  return wanted !== '' && squeezed(normalize(text)).includes(wanted);
}

/** True when words of an apology say more than that one is sorry: what is left without the apology and the courtesies still names something. */
export function namesCause(words: string): boolean {
  const { text } = normalize(words);
  const rest = findAll(text, APOLOGY).reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
  const bare = rest.replace(COURTESIES, '').replace(/[^\p{L}\p{N}]/gu, '');
  return /\p{Script=Han}{2}/u.test(bare) || bare.length >= 4;
}

function squeezed({ text }: NormalizedText): string {
  return text.replace(/\s+/gu, ' ').trim();
}

export interface Advice {
  readonly advice: Text;
  readonly suggestion: string | null;
}

/** What to tell the author about a hit; `excerpt` is the piece of the text it names. */
export function adviceOn(rule: WordingRule, excerpt: string): Advice {
  const { advice, instead } = RULE_TEXTS[rule];
  const key = normalize(excerpt).text.replace(/[^\p{L}\p{N} ]/gu, '').trim();
  return { advice, suggestion: instead && Object.hasOwn(instead, key) ? (instead[key] ?? null) : null };
}
