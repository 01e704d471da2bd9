import type { Fact } from '../../process/index.js';
import { FactBook } from './fact-book.js';
import { UNKNOWN_TERMS } from '../queries/trade-terms.query.js';

const AT = '2026-03-02T09:00:00.000Z';
const closed = (seq: number): Fact => ({ seq, type: 'ticket.closed', at: AT, by: null, data: { resolution: 'COMPLETED', note: null } }) as unknown as Fact;
const PAST = { facts: [closed(7), closed(9)], terms: UNKNOWN_TERMS };

it('tells nothing of a past that was not asked for', () => {
  const book = new FactBook(() => Promise.resolve(PAST));
  book.add(closed(0));
  for (const ask of [() => book.all, () => book.summary, () => book.terms, () => book.trade(UNKNOWN_TERMS)]) expect(ask).toThrow('was not asked for');
  expect(book.isWhole).toBe(false);
  expect(book.added).toHaveLength(1);
});

it('reads it once, and what the command added comes after it', async () => {
  let read = 0;
  const book = new FactBook(() => Promise.resolve((read += 1)).then(() => PAST));
  book.add(closed(0));
  await book.whole();
  await book.whole();
  book.add(closed(0));
  expect(read).toBe(1);
  expect(book.all.map(({ seq }) => seq)).toEqual([7, 9, 10, 11]);
  expect(book.added.map(({ seq }) => seq)).toEqual([10, 11]);
});

it('needs not be asked where the past was given', () => {
  expect(new FactBook(PAST).all).toEqual(PAST.facts);
});
