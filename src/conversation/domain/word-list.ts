/** Words to look for, what they mean nothing in, and what before them turns them round. Matched on normalized text. */
export interface WordList {
  readonly words: RegExp;
  /** Phrases that contain a word without meaning it; a word inside one is no match. */
  readonly except?: RegExp;
  /** Stands right before the word, in the same clause, and denies it. */
  readonly denied?: RegExp;
}

export interface Match {
  readonly start: number;
  readonly end: number;
}

/** Where a clause ends. A denial or a topic on the far side of it belongs to something else. */
const CLAUSE_END = /[,;:!?。、！？；\n]|\.(?=\s|$)/gu;

/** `chinese` anywhere, `english` as whole words. Either may be empty. */
export function phrases(chinese: string, english: string): RegExp {
  const parts = [chinese && `(?:${chinese})`, english && `(?<![a-z])(?:${english})(?![a-z])`].filter(Boolean);
  return new RegExp(parts.join('|'), 'gu');
}

/** As `phrases`, but for what must stand at the very end of the text before a word. */
export function before(chinese: string, english: string): RegExp {
  const parts = [chinese && `(?:${chinese})`, english && `(?<![a-z])(?:${english})\\s+`].filter(Boolean);
  return new RegExp(`(?:${parts.join('|')})$`, 'u');
}

export function findAll(text: string, list: WordList): Match[] {
  const spared = list.except ? spans(text, list.except) : [];
  return spans(text, list.words).filter((match) => {
    // Both run through the text from left to right.
    while (spared[0] && spared[0].end < match.end) spared.shift();
    if (spared[0] && spared[0].start <= match.start) return false;
    return !list.denied?.test(clauseBefore(text, match.start));
  });
}

export function says(text: string, list: WordList): boolean {
  return findAll(text, list).length > 0;
}

function spans(text: string, pattern: RegExp): Match[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** No clause is taken for longer than this on either side: a text without punctuation is still read in one go. */
const REACH = 60;

function clauseBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - REACH), at);
  return near.slice(([...near.matchAll(CLAUSE_END)].at(-1)?.index ?? -1) + 1);
}

/** The clause around a match. */
export function clauseAround(text: string, match: Match): string {
  const after = text.slice(match.end, match.end + REACH);
  const stop = after.search(CLAUSE_END);
  return clauseBefore(text, match.start) + text.slice(match.start, match.end) + (stop < 0 ? after : after.slice(0, stop));
}
