import { beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import { DAY, plus } from '../../src/kernel/instant.js';
import { encodeId } from '../../src/kernel/ids.js';
import { TicketWork } from '../../src/tickets/index.js';
import { testApp } from '../support/app.js';
import { Deadlines } from '../support/deadlines.js';
import { onPlatform, PlatformDesk } from '../support/platform-desk.js';
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

it('tells in the explanation of a deadline what a key moved from what a member moved', async () => {
  const platform = await PlatformDesk.open(app);
  const { merchant } = platform.desk;
  const deadlines = new Deadlines(platform.desk);
  const ticketId = await platform.desk.ticket(onPlatform);
  const [{ id: keyId }] = await app.owner<{ id: string }>('SELECT id FROM api_key WHERE merchant_id = $1', [merchant.id]);
  expect(await platform.observe(ticketId, { dueAt: plus(await platform.now(), DAY), version: '7', consequence: 'AUTO_REFUND' })).toMatchObject({ taken: true });
  await platform.desk.does('AGENT', 'takeTicket', { ticketId });
  await platform.desk.answered(ticketId);
  await platform.desk.does('AGENT', 'holdTicket', { ...(await platform.desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
  const movedBy = async (kind: string): Promise<(string | null)[]> => (await deadlines.clock(ticketId, kind)).explain.segments.flatMap((one) => (one.kind === 'COUNTED' || one.kind === 'CLOSED' ? [] : [one.by]));
  expect(await movedBy('EXTERNAL')).toEqual([encodeId('ApiKey', keyId)]);
  expect(await movedBy('RESOLUTION')).toEqual([encodeId('Member', await merchant.member('AGENT'))]);
});
