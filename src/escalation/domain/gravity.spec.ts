import { describe, expect, it } from '@jest/globals';
import { gravityOf } from './gravity.js';
import type { Trigger } from './rule.js';

const GRAVEST_FIRST: readonly Trigger[] = [
  { on: 'SEVERITY', is: 'SEVERE' }, { on: 'OUTSIDER', who: ['MEDIA'] }, { on: 'PROMISE_BROKEN', times: 1 }, { on: 'CLOCK_BREACHED' }, { on: 'REOPENED', times: 1 },
  { on: 'KEYWORD', classes: ['INJURY'] }, { on: 'EMOTION', is: 'UPSET' }, { on: 'REPEATED_TICKETS', times: 2, days: 1 }, { on: 'REPEATED_CONTACT', times: 2 },
  { on: 'AMOUNT', of: 'ORDER', atLeast: '1.00', currency: 'CNY' }, { on: 'UNASSIGNED' }, { on: 'CLOCK_WARNED' }, { on: 'TAGGED', tag: 'vip' },
];

describe('the gravity of a reason', () => {
  it('has one order: a severe case, whoever comes in from outside, what was broken or missed, and a tag last', () => {
    expect(GRAVEST_FIRST.map(gravityOf)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('of a severity or emotion that worries nobody is that of a tag', () => {
    expect([gravityOf({ on: 'SEVERITY', is: 'MINOR' }), gravityOf({ on: 'SEVERITY', is: 'NORMAL' }), gravityOf({ on: 'EMOTION', is: 'CALM' }), gravityOf({ on: 'EMOTION', is: 'ANGRY' })]).toEqual([1, 1, 1, 7]);
  });
});
