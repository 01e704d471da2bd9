import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { REDACTED } from '../../src/kernel/text.js';
import { testApp } from '../support/app.js';
import { columnsHolding } from '../support/columns-holding.js';
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

describe('what is kept, and what is told', () => {
  it('the timeline says from what, to what, by whom and why; the customer\'s words stand in a note that can be redacted, and not in the log', async () => {
    const ticketId = await desk.taken(desk.logistics());
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
    const entries = (await show(ticketId)).timeline.edges.map(({ node }) => node);
    const told = entries.find(({ type }) => type === 'ticket.converted');
    expect(told).toMatchObject({
      actorId: encodeId('Member', await desk.merchant.member('AGENT')), cause: 'CHANGE_KIND',
      data: { from: 'LOGISTICS', to: 'COMPLAINT', severity: 'NORMAL', anomaly: false, reasonFamily: null, evidenceWanted: false, customerKnown: false, orderKnown: false },
    });
    const changes = Object.fromEntries((told?.changes ?? []).map(({ field, before, after }) => [field, [before, after]]));
    expect(changes).toEqual({
      kind: ['"LOGISTICS"', '"COMPLAINT"'], subtype: ['"WHERE_IS_IT"', null], type: [null, '"SERVICE_ATTITUDE"'], origin: [null, '"CUSTOMER"'],
    });
    const messageId = String(told?.data['messageId']);
    const note = (): Promise<unknown> => app.owner('SELECT body, visibility, author_id FROM message WHERE id = $1', [uuid(messageId)]);
    const author_id = await desk.merchant.member('AGENT');
    expect(await note()).toEqual([{ body: '顾客其实是在投诉\n“仍在运输中”', visibility: 'INTERNAL', author_id }]);
    const log = JSON.stringify(await desk.events(ticketId));
    for (const words of ['运输', '道歉', '投诉']) expect(log).not.toContain(words);
    await desk.does('SUPERVISOR', 'redactMessage', { ticketId, messageId, reason: 'An address stood in it' });
    expect(await note()).toEqual([{ body: REDACTED, visibility: 'INTERNAL', author_id }]);
  });

  it('words that were redacted under one kind do not come back by another', async () => {
    const ticketId = await desk.taken(desk.logistics());
    await desk.does('SUPERVISOR', 'redactTicketText', await changed(ticketId, { texts: ['DETAILS'], reason: 'An address stood in it' }));
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
    expect(await app.owner(`SELECT body FROM message WHERE ticket_id = $1 AND visibility = 'INTERNAL' ORDER BY id`, [uuid(ticketId)])).toEqual([{ body: 'An address stood in it' }, { body: '顾客其实是在投诉' }]);
  });

  it('words said under former kinds go with those said under the present one, by one redaction, wherever they stood', async () => {
    const word = 'kanarienvogel2207';
    const ticketId = await desk.taken(desk.logistics());
    const turns = async (input: object): Promise<void> => void (await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, input)));
    await turns(complaint({ demand: `demands ${word}` }));
    await turns({ kind: 'LOGISTICS', reason: 'A parcel after all', logistics: { subtype: 'LOST', customerSees: `sees ${word}` } });
    expect(await columnsHolding(app, word)).toEqual(['message.body', 'ticket.details']);
    await turns(exchange());
    expect(await columnsHolding(app, word)).toEqual(['message.body']);
    await desk.does('SUPERVISOR', 'redactTicketText', await changed(ticketId, { texts: ['DETAILS'], reason: 'An address stood in it' }));
    expect(await columnsHolding(app, word)).toEqual([]);
    // The notes of all three changes: under each former kind the customer had said something.
    expect(await desk.events(ticketId, 'message.redacted')).toHaveLength(3);
    expect(await desk.refused('SUPERVISOR', 'redactTicketText', await changed(ticketId, { texts: ['DETAILS'], reason: 'Again' }))).toEqual(['NOTHING_TO_DO texts.0']);
  });

  it('the counts kept are the tickets counted, and the queue finds it under its new kind alone', async () => {
    const ticketId = await desk.taken(desk.logistics());
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, exchange()));
    await desk.heard(ticketId);
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
    const kept = await app.owner('SELECT kind, status, step, sum(n)::int AS n FROM ticket_count WHERE merchant_id = $1 GROUP BY 1, 2, 3 HAVING sum(n) <> 0', [desk.merchant.id]);
    expect(kept).toEqual(await app.owner(`SELECT kind, status, coalesce(current_step, '') AS step, count(*)::int AS n FROM ticket WHERE merchant_id = $1 GROUP BY 1, 2, 3`, [desk.merchant.id]));
    const found = async (kinds: string[]): Promise<unknown> => (await desk.merchant.as<{ tickets: { edges: { node: { id: string } }[] } }>(
      'AGENT', 'query($f: TicketFilterInput) { tickets(filter: $f, first: 10) { edges { node { id } } } }', { f: { kinds } },
    )).data?.tickets.edges.map(({ node }) => node.id);
    expect([await found(['COMPLAINT']), await found(['LOGISTICS', 'RETURN_EXCHANGE'])]).toEqual([[ticketId], []]);
  });

  it('whoever opened it finds it by their reference under the kind it came as, and opens no second one', async () => {
    const externalRef = `REF-${uuidv7()}`;
    const ticketId = await desk.taken(desk.logistics({ externalRef }));
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
    expect(await desk.logistics({ externalRef })).toBe(ticketId);
    const find = async (kind: string): Promise<unknown> => (await desk.merchant.as<{ ticketByExternalRef: { id: string; kind: string } | null }>(
      'AGENT', 'query($s: ID!, $k: TicketKind!, $r: String!) { ticketByExternalRef(shopId: $s, kind: $k, ref: $r) { id kind } }', { s: desk.merchant.shopId, k: kind, r: externalRef },
    )).data?.ticketByExternalRef;
    expect(await find('LOGISTICS')).toEqual({ id: ticketId, kind: 'COMPLAINT' });
    expect(await find('COMPLAINT')).toBeNull();
    const other = await desk.complaint(null, { externalRef });
    expect(other).not.toBe(ticketId);
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, logistics()));
    expect([await desk.logistics({ externalRef }), await desk.complaint(null, { externalRef })]).toEqual([ticketId, other]);
  });
});

