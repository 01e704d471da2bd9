import { beforeEach, describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import type { Order } from '../support/merchant.js';
import { TicketDesk, uuid, type TicketInput } from '../support/ticket-desk.js';

// A ticket turns out to be of another kind.

const app = testApp();
let desk: TicketDesk;
let order: Order;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  order = await desk.merchant.order();
});

const complaint = (more: object = {}): object => ({ kind: 'COMPLAINT', reason: '顾客其实是在投诉', complaint: { type: 'SERVICE_ATTITUDE', origin: 'CUSTOMER', demand: '要求道歉', ...more } });
const logistics = (subtype = 'STALLED'): object => ({ kind: 'LOGISTICS', reason: '包裹没有动', logistics: { subtype, customerSees: '停在转运中心' } });
const exchange = (): object => ({
  kind: 'RETURN_EXCHANGE', reason: '顾客要退货', orderId: order.orderId, lines: [{ orderLineId: order.lineId, quantity: 1 }], statedReasonCode: 'DEFECTIVE',
  returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' },
});
const changed = async (ticketId: string, input: object): Promise<TicketInput> => ({ ...(await desk.now(ticketId)), ...input });

interface Shown {
  readonly kind: string;
  readonly severity: string;
  readonly returnExchange: { readonly requestType: string } | null;
  readonly logistics: { readonly subtype: string } | null;
  readonly complaint: { readonly type: string; readonly demand: string } | null;
  readonly steps: readonly { readonly step: string; readonly status: string; readonly round: number; readonly missing: readonly { readonly code: string }[] }[];
  readonly allowedOperations: readonly { readonly operation: string; readonly allowed: boolean; readonly code: string | null }[];
  readonly timeline: { readonly edges: readonly { readonly node: { readonly type: string; readonly actorId: string; readonly cause: string; readonly data: Record<string, unknown>; readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[] } }[] };
}

async function show(ticketId: string): Promise<Shown> {
  const { data, errors } = await desk.merchant.as<{ ticket: Shown }>('AGENT', `query($id: ID!) { ticket(id: $id) {
    kind severity returnExchange { requestType } logistics { subtype } complaint { type demand } steps { step status round missing { code } }
    allowedOperations { operation allowed code } timeline(first: 100) { edges { node { type actorId cause data changes { field before after } } } } } }`, { id: ticketId });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.ticket;
}

const step = ({ steps }: Shown, name: string): { status: string; round: number; missing: string[] } | undefined => {
  const found = steps.find((one) => one.step === name);
  return found && { status: found.status, round: found.round, missing: found.missing.map(({ code }) => code) };
};

describe('from one kind to another', () => {
  it('a logistics query becomes a severe complaint: soothing comes first, and the report is owed', async () => {
    const ticketId = await desk.taken(desk.logistics());
    await desk.decides('AGENT', 'changeTicketKind', { ticketId, ...complaint({ type: 'SAFETY_INJURY' }) });
    const shown = await show(ticketId);
    expect(shown).toMatchObject({ kind: 'COMPLAINT', severity: 'SEVERE', logistics: null, complaint: { type: 'SAFETY_INJURY', demand: '要求道歉' } });
    expect(step(shown, 'SOOTHE')).toEqual({ status: 'CURRENT', round: 1, missing: ['EMPATHY_SENT', 'EXPLANATION_SENT', 'SEVERITY_REPORTED', 'SEVERITY_ACKNOWLEDGED'] });
    expect(step(shown, 'RESPOND')?.missing).toEqual(['HUMAN_REPLY', 'REPLY_SAYS_WHEN', 'CLASSIFIED']);
  });

  it('a complaint becomes a return', async () => {
    const ticketId = await desk.taken(desk.complaint(null));
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, exchange()));
    expect(await show(ticketId)).toMatchObject({ kind: 'RETURN_EXCHANGE', severity: 'NORMAL', complaint: null, returnExchange: { requestType: 'RETURN_REFUND' } });
    expect(await desk.row(ticketId)).toMatchObject({ stated_reason_code: 'DEFECTIVE', order_id: uuid(order.orderId), customer_id: uuid(order.customerId) });
    expect(await app.owner('SELECT order_line_id, quantity FROM ticket_line WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ order_line_id: uuid(order.lineId), quantity: 1 }]);
  });

  it('a return becomes a logistics query', async () => {
    const ticketId = await desk.taken();
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, logistics('LOST')));
    expect(await show(ticketId)).toMatchObject({ kind: 'LOGISTICS', returnExchange: null, logistics: { subtype: 'LOST' } });
    expect(await desk.row(ticketId)).toMatchObject({ stated_reason_code: null, stated_reason_text: null });
  });
});
