import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { DAY, elapsed, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { FallDue } from '../../src/tickets/due/fall-due.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION, WAITS } from '../support/deadlines.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// Which clocks a ticket has, and what meets, warns and stops them.

const app = testApp();
let desk: TicketDesk;
let deadlines: Deadlines;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  deadlines = new Deadlines(desk);
});

describe('what the customer waits for', () => {
  it('a program acknowledges a live chat within six seconds, and answers nobody', async () => {
    const ticketId = await desk.ticket();
    expect((await deadlines.all(ticketId)).map(({ clock: { kind, subject } }) => `${kind} ${subject}`).sort()).toEqual([
      'ACKNOWLEDGEMENT TICKET:1', 'FIRST_RESPONSE TURN:1', 'RESOLUTION TICKET:1', 'STEP RESPOND:1',
    ]);
    const ack = await deadlines.clock(ticketId, 'ACKNOWLEDGEMENT');
    expect([elapsed(ack.startedAt, ack.dueAt ?? ''), ack.rule]).toEqual([6 * SECOND, 'live chat']);
    for (const origin of ['AUTOMATIC', 'BOT'] as const) await desk.answered(ticketId, { origin });
    expect(await deadlines.clock(ticketId, 'ACKNOWLEDGEMENT')).toMatchObject({ state: 'SATISFIED' });
    const first = await deadlines.clock(ticketId, 'FIRST_RESPONSE');
    expect([first.state, elapsed(first.startedAt, first.dueAt ?? '')]).toEqual(['RUNNING', 3 * MINUTE]);
    await desk.answered(ticketId);
    expect(await deadlines.clock(ticketId, 'FIRST_RESPONSE')).toMatchObject({ state: 'SATISFIED' });
    expect((await deadlines.all(ticketId)).some((one) => one.clock.kind === 'NEXT_RESPONSE')).toBe(false);
  });

  it('each turn has one clock, which writing again does not start anew and an answer ends for good', async () => {
    const ticketId = await desk.ticket();
    await desk.answered(ticketId);
    await desk.customerSays(ticketId);
    const turn = await deadlines.clock(ticketId, 'NEXT_RESPONSE', 'TURN:2');
    expect([turn.rule, elapsed(turn.startedAt, turn.dueAt ?? '')]).toEqual(['live chat', 3 * MINUTE]);
    await desk.waits(MINUTE);
    await desk.customerSays(ticketId);
    expect(await deadlines.clock(ticketId, 'NEXT_RESPONSE', 'TURN:2')).toMatchObject({ startedAt: turn.startedAt, dueAt: turn.dueAt });
    await desk.answered(ticketId);
    expect(await deadlines.clock(ticketId, 'NEXT_RESPONSE', 'TURN:2')).toMatchObject({ state: 'SATISFIED' });
    await deadlines.advance(10 * MINUTE);
    const late = await app.owner(`SELECT 1 FROM clock WHERE ticket_id = $1 AND kind IN ('NEXT_RESPONSE', 'FIRST_RESPONSE') AND state = 'BREACHED'`, [uuid(ticketId)]);
    expect(late).toEqual([]);
    await desk.customerSays(ticketId);
    expect(await deadlines.clock(ticketId, 'NEXT_RESPONSE', 'TURN:3')).toMatchObject({ state: 'RUNNING' });
  });

  it('a severe complaint is kept informed again and again, once a person has answered', async () => {
    const ticketId = await desk.complaint(null, { severity: 'SEVERE' });
    expect((await deadlines.all(ticketId)).some((one) => one.clock.kind === 'KEEP_INFORMED')).toBe(false);
    await desk.answered(ticketId);
    expect(await deadlines.clock(ticketId, 'KEEP_INFORMED', 'UPDATE:1')).toMatchObject({ state: 'RUNNING', rule: 'severe complaints' });
    await desk.waits(HOUR);
    await desk.answered(ticketId);
    expect(await deadlines.clock(ticketId, 'KEEP_INFORMED', 'UPDATE:1')).toMatchObject({ state: 'SATISFIED' });
    await deadlines.advance(4 * HOUR + MINUTE);
    expect(await deadlines.clock(ticketId, 'KEEP_INFORMED', 'UPDATE:2')).toMatchObject({ state: 'BREACHED' });
    await desk.answered(ticketId);
    expect(await deadlines.clock(ticketId, 'KEEP_INFORMED', 'UPDATE:2')).toMatchObject({ state: 'BREACHED' });
    expect((await deadlines.clock(ticketId, 'KEEP_INFORMED', 'UPDATE:2')).endedAt).not.toBeNull();
    expect(await deadlines.clock(ticketId, 'KEEP_INFORMED', 'UPDATE:3')).toMatchObject({ state: 'RUNNING' });
  });

  it('a deadline that comes earlier hides none that comes later: each is the next in turn, and each is missed at its own time', async () => {
    await deadlines.publish([{ name: 'all', targets: [RESOLUTION, { target: 'ACKNOWLEDGEMENT', seconds: 6 }, { target: 'FIRST_RESPONSE', seconds: 180 }, { target: 'KEEP_INFORMED', seconds: 120 }, { target: 'NEXT_RESPONSE', seconds: 180 }] }]);
    const missed = async (ticketId: string): Promise<unknown[]> => (await desk.events(ticketId, 'clock.breached')).map(({ data }) => data['kind']);
    const nextDue = async (ticketId: string): Promise<string | undefined> => (await desk.row<{ next_due_at: Date | null }>(ticketId)).next_due_at?.toISOString();
    const silent = await desk.ticket();
    expect(await nextDue(silent)).toBe((await deadlines.clock(silent, 'ACKNOWLEDGEMENT')).dueAt);
    await deadlines.advance(10 * SECOND);
    expect(await missed(silent)).toEqual(['ACKNOWLEDGEMENT']);
    expect(await deadlines.clock(silent, 'FIRST_RESPONSE')).toMatchObject({ state: 'RUNNING' });
    await deadlines.advance(3 * MINUTE);
    expect(await missed(silent)).toEqual(['ACKNOWLEDGEMENT', 'FIRST_RESPONSE']);

    const waiting = await desk.ticket();
    await desk.answered(waiting); // from here the customer is kept informed every two minutes, and their next turn is given three
    await desk.customerSays(waiting);
    const [informed, answered] = [await deadlines.clock(waiting, 'KEEP_INFORMED'), await deadlines.clock(waiting, 'NEXT_RESPONSE')];
    expect(await nextDue(waiting)).toBe(informed.dueAt);
    await deadlines.advance(130 * SECOND);
    expect(await missed(waiting)).toEqual(['KEEP_INFORMED']);
    await deadlines.advance(MINUTE);
    expect(await missed(waiting)).toEqual(['KEEP_INFORMED', 'NEXT_RESPONSE']);
    expect([await deadlines.clock(waiting, 'KEEP_INFORMED'), await deadlines.clock(waiting, 'NEXT_RESPONSE')]).toMatchObject([{ dueAt: informed.dueAt }, { dueAt: answered.dueAt }]);
  });

  it('a policy of one target brings a ticket to its end: one clock, met, and nothing after it', async () => {
    await deadlines.publish([{ name: 'all', targets: [RESOLUTION] }]);
    const ticketId = await desk.ticket();
    await desk.finished(ticketId);
    expect(await desk.row(ticketId)).toMatchObject({ status: 'OPEN' });
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    expect((await deadlines.all(ticketId)).map(({ clock: { kind, subject, state } }) => `${kind} ${subject} ${state}`)).toEqual(['RESOLUTION TICKET:1 SATISFIED']);
    expect(await desk.row(ticketId)).toMatchObject({ status: 'CLOSED', waiting_on: 'NOBODY', next_due_at: null });
    await deadlines.advance(20 * DAY);
    expect(await desk.events(ticketId, 'clock.breached')).toEqual([]);
  });

  it('a closed or merged ticket fires nothing any more', async () => {
    const [first, second] = [await desk.complaint(null), await desk.complaint(null)];
    await desk.does('AGENT', 'takeTicket', { ticketId: first });
    await desk.does('AGENT', 'mergeTicket', { ...(await desk.now(first)), intoTicketId: second });
    expect((await deadlines.all(first)).map((one) => one.clock.state)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    await deadlines.advance(20 * DAY);
    expect(await desk.events(first, 'clock.breached')).toEqual([]);
    expect(await desk.events(first, 'clock.warned')).toEqual([]);
  });

  it('a task without a time of its own, and an approval, take the policy\'s', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    const approvalId = uuidv7();
    await desk.happens(ticketId, (session) => {
      session.startTarget('TASK', approvalId);
      session.startTarget('APPROVAL', approvalId);
      session.startTarget('APPROVAL', approvalId);
    });
    const [task, approval] = [await deadlines.clock(ticketId, 'TASK'), await deadlines.clock(ticketId, 'APPROVAL')];
    expect([task, approval].map((one) => [one.rule, elapsed(one.startedAt, one.dueAt ?? '')])).toEqual([['every ticket', 2 * DAY], ['every ticket', 4 * HOUR]]);
    await desk.happens(ticketId, (session) => session.clocks.satisfy('APPROVAL', approvalId));
    expect(await deadlines.clock(ticketId, 'APPROVAL')).toMatchObject({ state: 'SATISFIED' });
  });
});

