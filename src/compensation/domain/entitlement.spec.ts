import { refusesEntitlement } from './entitlement.js';

it('a refusal turns down a right that the order shows, or that the reason claims where the order says nothing', () => {
  expect(refusesEntitlement(null, null, ['DEFECT'])).toBe(true);
  expect(refusesEntitlement('OUT_OF_TIME', 'QUALITY', [])).toBe(true);
});

it('it turns down none with a reason that claims none, no reason at all, a demand above the loss, or where nothing is refused', () => {
  expect([refusesEntitlement('OUT_OF_TIME', 'SERVICE', []), refusesEntitlement('OUT_OF_TIME', null, []), refusesEntitlement('DEMAND_EXCEEDS_LOSS', 'QUALITY', []), refusesEntitlement(null, 'QUALITY', [])])
    .toEqual([false, false, false, false]);
});
