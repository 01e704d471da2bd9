import { describe, expect, it } from '@jest/globals';
import { TicketHistory } from '../../../test/support/ticket-history.js';
import { elapsed, HOUR, plus, type Instant } from '../../kernel/instant.js';
import type { WaitingReason } from '../../kernel/words.js';
import { DEFAULT_DEFINITION } from '../../process/domain/index.js';
import { forensicsOf, standings, typicalOf, type Forensics, type Pending } from './forensics.js';

/** Where the time from the opening to the end of the story went, by what it waited for, in minutes. */
function minutes(story: TicketHistory, approvals: readonly Pending[] = []): Record<string, number> {
  const { from, to } = { from: story.facts[0]?.at ?? '', to: plus(story.facts.at(-1)?.at ?? '', HOUR) };
  const told: Forensics = forensicsOf([{ from, to, countedMs: elapsed(from, to) }], standings(DEFAULT_DEFINITION, story.facts, approvals), elapsed);
  for (const shares of [told.byStep, told.byOwner, told.byAwaited]) expect(shares.reduce((sum, { countedMs }) => sum + countedMs, 0)).toBe(elapsed(from, to));
  return Object.fromEntries(told.byAwaited.map(({ key, countedMs }) => [key, countedMs / 60_000]));
}

/** Its first minute is our move. */
const opened = (): TicketHistory => new TicketHistory();

describe('what the time of a missed target waited for', () => {
  it.each<[WaitingReason, string]>([
    ['WAITING_ON_CUSTOMER', 'CUSTOMER'], ['PLATFORM_INTERVENTION', 'PLATFORM'], ['WAITING_ON_CARRIER', 'CARRIER'], ['WAITING_ON_WAREHOUSE', 'DEPARTMENT'],
    ['WAITING_ON_SUPPLIER', 'DEPARTMENT'], ['WAITING_ON_APPROVAL', 'APPROVAL'],
  ])('a hold says it: %s is %s, until it ends', (reason, awaited) => {
    expect(minutes(opened().fact('ticket.held', { reason }).hours(2).fact('ticket.resumed', {}))).toEqual({ [awaited]: 121, US: 61 });
  });

  it('a hold for anything else is our own time', () => {
    expect(minutes(opened().fact('ticket.held', { reason: 'OTHER' }))).toEqual({ US: 61 });
  });

  it('an offer sent, and an account restated, wait for the customer until they answer', () => {
    const offered = opened().fact('offer.made', { offerId: 'o', legIds: ['l'], explanationOnly: false }).fact('offer.sent', { offerId: 'o', messageId: 'm' }).hours(3)
      .fact('offer.refused', { offerId: 'o', final: false, messageId: 'c' });
    expect(minutes(offered)).toEqual({ US: 62, CUSTOMER: 181 });
    const restated = opened().fact('statement.recorded', { statementId: 's', wish: 'REFUND' }).fact('statement.restated', { statementId: 's', messageId: 'm' }).hours(1)
      .received('c').fact('statement.confirmed', { statementId: 's', by: 'CUSTOMER', messageId: 'c' });
    expect(minutes(restated)).toEqual({ US: 62, CUSTOMER: 62 });
  });

  it('a task waits for the department asked, the carrier desk for the carrier, until it is answered', () => {
    const asked = (department: 'WAREHOUSE' | 'CARRIER_DESK'): TicketHistory =>
      opened().fact('task.opened', { taskId: 't', department }).hours(1).fact('task.answered', { taskId: 't' });
    expect(minutes(asked('WAREHOUSE'))).toEqual({ US: 61, DEPARTMENT: 61 });
    expect(minutes(asked('CARRIER_DESK'))).toEqual({ US: 61, CARRIER: 61 });
  });

  it('a decision inside takes only what would be our move', () => {
    const story = opened().hours(4).fact('ticket.held', { reason: 'WAITING_ON_CUSTOMER' });
    const at = (hours: number): Instant => plus(story.facts[0]?.at ?? '', hours * HOUR);
    expect(minutes(story, [{ from: at(1), to: at(3) }])).toEqual({ APPROVAL: 120, US: 121, CUSTOMER: 60 });
    expect(minutes(story, [{ from: at(3), to: null }])).toEqual({ US: 180, APPROVAL: 61, CUSTOMER: 60 });
  });
});

it('only stretches that used up the target count, each cut where the standing changed, the largest share first', () => {
  const at = (hour: number): Instant => plus('2026-11-22T00:00:00.000Z', hour * HOUR);
  const standing = [{ from: at(0), step: 'LISTEN', ownerId: 'a', awaited: 'US' }, { from: at(4), step: 'REMEDY', ownerId: 'b', awaited: 'CUSTOMER' }, { from: at(20), step: null, ownerId: 'c', awaited: 'CARRIER' }] as const;
  const counted = (from: number, to: number | null, hours: number): { from: Instant; to: Instant | null; countedMs: number } => ({ from: at(from), to: to === null ? null : at(to), countedMs: hours * HOUR });
  expect(forensicsOf([counted(3, 8, 5), counted(8, 19, 0), counted(19, null, 0)], standing, elapsed)).toEqual({
    byStep: [{ key: 'REMEDY', countedMs: 4 * HOUR }, { key: 'LISTEN', countedMs: HOUR }], byOwner: [{ key: 'b', countedMs: 4 * HOUR }, { key: 'a', countedMs: HOUR }],
    byAwaited: [{ key: 'CUSTOMER', countedMs: 4 * HOUR }, { key: 'US', countedMs: HOUR }],
  });
});

it('what is typical is the median, of three or more', () => {
  expect([typicalOf([5, 1]), typicalOf([9, 1, 2]), typicalOf([4, 1, 9, 2])]).toEqual([null, 2, 3]);
});