describe('warnings', () => {
  it('are given at their own instants, each once, whoever is late; then the breach', async () => {
    await deadlines.publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 600, warnings: [{ percent: 50 }, { secondsBefore: 60 }] }] }]);
    const ticketId = await desk.ticket();
    const { startedAt, dueAt, nextWarningAt } = await deadlines.clock(ticketId, 'STEP');
    expect(nextWarningAt).toBe(plus(startedAt, 300 * SECOND));
    await desk.waits(HOUR); // nobody looked for an hour
    expect(await deadlines.advance(SECOND)).toBe(3);
    const ledger = await app.owner<{ type: string; at: Date; data: Record<string, unknown> }>(
      `SELECT e.type, e.at, e.data FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.ticket_id = $1 AND c.kind = 'STEP' ORDER BY e.seq`, [uuid(ticketId)],
    );
    expect(ledger.map(({ type, at, data }) => [type, at.toISOString(), data['level'] ?? null])).toEqual([
      ['STARTED', startedAt, null], ['WARNED', plus(startedAt, 300 * SECOND), 1], ['WARNED', plus(startedAt, 540 * SECOND), 2], ['BREACHED', dueAt, null],
    ]);
    expect((await desk.events(ticketId, 'clock.warned')).map(({ data }) => [data['level'], data['dueAt']])).toEqual([[1, dueAt], [2, dueAt]]);
    expect(await app.owner(`SELECT f.generation, f.level FROM clock_firing f JOIN clock c ON c.id = f.clock_id WHERE c.ticket_id = $1 ORDER BY f.at, f.level DESC`, [uuid(ticketId)]))
      .toEqual([{ generation: 1, level: 1 }, { generation: 1, level: 2 }, { generation: 1, level: 0 }]);
    expect(await deadlines.advance(MINUTE)).toBe(0);
    await expect(app.owner('INSERT INTO clock_firing SELECT * FROM clock_firing LIMIT 1')).rejects.toThrow('duplicate key');
  });
});

