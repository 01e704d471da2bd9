import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { onPlatform, PlatformDesk } from '../support/platform-desk.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// When deadlines of others stop, go on, are met or missed, and which of them binds.

const app = testApp();
let platform: PlatformDesk;
let desk: TicketDesk;
beforeAll(async () => {
  platform = await PlatformDesk.open(app);
  ({ desk } = platform);
});

describe('its time', () => {
  it('is not stopped by waiting for the customer, is stopped by the platform, and goes on with what was left', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    const due = (await platform.show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await desk.waits(HOUR);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'RUNNING', dueAt: due }]);
    expect((await platform.show(ticketId)).bindingDeadline).toMatchObject({ kind: 'EXTERNAL', subject: 'ANSWER_REQUEST', dueAt: due, source: 'PACK', consequence: 'AUTO_AGREE' });
    await desk.does('AGENT', 'resumeTicket', { ticketId });

    await platform.observe(ticketId, { kind: 'SUBMIT_EVIDENCE', dueAt: plus(due, DAY), version: '1', consequence: 'PLATFORM_DECIDES' });
    const held = await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    expect(held.userErrors).toEqual([]);
    const stopped = (await platform.show(ticketId)).externalDeadlines;
    expect(stopped).toMatchObject([{ kind: 'ANSWER_REQUEST', state: 'PAUSED', dueAt: null }, { kind: 'SUBMIT_EVIDENCE', state: 'RUNNING', dueAt: plus(due, DAY) }]);
    await desk.waits(10 * DAY);
    await desk.does('AGENT', 'resumeTicket', { ticketId });
    const [resumed] = (await platform.show(ticketId)).externalDeadlines.filter(({ kind }) => kind === 'ANSWER_REQUEST');
    const [entries] = await app.owner<{ paused: number; moved: number }>(
      `SELECT extract(epoch FROM r.at - p.at) * 1000 AS paused, extract(epoch FROM r.due_at - s.due_at) * 1000 AS moved
         FROM clock c JOIN clock_entry s ON s.clock_id = c.id AND s.type = 'STARTED' JOIN clock_entry p ON p.clock_id = c.id AND p.type = 'PAUSED'
         JOIN clock_entry r ON r.clock_id = c.id AND r.type = 'RESUMED' WHERE c.ticket_id = $1 AND c.kind = 'EXTERNAL'`, [uuid(ticketId)]);
    expect(Number(entries.moved)).toBe(Number(entries.paused));
    expect(Number(entries.paused)).toBeGreaterThanOrEqual(10 * DAY);
    expect(resumed).toMatchObject({ state: 'RUNNING', dueAt: plus(due, Number(entries.paused)) });
  });

  it('missed, is a breach whose consequence is on record; done late, stays missed', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const due = (await platform.show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await platform.advance(36 * HOUR + 1_000);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: due, consequence: 'AUTO_AGREE', endedAt: null }]);
    expect((await desk.events(ticketId, 'deadline.missed')).map(({ data }) => data)).toMatchObject([
      { kind: 'ANSWER_REQUEST', consequence: 'AUTO_AGREE', source: 'PACK', packRow: 'tmall@2026-08#return.request', owedBy: 'MERCHANT', dueAt: due },
    ]);
    const entries = await app.owner<{ type: string; at: Date }>(`SELECT e.type, e.at FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.ticket_id = $1 AND c.kind = 'EXTERNAL' ORDER BY e.seq`, [uuid(ticketId)]);
    expect(entries.slice(1).map(({ type, at }) => [type, at.toISOString()])).toEqual([['WARNED', plus(due, -24 * HOUR)], ['WARNED', plus(due, -4 * HOUR)], ['BREACHED', due]]);
    expect(await platform.observe(ticketId, { state: 'DONE', version: '1' })).toMatchObject({ taken: true });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', endedAt: expect.any(String) }]);
    expect(await desk.events(ticketId, 'deadline.missed')).toHaveLength(1);
    expect(await desk.events(ticketId, 'deadline.met')).toHaveLength(1);
  });

  it('heard of only when it had passed, is missed at its own time', async () => {
    const ticketId = await desk.ticket();
    const due = plus(await platform.now(), -HOUR);
    await platform.observe(ticketId, { dueAt: due, version: '1', consequence: 'CASE_LOST', kind: 'ANSWER_DISPUTE' });
    expect(await platform.observe(ticketId, { state: 'DONE', version: '2', kind: 'ANSWER_DISPUTE' })).toMatchObject({ taken: true });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: due }]);
    expect((await desk.events(ticketId, 'deadline.missed')).map(({ data }) => data['consequence'])).toEqual(['CASE_LOST']);
  });

  it('done in time is met, void is gone; afterwards another request starts it anew', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const doneAt = await platform.now();
    expect(await platform.observe(ticketId, { state: 'DONE', version: '4', doneAt })).toMatchObject({ taken: true });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'SATISFIED', endedAt: doneAt, observedVersion: '4' }]);
    expect(await desk.events(ticketId, 'deadline.missed')).toEqual([]);
    expect(await platform.observe(ticketId, { dueAt: plus(doneAt, HOUR), version: '4' })).toMatchObject({ taken: false });
    expect(await platform.observe(ticketId, { dueAt: plus(doneAt, HOUR), version: '5' })).toMatchObject({ taken: true });
    expect(await platform.observe(ticketId, { state: 'VOID', version: '6' })).toMatchObject({ taken: true });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'CANCELLED', observedVersion: '6' }]);
  });

  it('overdue and not noticed when the ticket is closed, is missed once, with what follows from it', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const due = (await platform.show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await desk.finished(ticketId);
    await desk.waits(37 * HOUR);
    await desk.does('AGENT', 'closeTicket', { ticketId, expectedVersion: await desk.version(ticketId) });
    const missed = await desk.events(ticketId, 'deadline.missed');
    expect(missed.map(({ data }) => data)).toMatchObject([{ kind: 'ANSWER_REQUEST', consequence: 'AUTO_AGREE', packRow: 'tmall@2026-08#return.request', dueAt: due, owedBy: 'MERCHANT' }]);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: due }]);
    await platform.advance(DAY);
    expect(await desk.events(ticketId, 'deadline.missed')).toHaveLength(1);
    expect((await desk.events(ticketId, 'clock.breached')).filter(({ data }) => data['kind'] === 'EXTERNAL')).toHaveLength(1);
  });

  it('missed by the worker and the ticket closed afterwards, is missed once', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.finished(ticketId);
    await platform.advance(37 * HOUR);
    await desk.does('AGENT', 'closeTicket', { ticketId, expectedVersion: await desk.version(ticketId) });
    expect(await desk.events(ticketId, 'deadline.missed')).toHaveLength(1);
  });

  it('ends with the ticket, and nothing is observed on a closed one', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.finished(ticketId);
    await desk.does('AGENT', 'closeTicket', { ticketId, expectedVersion: await desk.version(ticketId) });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'CANCELLED' }]);
    expect((await platform.observe(ticketId, { dueAt: plus(await platform.now(), HOUR), version: '1' })).userErrors).toMatchObject([{ code: 'TICKET_CLOSED' }]);
  });
});

