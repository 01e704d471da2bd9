import { beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { HOUR } from '../../src/kernel/instant.js';
import { TicketWatchers } from '../../src/tickets/index.js';
import { testApp } from '../support/app.js';
import { AssignmentDesk } from '../support/assignment-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: AssignmentDesk;
beforeEach(async () => {
  desk = await AssignmentDesk.start(app);
});

/** So many tickets of the agent's, who then goes away. */
async function left(many: number): Promise<string[]> {
  const tickets: string[] = [];
  for (let n = 0; n < many; n++) tickets.push(await desk.tickets.taken());
  await desk.away('AGENT', -HOUR, HOUR);
  return tickets;
}
const standing = async (): Promise<string[]> => (await app.owner<{ id: string }>(
  `SELECT t.id FROM ticket t JOIN member m ON m.id = t.assignee_id WHERE t.merchant_id = $1 AND m.name = 'AGENT' ORDER BY t.id`, [desk.tickets.merchant.id],
)).map(({ id }) => id);
const over = async (): Promise<boolean> => (await app.owner('SELECT FROM absence WHERE merchant_id = $1 AND handed_over_at IS NULL', [desk.tickets.merchant.id])).length === 0;

describe('the tickets of somebody who is away', () => {
  it('go without a delegate to whoever has the skill and the least, up to their caps, and the rest to the queue', async () => {
    await desk.profile('anna', { cap: 2 });
    await desk.profile('berta', { cap: 1 });
    await desk.profile('carla', { kinds: ['LOGISTICS'] });
    await left(4);
    await desk.handOver();
    expect(await desk.loads()).toEqual({ anna: 2, berta: 1, nobody: 1 });
  });

  it('are handed over the most urgent first, fifty in one look-out and the rest in the next', async () => {
    const tickets = (await left(55)).map(uuid);
    const urgent = tickets.slice(-50);
    await app.owner(`UPDATE ticket SET next_due_at = next_due_at - interval '1 day' WHERE id = ANY ($1)`, [urgent]);
    expect(await desk.handOver()).toBe(true);
    expect([await standing(), await over()]).toEqual([tickets.slice(0, 5).sort(), false]);
    expect(await desk.handOver()).toBe(false);
    expect([await standing(), await over()]).toEqual([[], true]);
  }, 30_000);

  it('are all handed over but the one that somebody works on, which follows when they are done', async () => {
    const [held = '', ...others] = await left(3);
    const holder = new pg.Client({ connectionString: app.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM ticket WHERE id = $1 FOR UPDATE', [uuid(held)]);
    await desk.handOver();
    await holder.end();
    expect([others.length, await standing(), await over()]).toEqual([2, [uuid(held)], false]);
    await desk.handOver();
    expect([await standing(), await over()]).toEqual([[], true]);
  });

  it('are all handed over but the one that fails, which is logged and tried again', async () => {
    const [poisoned = ''] = await left(3);
    let armed = true;
    app.nest.get(TicketWatchers, { strict: false }).register({
      cause: 'TEST',
      ready: () => (session) => {
        if (armed && session.ticket.id === uuid(poisoned)) throw new Error('poison');
      },
    });
    await desk.handOver();
    expect([await standing(), await over()]).toEqual([[uuid(poisoned)], false]);
    expect(app.logged.filter(({ msg, ticketId }) => msg === 'a ticket was not given out; it is tried again' && ticketId === uuid(poisoned))).toHaveLength(1);
    armed = false;
    await desk.handOver();
    expect([await standing(), await over()]).toEqual([[], true]);
  });
});