describe('waiting', () => {
  it('stops the clocks only when the customer was really asked, and never for what we wait for inside', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId, { asks: false });
    expect(await desk.refused('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' })).toEqual(['EVIDENCE_MISSING reason']);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_WAREHOUSE' });
    expect((await deadlines.all(ticketId)).every((one) => one.clock.pausedFor === null)).toBe(true);
    await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    await desk.answered(ticketId, { asks: true });
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ state: 'PAUSED', pausedFor: 'WAITING_ON_CUSTOMER', dueAt: null });
    expect(await deadlines.advance(30 * DAY)).toBe(0);
  });

  it('ends by itself when its budget is used up, and is had once', async () => {
    await deadlines.publish([{ name: 'all', targets: [{ ...RESOLUTION, seconds: 7_200, pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 3_600 }] }] }]);
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    const before = await deadlines.clock(ticketId, 'RESOLUTION');
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await deadlines.advance(2 * HOUR);
    const after = await deadlines.clock(ticketId, 'RESOLUTION');
    expect([after.state, elapsed(before.dueAt ?? '', after.dueAt ?? '')]).toEqual(['RUNNING', HOUR]);
    expect(after.explain.segments.map(({ kind, reason, by }) => [kind, reason, by])).toEqual([
      ['COUNTED', null, null], ['PAUSED', 'WAITING_ON_CUSTOMER', encodeId('Member', await desk.merchant.member('AGENT'))], ['COUNTED', null, null],
    ]);
    await deadlines.advance(2 * HOUR);
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ state: 'BREACHED', dueAt: after.dueAt });
    expect((await desk.row<{ status: string }>(ticketId)).status).toBe('ON_HOLD');
  });

  describe('with a budget of the ticket', () => {
    const TWO_HOURS = [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 7_200 }];
    const publish = (holds: object[] | undefined): Promise<string> => deadlines.publish([{ name: 'all', targets: [{ ...RESOLUTION, pauses: WAITS }, { target: 'RECEIVE', seconds: 36_000, pauses: WAITS }], holds }]);
    const hold = async (ticketId: string, reason = 'WAITING_ON_CUSTOMER'): Promise<unknown> => desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason });
    const resume = async (ticketId: string): Promise<unknown> => desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    const begun = async (): Promise<string> => {
      const ticketId = await desk.taken();
      await desk.answered(ticketId);
      return ticketId;
    };
    /** How long each clock stood still for the customer. */
    const stood = async (ticketId: string): Promise<number[]> => (await Promise.all(['RESOLUTION', 'STEP'].map((kind) => deadlines.clock(ticketId, kind)))).map(({ explain }) => (
      explain.segments.filter(({ kind, reason }) => kind === 'PAUSED' && reason === 'WAITING_ON_CUSTOMER').reduce((sum, { from, to }) => sum + elapsed(from, to ?? from), 0)
    ));

    it('several holds use it up together; then every clock runs on, and a further hold stops none', async () => {
      await publish(TWO_HOURS);
      const ticketId = await begun();
      for (const length of [80 * MINUTE, HOUR]) {
        await hold(ticketId);
        await deadlines.advance(length);
        await resume(ticketId);
      }
      expect(await stood(ticketId)).toEqual([2 * HOUR, 2 * HOUR]);
      await desk.answered(ticketId, { asks: true });
      await hold(ticketId);
      expect((await deadlines.all(ticketId)).map(({ clock }) => clock.state)).toEqual(['RUNNING', 'RUNNING']);
      await resume(ticketId);
      await hold(ticketId, 'PLATFORM_INTERVENTION'); // a reason that has no budget
      expect((await deadlines.all(ticketId)).map(({ clock }) => clock.state)).toEqual(['PAUSED', 'PAUSED']);
    });

    it('ends in the middle of a hold by itself, also where many fall due in one transaction, and stays ended while the hold goes on', async () => {
      await publish(TWO_HOURS);
      const ticketId = await begun();
      await hold(ticketId);
      await desk.waits(3 * HOUR);
      await app.nest.get(FallDue, { strict: false }).executeMany(desk.merchant.id, 100, []);
      expect(await stood(ticketId)).toEqual([2 * HOUR, 2 * HOUR]);
      await desk.does('AGENT', 'tagTicket', { ...(await desk.now(ticketId)), tags: ['late'] });
      expect((await deadlines.all(ticketId)).map(({ clock }) => clock.state)).toEqual(['RUNNING', 'RUNNING']);
      expect((await desk.row<{ status: string }>(ticketId)).status).toBe('ON_HOLD');
    });

    it('is none where the policy names none, and comes to a clock on hold by a re-application', async () => {
      await publish(undefined);
      const ticketId = await begun();
      await hold(ticketId);
      await deadlines.advance(5 * HOUR);
      expect((await deadlines.all(ticketId)).map(({ clock }) => clock.state)).toEqual(['PAUSED', 'PAUSED']);
      const policyId = await publish([{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 6 * 3_600 }]);
      await desk.does('SUPERVISOR', 'reapplyPolicy', { ...(await desk.now(ticketId)), policyId });
      await deadlines.advance(2 * HOUR);
      expect(await stood(ticketId)).toEqual([6 * HOUR, 6 * HOUR]);
    });
  });
});
