import type { Language } from '../../kernel/actor.js';

/** English unless Accept-Language weighs Chinese (any region or script) higher. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage || acceptLanguage.length > 200) return 'en';
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 };
  for (const part of acceptLanguage.toLowerCase().split(',')) {
    const [tag = '', q] = part.trim().split(';q=');
    const weight = q === undefined ? 1 : Number(q);
    const base = tag.split('-')[0];
    if ((base === 'en' || base === 'zh') && weight > best.weight) best = { language: base, weight };
  }
  return best.language;
}
