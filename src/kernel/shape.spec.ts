import { DomainError } from './error.js';
import { problemsOf, refuseProblems } from './problem.js';
import { anything, filledList, filledObject, flag, list, matching, object, oneOf, optional, text, variant, whole, type Check } from './shape.js';

const found = (check: Check, value: unknown, path = 'at'): string[] => check(value, path).map(({ path: where, code }) => `${where} ${code}`);
const digits = matching(/^\d+$/, { en: 'Digits.', zh: '数字。' });

it.each<[string, Check, unknown, unknown, string]>([
  ['flag', flag, false, 'false', 'at WRONG_TYPE'],
  ['a word', oneOf(['A', 'B']), 'B', 'C', 'at UNKNOWN_WORD'],
  ['the least whole', whole(1, 3), 1, 0, 'at OUT_OF_RANGE'],
  ['the most whole', whole(1, 3), 3, 4, 'at OUT_OF_RANGE'],
  ['whole', whole(1, 3), 2, 1.5, 'at OUT_OF_RANGE'],
  ['a number, no text', whole(1, 3), 2, '2', 'at OUT_OF_RANGE'],
  ['text in characters, not units', text(2), '😀😀', '😀😀a', 'at WRONG_LENGTH'],
  ['text that is not blank', text(2), 'a', ' ', 'at WRONG_LENGTH'],
  ['text in one line', text(9), 'a b', 'a\nb', 'at WRONG_LENGTH'],
  ['text of whole characters', text(9), 'a', '\ud83d', 'at WRONG_LENGTH'],
  ['a pattern', digits, '12', 12, 'at WRONG_FORM'],
  ['what may be left out', optional(flag), null, 0, 'at WRONG_TYPE'],
  ['a list', list(flag, 2), [], {}, 'at WRONG_TYPE'],
  ['a list of so many', list(flag, 2), [true, false], [true, true, true], 'at TOO_MANY'],
  ['what is in a list', list(flag, 2), [true], [true, 1], 'at.1 WRONG_TYPE'],
  ['a list that is not empty', filledList(flag, 2), [true], [], 'at EMPTY'],
  ['so many in it', filledList(flag, 1), [true], [true, true], 'at TOO_MANY'],
  ['an object', object({ a: flag }), { a: true }, [], 'at WRONG_TYPE'],
  ['no null', object({}), {}, null, 'at WRONG_TYPE'],
  ['a key that is asked', object({ a: flag }), { a: true }, {}, 'at.a WRONG_TYPE'],
  ['a key that is known', object({}, { a: flag }), {}, { b: 1 }, 'at.b UNKNOWN_KEY'],
  ['a key that is not inherited', object({}), {}, JSON.parse('{"__proto__": 1}'), 'at.__proto__ UNKNOWN_KEY'],
  ['what may be left out is not null', object({}, { a: flag }), { a: undefined }, { a: null }, 'at.a WRONG_TYPE'],
  ['an object that asks something', filledObject({ a: flag }), { a: true }, {}, 'at EMPTY'],
  ['a key of it that is known', filledObject({ a: flag }), { a: true }, { b: 1 }, 'at.b UNKNOWN_KEY'],
  ['a variant', variant('t', { A: object({ t: anything }) }), { t: 'A' }, { t: 'toString' }, 'at.t UNKNOWN_WORD'],
  ['what a variant asks', variant('t', { A: object({ t: anything, a: flag }) }), { t: 'A', a: true }, { t: 'A' }, 'at.a WRONG_TYPE'],
])('%s', (_what, check, sound, unsound, problem) => {
  expect(found(check, sound)).toEqual([]);
  expect(found(check, unsound)).toEqual([problem]);
});

it('paths begin without a dot, and every problem is told in both languages', () => {
  const [first, second] = object({ a: flag, b: whole(1, 5) })({}, '');
  expect([first, second]).toEqual([
    { path: 'a', code: 'WRONG_TYPE', text: { en: 'This must be true / false.', zh: '此处应为 true / false。' } },
    { path: 'b', code: 'OUT_OF_RANGE', text: { en: 'Use a whole number from 1 - 5.', zh: '应为整数，范围 1 - 5。' } },
  ]);
});

it('a detail is put in as it is, whatever it holds', () => {
  const problem = problemsOf({ NONE: { en: 'There is no {}.', zh: '没有 {}。' }, ALWAYS: { en: 'No.', zh: '不。' } });
  expect(problem('a', 'NONE', '$& {}').text).toEqual({ en: 'There is no $& {}.', zh: '没有 $& {}。' });
  expect(problem('a', 'ALWAYS').text).toEqual({ en: 'No.', zh: '不。' });
});

it('refusing tells at most a hundred problems, and nothing is refused without one', () => {
  const problems = Array.from({ length: 101 }, (_, at) => ({ path: `${at}`, code: 'NONE', text: { en: 'No.', zh: '不。' } }));
  const refusing = (count: number) => (): void => refuseProblems(problems.slice(0, count), 'RULE_INVALID', { en: 'No.', zh: '不。' }, 'body');
  expect(refusing(0)).not.toThrow();
  expect(refusing(1)).toThrow(DomainError);
  expect(refusing(101)).toThrow(expect.objectContaining({ code: 'RULE_INVALID', field: 'body', details: { problems: problems.slice(0, 100) } }));
});
