import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { DAY, elapsed, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines, WAITS } from '../support/deadlines.js';
import { EscalationDesk, tell, title } from '../support/escalation-desk.js';
import { onPlatform, PlatformDesk } from '../support/platform-desk.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// What becomes of deadlines, of those others set and of escalation when a ticket turns out to be of another kind.

const app = testApp();

async function turns(desk: TicketDesk, ticketId: string, input: object): Promise<void> {
  if ((await desk.row<{ assignee_id: string | null }>(ticketId)).assignee_id === null) await desk.does('AGENT', 'takeTicket', { ticketId });
  await desk.does('AGENT', 'changeTicketKind', { ...(await desk.now(ticketId)), reason: 'It is something else', ...input });
}
const complaint = (more: object = {}): object => ({ kind: 'COMPLAINT', complaint: { type: 'SERVICE_ATTITUDE', origin: 'CUSTOMER', demand: '道歉', ...more } });
const logistics = (subtype = 'STALLED'): object => ({ kind: 'LOGISTICS', logistics: { subtype, customerSees: '没有动' } });

describe('our own deadlines', () => {
  let desk: TicketDesk;
  let deadlines: Deadlines;
  beforeEach(async () => {
    desk = await TicketDesk.open(app);
    deadlines = new Deadlines(desk);
    await deadlines.publish([
      { name: 'lost', when: { kinds: ['LOGISTICS'], subtypes: ['LOST'] }, targets: [{ target: 'RESOLUTION', seconds: 6 * 3_600 }] },
      { name: 'complaints', when: { kinds: ['COMPLAINT'] }, targets: [
        { target: 'RESOLUTION', seconds: 4 * 3_600, pauses: WAITS }, { target: 'NEXT_RESPONSE', seconds: 300 }, { target: 'RECEIVE', seconds: 1_800 }, { target: 'KEEP_INFORMED', seconds: 3_600 } ] },
      { name: 'queries', when: { kinds: ['LOGISTICS'] }, targets: [
        { target: 'RESOLUTION', seconds: 10 * 3_600 }, { target: 'NEXT_RESPONSE', seconds: 900 }, { target: 'RESPOND', seconds: 60 }, { target: 'RECEIVE', seconds: 3_600 }, { target: 'LISTEN', seconds: 7_200 } ] },
      { name: 'all', targets: [{ target: 'RESOLUTION', seconds: 20 * 3_600 }, { target: 'RESPOND', seconds: 120 }] },
    ]);
  });

  const due = async (ticketId: string, kind: string, subject?: string): Promise<[string | null, number]> => {
    const clock = await deadlines.clock(ticketId, kind, subject);
    return [clock.rule, elapsed(clock.startedAt, clock.dueAt ?? '')];
  };

  it('go by the rules of the new kind at once: time spent stays spent, what was missed stays missed, and the ledger says why', async () => {
    const ticketId = await desk.logistics();
    expect([await due(ticketId, 'RESOLUTION'), await due(ticketId, 'STEP', 'RESPOND:1')]).toEqual([['queries', 10 * HOUR], ['queries', MINUTE]]);
    await deadlines.advance(HOUR);
    const missed = await deadlines.clock(ticketId, 'STEP', 'RESPOND:1');
    expect(missed.state).toBe('BREACHED');
    await turns(desk, ticketId, complaint());
    // Four hours in all, of which one is spent: three are left.
    expect(await due(ticketId, 'RESOLUTION')).toEqual(['complaints', 4 * HOUR]);
    const whole = await deadlines.clock(ticketId, 'RESOLUTION');
    expect([whole.generation, whole.explain.countedMs, whole.explain.overspentMs]).toEqual([2, String(4 * HOUR), '0']);
    expect(whole.explain.segments.map(({ kind, rule }) => [kind, rule])).toEqual([['COUNTED', null], ['RETARGETED', 'complaints'], ['COUNTED', null]]);
    expect(await deadlines.clock(ticketId, 'STEP', 'RESPOND:1')).toMatchObject({ state: 'BREACHED', dueAt: missed.dueAt, rule: 'queries', generation: 1 });
    const entries = await app.owner(`SELECT e.data ->> 'cause' AS cause FROM clock_entry e WHERE clock_id = $1 AND type = 'RETARGETED'`, [uuid(whole.id)]);
    expect(entries).toEqual([{ cause: 'CHANGE_KIND' }]);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data, cause }) => [data['kind'], data['rule'], cause])).toEqual([['RESOLUTION', 'complaints', 'CHANGE_KIND']]);
  });

  it('where more is spent than the new kind gives, a clock is due now and never earlier; turned back, it has what is left of the first time', async () => {
    const ticketId = await desk.logistics();
    await deadlines.advance(5 * HOUR);
    await turns(desk, ticketId, complaint());
    const [told] = await desk.events(ticketId, 'clock.retargeted');
    const whole = await deadlines.clock(ticketId, 'RESOLUTION');
    const spent = elapsed(whole.startedAt, whole.dueAt ?? '');
    expect(spent >= 5 * HOUR && spent < 5 * HOUR + 30 * SECOND).toBe(true);
    expect(told?.data).toMatchObject({ kind: 'RESOLUTION', dueAt: whole.dueAt, wasDueAt: plus(whole.startedAt, 10 * HOUR) });
    await deadlines.advance(SECOND);
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ state: 'BREACHED' });
    await turns(desk, ticketId, logistics());
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ state: 'BREACHED', dueAt: whole.dueAt, rule: 'complaints' });
    const other = await desk.logistics();
    await deadlines.advance(HOUR);
    await turns(desk, other, complaint());
    await turns(desk, other, logistics('LOST'));
    expect(await due(other, 'RESOLUTION')).toEqual(['lost', 6 * HOUR]);
  });

  it('answers owed and the step at work are retargeted, a target only the new kind has begins, one it has not is called off', async () => {
    const ticketId = await desk.taken(desk.logistics());
    await desk.answered(ticketId, { greets: false });
    await desk.customerSays(ticketId);
    expect([await due(ticketId, 'NEXT_RESPONSE'), await due(ticketId, 'STEP', 'RECEIVE:1')]).toEqual([['queries', 15 * MINUTE], ['queries', HOUR]]);
    await desk.happens(ticketId, (session) => session.fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false }));
    await turns(desk, ticketId, complaint());
    expect([await due(ticketId, 'NEXT_RESPONSE'), await due(ticketId, 'STEP', 'RECEIVE:1'), await due(ticketId, 'KEEP_INFORMED')]).toEqual([
      ['complaints', 5 * MINUTE], ['complaints', 30 * MINUTE], ['complaints', HOUR],
    ]);
    await turns(desk, ticketId, logistics());
    expect((await desk.clocks(ticketId)).filter(({ kind }) => kind === 'KEEP_INFORMED').map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  it('on hold for the customer they stand still with what the new kind leaves', async () => {
    const ticketId = await desk.taken(desk.complaint(null));
    await desk.answered(ticketId, { asks: true });
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    expect((await deadlines.clock(ticketId, 'RESOLUTION')).state).toBe('PAUSED');
    await turns(desk, ticketId, logistics());
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ rule: 'queries', generation: 2 });
    await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    const { state, explain } = await deadlines.clock(ticketId, 'RESOLUTION');
    expect([state, explain.countedMs]).toEqual(['RUNNING', String(10 * HOUR)]);
  });

  it('the customer\'s silence is counted as long as the new kind says, from the same reminder', async () => {
    const ticketId = await desk.taken(desk.logistics());
    const statementId = uuidv7();
    await desk.happens(ticketId, (session) => {
      session.fact('statement.recorded', { statementId, wish: 'REFUND' });
      session.fact('statement.restated', { statementId, messageId: uuidv7() });
    });
    await desk.answered(ticketId, { reminds: true });
    await desk.happens(ticketId, (session) => void session.clocks.start('RESTATEMENT', statementId, 24 * HOUR));
    const silence = async (): Promise<unknown> => (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'RESTATEMENT')
      .map(({ state, started_at, due_at }) => [state, due_at && due_at.getTime() - started_at.getTime()]);
    const reminded = (await desk.events(ticketId, 'message.sent')).length;
    expect([reminded, await silence()]).toEqual([1, [['RUNNING', 24 * HOUR]]]);
    await turns(desk, ticketId, complaint());
    expect(await silence()).toEqual(expect.arrayContaining([['RUNNING', 72 * HOUR], ['CANCELLED', expect.anything()]]));
  });
});

