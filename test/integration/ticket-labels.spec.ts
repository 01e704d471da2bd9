import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// Classify, identify, tag and link.

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

async function mine(ticket: Promise<string>): Promise<string> {
  const ticketId = await ticket;
  await desk.does('AGENT', 'takeTicket', { ticketId });
  return ticketId;
}

describe('classify', () => {
  it('sets severity, emotion and priority, and what they were stays in the timeline', async () => {
    const ticketId = await mine(desk.ticket());
    await desk.decides('AGENT', 'classifyTicket', { ticketId, severity: 'SEVERE', emotion: 'ANGRY', priority: 'URGENT' });
    expect((await desk.events(ticketId, 'ticket.classified'))[0]).toMatchObject({
      data: { severity: 'SEVERE', emotion: 'ANGRY', anomaly: false },
      changes: { severity: ['NORMAL', 'SEVERE'], emotion: ['CALM', 'ANGRY'], priority: ['NORMAL', 'URGENT'] },
    });
    expect(await desk.row(ticketId)).toMatchObject({ priority_key: 0, severity: 'SEVERE' });
  });

  it('to what it was is a fact too: somebody looked', async () => {
    const ticketId = await mine(desk.ticket());
    await desk.does('AGENT', 'classifyTicket', { ticketId, severity: 'NORMAL', emotion: 'CALM' });
    expect((await desk.events(ticketId, 'ticket.classified'))[0]?.changes).toBeNull();
  });

  it('tells what a trace showed, without the customer\'s words in the log', async () => {
    const ticketId = await mine(desk.logistics());
    await desk.does('AGENT', 'classifyTicket', { ticketId, severity: 'NORMAL', emotion: 'CALM', subtype: 'LOST' });
    expect((await desk.events(ticketId, 'ticket.classified'))[0]).toMatchObject({ data: { anomaly: true }, changes: { subtype: ['WHERE_IS_IT', 'LOST'] } });
    expect(await desk.row(ticketId)).toMatchObject({ details: { subtype: 'LOST', customerSees: '仍在运输中' } });
    expect(JSON.stringify(await desk.events(ticketId))).not.toContain('运输');
    const other = await mine(desk.ticket());
    expect(await desk.refused('AGENT', 'classifyTicket', { ticketId: other, severity: 'NORMAL', emotion: 'CALM', subtype: 'LOST' })).toEqual(['INVALID_INPUT subtype']);
  });

  it('severe is taken back by a supervisor only, and never where the matter itself is severe', async () => {
    const lower = { severity: 'NORMAL', emotion: 'CALM' };
    const ticketId = await mine(desk.ticket());
    await desk.does('AGENT', 'classifyTicket', { ticketId, severity: 'SEVERE', emotion: 'CALM' });
    expect(await desk.refused('AGENT', 'classifyTicket', { ticketId, ...lower })).toEqual(['FORBIDDEN severity']);
    await desk.does('SUPERVISOR', 'classifyTicket', { ticketId, ...lower });
    const grave = await mine(desk.complaint(null, { complaint: { type: 'SAFETY_INJURY', origin: 'CUSTOMER', demand: '赔偿' } }));
    expect(await desk.refused('SUPERVISOR', 'classifyTicket', { ticketId: grave, ...lower })).toEqual(['INVALID_INPUT severity']);
  });
});

