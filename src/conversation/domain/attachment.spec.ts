import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkMediaType, checkSize, cleanName, contentDisposition, MEDIA_TYPES } from './attachment.js';

describe('cleanName', () => {
  it.each([
    ['photo.jpg', 'image/jpeg', 'photo.jpg'],
    ['PHOTO.JPEG', 'image/jpeg', 'PHOTO.JPEG'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['..\\..\\boot.ini', 'text/plain', 'boot.ini.txt'],
    ['a\u0000b.png', 'image/png', 'ab.png'],
    ['label\u202egpj.exe', 'image/jpeg', 'labelgpj.exe.jpg'],
    ['\u200binvisible.pdf', 'application/pdf', 'invisible.pdf'],
    ['.htaccess', 'text/plain', 'htaccess.txt'],
    ['', 'image/png', 'file.png'],
    ['.png', 'image/png', 'png.png'],
    ['CON:a?*.png', 'image/png', 'CON_a__.png'],
    ['a.jpg.exe', 'image/jpeg', 'a.jpg.exe.jpg'],
    [`${'名'.repeat(400)}.pdf`, 'application/pdf', `${'名'.repeat(116)}.pdf`],
  ])('%j as %s is %j', (name, mediaType, expected) => {
    expect(cleanName(name, mediaType)).toBe(expected);
  });

  it('is safe whatever comes in, and cleaning it again changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.constantFrom(...Object.keys(MEDIA_TYPES)), (name, mediaType) => {
      const cleaned = cleanName(name, mediaType);
      expect(cleaned).not.toMatch(/[/\\<>:"|?*]|[\p{Cc}\p{Cf}\p{Cs}]|^\./u);
      expect([...cleaned].length).toBeLessThanOrEqual(120);
      expect(MEDIA_TYPES[mediaType]).toContain(cleaned.split('.').at(-1)?.toLowerCase());
      expect(cleanName(cleaned, mediaType)).toBe(cleaned);
      expect(contentDisposition(cleaned)).toMatch(/^attachment; filename="[^"\\]+"; filename\*=UTF-8''[A-Za-z0-9%!~._-]+$/);
    }));
  });
});

it('takes sizes from one byte to the most, both included', () => {
  expect([1, 10].map((size) => checkSize(size, 10, 'size'))).toEqual([1, 10]);
  for (const size of [0, -1, 1.5, Number.NaN]) expect(() => checkSize(size, 10, 'size')).toThrow('INVALID_INPUT');
  expect(() => checkSize(11, 10, 'size')).toThrow('LIMIT_EXCEEDED');
});

it('takes the types it names, and none a browser might run', () => {
  for (const type of Object.keys(MEDIA_TYPES)) expect(checkMediaType(type, 'mediaType')).toBe(type);
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', 'constructor']) {
    expect(() => checkMediaType(type, 'mediaType')).toThrow('INVALID_INPUT');
  }
});
