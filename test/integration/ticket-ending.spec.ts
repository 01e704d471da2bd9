import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines } from '../support/deadlines.js';
import { TicketDesk, uuid, type Changed } from '../support/ticket-desk.js';

// Merge, close, reopen: how a ticket ends and begins again, and what that does to its clocks.

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

async function finished(ticket: Promise<string> = desk.ticket()): Promise<string> {
  const ticketId = await ticket;
  await desk.finished(ticketId);
  return ticketId;
}

/** `STEP RESPOND:1 SATISFIED`, in the order of their start. */
async function standing(ticketId: string): Promise<string[]> {
  return (await desk.clocks(ticketId)).map(({ kind, subject, state }) => `${kind} ${subject} ${state}`).sort();
}

describe('merge', () => {
  async function pair(): Promise<[string, string]> {
    const { customerId } = await desk.merchant.order();
    return [await desk.taken(desk.complaint(null, { customerId })), await desk.complaint(null, { customerId })];
  }

  it('closes the one into the other, and both tell of it', async () => {
    const [ticketId, into] = await pair();
    await desk.decides('AGENT', 'mergeTicket', { ticketId, intoTicketId: into });
    expect(await desk.row(ticketId)).toMatchObject({ status: 'CLOSED', resolution: 'MERGED', merged_into_id: uuid(into), next_due_at: null });
    expect((await desk.events(ticketId, 'ticket.merged'))[0]).toMatchObject({
      data: { intoId: uuid(into) }, changes: { status: ['OPEN', 'CLOSED'], resolution: [null, 'MERGED'], mergedIntoId: [null, uuid(into)] },
    });
    expect((await desk.events(into)).at(-1)).toMatchObject({ type: 'ticket.absorbed', data: { ticketId: uuid(ticketId) } });
    expect(new Set((await desk.clocks(ticketId)).map(({ state }) => state))).toEqual(new Set(['CANCELLED']));
    expect(await desk.refused('ADMIN', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'RESPOND', reason: 'x' })).toEqual(['NOTHING_TO_DO']);
    const third = await desk.taken(desk.complaint(null));
    expect(await desk.refused('AGENT', 'mergeTicket', { ...(await desk.now(third)), intoTicketId: ticketId })).toEqual(['TICKET_CLOSED intoTicketId']);
  });

  it.each<[string, (own: string) => Promise<string>, string]>([
    ['itself', (own) => Promise.resolve(own), 'INVALID_INPUT intoTicketId'],
    ['another merchant\'s', async () => (await TicketDesk.open(app)).ticket(), 'NOT_FOUND intoTicketId'],
    ['an id of another type', () => Promise.resolve(desk.merchant.shopId), 'NOT_FOUND intoTicketId'],
    ['another customer\'s', () => desk.ticket(), 'INVALID_INPUT intoTicketId'],
  ])('into %s is refused', async (_name, into, refusal) => {
    const ticketId = await desk.taken();
    expect(await desk.refused('AGENT', 'mergeTicket', { ...(await desk.now(ticketId)), intoTicketId: await into(ticketId) })).toEqual([refusal]);
  });

  it('is refused while a promise or a task is open, which would be forgotten', async () => {
    for (const open of ['promise', 'task'] as const) {
      const [ticketId, into] = await pair();
      await desk.happens(ticketId, (session) => {
        if (open === 'promise') session.fact('promise.made', { promiseId: uuid(into) });
        else session.fact('task.opened', { taskId: uuid(into), department: 'WAREHOUSE' });
      });
      expect(await desk.refused('AGENT', 'mergeTicket', { ...(await desk.now(ticketId)), intoTicketId: into })).toEqual(['STEP_NOT_READY']);
    }
  });
});

