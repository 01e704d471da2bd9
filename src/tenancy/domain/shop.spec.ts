import { checkContactNumbers, checkShop, type ShopData } from './shop.js';

const shop: ShopData = { externalId: ' s1 ', name: 'Shop', platform: 'OWN', timeZone: 'Asia/Shanghai', currency: 'CNY' };

describe('checkShop', () => {
  it('keeps a sound shop, trimmed', () => {
    expect(checkShop(shop)).toEqual({ ...shop, externalId: 's1', contactNumbers: [] });
  });

  it.each([
    ['timeZone', 'Mars/Olympus'], ['timeZone', '+08:00'], ['timeZone', 'CST'], ['timeZone', ''], ['timeZone', 'Asia/Shanghai; DROP'], ['currency', 'cny'], ['currency', 'XXX'], ['currency', 'constructor'],
    ['name', ''], ['name', 'x'.repeat(101)], ['externalId', 'a\u0000'],
  ])('refuses %s %j', (field, value) => {
    expect(() => checkShop({ ...shop, [field]: value })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field }));
  });
});

describe('checkContactNumbers', () => {
  it('keeps numbers as they are written, each once', () => {
    const numbers = ['400-800-1234', ' +86 139 1234 5678 ', '95338', '(021) 5555.1234', '4008001234'];
    expect(checkContactNumbers(numbers)).toEqual(['400-800-1234', '+86 139 1234 5678', '95338', '(021) 5555.1234']);
    expect(checkContactNumbers(Array.from({ length: 20 }, (_, at) => `4000000${at + 100}`))).toHaveLength(20);
  });

  it.each([['1234'], ['123456789012345678901'], ['call 400-800'], ['400 -- - 800'], [''], ['13912345678\u0000'], ['%'], ['1'.repeat(10_000)]])('refuses %j', (number) => {
    expect(() => checkContactNumbers(['95338', number])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'contactNumbers.1' }));
  });

  it('refuses more than twenty', () => {
    expect(() => checkContactNumbers(Array.from({ length: 21 }, () => '95338'))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'contactNumbers' }));
  });
});
