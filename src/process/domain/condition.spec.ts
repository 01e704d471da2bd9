import { TicketHistory } from '../../../test/support/ticket-history.js';
import { contextOf, holds } from './condition.js';
import type { Condition } from './definition.js';
import type { FactData } from './fact.js';

const FINDING: FactData['finding.recorded'] = {
  findingId: 'f1', causedByUs: false, misuse: null, fault: 'NO_FAULT', liability: 'PROVISIONAL', correctiveAction: false,
};

test.each<[string, Partial<FactData['finding.recorded']>, boolean, boolean]>([
  ['a fault of ours', { causedByUs: true, misuse: false, fault: 'MERCHANT' }, true, false],
  ['our carrier’s fault, though we did not cause it', { fault: 'CARRIER' }, true, false],
  ['caused by us, fault not determined', { causedByUs: true, misuse: false, fault: 'UNDETERMINED' }, true, false],
  ['sound goods used wrongly', { causedByUs: true, misuse: true, fault: 'CUSTOMER_MISUSE' }, false, true],
  ['a change of mind', { fault: 'CUSTOMER_PREFERENCE' }, false, false],
])('%s', (_name, finding, ours, misuse) => {
  const { summary } = new TicketHistory().fact('finding.recorded', { ...FINDING, ...finding });
  expect(contextOf(summary)).toMatchObject({ ours, misuse });
});

test('before a finding nothing is ours, and nothing is not ours', () => {
  const context = contextOf(new TicketHistory().summary);
  expect([{ ours: true }, { ours: false }, { misuse: true }, { misuse: false }].filter((condition) => holds(condition, context))).toEqual([]);
});

test('severity and emotion are those set last', () => {
  const t = new TicketHistory({ severity: 'SEVERE', emotion: 'ANGRY' }).fact('ticket.classified', { severity: 'MINOR', emotion: 'CALM', anomaly: true });
  expect(contextOf(t.summary)).toMatchObject({ severe: false, angry: false, emotionNeutral: true, anomaly: true });
  expect(contextOf(new TicketHistory({ emotion: 'UPSET' }).summary)).toMatchObject({ angry: false, emotionNeutral: false });
});

test.each<[Condition | undefined, boolean]>([
  [undefined, true],
  [{}, true],
  [{ angry: true }, true],
  [{ angry: true, severe: true }, false],
  [{ severe: false }, true],
  [{ reasonFamily: 'QUALITY' }, true],
  [{ reasonFamily: 'PREFERENCE' }, false],
  [{ anyOf: [{ severe: true }, { angry: true }] }, true],
  [{ anyOf: [{ severe: true }] }, false],
  [{ anyOf: [] }, false],
  [{ anomaly: true, anyOf: [{ angry: true }] }, false],
])('of an angry customer of a normal quality matter, %j is %s', (condition, expected) => {
  expect(holds(condition, contextOf(new TicketHistory({ emotion: 'ANGRY' }).summary))).toBe(expected);
});
