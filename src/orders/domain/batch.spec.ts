import { DomainError } from '../../kernel/error.js';
import { MAX_BATCH, onceEach, refuseSize, sortOut } from './batch.js';

it('takes 1 to 100 items', () => {
  for (const count of [1, MAX_BATCH]) expect(() => refuseSize(count)).not.toThrow();
  for (const count of [0, MAX_BATCH + 1]) expect(() => refuseSize(count)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED', field: 'items' }));
});

describe('items of a batch', () => {
  const items = [2, 5, 7].map((index) => ({ index, item: `i${index}` }));
  const refusing = (field: string | null) => (item: string): string => {
    if (item === 'i5') throw new DomainError('INVALID_INPUT', { en: 'No.', zh: '否。' }, field, { why: 1 });
    return item.toUpperCase();
  };

  it('are checked each by itself, and a refusal names its place', () => {
    const { accepted, refused } = sortOut(items, refusing('name'));
    expect(accepted).toEqual([{ index: 2, item: 'I2' }, { index: 7, item: 'I7' }]);
    expect(refused).toEqual([{ index: 5, outcome: 'REFUSED', id: null, refusal: expect.objectContaining({ code: 'INVALID_INPUT', field: 'items.5.name', details: { why: 1 } }) as unknown }]);
    expect(sortOut(items, refusing(null)).refused[0]?.refusal?.field).toBe('items.5');
  });

  it('do not hide an error that is no refusal', () => {
    expect(() => sortOut(items, () => {
      throw new TypeError('a defect');
    })).toThrow(TypeError);
  });

  it('are named once', () => {
    const once = onceEach();
    expect(once({ externalId: 'a' }, 'at')).toEqual({ externalId: 'a' });
    expect(once({ externalId: 'b' }, 'at')).toEqual({ externalId: 'b' });
    expect(() => once({ externalId: 'a' }, 'at')).toThrow(expect.objectContaining({ code: 'DUPLICATE', field: 'at' }));
    expect(onceEach()({ externalId: 'a' }, 'at')).toEqual({ externalId: 'a' });
  });
});