describe('the deadline that binds', () => {
  it('is the earliest we can meet; at the same instant our own; never the buyer\'s', async () => {
    const ticketId = await desk.ticket();
    const { nextDueAt, bindingDeadline: ours } = await platform.show(ticketId);
    expect(ours).toMatchObject({ dueAt: nextDueAt, source: 'OURS', consequence: null });
    await platform.observe(ticketId, { kind: 'BUYER_ANSWER', dueAt: plus(nextDueAt, -60_000), version: '1' });
    expect(await platform.show(ticketId)).toMatchObject({ nextDueAt, bindingDeadline: ours });
    await platform.observe(ticketId, { dueAt: nextDueAt, version: '1' });
    expect(await platform.show(ticketId)).toMatchObject({ nextDueAt, bindingDeadline: ours });
    await platform.observe(ticketId, { dueAt: plus(nextDueAt, -1), version: '2', consequence: 'AUTO_REFUND' });
    expect(await platform.show(ticketId)).toMatchObject({
      nextDueAt: plus(nextDueAt, -1),
      bindingDeadline: { kind: 'EXTERNAL', subject: 'ANSWER_REQUEST', dueAt: plus(nextDueAt, -1), source: 'PLATFORM', consequence: 'AUTO_REFUND' },
    });
  });

  it('orders the queue, and a page says which it is; also of tickets that do not name it yet', async () => {
    const queue = await TicketDesk.open(app, 'Queue');
    const [first, second] = [await queue.ticket(), await queue.ticket()];
    const [own] = (await queue.clocks(first)).filter(({ kind }) => kind === 'ACKNOWLEDGEMENT');
    await queue.does('AGENT', 'observeExternalDeadline', { ticketId: second, kind: 'ANSWER_REQUEST', dueAt: plus(own?.due_at?.toISOString() ?? '', -1), consequence: 'AUTO_CLOSE' });
    const page = async (): Promise<unknown> => (await queue.merchant.as('AGENT', '{ tickets(first: 10) { edges { node { id bindingDeadline { kind subject consequence } } } } }')).data;
    const expected = { tickets: { edges: [
      { node: { id: second, bindingDeadline: { kind: 'EXTERNAL', subject: 'ANSWER_REQUEST', consequence: 'AUTO_CLOSE' } } },
      { node: { id: first, bindingDeadline: { kind: 'ACKNOWLEDGEMENT', subject: 'TICKET:1', consequence: null } } },
    ] } };
    expect(await page()).toEqual(expected);
    await app.owner('UPDATE ticket SET next_due_clock = NULL WHERE merchant_id = $1', [queue.merchant.id]);
    expect(await page()).toEqual(expected);
  });
});