describe('deadlines of others', () => {
  it('follow the kind: begun when the request came, called off when it is none, and as the platform says where it said so', async () => {
    const platform = await PlatformDesk.open(app);
    const { desk } = platform;
    const { orderId, lineId } = await desk.merchant.order();
    const exchange = { kind: 'RETURN_EXCHANGE', orderId, lines: [{ orderLineId: lineId, quantity: 1 }], statedReasonCode: 'DEFECTIVE', returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' } };
    const ticketId = await desk.complaint(null, onPlatform);
    const { opened_at } = await desk.row<{ opened_at: Date }>(ticketId);
    expect((await platform.show(ticketId)).externalDeadlines).toEqual([]);
    await desk.waits(HOUR);
    await turns(desk, ticketId, exchange);
    const dueAt = plus(opened_at.toISOString(), 36 * HOUR);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REQUEST', source: 'PACK', state: 'RUNNING', dueAt, packRow: 'tmall@2026-08#return.request' }]);
    await turns(desk, ticketId, complaint());
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REQUEST', state: 'CANCELLED', history: [{ word: 'OBSERVED' }, { word: 'VOIDED' }] }]);
    await turns(desk, ticketId, exchange);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REQUEST', state: 'RUNNING', dueAt }]);
    const told = plus(await platform.now(), 9 * HOUR);
    await platform.observe(ticketId, { dueAt: told, version: '7' });
    await turns(desk, ticketId, complaint());
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ source: 'PLATFORM', state: 'RUNNING', dueAt: told }]);
  });

  it('an authority\'s date goes with the complaint, and comes with it', async () => {
    const platform = await PlatformDesk.open(app);
    const { desk } = platform;
    const caseDueAt = plus(await platform.now(), 3 * DAY);
    const ticketId = await desk.logistics();
    await turns(desk, ticketId, complaint({ origin: 'REGULATOR', caseNumber: 'C-1', caseDueAt }));
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REGULATOR', source: 'MANUAL', state: 'RUNNING', dueAt: caseDueAt }]);
    expect((await desk.row(ticketId))['severity']).toBe('SEVERE');
    await desk.does('SUPERVISOR', 'changeTicketKind', { ...(await desk.now(ticketId)), reason: 'It was another case', ...logistics() });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REGULATOR', state: 'CANCELLED' }]);
  });
});

