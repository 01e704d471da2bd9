import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../src/kernel/instant.js';
import { TicketWatchers } from '../../src/tickets/index.js';
import { testApp } from '../support/app.js';
import { answer, EscalationDesk, title, TWO } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();

describe('once only', () => {
  async function overdue(desk: EscalationDesk, kind: string, millis: number): Promise<void> {
    await app.owner(
      `UPDATE clock SET (alarm_at, due_at) = (SELECT at, at FROM (SELECT date_trunc('milliseconds', clock_timestamp() - $3 * interval '1 millisecond') AS at))
        WHERE merchant_id = $1 AND kind = $2 AND state = 'RUNNING'`, [desk.tickets.merchant.id, kind, millis],
    );
  }

  it('four workers at once on 30 tickets fire each level once, and tell each reader once a ticket', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)], { sandbox: false });
    for (let n = 0; n < 30; n++) await desk.tickets.ticket();
    await overdue(desk, 'FIRST_RESPONSE', SECOND);
    const all = async (): Promise<void> => {
      await Promise.all([1, 2, 3, 4].map(() => desk.worker().letFallDue()));
      for (let round = 0; round < 3; round++) await desk.worker().letFallDue();
    };
    await all();
    await overdue(desk, 'ESCALATION', SECOND);
    await all();
    const levels = await app.owner('SELECT level::int, count(*)::int AS n, count(DISTINCT ticket_id)::int AS tickets FROM escalation_level WHERE merchant_id = $1 GROUP BY 1 ORDER BY 1', [desk.tickets.merchant.id]);
    expect(levels).toEqual([{ level: 1, n: 30, tickets: 30 }, { level: 2, n: 30, tickets: 30 }]);
    expect(await app.owner('SELECT count(*)::int AS n, sum(times)::int AS times FROM notification WHERE merchant_id = $1', [desk.tickets.merchant.id])).toEqual([{ n: 60, times: 60 }]);
    expect(await app.owner(`SELECT DISTINCT state FROM escalation WHERE merchant_id = $1`, [desk.tickets.merchant.id])).toEqual([{ state: 'EXHAUSTED' }]);
  });

  it('after an outage several missed deadlines of a ticket are one notification a level, and levels come one after the other', async () => {
    const every = { key: 'any', title, trigger: { on: 'CLOCK_BREACHED' }, levels: TWO };
    const desk = await EscalationDesk.open(app, [every], { sandbox: false });
    const ticketId = await desk.tickets.ticket();
    const [{ n: running } = { n: 0 }] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM clock WHERE ticket_id = $1 AND state = 'RUNNING'`, [uuid(ticketId)]);
    expect(running).toBeGreaterThan(1);
    await app.owner(`UPDATE clock SET due_at = now() - interval '5 hours', alarm_at = now() - interval '5 hours' WHERE ticket_id = $1 AND state = 'RUNNING'`, [uuid(ticketId)]);
    await desk.worker().letFallDue();
    expect(await desk.heard('LEADER')).toEqual([`any 1 x${running}`]);
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
    await desk.worker().letFallDue();
    expect(await desk.heard('SUPERVISOR')).toEqual([`any 2 x${running}`]);
    for (let round = 0; round < 3; round++) await desk.worker().letFallDue();
    expect(await desk.fired(ticketId)).toHaveLength(2 * running);
  });

  it('a level that fired cannot fire again: the key refuses it', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
    await expect(app.owner(
      `INSERT INTO escalation_level SELECT merchant_id, anchor_id, rule, generation, level, escalation_id, ticket_id, due_at, fired_at, notified FROM escalation_level WHERE ticket_id = $1`, [uuid(ticketId)],
    )).rejects.toMatchObject({ code: '23505' });
  });

  it('watchers that set each other off for ever are stopped, and the command goes through', async () => {
    const desk = await EscalationDesk.open(app, null);
    const ticketId = await desk.tickets.ticket();
    let shown = 0;
    app.nest.get(TicketWatchers, { strict: false }).register({
      cause: 'TEST',
      ready: (tx) => (tx.merchantId === desk.tickets.merchant.id ? (session) => void session.event('test.again', { n: ++shown }) : null),
    });
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    expect(shown).toBe(3);
    expect(await desk.tickets.events(ticketId, 'watch.capped')).toMatchObject([{ data: { rounds: 3, unheard: 1 } }]);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ assignee_id: await desk.tickets.merchant.member('AGENT') });
  });

  it('a ticket sees a hundred levels and no more: the chain that would be next ends, and says so', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await app.owner(
      `INSERT INTO escalation (merchant_id, ticket_id, id, rules_id, rule, anchor_id, generation, anchor_at, state, level, at, ended_at)
       SELECT merchant_id, $1, gen_random_uuid(), id, 'before', $1, n, now(), 'EXHAUSTED', 5, now(), now() FROM escalation_rules, generate_series(1, 20) n WHERE merchant_id = $2`,
      [uuid(ticketId), desk.tickets.merchant.id],
    );
    await app.owner(
      `INSERT INTO escalation_level (merchant_id, ticket_id, escalation_id, anchor_id, rule, generation, level, due_at, fired_at, notified)
       SELECT merchant_id, ticket_id, id, anchor_id, rule, generation, n, at, at, '{}' FROM escalation, generate_series(1, 5) n WHERE ticket_id = $1 LIMIT 99`, [uuid(ticketId)],
    );
    await desk.passes(HOUR);
    expect((await desk.fired(ticketId)).filter((one) => one.startsWith('answer'))).toEqual(['answer 1']);
    expect(await desk.tickets.events(ticketId, 'escalation.capped')).toMatchObject([{ data: { rule: 'answer', level: 2, most: 100 } }]);
    expect((await desk.chains(ticketId)).find(({ rule }) => rule === 'answer')).toEqual({ rule: 'answer', state: 'CANCELLED', level: 1 });
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
  });
});