describe('close', () => {
  it('ends a finished ticket; until then a clock runs, so that none is forgotten', async () => {
    const ticketId = await finished();
    expect((await standing(ticketId)).filter((clock) => clock.endsWith('RUNNING'))).toEqual(['RESOLUTION TICKET:1 RUNNING']);
    await desk.decides('AGENT', 'closeTicket', { ticketId });
    expect((await desk.events(ticketId, 'ticket.closed'))[0]).toMatchObject({ data: { resolution: 'COMPLETED' }, changes: { status: ['OPEN', 'CLOSED'], resolution: [null, 'COMPLETED'] } });
    expect((await standing(ticketId)).filter((clock) => clock.startsWith('RESOLUTION'))).toEqual(['RESOLUTION TICKET:1 SATISFIED']);
    expect(await desk.row(ticketId)).toMatchObject({ status: 'CLOSED', waiting_on: 'NOBODY', next_due_at: null });
  });

  it('before the last step is over is refused, with what is missing', async () => {
    const ticketId = await desk.taken();
    const { userErrors } = await desk.change('ADMIN', 'closeTicket', await desk.now(ticketId));
    expect(userErrors).toMatchObject([{ code: 'STEP_NOT_READY', details: { step: 'RESPOND', missing: ['HUMAN_REPLY', 'REPLY_SAYS_WHEN'] } }]);
    expect(await desk.refused('ADMIN', 'closeTicket', await desk.now(ticketId))).toEqual(['STEP_NOT_READY']);
  });

  it('of a severe one is a supervisor\'s', async () => {
    const ticketId = await finished();
    await desk.does('AGENT', 'classifyTicket', { ticketId, severity: 'SEVERE', emotion: 'CALM' });
    expect(await desk.refused('AGENT', 'closeTicket', await desk.now(ticketId))).toEqual(['FORBIDDEN']);
    await desk.does('SUPERVISOR', 'closeTicket', await desk.now(ticketId));
  });

  it('late keeps the breach of the whole', async () => {
    const ticketId = await finished();
    await desk.waits(11 * DAY);
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    const [whole] = (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'RESOLUTION');
    expect(whole).toMatchObject({ state: 'BREACHED' });
    expect(Number(whole?.due_at) - Number(whole?.started_at)).toBe(10 * DAY);
    expect(whole?.ended_at).not.toBeNull();
  });
});