describe('escalation', () => {
  it('tells the supervisor of a severe complaint at once, as at an opening', async () => {
    const desk = await EscalationDesk.defaults(app);
    const ticketId = await desk.tickets.logistics();
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
    await turns(desk.tickets, ticketId, complaint({ type: 'SAFETY_INJURY' }));
    expect(await desk.heard('SUPERVISOR')).toEqual(['severe 1']);
    expect((await desk.tickets.row(ticketId))['priority']).toBe('URGENT');
    await turns(desk.tickets, await desk.tickets.logistics(), complaint());
    expect(await desk.heard('SUPERVISOR')).toEqual(['severe 1']);
  });

  it('rules for the new kind hear of what is so already, others not again; a chain of the former kind ends before its next level', async () => {
    const desk = await EscalationDesk.open(app, [
      { key: 'any', title, trigger: { on: 'SEVERITY', is: 'SEVERE' }, levels: [{ afterMinutes: 0, actions: [tell('ADMIN')] }] },
      { key: 'queries', title, when: { kinds: ['LOGISTICS'] }, trigger: { on: 'SEVERITY', is: 'SEVERE' }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }, { afterMinutes: 10, actions: [tell('LEADER')] }] },
      { key: 'complaints', title, when: { kinds: ['COMPLAINT'] }, trigger: { on: 'SEVERITY', is: 'SEVERE' }, levels: [{ afterMinutes: 0, actions: [tell('SUPERVISOR')] }] },
    ]);
    const ticketId = await desk.tickets.logistics({ severity: 'SEVERE' });
    const heard = async (): Promise<unknown> => Promise.all((['ADMIN', 'LEADER', 'SUPERVISOR'] as const).map((role) => desk.heard(role)));
    expect(await heard()).toEqual([['any 1'], ['queries 1'], []]);
    await turns(desk.tickets, ticketId, complaint());
    expect(await heard()).toEqual([['any 1'], ['queries 1'], ['complaints 1']]);
    await desk.passes(11 * MINUTE);
    expect(await heard()).toEqual([['any 1'], ['queries 1'], ['complaints 1']]);
    expect((await desk.tickets.events(ticketId, 'escalation.level_dropped')).map(({ data }) => [data['rule'], data['unmet']])).toEqual([['queries', ['kinds']]]);
  });
});
