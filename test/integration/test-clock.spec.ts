import { expect, it } from '@jest/globals';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { AdvanceClock } from '../../src/tickets/due/advance-clock.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION } from '../support/deadlines.js';
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

it('moves nobody else’s time: of two sandboxes and a live merchant only the one that is moved has anything fall due', async () => {
  const desks = [await TicketDesk.open(app), await TicketDesk.open(app), await TicketDesk.open(app, 'Live', { sandbox: false })];
  for (const desk of desks) await desk.ticket();
  const [moved] = desks;
  await new Deadlines(moved).advance(40 * HOUR);
  await app.nest.get(TicketLoops, { strict: false }).letFallDue();
  const fired = await Promise.all(desks.map(async ({ merchant }) => (await app.owner('SELECT FROM clock_firing WHERE merchant_id = $1', [merchant.id])).length));
  expect(fired).toEqual([expect.any(Number), 0, 0]);
  expect(fired[0]).toBeGreaterThan(3);
});

it('a clock that is advanced over too much stops where it got to, says so, and goes on from there', async () => {
  const desk = await TicketDesk.open(app);
  await new Deadlines(desk).publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 60, warnings: [{ percent: 25 }, { percent: 50 }, { percent: 75 }] }] }]);
  await desk.ticket();
  const most = Reflect.get(app.nest.get(AdvanceClock, { strict: false }), 'most') as { clocks: number; rounds: number };
  const before = { ...most };
  const to = plus(new Date().toISOString(), 10 * MINUTE);
  const go = async (): Promise<{ fired: number; userErrors: { code: string; field: string; details: { now: string; fired: number } }[] }> => {
    const { data } = await desk.merchant.as<{ advanceTestClock: Awaited<ReturnType<typeof go>> }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code field details } } }', { to },
    );
    if (!data) throw new Error('no answer');
    return data.advanceTestClock;
  };
  try {
    Object.assign(most, { rounds: 2 });
    const stopped = await go();
    expect(stopped.userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED', field: 'to', details: { fired: 2 } }]);
    expect(stopped.userErrors[0]?.details.now < to).toBe(true);
    expect((await go()).userErrors).toEqual([]); // the third warning and the breach
  } finally {
    Object.assign(most, before);
  }
  expect(await app.owner('SELECT level FROM clock_firing WHERE merchant_id = $1 ORDER BY at', [desk.merchant.id])).toEqual([{ level: 1 }, { level: 2 }, { level: 3 }, { level: 0 }]);
});
