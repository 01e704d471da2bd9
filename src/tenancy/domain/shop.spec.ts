import { checkShop, type ShopData } from './shop.js';

const shop: ShopData = { externalId: ' s1 ', name: 'Shop', platform: 'OWN', timeZone: 'Asia/Shanghai', currency: 'CNY' };

describe('checkShop', () => {
  it('keeps a sound shop, trimmed', () => {
    expect(checkShop(shop)).toEqual({ ...shop, externalId: 's1' });
  });

  it.each([
    ['timeZone', 'Mars/Olympus'], ['timeZone', '+08:00'], ['timeZone', ''], ['timeZone', 'Asia/Shanghai; DROP'], ['currency', 'cny'], ['currency', 'XXX'], ['currency', 'constructor'],
    ['name', ''], ['name', 'x'.repeat(101)], ['externalId', 'a\u0000'],
  ])('refuses %s %j', (field, value) => {
    expect(() => checkShop({ ...shop, [field]: value })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field }));
  });
});