describe('reopen', () => {
  it('begins the step and those after it again, with fresh clocks; earlier evidence stays', async () => {
    const ticketId = await finished();
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    const before = await desk.row<{ steps: { step: string; evidence: string[] }[] }>(ticketId);
    await desk.waits(20 * DAY);
    await desk.decides(['AGENT', 'another'], 'reopenTicket', { ticketId, step: 'REMEDY', reason: '退款未到账' });
    const after = await desk.row<{ steps: { step: string; round: number; status: string; evidence: string[] }[]; next_due_at: Date }>(ticketId);
    expect(after).toMatchObject({ status: 'OPEN', resolution: null, closed_at: null, current_step: 'REMEDY' });
    expect(after.steps.map(({ round, status }) => `${round} ${status}`)).toEqual([...Array.from({ length: 5 }, () => '1 DONE'), '2 CURRENT', '2 WAITING']);
    for (const step of before.steps) expect(after.steps.find((one) => one.step === step.step)?.evidence).toEqual(expect.arrayContaining(step.evidence));
    const open = (await desk.clocks(ticketId)).filter(({ ended_at }) => !ended_at);
    expect(open.map(({ kind, subject, state }) => `${kind} ${subject} ${state}`).sort()).toEqual(['RESOLUTION TICKET:2 RUNNING', 'STEP REMEDY:2 RUNNING']);
    const [event] = await desk.events(ticketId, 'ticket.reopened');
    expect(event).toMatchObject({ changes: { status: ['CLOSED', 'OPEN'], resolution: ['COMPLETED', null] } });
    const resolution = open.find(({ kind }) => kind === 'RESOLUTION');
    expect(Number(resolution?.due_at) - Number(resolution?.started_at)).toBe(10 * DAY);
    expect(Number(after.next_due_at)).toBe(Math.min(...open.map(({ due_at }) => Number(due_at))));
  });

  it('of a ticket that was late throughout inherits no due time that is past: what it missed stays missed, and nothing new is', async () => {
    const deadlines = new Deadlines(desk);
    const ticketId = await desk.ticket();
    await deadlines.advance(11 * DAY);
    await desk.finished(ticketId);
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    const missed = (await desk.events(ticketId, 'clock.breached')).map(({ data }) => `${String(data['kind'])} ${String(data['subject'])}`);
    expect(missed).toEqual(expect.arrayContaining(['FIRST_RESPONSE TURN:1', 'RESOLUTION TICKET:1']));
    await deadlines.advance(20 * DAY);
    await desk.does('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'REMEDY', reason: '退款未到账' });
    const open = (await deadlines.all(ticketId)).filter(({ clock }) => clock.endedAt === null);
    expect(open.map(({ clock: { subject, state }, overdue }) => `${subject} ${state} ${String(overdue)}`).sort()).toEqual(['REMEDY:2 RUNNING false', 'TICKET:2 RUNNING false']);
    const [earliest] = open.flatMap(({ clock }) => clock.dueAt ?? []).sort();
    expect((await desk.row<{ next_due_at: Date }>(ticketId)).next_due_at.toISOString()).toBe(earliest);
    await deadlines.advance(MINUTE);
    expect(await desk.events(ticketId, 'clock.breached')).toHaveLength(missed.length);
  });

  it('of a step of an open ticket, again and again, gives the whole no more time', async () => {
    const ticketId = await desk.taken();
    await desk.answered(ticketId);
    const whole = async () => (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'RESOLUTION');
    const before = await whole();
    expect(before).toMatchObject([{ subject: 'TICKET:1', state: 'RUNNING' }]);
    for (let round = 0; round < 3; round += 1) {
      await desk.waits(2 * DAY);
      await desk.does('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'RESPOND', reason: 'Once more' });
      await desk.answered(ticketId);
    }
    expect(await whole()).toEqual(before);
    await desk.finished(ticketId);
    await desk.waits(5 * DAY);
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    expect(await whole()).toMatchObject([{ subject: 'TICKET:1', state: 'BREACHED' }]);
  });

  it('of a floating step leaves the clock of the step before it alone', async () => {
    const ticketId = await desk.taken(desk.ticket({ emotion: 'ANGRY' }));
    await desk.happens(ticketId, (session) => session.fact('message.sent', {
      messageId: uuid(ticketId), origin: 'HUMAN', greets: false, saysWhen: true, empathizes: true, explains: true, apologizes: false, reminds: false,
      tellsLegIds: [], surveys: false, closes: false, visitsBack: false,
    }));
    const receive = (await desk.clocks(ticketId)).filter(({ subject }) => subject === 'RECEIVE:1');
    expect(receive).toHaveLength(1);
    await desk.waits(30 * MINUTE);
    await desk.does('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'SOOTHE', reason: 'Angry again' });
    expect((await desk.clocks(ticketId)).filter(({ subject }) => subject === 'RECEIVE:1')).toEqual(receive);
    expect((await standing(ticketId)).filter((clock) => clock.includes('SOOTHE'))).toEqual(['STEP SOOTHE:1 SATISFIED', 'STEP SOOTHE:2 RUNNING']);
  });

  it('of a step not done, without a reason, or with a huge one is refused', async () => {
    const ticketId = await desk.taken();
    expect(await desk.refused('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'RESPOND', reason: 'x' })).toEqual(['NOTHING_TO_DO']);
    await desk.answered(ticketId);
    expect(await desk.refused('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'REMEDY', reason: 'x' })).toEqual(['NOTHING_TO_DO step']);
    expect(await desk.refused('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'RESPOND', reason: ' ' })).toEqual(['INVALID_INPUT reason']);
    expect(await desk.refused('AGENT', 'reopenTicket', { ...(await desk.now(ticketId)), step: 'RESPOND', reason: 'x'.repeat(501) })).toEqual(['INVALID_INPUT reason']);
  });
});

describe('bulk close', () => {
  const BULK = `mutation($input: BulkCloseTicketsInput!) { bulkCloseTickets(input: $input) {
    results { ticketId ticket { id version status } userErrors { code field retryable } } userErrors { code field } } }`;
  interface Bulk {
    bulkCloseTickets: { results: (Changed & { ticketId: string })[]; userErrors: { code: string }[] };
  }
  async function bulk(tickets: { ticketId: string; expectedVersion: number }[]): Promise<Bulk['bulkCloseTickets']> {
    const { data } = await desk.merchant.as<Bulk>('AGENT', BULK, { input: { tickets } });
    if (!data) throw new Error('no answer');
    return data.bulkCloseTickets;
  }

  it('closes what may be closed and answers each, a refused one as it stands', async () => {
    const [good, stale, open] = [await finished(), await finished(), await desk.taken()];
    const version = await desk.version(stale);
    const { results, userErrors } = await bulk([
      { ticketId: 'tkt_nonsense', expectedVersion: 1 }, await desk.now(open), { ticketId: stale, expectedVersion: version - 1 }, await desk.now(good), await desk.now(good),
    ]);
    expect(userErrors).toEqual([]);
    expect(results.map((one) => [one.ticketId, one.ticket?.status ?? null, one.ticket?.version ?? null, one.userErrors.map(({ code }) => code)])).toEqual([
      ['tkt_nonsense', null, null, ['NOT_FOUND']],
      [open, 'OPEN', await desk.version(open), ['STEP_NOT_READY']],
      [stale, 'OPEN', version, ['VERSION_CONFLICT']],
      [good, 'CLOSED', await desk.version(good), []],
    ]);
    expect(await desk.events(good, 'ticket.closed')).toHaveLength(1);
  });

  it.each([
    // The application's connection is ended under it, as a restart of the database ends it.
    ['UNAVAILABLE', true, 'PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;'],
    ['INTERNAL', false, `RAISE EXCEPTION 'canary 13912345678'; RETURN NEW;`],
  ])('answers %s for the one ticket it befell, and goes on', async (code, retryable, fails) => {
    const [first, struck, last] = [await finished(), await finished(), await finished()];
    await app.owner(`CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${fails} END $$`);
    await app.owner(`CREATE TRIGGER strike BEFORE UPDATE ON ticket FOR EACH ROW WHEN (OLD.id = '${uuid(struck)}') EXECUTE FUNCTION strike()`);
    try {
      const { results, userErrors } = await bulk(await Promise.all([first, struck, last].map((id) => desk.now(id))));
      expect(userErrors).toEqual([]);
      expect(results.map((one) => [one.ticketId, one.ticket?.status ?? null, one.userErrors.map((error) => error.code)])).toEqual([
        [first, 'CLOSED', []], [struck, null, [code]], [last, 'CLOSED', []],
      ]);
      expect(results[1]?.userErrors[0]?.retryable).toBe(retryable);
      expect(JSON.stringify([results, app.logged])).not.toContain('13912345678');
    } finally {
      await app.owner('DROP TRIGGER strike ON ticket');
      await app.owner('DROP FUNCTION strike');
    }
    expect((await desk.row<{ status: string }>(struck)).status).toBe('OPEN');
  });

  it('of none and of 101 is refused as a whole', async () => {
    const good = await finished();
    expect(await bulk([])).toMatchObject({ results: [], userErrors: [{ code: 'INVALID_INPUT' }] });
    const many = Array.from({ length: 100 }, (_, at) => ({ ticketId: `tkt_${at}`, expectedVersion: 1 }));
    expect(await bulk([await desk.now(good), ...many])).toMatchObject({ results: [], userErrors: [{ code: 'INVALID_INPUT' }] });
    expect(await desk.row(good)).toMatchObject({ status: 'OPEN' });
  });
});
