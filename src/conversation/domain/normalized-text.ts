/** Text in one form for comparing, with the way back to the original: `from[i]` is the original offset of `text[i]`. */
export interface NormalizedText {
  readonly text: string;
  readonly from: readonly number[];
  readonly original: string;
}

const INVISIBLE = /\p{Cf}|\p{Variation_Selector}/u;
const BETWEEN_HAN = /(?<=\p{Script=Han})[ \t]+(?=\p{Script=Han})/gu;

/** Traditional forms of the characters our word lists use; other characters are left as they are, so this is no translation. */
const TRADITIONAL =
  '保保證证絕绝對对請请歉歉諒谅體体銀银號号貨货評评價价誰谁讓让錯错馬马時时為为話话這这沒没說说點点罵骂滾滚級级極极獨独無无後后'
  + '會会給给處处問问題题責责壞坏實实選选擇择換换賣卖斷断個个們们鐘钟區区騙骗腦脑殘残訴诉復复繫系聯联關关認认識识應应該该見见'
  + '愛爱裝装優优獎奖勵励紅红現现轉转帳账賬账戶户線线過过還还運运達达遲迟內内週周經经歡欢憂忧煩烦氣气難难嘗尝試试開开單单員员傷伤準准遞递確确總总買买務务';
const SIMPLIFIED = new Map<string, string>(pairsOf(TRADITIONAL));

function pairsOf(pairs: string): [string, string][] {
  const characters = [...pairs];
  return characters.flatMap((from, at) => (at % 2 === 0 ? [[from, characters[at + 1] ?? from] as [string, string]] : []));
}

/**
 * NFKC (full to half width), lower case, simplified where our lists need it, without invisible characters and without the blanks some put
 * between Chinese characters to slip past a list. Line breaks stay: they end a clause.
 */
export function normalize(original: string): NormalizedText {
  const text: string[] = [];
  const from: number[] = [];
  let offset = 0;
  for (const character of original) {
    if (!INVISIBLE.test(character)) {
      for (const unit of character.normalize('NFKC').toLowerCase()) {
        const simple = SIMPLIFIED.get(unit) ?? unit;
        for (let i = 0; i < simple.length; i += 1) {
          text.push(simple[i] ?? '');
          from.push(offset);
        }
      }
    }
    offset += character.length;
  }
  return withoutInnerBlanks({ text: text.join(''), from, original });
}

function withoutInnerBlanks({ text, from, original }: NormalizedText): NormalizedText {
  const kept: number[] = [];
  let next = 0;
  for (const { index, 0: blanks } of text.matchAll(BETWEEN_HAN)) {
    for (; next < index; next += 1) kept.push(next);
    next = index + blanks.length;
  }
  for (; next < text.length; next += 1) kept.push(next);
  return { text: kept.map((i) => text[i]).join(''), from: kept.map((i) => from[i] ?? 0), original };
}

/** Offsets in the original, end exclusive, of a piece of the normalized text. */
export function spanOf(normalized: NormalizedText, start: number, end: number): { start: number; end: number } {
  const first = normalized.from[start] ?? 0;
  const last = normalized.from[end - 1] ?? first;
  const width = [...normalized.original.slice(last, last + 2)][0]?.length ?? 1;
  return { start: first, end: last + width };
}
