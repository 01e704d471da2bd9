import { checkOpenLeg, type LegStanding } from './fulfilment.js';

const LEG: LegStanding = { id: 'leg', offerId: 'offer', type: 'REFUND', state: 'PENDING', days: null, offerState: 'ACCEPTED', endedAt: null };

describe('a leg is ended', () => {
  it('once, and only when its offer was accepted', () => {
    expect(() => checkOpenLeg(LEG)).not.toThrow();
    for (const state of ['FULFILLED', 'CANCELLED'] as const) {
      expect(() => checkOpenLeg({ ...LEG, state })).toThrow(expect.objectContaining({ code: 'ALREADY_DECIDED', field: 'legId' }));
    }
    for (const offerState of ['DRAFT', 'SENT', 'REFUSED', 'LAPSED', 'WITHDRAWN'] as const) {
      expect(() => checkOpenLeg({ ...LEG, offerState })).toThrow(expect.objectContaining({ code: 'NOTHING_TO_DO', field: 'legId' }));
    }
  });
});
