import fc from 'fast-check';
import { checkLiability, LIABILITIES, mayBecome, standing, type Liability } from './liability.js';

describe('liability', () => {
  it('walks: only the moves there are, and once confirmed the customer’s remedy never loses its ground', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...LIABILITIES), { maxLength: 12 }), (wanted) => {
      let at: Liability = 'DRAFT';
      let confirmed = false;
      for (const to of wanted) {
        if (!mayBecome(at, to)) {
          expect(() => checkLiability(at, to)).toThrow(expect.objectContaining({ code: 'STATE_CONFLICT' }));
          continue;
        }
        at = to;
        confirmed ||= standing(at) === 'CONFIRMED';
        expect(standing(at) === 'CONFIRMED').toBe(confirmed);
      }
    }));
  });

  it('leaves what the steps go by provisional until it is confirmed, and never after', () => {
    expect(LIABILITIES.map(standing)).toEqual(['PROVISIONAL', 'PROVISIONAL', 'CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
    expect(() => checkLiability('PENDING', 'CONFIRMED')).not.toThrow();
  });

  it('is arbitrated only after a dispute, and then for good', () => {
    expect(LIABILITIES.filter((from) => mayBecome(from, 'ARBITRATED'))).toEqual(['DISPUTED']);
    expect(LIABILITIES.filter((to) => mayBecome('ARBITRATED', to))).toEqual([]);
  });
});
