import type { Kind, Severity } from '../../kernel/words.js';

/** What an agent is given by itself. */
export interface Profile {
  readonly memberId: string;
  /** Open tickets at most. */
  readonly cap: number;
  readonly kinds: readonly Kind[];
  /** Of LANGUAGES. */
  readonly languages: readonly string[];
  readonly severities: readonly Severity[];
}

export interface Candidate extends Profile {
  /** Open tickets in their hands. */
  readonly load: number;
}

export interface Need {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly language: string;
}

/** Languages an agent may have; OTHER: none of the rest. */
export const LANGUAGES = { ZH: 'Chinese.', JA: 'Japanese.', KO: 'Korean.', TH: 'Thai.', AR: 'Arabic.', RU: 'Russian.', EN: 'English, and whatever else is written in Latin letters.' } as const;

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['JA', /[\p{Script=Hiragana}\p{Script=Katakana}]/u], ['KO', /\p{Script=Hangul}/u], ['ZH', /\p{Script=Han}/u], ['TH', /\p{Script=Thai}/u],
  ['AR', /\p{Script=Arabic}/u], ['RU', /\p{Script=Cyrillic}/u],
];

/** In which language a customer writes, told by the script alone: kana before Han, since Japanese has both. */
export function languageOf(text: string): string {
  return SCRIPTS.find(([, script]) => script.test(text))?.[0] ?? 'EN';
}

/** Who gets the ticket: of those with the skill and below their cap the one with the fewest open tickets; of equals the one with more room, then by id. */
export function choose<C extends Candidate>(candidates: readonly C[], need: Need): C | undefined {
  const fit = candidates.filter(({ cap, load, kinds, languages, severities }) =>
    load < cap && kinds.includes(need.kind) && severities.includes(need.severity) && languages.includes(need.language));
  return [...fit].sort((a, b) => a.load - b.load || (b.cap - b.load) - (a.cap - a.load) || (a.memberId < b.memberId ? -1 : 1))[0];
}
