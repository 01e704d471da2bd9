import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// Hold, resume, skip, withdraw: what they do to the ticket and to its clocks.

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

describe('hold and resume', () => {
  it('for the customer stops both clocks; resuming gives back exactly what was left', async () => {
    const ticketId = await desk.taken();
    await desk.answered(ticketId);
    const before = await desk.clocks(ticketId);
    await desk.decides('AGENT', 'holdTicket', { ticketId, reason: 'WAITING_ON_CUSTOMER' });
    expect((await desk.clocks(ticketId)).filter(({ ended_at }) => !ended_at).map(({ state, due_at }) => [state, due_at])).toEqual([['PAUSED', null], ['PAUSED', null]]);
    expect(await desk.row(ticketId)).toMatchObject({ status: 'ON_HOLD', hold_reason: 'WAITING_ON_CUSTOMER', waiting_on: 'CUSTOMER', next_due_at: null });
    expect((await desk.events(ticketId, 'ticket.held'))[0]?.changes).toEqual({ status: ['OPEN', 'ON_HOLD'], holdReason: [null, 'WAITING_ON_CUSTOMER'] });
    await desk.waits(30 * DAY);
    await desk.decides('AGENT', 'resumeTicket', { ticketId });
    const entries = await app.owner<{ clock_id: string; type: string; at: Date; due_at: Date | null }>(
      `SELECT e.* FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.ticket_id = $1 AND e.type IN ('PAUSED', 'RESUMED') ORDER BY e.seq`, [uuid(ticketId)],
    );
    for (const was of before.filter(({ ended_at }) => !ended_at)) {
      const [paused, resumed] = entries.filter((entry) => entry.clock_id === was.id);
      expect(Number(resumed?.due_at) - Number(was.due_at)).toBe(Number(resumed?.at) - Number(paused?.at));
    }
    expect(await desk.row(ticketId)).toMatchObject({ status: 'OPEN', hold_reason: null });
  });

  it('for a carrier stops no clock: that is our time', async () => {
    const ticketId = await desk.taken();
    await desk.answered(ticketId);
    const before = await desk.clocks(ticketId);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CARRIER' });
    expect(await desk.clocks(ticketId)).toEqual(before);
  });

  it('is refused before an answer, while the customer waits for one, and twice', async () => {
    const ticketId = await desk.taken();
    const hold = async (): Promise<string[]> => desk.refused('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    expect(await hold()).toEqual(['EVIDENCE_MISSING reason']);
    expect(await desk.refused('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CARRIER' })).toEqual(['EVIDENCE_MISSING reason']);
    await desk.answered(ticketId);
    await desk.customerSays(ticketId);
    expect(await hold()).toEqual(['EVIDENCE_MISSING reason']);
    await desk.answered(ticketId);
    expect(await desk.refused('AGENT', 'resumeTicket', { ticketId })).toEqual(['NOTHING_TO_DO']);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    expect(await hold()).toEqual(['TICKET_ON_HOLD']);
  });

  it('does not save a clock already due', async () => {
    const ticketId = await desk.taken();
    await desk.answered(ticketId, { greets: false });
    await desk.waits(HOUR);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    const clocks = await desk.clocks(ticketId);
    expect(clocks.find(({ subject }) => subject === 'RECEIVE:1')?.state).toBe('RUNNING');
    expect(clocks.find(({ kind }) => kind === 'RESOLUTION')?.state).toBe('PAUSED');
  });
});

describe('skip', () => {
  it('leaves out a step for the reasons and by the roles the definition names', async () => {
    const ticketId = await desk.taken();
    const skip = async (by: 'AGENT' | 'SUPERVISOR', step: string, reason: string): Promise<string[]> =>
      desk.refused(by, 'skipStep', { ...(await desk.now(ticketId)), step, reason });
    expect(await skip('AGENT', 'APOLOGIZE', 'NOT_CALLED_FOR')).toEqual(['STEP_NOT_SKIPPABLE reason']);
    expect(await skip('SUPERVISOR', 'APOLOGIZE', 'PREFERENCE')).toEqual(['STEP_NOT_SKIPPABLE reason']);
    expect(await skip('SUPERVISOR', 'APOLOGIZE', 'toString')).toEqual(['STEP_NOT_SKIPPABLE reason']);
    expect(await skip('SUPERVISOR', 'LISTEN', 'NOT_CALLED_FOR')).toEqual(['STEP_NOT_SKIPPABLE reason']);
    await desk.decides('SUPERVISOR', 'skipStep', { ticketId, step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' });
    expect((await desk.events(ticketId, 'step.skipped'))[0]?.data).toEqual({ step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' });
  });

  it('of a step that is over is refused', async () => {
    const ticketId = await desk.ticket();
    await desk.finished(ticketId);
    expect(await desk.refused('SUPERVISOR', 'skipStep', { ...(await desk.now(ticketId)), step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' })).toEqual(['NOTHING_TO_DO']);
    await desk.does('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'REMEDY', reason: 'x' });
    expect(await desk.refused('SUPERVISOR', 'skipStep', { ...(await desk.now(ticketId)), step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' })).toEqual(['ALREADY_DECIDED step']);
  });
});

describe('withdraw', () => {
  it('by the customer\'s message waives what is open; the farewell closes', async () => {
    const ticketId = await desk.taken();
    const messageId = await desk.customerSays(ticketId);
    await desk.decides('AGENT', 'withdrawTicket', { ticketId, messageId });
    const { steps } = await desk.row<{ steps: { status: string }[] }>(ticketId);
    expect(steps.slice(0, -1).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'WAIVED'));
    expect(await desk.refused('AGENT', 'classifyTicket', { ticketId, severity: 'NORMAL', emotion: 'CALM' })).toEqual(['TICKET_WITHDRAWN']);
    expect(await desk.refused('AGENT', 'closeTicket', await desk.now(ticketId))).toEqual(['STEP_NOT_READY']);
    await desk.answered(ticketId, { closes: true });
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    expect(await desk.row(ticketId)).toMatchObject({ status: 'CLOSED', resolution: 'WITHDRAWN' });
  });

  it('needs evidence of the customer\'s will', async () => {
    const ticketId = await desk.taken();
    const theirs = await desk.customerSays(await desk.ticket());
    expect(await desk.refused('AGENT', 'withdrawTicket', await desk.now(ticketId))).toEqual(['EVIDENCE_MISSING messageId']);
    expect(await desk.refused('AGENT', 'withdrawTicket', { ...(await desk.now(ticketId)), messageId: theirs })).toEqual(['EVIDENCE_MISSING messageId']);
    expect(await desk.refused('AGENT', 'withdrawTicket', { ...(await desk.now(ticketId)), platformRef: '\t' })).toEqual(['EVIDENCE_MISSING messageId']);
  });

  it('while on hold: the ticket is resumed, and ends', async () => {
    const ticketId = await desk.taken();
    await desk.answered(ticketId);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await desk.does('AGENT', 'withdrawTicket', { ...(await desk.now(ticketId)), platformRef: 'CANCELLED-1' });
    await desk.does('AGENT', 'resumeTicket', { ticketId });
    await desk.answered(ticketId, { closes: true });
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
  });
});
