import { expect, it } from '@jest/globals';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();

/** The same history: a request on the platform, taken and answered, and forty hours gone in these strides. */
async function history(strides: readonly number[]): Promise<unknown> {
  const desk = await TicketDesk.open(app);
  const ticketId = await desk.ticket({ source: 'PLATFORM', channel: 'PLATFORM' });
  await desk.does('AGENT', 'takeTicket', { ticketId });
  const [opened] = await app.owner<{ at: Date }>('SELECT opened_at AS at FROM ticket WHERE id = $1', [uuid(ticketId)]);
  const begin = opened.at.toISOString();
  for (const stride of strides) {
    const { data } = await desk.merchant.as<{ advanceTestClock: { userErrors: unknown[] } }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to: plus(begin, stride) },
    );
    expect(data?.advanceTestClock.userErrors).toEqual([]);
  }
  // Of each firing and entry, when after the start of its own clock: what depends on the machine's speed is only when the clock was started.
  const ledger = await app.owner(
    `SELECT c.kind, c.subject, c.generation, e.seq, e.type, extract(epoch FROM e.at - c.started_at)::float8 AS at, extract(epoch FROM e.due_at - c.started_at)::float8 AS due
       FROM clock c JOIN clock_entry e ON e.clock_id = c.id WHERE c.ticket_id = $1 AND c.kind <> 'ESCALATION' AND c.ended_at IS NULL ORDER BY c.kind, c.subject, e.seq`, [uuid(ticketId)],
  );
  const order = await app.owner(
    `SELECT type, data ->> 'kind' AS kind, data ->> 'subject' AS subject, data ->> 'level' AS level FROM event
      WHERE subject_id = $1 AND type IN ('clock.warned', 'clock.breached', 'deadline.missed') ORDER BY id`, [uuid(ticketId)],
  );
  expect(order.length).toBeGreaterThan(3);
  return { ledger, order };
}

it('two merchants with the same history have the same ledger, in one stride or in many', async () => {
  const [one, two, many] = [
    await history([40 * HOUR]), await history([40 * HOUR]), await history([MINUTE, 10 * MINUTE, 3 * HOUR, 6 * HOUR, 20 * HOUR, 36 * HOUR - 1, 40 * HOUR]),
  ];
  expect(two).toEqual(one);
  expect(many).toEqual(one);
});
