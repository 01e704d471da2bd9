import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalize } from './normalized-text.js';
import { findPersonalData } from './personal-data.js';

const found = (text: string, known: readonly string[] = []): string[] => findPersonalData(normalize(text).text, known).map(({ kind }) => kind);
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

it('finds every mainland mobile, however it is spaced, and none that is known', () => {
  fc.assert(fc.property(fc.constantFrom('3', '5', '7', '8', '9'), digits(9), fc.constantFrom('', ' ', '-', '.'), (second, rest, gap) => {
    const number = `1${second}${rest}`;
    const spaced = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(gap);
    expect(found(`电话${spaced}，谢谢`)).toEqual(['MOBILE']);
    expect(found(`电话${spaced}，谢谢`, [number])).toEqual([]);
  }));
});

it('finds it beside other numbers, in digits and in words', () => {
  const before = fc.constantFrom('电话', '2件 ', '收件人张三 ', '二', '11月5日 ');
  const after = fc.constantFrom('一直打不通', ' 2件', '两件', ' 11月5日寄出', ' 13987654321');
  fc.assert(fc.property(digits(9), fc.constantFrom('', ' ', '-'), before, after, (rest, gap, left, right) => {
    const number = `13${rest}`;
    const text = `${left}${[number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(gap)}${right}`;
    const [first] = findPersonalData(normalize(text).text);
    expect([text, first?.kind, text.slice(first?.start, first?.end).replace(/\D/g, '')]).toEqual([text, 'MOBILE', number]);
    expect(found(text)).toHaveLength(right.includes('139') ? 2 : 1);
    expect(found(text, [number])).toHaveLength(right.includes('139') ? 1 : 0);
  }));
});

it('tells an identity number by its check character: one of eleven is right', () => {
  fc.assert(fc.property(digits(3), (serial) => {
    const checks = [...'0123456789X'].filter((check) => found(`证件 11010519491231${serial}${check}`).includes('IDENTITY'));
    expect(checks).toHaveLength(1);
  }));
});

it('tells a card by its Luhn digit: one of ten is right', () => {
  fc.assert(fc.property(digits(13), (rest) => {
    expect([...'0123456789'].filter((check) => found(`卡 62${rest}${check}`).length > 0)).toHaveLength(1);
  }));
});

it('letters in front make a waybill of a card, but not of an identity number', () => {
  expect([found('SF4111111111111111'), found('4111111111111111 SF'), found('ID11010519491231002X')]).toEqual([[], ['CARD'], ['IDENTITY']]);
});

it.each(['共12345678901件', 'SF13912345678', '编号1234567812345670', '编号114111111111111111', '订单 20261122', '1391234567', '139123456789012345678901'])('leaves alone: %s', (text) => {
  expect(found(text)).toEqual([]);
});
