import { checkInspection, verdictOf, type Unit } from './inspection.js';

const SOUND: Unit = {
  condition: 'INTACT', accessoriesComplete: true, missing: null, serial: null, serialMatches: null, weightGrams: null, photoIds: [], verdict: 'ACCEPTED', note: null,
};
const check = (more: Partial<Unit>) => () => checkInspection([{ ...SOUND, ...more }], 1, ['photo', 'other']);
const refusal = (code: string, field: string) => expect.objectContaining({ code, field }) as Error;

it('every piece of the leg is looked at', () => {
  expect(checkInspection([SOUND, SOUND], 2, [])).toEqual([SOUND, SOUND]);
  for (const quantity of [1, 3]) expect(() => checkInspection([SOUND, SOUND], quantity, [])).toThrow(refusal('INVALID_INPUT', 'units'));
});

it('what was seen is kept to its bounds, in clean words', () => {
  const seen = {
    accessoriesComplete: false, missing: ` ${'m'.repeat(300)} `, serial: 's'.repeat(100), weightGrams: 1_000_000, photoIds: Array.from({ length: 20 }, () => 'photo'), note: `a\n${'n'.repeat(498)}`,
  };
  expect(check(seen)()).toEqual([{ ...SOUND, ...seen, missing: 'm'.repeat(300) }]);
  expect(check({ weightGrams: 0 })()).toHaveLength(1);
  for (const weightGrams of [-1, 1.5, 1_000_001]) expect(check({ weightGrams })).toThrow(refusal('INVALID_INPUT', 'units.0.weightGrams'));
  expect(check({ photoIds: Array.from({ length: 21 }, () => 'photo') })).toThrow(refusal('INVALID_INPUT', 'units.0.photoIds'));
  expect(check({ photoIds: ['photo', 'strange'] })).toThrow(refusal('NOT_FOUND', 'units.0.photoIds.1'));
  for (const missing of [null, 'm'.repeat(301)]) expect(check({ accessoriesComplete: false, missing })).toThrow(refusal('INVALID_INPUT', 'units.0.missing'));
  expect(check({ serial: 's'.repeat(101) })).toThrow(refusal('INVALID_INPUT', 'units.0.serial'));
  expect(check({ note: 'n'.repeat(501) })).toThrow(refusal('INVALID_INPUT', 'units.0.note'));
});

it('what is held against the customer is a fault of the piece, and shown', () => {
  const against = (more: Partial<Unit>) => check({ verdict: 'REDUCED', photoIds: ['photo'], ...more });
  expect(against({ condition: 'USED', photoIds: [] })).toThrow(refusal('EVIDENCE_MISSING', 'units.0.photoIds'));
  for (const condition of ['INTACT', 'OPENED'] as const) expect(against({ condition })).toThrow(refusal('INVALID_INPUT', 'units.0.verdict'));
  expect(against({ serialMatches: true })).toThrow(refusal('INVALID_INPUT', 'units.0.verdict'));
  for (const fault of [{ condition: 'USED' as const }, { accessoriesComplete: false, missing: 'Cable' }, { condition: 'OPENED' as const, serialMatches: false }]) expect(against(fault)()).toHaveLength(1);
});

it('the worst piece says what becomes of the leg', () => {
  const of = (...verdicts: Unit['verdict'][]) => verdictOf(verdicts.map((verdict) => ({ verdict })));
  expect([of('ACCEPTED', 'ACCEPTED'), of('REDUCED', 'ACCEPTED'), of('ACCEPTED', 'REJECTED', 'REDUCED')]).toEqual(['ACCEPTED', 'REDUCED', 'REJECTED']);
});
