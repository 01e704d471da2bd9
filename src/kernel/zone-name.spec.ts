import { expect, it } from '@jest/globals';
import { mayNameZone } from './zone-name.js';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

function known(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

it('of three letters are those of the IANA database alone, whatever else is known here', () => {
  const names = LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => `${a}${b}${c}`))).filter(known);
  const iana = ['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET'];
  expect(names.filter(mayNameZone).filter((name) => !iana.includes(name))).toEqual([]);
  expect(iana.filter(mayNameZone)).toEqual(iana);
});

it.each(['CST', 'cst', 'BST', 'SystemV/PST8', '+08:00', ''])('%j is none', (name) => {
  expect(mayNameZone(name)).toBe(false);
});

it('every zone of the database may be one, by its other names too', () => {
  const names = [...Intl.supportedValuesOf('timeZone'), 'Asia/Calcutta', 'US/Pacific', 'Etc/GMT+8', 'EST5EDT', 'asia/shanghai'];
  expect(names.filter((name) => !mayNameZone(name))).toEqual([]);
});
