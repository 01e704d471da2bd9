import { FAULTS, OUR_FAULTS } from '../../kernel/words.js';
import { freightPayer, proposedFreightPayer, requestTypeOf, type RequestType } from './freight.js';
import type { LegType } from './leg.js';

const legs = (...types: LegType[]): { type: LegType }[] => types.map((type) => ({ type }));

describe('proposedFreightPayer', () => {
  it.each([
    ['MERCHANT', 'RETURN_REFUND', 'MERCHANT'], ['SUPPLIER', 'EXCHANGE', 'MERCHANT'], ['WAREHOUSE', 'RESHIP', 'MERCHANT'], ['CARRIER', 'RESHIP', 'MERCHANT'],
    ['UNDETERMINED', 'RETURN_REFUND', 'MERCHANT'],
    ['CUSTOMER_PREFERENCE', 'RETURN_REFUND', 'CUSTOMER'], ['CUSTOMER_PREFERENCE', 'EXCHANGE', 'CUSTOMER'], ['CUSTOMER_MISUSE', 'REPAIR', 'CUSTOMER'],
    ['NO_FAULT', 'RETURN_REFUND', 'CUSTOMER'],
    ['PLATFORM', 'RETURN_REFUND', 'NONE'],
    ['MERCHANT', 'REFUND_ONLY', 'NONE'], ['CUSTOMER_PREFERENCE', 'REFUND_ONLY', 'NONE'],
  ] as const)('%s, %s: %s', (fault, requestType, payer) => {
    expect(proposedFreightPayer(fault, requestType)).toBe(payer);
  });

  it('never lets the customer pay for a fault of ours, and pays only for what travels', () => {
    const types: RequestType[] = ['REFUND_ONLY', 'RETURN_REFUND', 'EXCHANGE', 'RESHIP', 'REPAIR'];
    for (const fault of FAULTS) {
      for (const type of types) {
        const payer = proposedFreightPayer(fault, type);
        if (OUR_FAULTS.has(fault)) expect(payer).not.toBe('CUSTOMER');
        if (type === 'REFUND_ONLY') expect(payer).toBe('NONE');
      }
    }
  });
});

describe('requestTypeOf', () => {
  it.each([
    [legs('REFUND'), 'REFUND_ONLY'], [legs('RETURN', 'REFUND'), 'RETURN_REFUND'], [legs('RETURN', 'EXCHANGE'), 'EXCHANGE'],
    [legs('RESHIP', 'COUPON'), 'RESHIP'], [legs('RETURN', 'REPAIR'), 'REPAIR'], [legs('EXPLANATION'), 'REFUND_ONLY'],
  ] as const)('%j is %s', (given, expected) => {
    expect(requestTypeOf(given)).toBe(expected);
  });
});

describe('freightPayer', () => {
  it('is the proposed one unless the agent chose', () => {
    expect(freightPayer(null, 'CUSTOMER_PREFERENCE', legs('RETURN', 'REFUND'))).toBe('CUSTOMER');
    expect(freightPayer('MERCHANT', 'CUSTOMER_PREFERENCE', legs('RETURN', 'REFUND'))).toBe('MERCHANT');
    expect(freightPayer('CUSTOMER', 'UNDETERMINED', legs('RETURN', 'REFUND'))).toBe('CUSTOMER');
    expect(freightPayer(null, 'MERCHANT', legs('PARTIAL_REFUND', 'FREIGHT'))).toBe('MERCHANT');
    expect(freightPayer(null, 'CUSTOMER_PREFERENCE', legs('RETURN', 'REFUND'), true)).toBe('MERCHANT');
  });

  it('is not the customer where a rule puts the way back on the merchant', () => {
    expect(() => freightPayer('CUSTOMER', 'CUSTOMER_PREFERENCE', legs('RETURN', 'REFUND'), true)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'freightPayer' }));
  });

  it.each([
    ['CUSTOMER', 'WAREHOUSE', legs('RETURN', 'REFUND')],
    ['NONE', 'WAREHOUSE', legs('RETURN', 'REFUND')],
    ['MERCHANT', 'WAREHOUSE', legs('REFUND')],
    ['CUSTOMER', 'CUSTOMER_PREFERENCE', legs('RETURN', 'REFUND', 'FREIGHT')],
  ] as const)('refuses %s for %s with %j', (chosen, fault, given) => {
    expect(() => freightPayer(chosen, fault, given)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'freightPayer' }));
  });
});
