import fc from 'fast-check';
import { maskAccount, maskAddress, maskEmail, maskName, maskNumbers, maskPhone } from './masking.js';

describe('masking', () => {
  it.each([
    ['张三', '张**'], ['张三丰', '张**'], ['欧阳娜娜', '欧**'], ['𠮷田太郎', '𠮷**'],
    ['John Smith', 'J*** S***'], ['Cher', 'C***'], ['  Ann  Lee ', 'A*** L***'], ['Éva de la Cruz Sanz', 'É*** d*** l***'], ['😀', '😀***'],
  ])('name %s is %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each([
    ['13812345678', '138****5678'], ['+8613812345678', '+86 138****5678'], ['+86 138-1234-5678', '+86 138****5678'], ['+1 415 555 2671', '+1 ****2671'],
    ['+85261234567', '+852 ****4567'], ['02161234567', '021****4567'], ['+423 2345678', '+423 ****78'], ['110110', '****10'], ['110', '****'], ['', '****'],
  ])('phone %s is %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it.each([
    ['jane.doe@example.com', 'j***@example.com'], ['a@b.co', 'a***@b.co'], ['"a@b"@example.com', '"***@example.com'], ['@example.com', '***'], ['nonsense', '***'],
  ])('email %s is %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  it.each([
    ['浙江省杭州市西湖区文三路100号3幢', '浙江省杭州市***'], ['上海市浦东新区世纪大道1号', '上海市***'], ['新疆维吾尔自治区伊犁哈萨克自治州某路1号', '新疆维吾尔自治区伊犁哈萨克自治州***'],
    ['广东省 深圳市 南山区', '广东省深圳市***'], ['杭州市西湖区文三路', '杭州市***'], ['文三路100号', '***'],
    ['文三路华联超市3楼', '***'], ['浙江省文三路农贸市场', '浙江省***'], ['华联超市', '***'], ['江西省景德镇市珠山区', '江西省景德镇市***'], ['西藏自治区阿里地区', '西藏自治区阿里地区***'],
    ['12 High Street, Springfield, IL 62701, USA', 'IL, USA ***'], ['12 High Street, London', 'London ***'], ['12 High Street London', '***'],
    ['Flat 3\n9 Rue de Lille\n75007 Paris\nFrance', 'Paris, France ***'], ['', '***'],
  ])('address %j is %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it.each([['tb_buyer_8', 't***8'], ['short', '***']])('account %s is %s', (account, masked) => {
    expect(maskAccount(account)).toBe(masked);
  });

  it.each([
    ['派送中，快递员电话13812345678', '派送中，快递员电话***'], ['call 138 1234 5678 now', 'call *** now'], ['call 415.555.2671.', 'call ***.'], ['电话１３８１２３４５６７８', '电话***'], ['3 parcels, 24 hours', '3 parcels, 24 hours'],
  ])('text %s is %s', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked);
  });

  it('never shows more than half of a number', () => {
    fc.assert(fc.property(fc.stringMatching(/^\d{6,15}$/), (phone) => {
      const shown = maskPhone(phone).replace(/\D/g, '').length;
      expect(phone.length - shown).toBeGreaterThanOrEqual(4);
    }));
  });

  it('never shows a digit of an address', () => {
    const word = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom(', ', '\n', '١٢', '３', '12', ' ', '市', '省', '路'));
    fc.assert(fc.property(fc.array(word, { maxLength: 10 }).map((words) => words.join('')), (text) => {
      expect(maskAddress(text)).not.toMatch(/\p{Nd}/u);
    }));
  });
});
