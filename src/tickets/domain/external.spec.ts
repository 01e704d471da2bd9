import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../process/domain/index.js';
import { bindingClock, binds, clockName, clockNamed, type ExternalKind } from '../../sla/domain/index.js';
import { caseDeadline, isOnPlatform, packEventsOf, replaces } from './external.js';
import type { Ticket } from './ticket.js';

const AT = '2026-06-01T02:00:00.000Z';
const ticket = (more: Partial<Ticket>): Ticket => ({ kind: 'RETURN_EXCHANGE', source: 'PLATFORM', channel: 'PLATFORM', details: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED' }, openedAt: AT, ...more }) as Ticket;
const fact = (type: Fact['type'], data: object = {}): Fact => ({ seq: 1, type, at: AT, by: null, data }) as Fact;

describe('an observation takes the place of what is known', () => {
  const platform = { source: 'PLATFORM', observedVersion: 7n, open: true } as const;

  it.each([
    ['nothing', undefined, { source: 'PACK', version: null }, true],
    ['an older version', platform, { source: 'PLATFORM', version: 8n }, true],
    ['the same version', platform, { source: 'PLATFORM', version: 7n }, false],
    ['a newer version', platform, { source: 'PLATFORM', version: 6n }, false],
    ['a version, by a person', platform, { source: 'MANUAL', version: null }, true],
    ['a person\'s word, by the platform', { source: 'MANUAL', observedVersion: null, open: true }, { source: 'PLATFORM', version: 0n }, true],
    ['a person\'s word over version 7, by version 7', { ...platform, source: 'MANUAL' }, { source: 'PLATFORM', version: 7n }, false],
    ['a rule\'s time, by another rule\'s', { source: 'PACK', observedVersion: null, open: true }, { source: 'PACK', version: null }, true],
    ['what the platform said, by a rule', platform, { source: 'PACK', version: null }, false],
    ['what a person said, by a rule', { ...platform, source: 'MANUAL' }, { source: 'PACK', version: null }, false],
    ['what is over, by a rule', { ...platform, open: false }, { source: 'PACK', version: null }, true],
  ] as const)('%s', (_what, known, observation, expected) => {
    expect(replaces(known, observation)).toBe(expected);
  });
});

describe('what the rules of others see', () => {
  const opened = [fact('ticket.opened')];

  it.each([
    ['REFUND_ONLY', 'NOT_SHIPPED', 'REFUND_REQUESTED_UNSHIPPED'], ['REFUND_ONLY', 'NOT_RECEIVED', 'REFUND_REQUESTED_SHIPPED'], ['RETURN_REFUND', 'RECEIVED', 'RETURN_REQUESTED'],
    ['EXCHANGE', 'RECEIVED', 'EXCHANGE_REQUESTED'], ['RESHIP', 'RECEIVED', 'RESHIP_REQUESTED'], ['REPAIR', 'NOT_SHIPPED', 'REPAIR_REQUESTED'],
  ])('of a request for %s, goods %s: %s', (requestType, goodsState, event) => {
    expect(packEventsOf(ticket({ details: { requestType, goodsState } }), opened)).toEqual([event]);
  });

  it('is a request made on the platform, by source or channel, and when it is opened', () => {
    expect(isOnPlatform({ source: 'PLATFORM', channel: 'API' })).toBe(true);
    expect(isOnPlatform({ source: 'CUSTOMER', channel: 'PLATFORM' })).toBe(true);
    expect(packEventsOf(ticket({ source: 'CUSTOMER', channel: 'CHAT' }), opened)).toEqual([]);
    expect(packEventsOf(ticket({}), [fact('ticket.resumed')])).toEqual([]);
    expect(packEventsOf(ticket({ kind: 'LOGISTICS' }), opened)).toEqual([]);
  });

  it('is the platform stepping in, and no other hold', () => {
    expect(packEventsOf(ticket({}), [fact('ticket.held', { reason: 'PLATFORM_INTERVENTION' })])).toEqual(['PLATFORM_STEPPED_IN']);
    expect(packEventsOf(ticket({}), [fact('ticket.held', { reason: 'WAITING_ON_CUSTOMER' })])).toEqual([]);
  });

  it('is an authority\'s complaint, whose own date is a deadline; a bank\'s date loses the case', () => {
    const complaint = (origin: string, caseDueAt: string | null): Ticket => ticket({ kind: 'COMPLAINT', details: { origin, caseDueAt } });
    expect(packEventsOf(complaint('REGULATOR', null), opened)).toEqual(['REGULATOR_COMPLAINT']);
    expect(packEventsOf(complaint('CUSTOMER', null), opened)).toEqual([]);
    expect(caseDeadline(complaint('REGULATOR', null))).toBeNull();
    expect(caseDeadline(complaint('REGULATOR', AT))).toMatchObject({ kind: 'ANSWER_REGULATOR', dueAt: AT, consequence: 'PENALTY', source: 'MANUAL' });
    expect(caseDeadline(complaint('BANK_DISPUTE', AT))).toMatchObject({ kind: 'ANSWER_DISPUTE', consequence: 'CASE_LOST' });
    expect(caseDeadline(ticket({}))).toBeNull();
  });
});

describe('the deadline that binds', () => {
  const clock = (kind: 'STEP' | 'EXTERNAL', subject: string, dueAt: string | null) => ({ kind, subject, dueAt });
  const [soon, later] = ['2026-06-01T02:00:00.000Z', '2026-06-01T03:00:00.000Z'];

  it('is the earliest; an external one beats ours only by being earlier, in whatever order they stand', () => {
    const ours = clock('STEP', 'RESPOND:1', soon);
    const theirs = clock('EXTERNAL', 'ANSWER_REQUEST', soon);
    for (const open of [[ours, theirs], [theirs, ours]]) expect(bindingClock(open)).toBe(ours);
    const earlier = clock('EXTERNAL', 'ANSWER_REQUEST', '2026-06-01T01:59:59.999Z');
    for (const open of [[ours, earlier], [earlier, ours]]) expect(bindingClock(open)).toBe(earlier);
  });

  it('is none that stands still, and none that somebody else has to meet', () => {
    const ours = clock('STEP', 'RESPOND:1', later);
    expect(bindingClock([clock('EXTERNAL', 'BUYER_ANSWER', soon), clock('EXTERNAL', 'ANSWER_REQUEST', null), ours])).toBe(ours);
    expect(bindingClock([clock('EXTERNAL', 'CARRIER_ANSWER', soon)])).toBeNull();
    const kinds: ExternalKind[] = ['BUYER_ANSWER', 'BUYER_SHIP_RETURN', 'BUYER_CONFIRM_RECEIPT', 'BUYER_ESCALATE', 'PLATFORM_ANSWER', 'CARRIER_ANSWER'];
    expect(kinds.filter((subject) => binds({ kind: 'EXTERNAL', subject }))).toEqual([]);
  });

  it('keeps its name', () => {
    expect(clockNamed(clockName({ kind: 'STEP', subject: 'RESPOND:1' }))).toEqual({ kind: 'STEP', subject: 'RESPOND:1' });
  });
});
