import { beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import { encodeId } from '../../src/kernel/ids.js';
import { TicketWork } from '../../src/tickets/index.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

const SAID = {
  origin: 'HUMAN', greets: true, saysWhen: true, empathizes: false, explains: false, apologizes: false, reminds: false, tellsLegIds: [], surveys: false,
  closes: false, visitsBack: false,
} as const;

it('tells a step an API key completed from one a member completed, with both bearing one uuid', async () => {
  const [byKey, byMember] = [await desk.ticket(), await desk.ticket()];
  const id = await desk.merchant.member('AGENT');
  const member: Actor = {
    kind: 'MEMBER', id, merchantId: desk.merchant.id, personId: id, name: '', scopes: [], grants: [{ role: 'AGENT', shopId: null, teamId: null }],
  };
  const key: Actor = { ...member, kind: 'API_KEY', personId: null, grants: [{ role: 'INTEGRATION', shopId: null, teamId: null }], scopes: ['tickets:write', 'tickets:read'] };
  const work = app.nest.get(TicketWork, { strict: false });
  for (const [actor, ticketId] of [[key, byKey], [member, byMember]] as const) {
    await work.run(actor, 'RECEIVE_MESSAGE', { ticketId: uuid(ticketId), body: {} }, (session) => session.fact('message.sent', { ...SAID, messageId: uuidv7() }));
    await desk.does('AGENT', 'takeTicket', { ticketId }); // evaluates it anew, from the log
  }
  const seen = async (ticketId: string): Promise<unknown[]> => {
    const { data } = await desk.merchant.as<{ ticket: { steps: { completedBy: string | null }[]; timeline: { edges: { node: { type: string; actorId: string; data: Record<string, unknown> } }[] } } }>(
      'AGENT', 'query($id: ID!) { ticket(id: $id) { steps { completedBy } timeline(first: 50) { edges { node { type actorId data } } } } }', { id: ticketId },
    );
    const completed = data?.ticket.timeline.edges.filter(({ node }) => node.type === 'step.completed').map(({ node }) => [node.actorId, node.data['completedBy']]);
    return [data?.ticket.steps[0]?.completedBy, completed?.[0]];
  };
  expect(await seen(byKey)).toEqual([encodeId('ApiKey', id), [encodeId('ApiKey', id), encodeId('ApiKey', id)]]);
  expect(await seen(byMember)).toEqual([encodeId('Member', id), [encodeId('Member', id), encodeId('Member', id)]]);
});
