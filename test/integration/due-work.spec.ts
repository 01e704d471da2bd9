import { DueHandlers } from '../../src/tickets/index.js';
import { AdvanceClock } from '../../src/tickets/due/advance-clock.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

async function overdue(since: string): Promise<string> {
  const ticketId = await desk.ticket();
  await app.owner(`UPDATE clock SET due_at = now() - $2::interval, alarm_at = now() - $2::interval WHERE ticket_id = $1 AND kind = 'STEP'`, [ticketId, since]);
  return ticketId;
}

async function breached(ticketId: string): Promise<boolean> {
  const [row] = await app.owner<{ state: string }>(`SELECT state FROM clock WHERE ticket_id = $1 AND kind = 'STEP'`, [ticketId]);
  return row?.state === 'BREACHED';
}

it('only an administrator of the whole merchant moves its clock', async () => {
  const inOneShop = { ...desk.supervisor, grants: [{ role: 'ADMIN' as const, shopId: desk.shopId, teamId: null }] };
  const clock = app.nest.get(AdvanceClock);
  const to = new Date(Date.now() + 60_000).toISOString();
  await expect(clock.execute(inOneShop, to)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await clock.execute({ ...inOneShop, grants: [{ role: 'ADMIN', shopId: null, teamId: null }] }, to);
});

it('a ticket whose due work fails holds up no other, and is logged once in a while', async () => {
  const [poisoned, sound] = [await overdue('2 hours'), await overdue('1 hour')];
  app.nest.get(DueHandlers).register('STEP', (session) => {
    if (session.ticket.id === poisoned) throw new Error('poison');
  });
  const loops = app.nest.get(TicketLoops);

  for (let round = 0; round < 3; round += 1) await loops.letFallDue(1);

  expect([await breached(poisoned), await breached(sound)]).toEqual([false, true]);
  expect(app.logged.filter((line) => line['msg'] === 'due work failed; it is tried again')).toHaveLength(1);
});

it('idempotency keys go after a week in pieces; those of money stay', async () => {
  await app.owner(
    `INSERT INTO idempotency (merchant_id, actor_id, operation, key, request_sha256, result, created_at)
     SELECT $1, $2, o.name, o.name || n, '', 'null', now() - o.age
       FROM generate_series(1, 5) n, (VALUES ('TAKE', interval '8 days'), ('TAKE_LATELY', interval '6 days'), ('FULFIL_LEG', interval '1 year')) AS o(name, age)`,
    [desk.merchantId, desk.agent.id],
  );
  const loops = app.nest.get(TicketLoops);

  expect([await loops.sweepIdempotency(3), await loops.sweepIdempotency(3), await loops.sweepIdempotency(3)]).toEqual([true, false, false]);

  expect(await app.owner(`SELECT operation, count(*)::int AS n FROM idempotency WHERE actor_id = $1 GROUP BY 1 ORDER BY 1`, [desk.agent.id])).toEqual([
    { operation: 'FULFIL_LEG', n: 5 }, { operation: 'TAKE_LATELY', n: 5 },
  ]);
});
