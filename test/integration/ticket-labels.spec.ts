import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid, type Changed } from '../support/ticket-desk.js';

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

  const link = (kind: string, ticketId: string, targetId: string): Promise<Changed> => desk.change('AGENT', 'linkTickets', { ticketId, kind, targetId });
  const tickets = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, () => desk.ticket()));

  it('again, also from the other side of one incident, writes nothing and answers the same', async () => {
    const [one, other] = (await tickets(2)) as [string, string];
    const first = await link('SAME_INCIDENT', one, other);
    const before = [await desk.state(one), await desk.state(other)];
    expect(await link('SAME_INCIDENT', one, other)).toEqual(first);
    expect((await link('SAME_INCIDENT', other, one)).userErrors).toEqual([]);
    expect([await desk.state(one), await desk.state(other)]).toEqual(before);
    expect(await desk.events(one, 'ticket.linked')).toHaveLength(1);
  });

  it('at once and twice is one link and one event', async () => {
    const [one, other] = (await tickets(2)) as [string, string];
    await Promise.all(Array.from({ length: 4 }, () => link('SAME_INCIDENT', one, other)));
    expect(await desk.events(one, 'ticket.linked')).toHaveLength(1);
  });

  it('makes no ticket its own ancestor, however long the way round', async () => {
    const [a, b, c, d] = (await tickets(4)) as [string, string, string, string];
    await desk.does('AGENT', 'linkTickets', { ticketId: a, kind: 'CHILD_OF', targetId: b });
    expect(await desk.refused('AGENT', 'linkTickets', { ticketId: b, kind: 'CHILD_OF', targetId: a })).toEqual(['STATE_CONFLICT targetId']);
    await desk.does('AGENT', 'linkTickets', { ticketId: b, kind: 'CHILD_OF', targetId: c });
    await desk.does('AGENT', 'linkTickets', { ticketId: c, kind: 'CHILD_OF', targetId: d });
    expect(await desk.refused('AGENT', 'linkTickets', { ticketId: d, kind: 'CHILD_OF', targetId: a })).toEqual(['STATE_CONFLICT targetId']);
    await desk.does('AGENT', 'linkTickets', { ticketId: a, kind: 'CHILD_OF', targetId: d }); // two ways up are no ring
  });

  it('closes no ring by two links made at once on four tickets', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b, c, d] = (await tickets(4)) as [string, string, string, string];
      await link('CHILD_OF', a, b);
      await link('CHILD_OF', c, d);
      const both = await Promise.all([link('CHILD_OF', b, c), link('CHILD_OF', d, a)]);
      expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['STATE_CONFLICT']);
    }
  });

  it('stops at a hundred on either ticket, counted from both sides', async () => {
    const [full, other] = (await tickets(2)) as [string, string];
    await app.owner(
      `WITH copy AS (INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem,
           definition_id, policy_id, steps, waiting_on, opened_at, updated_at)
         SELECT merchant_id, gen_random_uuid(), 'copy-' || n, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem,
           definition_id, policy_id, steps, waiting_on, opened_at, updated_at FROM ticket, generate_series(1, 99) n WHERE id = $1 RETURNING merchant_id, id)
       INSERT INTO ticket_link (merchant_id, ticket_id, kind, target_id, created_at) SELECT merchant_id, id, 'SAME_INCIDENT', $1, now() FROM copy`,
      [uuid(full)],
    );
    await desk.does('AGENT', 'linkTickets', { ticketId: full, kind: 'SAME_INCIDENT', targetId: other });
    const [more] = (await tickets(1)) as [string];
    expect(await desk.refused('AGENT', 'linkTickets', { ticketId: full, kind: 'SAME_INCIDENT', targetId: more })).toEqual(['LIMIT_EXCEEDED targetId']);
    expect(await desk.refused('AGENT', 'linkTickets', { ticketId: more, kind: 'SAME_INCIDENT', targetId: full })).toEqual(['LIMIT_EXCEEDED targetId']);
    expect((await link('SAME_INCIDENT', full, other)).userErrors).toEqual([]); // the hundredth, again
  });

  it('to itself, to another merchant\'s ticket or to an id of another type is refused', async () => {
    const ticketId = await desk.ticket();
    const refusal = (targetId: string): Promise<string[]> => desk.refused('AGENT', 'linkTickets', { ticketId, kind: 'CHILD_OF', targetId });
    expect(await refusal(ticketId)).toEqual(['INVALID_INPUT targetId']);
    expect(await refusal(await (await TicketDesk.open(app)).ticket())).toEqual(['NOT_FOUND targetId']);
    expect(await refusal(desk.merchant.shopId)).toEqual(['NOT_FOUND targetId']);
  });
});
