import { languageOf } from './language.js';

it.each([
  [undefined, 'en'], ['', 'en'], ['*', 'en'], ['de', 'en'], ['zh', 'zh'], ['zh-Hans-CN', 'zh'], ['ZH-cn', 'zh'], ['en;q=0.8, zh;q=0.9', 'zh'],
  ['zh;q=0.1, en', 'en'], ['zh;q=0', 'en'], ['zh;q=x', 'en'], ['zhx', 'en'], [`zh${','.repeat(500)}`, 'en'],
])('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
