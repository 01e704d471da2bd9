import fc from 'fast-check';
import { MAX_LINES, checkOrder, refuseContradiction, type OrderInput } from './order.js';
import { checkParcel, type ParcelInput } from './parcel.js';
import { checkCustomer } from './customer.js';

const NOW = '2026-11-21T00:00:00.000Z';
const line: OrderInput['lines'][number] = { externalId: 'l1', sku: 'SKU', title: 'Thing', quantity: 2, paid: '80.00' };
const order: OrderInput = { externalId: ' o1 ', customerExternalId: 'c1', status: 'PAID', paid: '90.5', freight: '10', lines: [line] };
const refusal = (field: string, code = 'INVALID_INPUT'): Error => expect.objectContaining({ code, field }) as Error;

describe('checkOrder', () => {
  it('keeps amounts as minor units and what is left out as nothing', () => {
    expect(checkOrder(order, 'CNY', NOW)).toMatchObject({ externalId: 'o1', paidMinor: '9050', freightMinor: '1000', signedAt: null, lines: [{ paidMinor: '8000', discountMinor: '0' }] });
    expect(checkOrder({ ...order, paid: '90', freight: null, lines: [{ ...line, paid: '80' }] }, 'JPY', NOW)).toMatchObject({ paidMinor: '90', freightMinor: '0' });
  });

  it('keeps everything it is given, to the bounds', () => {
    const last = '2028-11-22T00:00:00.000Z';
    const times = { placedAt: '2000-01-01T00:00:00.000Z', paidAt: NOW, promisedShipBy: last, shippedAt: NOW, signedAt: NOW };
    const first = { ...line, sku: 's'.repeat(100), title: 't'.repeat(300), quantity: 1_000_000, discount: '0.50', unitPrice: '0', gift: true, noReturn: 'PERISHABLE' as const };
    const lines = [first, ...Array.from({ length: MAX_LINES - 1 }, (_, n) => ({ ...line, externalId: `${n}` }))];
    const kept = checkOrder({ ...order, ...times, externalId: 'o'.repeat(100), discount: '2', coupon: '3', lines }, 'CNY', NOW);
    expect(kept).toMatchObject({ ...times, externalId: 'o'.repeat(100), customerExternalId: 'c1', status: 'PAID', currency: 'CNY', discountMinor: '200', couponMinor: '300' });
    expect(kept.lines.slice(0, 2)).toEqual([
      { externalId: 'l1', sku: first.sku, title: first.title, quantity: 1_000_000, paidMinor: '8000', discountMinor: '50', unitPriceMinor: '0', gift: true, noReturn: 'PERISHABLE' },
      { externalId: '0', sku: 'SKU', title: 'Thing', quantity: 2, paidMinor: '8000', discountMinor: '0', unitPriceMinor: null, gift: false, noReturn: null },
    ]);
    expect(kept.lines).toHaveLength(MAX_LINES);
    expect(() => checkOrder({ ...order, promisedShipBy: '2028-11-23T00:00:00.001Z' }, 'CNY', NOW)).toThrow(refusal('promisedShipBy'));
  });

  it.each(['-1', '1e3', '0.001', '８０', '', ' 1', '1,000', 'NaN', '99999999999999'])('refuses the amount %j', (amount) => {
    expect(() => checkOrder({ ...order, paid: amount }, 'CNY', NOW)).toThrow(refusal('paid'));
    for (const field of ['freight', 'discount', 'coupon']) expect(() => checkOrder({ ...order, [field]: amount }, 'CNY', NOW)).toThrow(refusal(field));
    for (const field of ['paid', 'discount', 'unitPrice']) expect(() => checkOrder({ ...order, lines: [{ ...line, [field]: amount }] }, 'CNY', NOW)).toThrow(refusal(`lines.0.${field}`));
  });

  it.each([0, -1, 1.5, 1_000_001, Number.NaN])('refuses the quantity %p', (quantity) => {
    expect(() => checkOrder({ ...order, lines: [line, { ...line, externalId: 'l2', quantity }] }, 'CNY', NOW)).toThrow(refusal('lines.1.quantity'));
  });

  it.each(['1999-12-31T23:59:59.999Z', '2028-12-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z'])('refuses the time %s', (at) => {
    for (const field of ['placedAt', 'paidAt', 'promisedShipBy', 'shippedAt', 'signedAt']) expect(() => checkOrder({ ...order, [field]: at }, 'CNY', NOW)).toThrow(refusal(field));
  });

  it('keeps from which amount on freight was free beside what it would have cost, and neither without the other', () => {
    expect(checkOrder(order, 'CNY', NOW)).toMatchObject({ freeFreightFromMinor: null, freightWaivedMinor: '0' });
    expect(checkOrder({ ...order, freeFreightFrom: null, freightWaived: null }, 'CNY', NOW)).toMatchObject({ freeFreightFromMinor: null, freightWaivedMinor: '0' });
    expect(checkOrder({ ...order, freeFreightFrom: '80', freightWaived: '8.5' }, 'CNY', NOW)).toMatchObject({ freeFreightFromMinor: '8000', freightWaivedMinor: '850' });
    expect(checkOrder({ ...order, paid: '9000', freight: null, lines: [{ ...line, paid: '9000' }], freeFreightFrom: '8000', freightWaived: '500' }, 'JPY', NOW))
      .toMatchObject({ freeFreightFromMinor: '8000', freightWaivedMinor: '500' });
  });

  it.each<[string | null, string | null, string]>([
    ['80.00', null, 'freightWaived'], [null, '8.00', 'freeFreightFrom'], ['0', '8.00', 'freeFreightFrom'], ['80.00', '0.00', 'freightWaived'], [null, '0', 'freeFreightFrom'],
    ['0.00', '0.00', 'freeFreightFrom'], ['-80', '8.00', 'freeFreightFrom'], ['80.00', '-8', 'freightWaived'], ['8e1', '8.00', 'freeFreightFrom'], ['80.00', '8.001', 'freightWaived'],
    ['80.00', '８', 'freightWaived'], ['', '8.00', 'freeFreightFrom'],
  ])('refuses free freight from %j on that saved %j', (freeFreightFrom, freightWaived, field) => {
    expect(() => checkOrder({ ...order, freeFreightFrom, freightWaived }, 'CNY', NOW)).toThrow(refusal(field));
  });

  it('refuses an order without lines, with too many, or with one twice', () => {
    expect(() => checkOrder({ ...order, lines: [] }, 'CNY', NOW)).toThrow(refusal('lines'));
    expect(() => checkOrder({ ...order, lines: Array.from({ length: MAX_LINES + 1 }, (_, n) => ({ ...line, externalId: `${n}` })) }, 'CNY', NOW)).toThrow(refusal('lines'));
    expect(() => checkOrder({ ...order, lines: [line, { ...line, externalId: ' l1' }] }, 'CNY', NOW)).toThrow(refusal('lines.1.externalId', 'DUPLICATE'));
  });
});

