import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

/** A uuid that sorts by its number. */
const ID = `('00000000-0000-7000-8000-' || lpad(to_hex($2 * 1000 + n), 12, '0'))::uuid`;

it('lists of a ticket that lived long show the newest 100, oldest first, and whatever is open', async () => {
  const [ticketId, otherId] = [await desk.ticket(), await desk.ticket()];
  for (const [at, id] of [ticketId, otherId].entries()) {
    await app.owner(
      `INSERT INTO statement (merchant_id, id, ticket_id, text, wish, at) SELECT merchant_id, ${ID}, $1, n::text, 'REFUND', now() FROM ticket, generate_series(1, 120) n WHERE id = $1`,
      [id, at],
    );
    await app.owner(
      `INSERT INTO finding (merchant_id, id, ticket_id, caused_by_us, fault, liability, cause, recorded_by, at)
       SELECT merchant_id, ${ID}, $1, false, 'CARRIER', 'PENDING', n::text, $3, now() FROM ticket, generate_series(1, 120) n WHERE id = $1`, [id, at, desk.agent.id],
    );
    await app.owner(
      `INSERT INTO promise (merchant_id, id, ticket_id, kind, what, channel, due_at, state, ended_at, at)
       SELECT merchant_id, ${ID}, $1, 'DEED', n::text, 'CHAT', now(), CASE WHEN n = 1 THEN 'OPEN' WHEN n = 2 THEN 'BROKEN' ELSE 'KEPT' END, CASE WHEN n > 2 THEN now() END, now()
         FROM ticket, generate_series(1, 120) n WHERE id = $1`,
      [id, at],
    );
    await app.owner(
      `INSERT INTO clock (merchant_id, id, ticket_id, kind, subject, state, target_ms, started_at, due_at, ended_at)
       SELECT merchant_id, gen_random_uuid(), $1, 'PROMISE', 'old-' || n, 'SATISFIED', 1, now() + n * interval '1 second', now(), now() FROM ticket, generate_series(1, 120) n WHERE id = $1`,
      [id],
    );
  }
  const token = await desk.token(desk.agent);
  const read = async (id: string) => (await app.gql<{ ticket: { statements: { text: string }[]; findings: { cause: string }[]; promises: { what: string }[]; clocks: { subject: string; state: string }[]; open: { subject: string }[] } }>(
    `query ($id: ID!) { ticket(id: $id) { statements { text } findings { cause } promises { what } clocks(all: true) { subject state } open: clocks { subject } } }`,
    { id: encodeId('Ticket', id) }, { token },
  )).data?.ticket;
  const numbers = (from: number): string[] => Array.from({ length: 121 - from }, (_, at) => String(from + at));
  for (const id of [ticketId, otherId]) {
    const ticket = await read(id);
    expect(ticket?.statements.map(({ text }) => text)).toEqual(numbers(21));
    expect(ticket?.findings.map(({ cause }) => cause)).toEqual(numbers(21));
    expect(ticket?.promises.map(({ what }) => what)).toEqual(['1', '2', ...numbers(21)]);
    const open = ticket?.open.map(({ subject }) => subject) ?? [];
    expect(open.length).toBeGreaterThan(0);
    expect(ticket?.clocks.map(({ subject }) => subject.replace(/^prm_/, ''))).toEqual([...open, ...numbers(21).map((n) => `old-${n}`)]);
  }
});
