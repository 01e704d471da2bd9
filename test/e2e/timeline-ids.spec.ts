import { DAY, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { BusyMerchant } from '../support/busy-merchant.js';

const app = testApp();
const BARE = /(?<![a-z]{3}_)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;

interface Entry {
  readonly type: string;
  readonly data: object;
  readonly changes: readonly { field: string; before: string | null; after: string | null }[];
}

it('timeline and deadlines name everything by its typed id, whatever happened on the ticket: no bare uuid stands in them', async () => {
  const merchant = await BusyMerchant.create(app);
  const moved = await merchant.base.as<{ advanceTestClock: { userErrors: unknown[] } }>(
    'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to: plus(new Date().toISOString(), 20 * DAY) },
  );
  expect(moved.data?.advanceTestClock.userErrors).toEqual([]);
  const types = new Set<string>();
  const bare: string[] = [];
  for (const { id } of merchant.tickets.values()) {
    const { data } = await merchant.base.as<{ ticket: { clocks: object[]; bindingDeadline: object | null; timeline: { edges: { node: Entry }[] } } }>(
      'ADMIN', 'query($id: ID!) { ticket(id: $id) { clocks(all: true) { kind subject } bindingDeadline { kind subject } timeline(first: 100) { edges { node { type data changes { field before after } } } } } }', { id },
    );
    if (BARE.test(JSON.stringify([data?.ticket.clocks, data?.ticket.bindingDeadline]))) bare.push(JSON.stringify(data?.ticket.clocks));
    for (const { node: { type, data: named, changes } } of data?.ticket.timeline.edges ?? []) {
      types.add(type);
      if (BARE.test(JSON.stringify([named, changes]))) bare.push(`${type} ${JSON.stringify([named, changes])}`);
    }
  }
  expect(bare).toEqual([]);
  expect([...types]).toEqual(expect.arrayContaining(['clock.breached', 'escalation.fired', 'escalation.ended', 'promise.broken', 'offer.lapsed']));
  expect(types.size).toBeGreaterThan(40);
});
