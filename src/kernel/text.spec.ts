import { cleanText, optionalText } from './text.js';

const refused = expect.objectContaining({ code: 'INVALID_INPUT', field: 'title' });

describe('cleanText', () => {
  it('trims and composes', () => {
    expect(cleanText('  cafe\u0301 ', 'title', { max: 4 })).toBe('caf\u00e9');
  });

  it('counts characters, not code units', () => {
    expect(cleanText('𠮷𠮷', 'title', { max: 2 })).toBe('𠮷𠮷');
    expect(() => cleanText('𠮷𠮷𠮷', 'title', { max: 2 })).toThrow(refused);
  });

  it.each([
    ['nothing', ''], ['blanks', ' \t\u3000'], ['NUL', 'a\u0000b'], ['a control character', 'a\u001bb'], ['half a character', 'a\ud800b'],
    ['a direction override', 'a\u202eb'], ['a line break where one line is asked', 'a\nb'], ['too much', 'x'.repeat(11)],
  ])('refuses %s', (_what, text) => {
    expect(() => cleanText(text, 'title', { max: 10 })).toThrow(refused);
  });

  it('keeps line breaks where lines are allowed, and still refuses NUL', () => {
    expect(cleanText('a\r\nb', 'title', { max: 10, lines: true })).toBe('a\r\nb');
    expect(() => cleanText('a\n\u0000', 'title', { max: 10, lines: true })).toThrow(refused);
  });
});

describe('optionalText', () => {
  it.each([null, undefined, '', '  '])('reads %p as nothing', (value) => {
    expect(optionalText(value, 'title', { max: 10 })).toBeNull();
  });
});