describe('the steps', () => {
  it('what is done stays done where the new kind asks for nothing more', async () => {
    const ticketId = await desk.ticket();
    await desk.heard(ticketId);
    const done = async (): Promise<unknown> => (await show(ticketId)).steps.filter(({ status }) => status === 'DONE');
    const before = await done();
    expect(before).toHaveLength(5);
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
    expect(await done()).toEqual(before);
    expect(step(await show(ticketId), 'REMEDY')?.missing).toEqual(['FINDING_RECORDED', 'FINDING_CONFIRMED', 'OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
  });

  it('goods nobody asked for under a complaint are asked for under a return, and all that was said counts when they are named', async () => {
    const ticketId = await desk.complaint(null);
    await desk.heard(ticketId);
    expect(step(await show(ticketId), 'APOLOGIZE')?.status).toBe('DONE');
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, { ...exchange(), lines: [] }));
    const asked = await show(ticketId);
    expect(step(asked, 'RESPOND')).toEqual({ status: 'DONE', round: 1, missing: [] });
    expect(step(asked, 'RECEIVE')).toEqual({ status: 'CURRENT', round: 2, missing: ['GOODS_IDENTIFIED'] });
    expect(asked.steps.slice(2).map(({ status, round }) => [status, round])).toEqual([['WAITING', 2], ['WAITING', 2], ['WAITING', 2], ['WAITING', 1], ['WAITING', 1]]);
    const steps = async (): Promise<string[]> => (await desk.clocks(ticketId)).filter(({ kind, ended_at }) => kind === 'STEP' && ended_at === null).map(({ subject }) => subject);
    expect((await steps()).sort()).toEqual(['RECEIVE:2', 'REMEDY:1']);
    await desk.does('AGENT', 'identifyTicket', { ticketId, orderId: order.orderId, lines: [{ orderLineId: order.lineId, quantity: 1 }] });
    const named = await show(ticketId);
    expect(named.steps.map(({ step: name, status }) => [name, status])).toEqual([
      ['RESPOND', 'DONE'], ['RECEIVE', 'DONE'], ['LISTEN', 'DONE'], ['SOOTHE', 'DONE'], ['APOLOGIZE', 'DONE'], ['REMEDY', 'CURRENT'], ['FOLLOW_UP', 'WAITING'],
    ]);
    expect(await steps()).toEqual(['REMEDY:1']);
  });
});

