import { describe, expect, it } from '@jest/globals';
import { HINDERED, hinderedBy, type RemedyStanding } from './hindrance.js';

const NOTHING: RemedyStanding = { held: null, claims: [], fault: null, shared: false, goodsTravel: false, differences: [] };
const codes = (standing: Partial<RemedyStanding>, person: string | null = 'agent'): Record<string, string> => (
  Object.fromEntries(Object.entries(hinderedBy({ ...NOTHING, ...standing }, person)).map(([operation, { code }]) => [operation, code]))
);
const STILL = { SETTLE_CLAIM: 'NOTHING_TO_DO', MOVE_GOODS: 'NOTHING_TO_DO', INSPECT_GOODS: 'NOTHING_TO_DO', RECORD_EXCHANGE_PAYMENT: 'NOTHING_TO_DO' };
const owed = (more: Partial<RemedyStanding['differences'][number]>): RemedyStanding['differences'][number] => ({ payable: true, paid: false, makerPerson: 'maker', ...more });

describe('what remedies know', () => {
  it.each<[string, Partial<RemedyStanding>, string, string | undefined]>([
    ['an open claim: no other kind', { claims: [{ against: 'CARRIER', state: 'FILED' }] }, 'CHANGE_KIND', 'STATE_CONFLICT'],
    ['an agreed claim: no other kind', { claims: [{ against: 'CARRIER', state: 'AGREED' }] }, 'CHANGE_KIND', 'STATE_CONFLICT'],
    ['claims that are over: another kind', { claims: [{ against: 'CARRIER', state: 'SETTLED' }, { against: 'SUPPLIER', state: 'REJECTED' }] }, 'CHANGE_KIND', undefined],
    ['an open claim is settled', { claims: [{ against: 'CARRIER', state: 'REJECTED' }, { against: 'SUPPLIER', state: 'FILED' }] }, 'SETTLE_CLAIM', undefined],
    ['of claims that are over none is', { claims: [{ against: 'CARRIER', state: 'SETTLED' }] }, 'SETTLE_CLAIM', 'ALREADY_DECIDED'],
    ['a finding against a side: a claim', { fault: 'CARRIER' }, 'FILE_CLAIM', undefined],
    ['a finding against the customer: none', { fault: 'CUSTOMER_PREFERENCE' }, 'FILE_CLAIM', 'EVIDENCE_MISSING'],
    ['a shared one: any', { fault: 'CUSTOMER_PREFERENCE', shared: true }, 'FILE_CLAIM', undefined],
    ['a second against the same side: none', { fault: 'CARRIER', claims: [{ against: 'CARRIER', state: 'FILED' }] }, 'FILE_CLAIM', 'ALREADY_DECIDED'],
    ['a shared fault: one against another side', { fault: 'CARRIER', shared: true, claims: [{ against: 'CARRIER', state: 'FILED' }] }, 'FILE_CLAIM', undefined],
    ['once the first is over: a second', { fault: 'CARRIER', claims: [{ against: 'CARRIER', state: 'ABANDONED' }] }, 'FILE_CLAIM', undefined],
    ['goods that travel are moved', { goodsTravel: true }, 'MOVE_GOODS', undefined],
    ['and looked at', { goodsTravel: true }, 'INSPECT_GOODS', undefined],
    ['a difference that is owed is paid', { differences: [owed({})] }, 'RECORD_EXCHANGE_PAYMENT', undefined],
    ['once', { differences: [owed({ paid: true })] }, 'RECORD_EXCHANGE_PAYMENT', 'ALREADY_DECIDED'],
    ['not of an offer that is not accepted', { differences: [owed({ payable: false })] }, 'RECORD_EXCHANGE_PAYMENT', 'NOTHING_TO_DO'],
    ['not by whoever made the offer', { differences: [owed({ makerPerson: 'agent' })] }, 'RECORD_EXCHANGE_PAYMENT', 'APPROVER_BARRED'],
    ['unless another one is owed, too', { differences: [owed({ makerPerson: 'agent' }), owed({})] }, 'RECORD_EXCHANGE_PAYMENT', undefined],
  ])('%s', (_what, standing, operation, code) => {
    expect(codes(standing)[operation]).toBe(code);
  });

  it('of a ticket with nothing: no claim, no goods, no difference, and nothing else in the way', () => {
    expect(codes({})).toEqual(STILL);
    expect(codes({ differences: [owed({ makerPerson: null })] }, null)['RECORD_EXCHANGE_PAYMENT']).toBeUndefined();
  });

  it('the customer\'s own money keeps a ticket from ending or being another matter, and says how much', () => {
    const held = { minor: 1_500n, currency: 'CNY' };
    expect(codes({ held, claims: [{ against: 'CARRIER', state: 'FILED' }] })).toEqual({
      ...STILL, SETTLE_CLAIM: undefined, CHANGE_KIND: 'STEP_NOT_READY', WITHDRAW: 'STEP_NOT_READY', MERGE: 'STEP_NOT_READY', CLOSE: 'STEP_NOT_READY',
    });
    expect(hinderedBy({ ...NOTHING, held }, null)['CLOSE']).toMatchObject({ details: { missing: ['OWED_BACK'], amount: '15.00', currency: 'CNY' } });
  });

  it('names every operation it hinders', () => {
    const all = [
      hinderedBy({ ...NOTHING, held: { minor: 1n, currency: 'CNY' }, fault: 'CUSTOMER_PREFERENCE' }, null), hinderedBy(NOTHING, null),
    ].flatMap((one) => Object.keys(one));
    expect([...new Set(all)].sort()).toEqual([...HINDERED].sort());
  });
});
