import { DueHandlers } from '../../src/tickets/index.js';
import { AdvanceClock } from '../../src/tickets/due/advance-clock.js';
import { restAfter, TicketLoops } from '../../src/tickets/due/ticket-loops.js';
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

describe('a ticket whose due work fails', () => {
  let poisoned: string;
  let fails: number;
  beforeAll(() => {
    app.nest.get(DueHandlers).register('STEP', (session) => {
      if (session.ticket.id === poisoned && fails-- > 0) throw new Error('poison');
    });
  });
  const failures = (): unknown[] => app.logged.filter((line) => line['ticketId'] === poisoned).map((line) => line['failures']);

  it('once is tried again at once', async () => {
    [poisoned, fails] = [await overdue('3 hours'), 1];
    const loops = app.nest.get(TicketLoops);
    await loops.letFallDue(1);
    expect([await breached(poisoned), failures()]).toEqual([false, [1]]);
    await loops.letFallDue(1);
    expect([await breached(poisoned), failures()]).toEqual([true, [1]]);
  });

  it('again and again rests from the second time on and holds up no other', async () => {
    [poisoned, fails] = [await overdue('2 hours'), Infinity];
    const sound = await overdue('1 hour');
    const loops = app.nest.get(TicketLoops);

    for (let round = 0; round < 4; round += 1) await loops.letFallDue(1);

    expect([await breached(poisoned), await breached(sound), failures()]).toEqual([false, true, [1, 2]]);
    expect([1, 2, 3, 4, 5, 6, 7].map(restAfter)).toEqual([0, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});

it('idempotency keys go after a week in pieces; those of money stay', async () => {
  await app.owner(
    `INSERT INTO idempotency (merchant_id, actor_id, operation, key, request_sha256, result, created_at)
     SELECT $1, $2, o.name, o.name || n, '', 'null', now() - o.age
       FROM generate_series(1, 5) n, (VALUES ('TAKE', interval '8 days'), ('ADD_NOTE', interval '6 days'), ('FULFIL_LEG', interval '1 year'), ('publishSomething', interval '1 year')) AS o(name, age)`,
    [desk.merchantId, desk.agent.id],
  );
  const loops = app.nest.get(TicketLoops);

  expect([await loops.sweepIdempotency(3), await loops.sweepIdempotency(3), await loops.sweepIdempotency(3)]).toEqual([true, false, false]);

  expect(await app.owner(`SELECT operation, count(*)::int AS n FROM idempotency WHERE actor_id = $1 GROUP BY 1 ORDER BY 1`, [desk.agent.id])).toEqual([
    { operation: 'ADD_NOTE', n: 5 }, { operation: 'FULFIL_LEG', n: 5 }, { operation: 'publishSomething', n: 5 },
  ]);
});
