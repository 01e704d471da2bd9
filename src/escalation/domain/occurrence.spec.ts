import { expect, it } from '@jest/globals';
import type { Ticket } from '../../tickets/domain/ticket.js';
import { occurrencesOf, type Counts, type Occurrence, type Recorded } from './occurrence.js';

const TICKET = { severity: 'NORMAL', emotion: 'CALM', tags: ['gold'], details: {} } as unknown as Ticket;
const COUNTS: Counts = { reopenings: () => 2, brokenPromises: () => 3, unansweredTurns: () => 4 };
const told = (type: string, data: object = {}): Recorded => ({ type, data });
const happened = (recorded: Recorded[], after: Partial<Ticket> = {}): Occurrence[] => occurrencesOf(recorded, TICKET, { ...TICKET, ...after }, COUNTS);
const AS_IT_IS: Occurrence[] = [{ on: 'SEVERITY', is: 'NORMAL' }, { on: 'EMOTION', is: 'CALM' }];

it.each<[string, Occurrence[], Occurrence[]]>([
  ['a command that says nothing of it', happened([told('note.added')]), []],
  ['an opening: as the ticket stands', happened([told('ticket.opened')]), [...AS_IT_IS, { on: 'TAGGED', tag: 'gold' }]],
  ['a reopening: as the ticket stands again, but no tag anew', happened([told('ticket.reopened')]), [...AS_IT_IS, { on: 'REOPENED', times: 2 }]],
  ['another kind: as the ticket stands, for the rules of that kind', happened([told('ticket.converted')]), AS_IT_IS.map((one) => ({ ...one, stands: true }))],
  ['another kind that makes it severe', happened([told('ticket.converted')], { severity: 'SEVERE' }), [{ on: 'SEVERITY', is: 'SEVERE' }, { on: 'EMOTION', is: 'CALM', stands: true }]],
  ['a judgement: only what it changed', happened([told('ticket.classified')], { emotion: 'ANGRY' }), [{ on: 'EMOTION', is: 'ANGRY' }]],
  ['the same judgement again', happened([told('ticket.classified')]), []],
  ['a tag: only the new one', happened([told('ticket.tagged')], { tags: ['gold', 'vip'] }), [{ on: 'TAGGED', tag: 'vip' }]],
  ['a broken promise', happened([told('promise.broken')]), [{ on: 'PROMISE_BROKEN', times: 3 }]],
  ['a customer’s turn', happened([told('message.received')]), [{ on: 'REPEATED_CONTACT', times: 4 }]],
  ['a turn with words of two classes', happened([told('message.received', { mentions: ['LEGAL', 'MEDIA'] })]), [{ on: 'REPEATED_CONTACT', times: 4 }, { on: 'KEYWORD', classes: ['LEGAL', 'MEDIA'] }]],
  ['our own words of a class', happened([told('message.sent', { mentions: ['LEGAL'] })]), []],
  ['nobody free', happened([told('assignment.waiting')]), [{ on: 'UNASSIGNED' }]],
  ['on hold for the platform', happened([told('ticket.held', { reason: 'PLATFORM_INTERVENTION' })]), [{ on: 'OUTSIDER', who: 'PLATFORM' }]],
  ['on hold for the customer', happened([told('ticket.held', { reason: 'WAITING_ON_CUSTOMER' })]), []],
])('%s', (_what, found, expected) => {
  expect(found).toEqual(expected);
});

it.each([['PLATFORM', ['PLATFORM']], ['REGULATOR', ['REGULATOR']], ['MEDIA', ['MEDIA']], ['BANK_DISPUTE', ['BANK_DISPUTE']], ['CUSTOMER', []], ['toString', []]])('a complaint by way of %s brings in %j', (origin, who) => {
  const found = happened([told('ticket.opened')], { details: { origin } }).flatMap((one) => (one.on === 'OUTSIDER' ? [one.who] : []));
  expect(found).toEqual(who);
  expect(happened([told('ticket.converted')], { details: { origin } }).flatMap((one) => (one.on === 'OUTSIDER' ? [one.who] : []))).toEqual(who);
});

it('who comes in by the opening comes in once, and not again by what follows', () => {
  expect(happened([told('ticket.opened'), told('ticket.held', { reason: 'PLATFORM_INTERVENTION' })], { details: { origin: 'PLATFORM' } }).filter(({ on }) => on === 'OUTSIDER')).toHaveLength(1);
  expect(happened([told('note.added')], { details: { origin: 'MEDIA' } })).toEqual([]);
});
