import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines } from '../support/deadlines.js';
import type { Order } from '../support/merchant.js';
import { TicketDesk } from '../support/ticket-desk.js';

// A change of kind has an earlier step owed again: what becomes of the time the steps took so far.

const app = testApp();
let desk: TicketDesk;
let deadlines: Deadlines;
let order: Order;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  deadlines = new Deadlines(desk);
  order = await desk.merchant.order();
  await deadlines.publish([
    { name: 'returns', when: { kinds: ['RETURN_EXCHANGE'] }, targets: [{ target: 'RECEIVE', seconds: 1_800 }, { target: 'REMEDY', seconds: 4 * 3_600 }] },
    { name: 'all', targets: [{ target: 'RESOLUTION', seconds: 20 * 3_600 }, { target: 'RECEIVE', seconds: 3_600 }, { target: 'REMEDY', seconds: 2 * 3_600 }] },
  ]);
});

/** A complaint that names no goods and waits for its remedy. */
async function atRemedy(): Promise<string> {
  const ticketId = await desk.complaint(null);
  await desk.heard(ticketId);
  return ticketId;
}

/** A return without its goods: RECEIVE is owed again. */
async function turns(ticketId: string): Promise<void> {
  await desk.does('AGENT', 'changeTicketKind', {
    ...(await desk.now(ticketId)), kind: 'RETURN_EXCHANGE', reason: 'They want to send it back', orderId: order.orderId, lines: [], statedReasonCode: 'DEFECTIVE',
    returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' },
  });
}

async function named(ticketId: string): Promise<void> {
  await desk.does('AGENT', 'identifyTicket', { ticketId, orderId: order.orderId, lines: [{ orderLineId: order.lineId, quantity: 1 }] });
}

const clocksOf = async (ticketId: string): Promise<string[]> => (await desk.clocks(ticketId)).filter(({ kind, subject }) => kind === 'STEP' && /^(RECEIVE|REMEDY)/.test(subject))
  .map(({ subject, state }) => `${subject} ${state}`).sort();

describe('a step that was open', () => {
  it('keeps the time it took: its one clock runs on, by the rule of the new kind, while an earlier step is made good', async () => {
    const ticketId = await atRemedy();
    await deadlines.advance(HOUR);
    await turns(ticketId);
    const clock = await deadlines.clock(ticketId, 'STEP', 'REMEDY:1');
    expect(clock).toMatchObject({ state: 'RUNNING', rule: 'returns', generation: 2 });
    expect(clock.explain).toMatchObject({ targetMs: String(4 * HOUR), countedMs: String(4 * HOUR), overspentMs: '0' });
    const [spent] = clock.explain.segments;
    expect(Number(spent?.countedMs)).toBeGreaterThanOrEqual(HOUR);

    await deadlines.advance(20 * MINUTE);
    await named(ticketId);
    expect(await deadlines.clock(ticketId, 'STEP', 'REMEDY:1')).toMatchObject({ state: 'RUNNING', dueAt: clock.dueAt, generation: 2 });
    expect(await clocksOf(ticketId)).toEqual(['RECEIVE:2 SATISFIED', 'REMEDY:1 RUNNING']);
  });

  it('that was missed stays missed, once', async () => {
    const ticketId = await atRemedy();
    await deadlines.advance(3 * HOUR);
    const missed = await deadlines.clock(ticketId, 'STEP', 'REMEDY:1');
    expect(missed).toMatchObject({ state: 'BREACHED', rule: 'all' });
    await turns(ticketId);
    await named(ticketId);
    await deadlines.advance(5 * HOUR);
    expect(await deadlines.clock(ticketId, 'STEP', 'REMEDY:1')).toMatchObject({ state: 'BREACHED', dueAt: missed.dueAt, rule: 'all', generation: 1 });
    expect(await clocksOf(ticketId)).toEqual(['RECEIVE:2 SATISFIED', 'REMEDY:1 BREACHED']);
  });
});

it('a step that was done has a new clock in full for what the new kind asks for beyond it, and the one it had stays met', async () => {
  const ticketId = await desk.taken(desk.complaint(null));
  await desk.happens(ticketId, (session) => session.fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false }));
  await desk.answered(ticketId, { greets: false });
  await deadlines.advance(10 * MINUTE);
  await desk.heard(ticketId);
  const met = await deadlines.clock(ticketId, 'STEP', 'RECEIVE:1');
  expect(met).toMatchObject({ state: 'SATISFIED', rule: 'all' });
  await deadlines.advance(HOUR);
  await turns(ticketId);
  const again = await deadlines.clock(ticketId, 'STEP', 'RECEIVE:2');
  expect(again).toMatchObject({ state: 'RUNNING', rule: 'returns', generation: 1 });
  expect(again.explain).toMatchObject({ targetMs: String(30 * MINUTE), countedMs: String(30 * MINUTE) });
  expect(await deadlines.clock(ticketId, 'STEP', 'RECEIVE:1')).toEqual(met);
});
