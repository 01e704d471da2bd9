import { describe, expect, it } from '@jest/globals';
import { TicketHistory } from '../../../test/support/ticket-history.js';
import { elapsed, MINUTE } from '../../kernel/instant.js';
import type { Fact } from '../../process/domain/index.js';
import { targetNameOf, wantedClocks } from './wanted-clocks.js';
import { wholeOf } from './whole-clock.js';

/** Each clock as `kind subject`, with the minutes of the story at which its time began and was met; null: it runs. */
function clocks(story: TicketHistory, kinds: readonly string[]): (readonly [string, number, number | null])[] {
  const minute = (at: string): number => elapsed(story.facts[0]?.at ?? '', at) / MINUTE;
  return wantedClocks(story.progress, story.facts).filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, subject, since, ended }) => [`${kind} ${subject}`, minute(since), ended && minute(ended.at)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('what the customer waits for', () => {
  const CONVERSATION = ['ACKNOWLEDGEMENT', 'FIRST_RESPONSE', 'NEXT_RESPONSE', 'KEEP_INFORMED'];

  it('is a word of anybody, a person’s answer to each turn, and from then on another word of a person’s', () => {
    const story = new TicketHistory().received('c1').received('c2').sent('p1', { origin: 'BOT' }).sent('m1').sent('m2').received('c3').sent('m3').received('c4');
    expect(clocks(story, CONVERSATION)).toEqual([
      ['ACKNOWLEDGEMENT TICKET:1', 1, 3], ['FIRST_RESPONSE TURN:1', 1, 4], ['KEEP_INFORMED UPDATE:1', 4, 5], ['KEEP_INFORMED UPDATE:2', 5, 7], ['KEEP_INFORMED UPDATE:3', 7, null],
      ['NEXT_RESPONSE TURN:2', 6, 7], ['NEXT_RESPONSE TURN:3', 8, null],
    ]);
  });

  it('is nothing of it before they wrote; and while only a program answered, still a person', () => {
    expect(clocks(new TicketHistory(), CONVERSATION)).toEqual([]);
    expect(clocks(new TicketHistory().received('c1'), CONVERSATION)).toEqual([['ACKNOWLEDGEMENT TICKET:1', 1, null], ['FIRST_RESPONSE TURN:1', 1, null]]);
    expect(clocks(new TicketHistory().received('c1').sent('p1', { origin: 'BOT' }), CONVERSATION)).toEqual([['ACKNOWLEDGEMENT TICKET:1', 1, 2], ['FIRST_RESPONSE TURN:1', 1, null]]);
  });

  it('is the step at work, each since the one before was over, and the whole', () => {
    expect(clocks(new TicketHistory(), ['STEP', 'RESOLUTION'])).toEqual([['RESOLUTION TICKET:1', 0, null], ['STEP RESPOND:1', 0, null]]);
    const answered = new TicketHistory().received('c1').sent('m1', { greets: true, saysWhen: true });
    expect(clocks(answered, ['STEP'])).toEqual(expect.arrayContaining([['STEP RESPOND:1', 0, 2]]));
  });
});

it('the whole is counted anew only where a closing was undone', () => {
  const whole = (...types: Fact['type'][]): unknown => wholeOf(types.map((type, at) => ({ type, at: `${at}` }) as Fact));
  expect(whole('ticket.opened', 'ticket.reopened')).toEqual({ subject: 'TICKET:1', since: '0' });
  expect(whole('ticket.opened', 'ticket.closed')).toEqual({ subject: 'TICKET:1', since: '0' });
  expect(whole('ticket.opened', 'ticket.closed', 'message.received', 'ticket.reopened', 'ticket.reopened')).toEqual({ subject: 'TICKET:2', since: '3' });
  expect(whole('ticket.opened', 'ticket.closed', 'ticket.reopened', 'ticket.closed', 'ticket.reopened')).toEqual({ subject: 'TICKET:3', since: '4' });
});

it('a policy knows a step’s clock by the step, and every other by its kind', () => {
  expect([targetNameOf({ kind: 'STEP', subject: 'REMEDY:2' }), targetNameOf({ kind: 'KEEP_INFORMED', subject: 'UPDATE:1' })]).toEqual(['REMEDY', 'KEEP_INFORMED']);
});