describe('refuseContradiction', () => {
  const checked = checkOrder(order, 'CNY', NOW);

  it('refuses another customer', () => {
    expect(() => refuseContradiction(checked, { customerExternalId: 'c1', disputed: new Map([['other', 9]]) })).not.toThrow();
    expect(() => refuseContradiction(checked, { customerExternalId: 'c2', disputed: new Map() })).toThrow(refusal('customerExternalId'));
  });

  it('law: a quantity is refused exactly when it is below what is disputed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (quantity, disputed) => {
      const wanted = checkOrder({ ...order, lines: [{ ...line, quantity }] }, 'CNY', NOW);
      const attempt = (): void => refuseContradiction(wanted, { customerExternalId: 'c1', disputed: new Map([['l1', disputed]]) });
      if (quantity < disputed) expect(attempt).toThrow(refusal('lines.0.quantity'));
      else expect(attempt).not.toThrow();
    }));
  });
});

describe('checkParcel', () => {
  const parcel: ParcelInput = { orderExternalId: 'o1', direction: 'OUTBOUND', carrier: ' sf ', waybill: ' 123 ', status: 'SIGNED' };

  it('is named by carrier and waybill', () => {
    expect(checkParcel(parcel, NOW)).toMatchObject({ externalId: 'SF:123', carrier: 'SF', waybill: '123', signer: null });
  });

  it('never gives two parcels one name', () => {
    expect(checkParcel({ ...parcel, carrier: 'a:b', waybill: 'c' }, NOW).externalId).not.toBe(checkParcel({ ...parcel, carrier: 'a', waybill: 'b:c' }, NOW).externalId);
  });

  it.each([
    ['waybill', ''], ['waybill', 'x'.repeat(61)], ['carrier', '\u0000'], ['carrier', 'x'.repeat(41)], ['orderExternalId', ' '], ['lastEventText', 'x'.repeat(501)], ['signer', 'x'.repeat(101)],
    ['lastEventAt', '1990-01-01T00:00:00.000Z'], ['shippedAt', '1990-01-01T00:00:00.000Z'], ['signedAt', '1990-01-01T00:00:00.000Z'],
  ])('refuses %s %j', (field, value) => {
    expect(() => checkParcel({ ...parcel, [field]: value }, NOW)).toThrow(refusal(field));
  });
});

describe('checkCustomer', () => {
  it('keeps blank values as nothing', () => {
    expect(checkCustomer({ externalId: 'c', name: ' ', phone: null })).toEqual({
      externalId: 'c', name: null, phone: null, email: null, address: null, accountId: null, tier: null,
    });
  });

  it('keeps each value to its length, and the lines of an address', () => {
    const most = { externalId: 'x'.repeat(100), name: 'x'.repeat(100), phone: 'x'.repeat(40), email: 'x'.repeat(254), address: `a\n${'x'.repeat(498)}`, accountId: 'x'.repeat(100), tier: 'x'.repeat(50) };
    expect(checkCustomer(most)).toEqual(most);
    for (const field of Object.keys(most) as (keyof typeof most)[]) expect(() => checkCustomer({ ...most, [field]: `${most[field]}x` })).toThrow(refusal(field));
  });

  it.each([['externalId', ' '], ['name', 'a\u202eb'], ['email', '\u0007'], ['tier', 'a\nb']])('refuses %s %j', (field, value) => {
    expect(() => checkCustomer({ externalId: 'c', [field]: value })).toThrow(refusal(field));
  });
});