describe('is refused, and changes nothing,', () => {
  it.each<[string, () => Promise<[string, object]>, string]>([
    ['to the kind it has', async () => [await desk.logistics(), logistics()], 'NOTHING_TO_DO kind'],
    ['with the data of another kind', async () => [await desk.logistics(), { ...complaint(), complaint: null, returnExchange: { requestType: 'REPAIR', goodsState: 'RECEIVED', wish: 'REPAIR' } }], 'INVALID_INPUT complaint'],
    ['with the data of two kinds', async () => [await desk.logistics(), { ...complaint(), logistics: { subtype: 'LOST', customerSees: '…' } }], 'INVALID_INPUT complaint'],
    ['without a reason why', async () => [await desk.logistics(), { ...complaint(), reason: ' ' }], 'INVALID_INPUT reason'],
    ['to a return without a stated reason', async () => [await desk.logistics(), { ...exchange(), statedReasonCode: null }], 'INVALID_INPUT statedReasonCode'],
    ['with a reason of the former kind', async () => [await desk.ticket(), { ...complaint(), statedReasonCode: 'DEFECTIVE' }], 'INVALID_INPUT statedReasonCode'],
    ['with more than was bought', async () => [await desk.complaint(null), { ...exchange(), lines: [{ orderLineId: order.lineId, quantity: 99 }] }], 'INVALID_INPUT lines.0.quantity'],
    ['with another customer\'s order', async () => [await desk.ticket(), { ...complaint(), orderId: order.orderId }], 'INVALID_INPUT customerId'],
    ['by an authority without its number', async () => [await desk.logistics(), complaint({ origin: 'REGULATOR' })], 'INVALID_INPUT complaint.caseNumber'],
    ['against whoever has it', async () => [await desk.logistics(), complaint({ respondentId: encodeId('Member', await desk.merchant.member('AGENT')) })], 'RESPONDENT_BARRED complaint.respondentId'],
    ['against a stranger', async () => [await desk.logistics(), complaint({ respondentId: encodeId('Member', uuidv7()) })], 'NOT_FOUND complaint.respondentId'],
  ])('%s', async (_name, given, refusal) => {
    const [ticketId, input] = await given();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    expect(await desk.refused('AGENT', 'changeTicketKind', await changed(ticketId, input))).toEqual([refusal]);
  });

  it('against the person behind another account of its owner, or of who asks; a third colleague is barred from then on', async () => {
    const ticketId = await desk.taken(desk.logistics());
    const [own, second, third] = [await desk.merchant.member('AGENT'), await desk.merchant.member('AGENT', 'second account'), await desk.merchant.member('AGENT', 'third')];
    await app.owner('UPDATE member SET person_id = (SELECT person_id FROM member WHERE id = $1) WHERE id = $2', [own, second]);
    const against = async (member: string): Promise<TicketInput> => changed(ticketId, complaint({ respondentId: encodeId('Member', member) }));
    expect(await desk.refused('AGENT', 'changeTicketKind', await against(second))).toEqual(['RESPONDENT_BARRED complaint.respondentId']);
    expect(await desk.refused('LEADER', 'changeTicketKind', await against(await desk.merchant.member('LEADER')))).toEqual(['RESPONDENT_BARRED complaint.respondentId']);
    await desk.does('AGENT', 'changeTicketKind', await against(third));
    expect(await desk.refused(['AGENT', 'third'], 'addNote', { ticketId, body: 'It was not me' })).toEqual(['RESPONDENT_BARRED']);
    expect((await desk.row(ticketId))['respondent_id']).toBe(third);
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, logistics()));
    expect((await desk.row(ticketId))['respondent_id']).toBeNull();
  });

  it('by an agent who does not have it, before it is taken, and once closed or withdrawn', async () => {
    const free = await desk.logistics();
    expect(await desk.refused('AGENT', 'changeTicketKind', await changed(free, complaint()))).toEqual(['NOT_ASSIGNEE']);
    await desk.does('AGENT', 'takeTicket', { ticketId: free });
    expect(await desk.refused(['AGENT', 'other'], 'changeTicketKind', await changed(free, complaint()))).toEqual(['NOT_ASSIGNEE']);
    await desk.does('LEADER', 'changeTicketKind', await changed(free, complaint()));
    await desk.happens(free, (session) => session.fact('ticket.withdrawn', { messageId: null }));
    expect(await desk.refused('AGENT', 'changeTicketKind', await changed(free, logistics()))).toEqual(['TICKET_WITHDRAWN']);
    const closed = await desk.ticket();
    await desk.finished(closed);
    await desk.does('AGENT', 'closeTicket', await desk.now(closed));
    expect(await desk.refused('SUPERVISOR', 'changeTicketKind', await changed(closed, complaint()))).toEqual(['TICKET_CLOSED']);
  });

  it('while money or goods hang on it, as allowedOperations says; not for what was called off, or was only explained', async () => {
    const [offerId, legId] = [uuidv7(), uuidv7()];
    const may = async (ticketId: string): Promise<string | null | undefined> => (await show(ticketId)).allowedOperations.find(({ operation }) => operation === 'CHANGE_KIND')?.code;
    const ticketId = await desk.ticket();
    await desk.heard(ticketId);
    const holds = async (code: string): Promise<void> => {
      expect(await desk.refused('SUPERVISOR', 'changeTicketKind', await changed(ticketId, complaint()))).toEqual([code]);
      expect(await may(ticketId)).toBe(code);
    };
    await desk.happens(ticketId, (session) => session.fact('offer.made', { offerId, legIds: [legId], explanationOnly: false }));
    await holds('STATE_CONFLICT');
    await desk.happens(ticketId, (session) => session.fact('approval.requested', { requestId: uuidv7(), offerId }));
    await holds('APPROVAL_PENDING');
    await desk.happens(ticketId, (session) => session.fact('approval.ended', { requestId: session.summary.approvals[0]?.id ?? '', offerId, outcome: 'APPROVED' }));
    await desk.happens(ticketId, (session) => session.fact('offer.sent', { offerId, messageId: uuidv7() }));
    await holds('STATE_CONFLICT');
    await desk.happens(ticketId, (session) => session.fact('offer.accepted', { offerId, messageId: null }));
    await holds('STATE_CONFLICT');
    const given = await desk.ticket();
    await desk.finished(given);
    expect(await desk.refused('SUPERVISOR', 'changeTicketKind', await changed(given, complaint()))).toEqual(['STATE_CONFLICT']);
    await desk.happens(ticketId, (session) => session.fact('leg.cancelled', { legId, offerId, reason: 'OTHER' }));
    expect(await may(ticketId)).toBeNull();
    const [plain, told] = [uuidv7(), uuidv7()];
    await desk.happens(ticketId, (session) => {
      session.fact('offer.made', { offerId: plain, legIds: [told], explanationOnly: true });
      session.fact('offer.sent', { offerId: plain, messageId: uuidv7() });
      session.fact('offer.accepted', { offerId: plain, messageId: null });
      session.fact('leg.fulfilled', { legId: told, offerId: plain, proofRef: 'said' });
    });
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
  });

  it('while a claim on a third party is open, as allowedOperations says', async () => {
    const ticketId = await desk.ticket();
    await desk.heard(ticketId);
    await desk.does('AGENT', 'recordFinding', await changed(ticketId, { causedByUs: false, fault: 'CARRIER', cause: 'Dropped' }));
    await desk.does('AGENT', 'fileClaim', await changed(ticketId, { against: 'CARRIER', amount: { amount: '10.00', currency: 'CNY' }, dueAt: new Date(Date.now() + 86_400_000).toISOString() }));
    const may = async (): Promise<string | null | undefined> => (await show(ticketId)).allowedOperations.find(({ operation }) => operation === 'CHANGE_KIND')?.code;
    expect(await desk.refused('SUPERVISOR', 'changeTicketKind', await changed(ticketId, complaint()))).toEqual(['STATE_CONFLICT']);
    expect(await may()).toBe('STATE_CONFLICT');
    await app.owner(`UPDATE recovery_claim SET state = 'REJECTED', ended_at = now() WHERE ticket_id = $1`, [uuid(ticketId)]);
    expect(await may()).toBeNull();
    await desk.does('AGENT', 'changeTicketKind', await changed(ticketId, complaint()));
  });

  it('for a severe complaint, and over a confirmed finding by a reason of the kind, unless by a supervisor; severity stays', async () => {
    const severe = await desk.taken(desk.complaint(null, { complaint: { type: 'SAFETY_INJURY', origin: 'CUSTOMER', demand: '赔偿' } }));
    for (const role of ['AGENT', 'LEADER'] as const) expect(await desk.refused(role, 'changeTicketKind', await changed(severe, logistics()))).toEqual(['FORBIDDEN']);
    await desk.does('SUPERVISOR', 'changeTicketKind', await changed(severe, logistics()));
    expect(await show(severe)).toMatchObject({ kind: 'LOGISTICS', severity: 'SEVERE' });

    const found = await desk.ticket();
    await desk.heard(found);
    await desk.does('SUPERVISOR', 'recordFinding', await changed(found, { causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: 'Glue', verifiedReasonCode: 'DEFECTIVE' }));
    expect(await desk.refused('AGENT', 'changeTicketKind', await changed(found, complaint()))).toEqual(['FORBIDDEN']);
    await desk.does('SUPERVISOR', 'changeTicketKind', await changed(found, complaint()));
    expect(await desk.row(found)).toMatchObject({ verified_reason_code: null, stated_reason_code: null });
    expect(step(await show(found), 'REMEDY')?.missing).toEqual(['CORRECTIVE_ACTION', 'OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
  });
});