describe('identify', () => {
  it('names another order in place of the first, by typed ids in the timeline', async () => {
    const ticketId = await mine(desk.ticket());
    const was = await desk.row(ticketId);
    const { orderId, lineId, customerId, parcelId } = await desk.merchant.order();
    await desk.decides('AGENT', 'identifyTicket', { ticketId, orderId, lines: [{ orderLineId: lineId, quantity: 2 }], parcelIds: [parcelId] });
    expect((await desk.events(ticketId, 'ticket.identified'))[0]).toMatchObject({
      data: { customerKnown: true, orderKnown: true },
      changes: { customerId: [was['customer_id'], uuid(customerId)], orderId: [was['order_id'], uuid(orderId)] },
    });
    expect(await app.owner('SELECT order_line_id, quantity FROM ticket_line WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ order_line_id: uuid(lineId), quantity: 2 }]);
    const { data } = await desk.merchant.as<{ ticket: { timeline: { edges: { node: { type: string; data: unknown } }[] } } }>(
      'AGENT', 'query($id: ID!) { ticket(id: $id) { timeline(first: 50) { edges { node { type data } } } } }', { id: ticketId },
    );
    expect(data?.ticket.timeline.edges.find(({ node }) => node.type === 'ticket.disputed')?.node.data).toEqual({
      lines: [{ orderLineId: lineId, quantity: 2 }], parcelIds: [parcelId],
    });
  });

  it.each<[string, () => Promise<object>, string]>([
    ['neither customer nor order', () => Promise.resolve({}), 'INVALID_INPUT customerId'],
    ['more than was bought', async () => {
      const { orderId, lineId } = await desk.merchant.order();
      return { orderId, lines: [{ orderLineId: lineId, quantity: 3 }] };
    }, 'INVALID_INPUT lines.0.quantity'],
    ['another customer than the order\'s', async () => ({ orderId: (await desk.merchant.order()).orderId, customerId: (await desk.merchant.order()).customerId }), 'INVALID_INPUT customerId'],
    ['another merchant\'s order', async () => ({ orderId: (await (await TicketDesk.open(app)).merchant.order()).orderId }), 'NOT_FOUND orderId'],
    ['a line as an order', async () => ({ orderId: (await desk.merchant.order()).lineId }), 'NOT_FOUND orderId'],
    ['another order\'s line', async () => ({ orderId: (await desk.merchant.order()).orderId, lines: [{ orderLineId: (await desk.merchant.order()).lineId, quantity: 1 }] }), 'NOT_FOUND lines.0.orderLineId'],
    ['another order\'s parcel', async () => ({ orderId: (await desk.merchant.order()).orderId, parcelIds: [(await desk.merchant.order()).parcelId] }), 'NOT_FOUND parcelIds.0'],
    ['lines without an order', async () => ({ lines: [{ orderLineId: (await desk.merchant.order()).lineId, quantity: 1 }] }), 'INVALID_INPUT orderId'],
  ])('by %s is refused', async (_name, named, refusal) => {
    const ticketId = await mine(desk.complaint(null));
    expect(await desk.refused('AGENT', 'identifyTicket', { ticketId, ...(await named()) })).toEqual([refusal]);
  });
});

describe('tag', () => {
  it('sets all tags at once', async () => {
    const ticketId = await desk.ticket({ tags: ['old'] });
    await desk.decides('AGENT', 'tagTicket', { ticketId, tags: ['zipper', ' zipper ', '拉链'] });
    expect((await desk.events(ticketId, 'ticket.tagged'))[0]?.changes).toEqual({ tags: [['old'], ['zipper', '拉链']] });
  });

  it.each<[string, string[], string]>([
    ['a blank', ['a b'], 'INVALID_INPUT tags.0'],
    ['nothing', ['ok', ''], 'INVALID_INPUT tags.1'],
    ['41 letters', ['x'.repeat(41)], 'INVALID_INPUT tags.0'],
    ['21 of them', Array.from({ length: 21 }, (_, at) => `t${at}`), 'INVALID_INPUT tags'],
  ])('with %s is refused', async (_name, tags, refusal) => {
    expect(await desk.refused('AGENT', 'tagTicket', { ticketId: await desk.ticket(), tags })).toEqual([refusal]);
  });
});

describe('link', () => {
  it('is seen from both sides, and twice is once', async () => {
    const [ticketId, targetId] = [await desk.ticket(), await desk.ticket()];
    await desk.decides('AGENT', 'linkTickets', { ticketId, kind: 'SAME_INCIDENT', targetId });
    await desk.does('AGENT', 'linkTickets', { ticketId, kind: 'SAME_INCIDENT', targetId });
    const links = async (id: string): Promise<unknown> => (await desk.merchant.as<{ ticket: { links: unknown } }>(
      'AGENT', 'query($id: ID!) { ticket(id: $id) { links { kind ticketId inward } } }', { id },
    )).data?.ticket.links;
    expect(await links(ticketId)).toEqual([{ kind: 'SAME_INCIDENT', ticketId: targetId, inward: false }]);
    expect(await links(targetId)).toEqual([{ kind: 'SAME_INCIDENT', ticketId, inward: true }]);
    expect((await desk.events(ticketId, 'ticket.linked'))[0]?.data).toEqual({ kind: 'SAME_INCIDENT', targetId: uuid(targetId) });
  });

  it('to itself, to another merchant\'s ticket or to an id of another type is refused', async () => {
    const ticketId = await desk.ticket();
    const link = (targetId: string): Promise<string[]> => desk.refused('AGENT', 'linkTickets', { ticketId, kind: 'CHILD_OF', targetId });
    expect(await link(ticketId)).toEqual(['INVALID_INPUT targetId']);
    expect(await link(await (await TicketDesk.open(app)).ticket())).toEqual(['NOT_FOUND targetId']);
    expect(await link(desk.merchant.shopId)).toEqual(['NOT_FOUND targetId']);
  });
});
