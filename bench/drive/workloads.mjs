import { encodeId } from '../../dist/src/kernel/ids.js';
import { encodeCursor } from '../../dist/src/platform/graphql/connection.js';
import { AGENTS, digits, idOf, shopOf } from '../ids.mjs';

export const WORKLOADS = {
  W1: 'open a ticket',
  W2: 'send a message that completes a step',
  W3: 'one ticket with customer, steps, clocks and 10 timeline entries',
  W4: 'a page of 50 open tickets by due time with customer and assignee',
  'W4+': 'the same with 7 steps and open clocks each',
  W5: 'counts by status',
};

/** How many different requests a reading workload sends round and round. */
const DISTINCT = 500;

const OPEN = `mutation Open($input: OpenTicketInput!) { openTicket(input: $input) {
  created userErrors { code message field } ticket { id number version status currentStep waitingOn nextDueAt openedAt } } }`;
const SEND = `mutation Send($input: SendMessageInput!) { sendMessage(input: $input) {
  userErrors { code message field } ticket { id version status currentStep waitingOn nextDueAt } } }`;
const ROW = 'id number kind status priority subject currentStep waitingOn nextDueAt version';
const STEPS = 'steps { step status startedAt completedAt completedBy } clocks { kind subject state dueAt }';
const STEPS_IN_FULL = 'steps { step status startedAt completedAt completedBy evidence missing { code message } } clocks { id kind subject state startedAt dueAt }';
const PEOPLE = 'customer { id name } assignee { id name }';
const TICKET = `query One($id: ID!) { ticket(id: $id) { ${ROW} problem channel emotion tags lastCustomerMessageAt customer { id name } ${STEPS_IN_FULL}
  timeline(first: 10) { edges { cursor node { id type at actorId cause version data changes { field before after } } } pageInfo { hasNextPage endCursor } } } }`;
const page = (more) => `query Queue($after: String) { tickets(first: 50, after: $after) {
  edges { node { ${ROW} ${PEOPLE} ${more} } } pageInfo { hasNextPage endCursor } } }`;
const COUNTS = 'query Counts { ticketCounts { shopId kind status step count } }';

const MESSAGE = 'Hello, thank you for writing to us. The carrier tells us that your parcel left the depot this morning; it will be with you tomorrow before 18:00.';

/** Spread over all tickets, the same for every contestant. */
const pick = (i, size) => 1 + ((i * 7_919) % size);

const refusal = Buffer.from('"errors":');
const has = (...texts) => {
  const wanted = texts.map((text) => Buffer.from(text));
  return (answer) => !answer.includes(refusal) && wanted.every((text) => answer.includes(text));
};
const atLeast = (bytes, check) => (answer) => answer.length >= bytes && check(answer);

/** Requests to the product and what a sound answer holds. `context`: size, run (a number no other run has), first (of the tickets to answer). */
export function product(name, context) {
  const { size } = context;
  const ask = (query, variables, agent) => ({ body: JSON.stringify({ query, variables }), agent });
  switch (name) {
    case 'W1': return { request: (i) => ask(OPEN, { input: opening(i, context) }, i), sound: has('"created":true', '"userErrors":[]') };
    case 'W2': return {
      request: (i) => ask(SEND, { input: reply(context.first + i) }, context.first + i), sound: has('"userErrors":[]', '"currentStep":"RECEIVE"'),
    };
    case 'W3': return {
      distinct: DISTINCT,
      request: (i) => ask(TICKET, { id: encodeId('Ticket', idOf('ticket', pick(i, size))) }, i),
      sound: atLeast(5_000, has('"hasNextPage":true', '"completedAt"')),
    };
    case 'W4':
    case 'W4+': return {
      distinct: context.cursors.length,
      request: (i) => ask(page(name === 'W4' ? '' : STEPS), { after: encodeCursor('tickets:DUE', context.cursors[i]) }, i),
      sound: atLeast(name === 'W4' ? 15_000 : 60_000, has('"hasNextPage":true')),
    };
    case 'W5': return { distinct: AGENTS, request: (i) => ask(COUNTS, {}, i), sound: atLeast(500, has('"count":')) };
    default: throw new Error(`no workload ${name}`);
  }
}

/** A logistics query about an order of the shop, under a name of the platform's that was never seen. */
export function opening(i, { size, run }) {
  const n = pick(i + run * 31, size);
  return {
    shopId: encodeId('Shop', shopOf(n)), kind: 'LOGISTICS', channel: 'CHAT', externalRef: `bench-${run}-${i}`,
    problem: 'The parcel has not moved for three days and I need it by the weekend. Could you look into it, please?',
    orderId: encodeId('Order', idOf('order', n)), parcelIds: [encodeId('Parcel', idOf('parcel', n))],
    logistics: { subtype: 'STALLED', customerSees: 'Arrived at the depot three days ago' },
  };
}

export function reply(n) {
  return { ticketId: encodeId('Ticket', idOf('ticket', n)), channel: 'CHAT', body: MESSAGE, declares: { answersInFull: true } };
}

/** Requests made beforehand, each sent once: `context.requests` with body and agent, `context.sound` what every answer holds. */
export function given(_name, { requests, sound }) {
  return { request: (i) => requests[i], sound: has(...sound) };
}

const NAMES = 'rowId number kind status priority subject currentStep waitingOn nextDueAt version';
const THEIR_STEPS = 'steps clocksByMerchantIdAndTicketId(condition: { endedAt: null }) { nodes { kind subject state dueAt } }';
const THEIR_TICKET = `query One($merchant: UUID!, $id: UUID!) {
  ticketByMerchantIdAndRowId(merchantId: $merchant, rowId: $id) { ${NAMES} problem channel emotion tags lastCustomerMessageAt
    customerByMerchantIdAndCustomerId { rowId name } ${THEIR_STEPS} }
  allEvents(condition: { merchantId: $merchant, subjectId: $id }, orderBy: ROW_ID_ASC, first: 10) {
    edges { cursor node { rowId type at actorId cause subjectVersion data changes } } pageInfo { hasNextPage endCursor } } }`;
const theirPage = (more) => `query Queue($merchant: UUID!, $after: Cursor) {
  allTickets(condition: { merchantId: $merchant, status: "OPEN" }, orderBy: [DUE_KEY_ASC, ROW_ID_ASC], first: 50, after: $after) {
    edges { node { ${NAMES} customerByMerchantIdAndCustomerId { rowId name } memberByMerchantIdAndAssigneeId { rowId name } ${more} } }
    pageInfo { hasNextPage endCursor } } }`;
const THEIR_OPEN = `mutation Open($ticket: TicketInput!, $message: MessageInput!) {
  createTicket(input: { ticket: $ticket }) { ticket { rowId number version status currentStep waitingOn nextDueAt openedAt } }
  createMessage(input: { message: $message }) { message { rowId } } }`;

export const THEIR_QUEUE = theirPage('');

/** The like of the product, asked of PostGraphile over the same tables: no permissions, masking, clocks, events or steps of its own. */
export function postgraphile(name, context) {
  const { size, merchant } = context;
  const ask = (query, variables) => ({ body: JSON.stringify({ query, variables }), agent: 0 });
  switch (name) {
    case 'W1': return { request: (i) => ask(THEIR_OPEN, theirOpening(i, context)), sound: has('"version":1', '"createMessage":{"message"') };
    case 'W3': return {
      distinct: DISTINCT,
      request: (i) => ask(THEIR_TICKET, { merchant, id: idOf('ticket', pick(i, size)) }),
      sound: atLeast(5_000, has('"hasNextPage":true', 'completedAt')),
    };
    case 'W4':
    case 'W4+': return {
      distinct: context.theirCursors.length,
      request: (i) => ask(theirPage(name === 'W4' ? '' : THEIR_STEPS), { merchant, after: context.theirCursors[i] }),
      sound: atLeast(name === 'W4' ? 15_000 : 60_000, has('"hasNextPage":true')),
    };
    default: throw new Error(`no such workload for PostGraphile: ${name}`);
  }
}

function theirOpening(i, { merchant, size, run, ticket }) {
  const n = pick(i + run * 31, size);
  const tail = digits(run * 10_000_000 + i);
  const id = `01b00000-0000-7000-9001-${tail}`;
  return {
    ticket: {
      ...ticket, rowId: id, number: `G-${tail}`, externalRef: `bench-g-${tail}`, shopId: shopOf(n), orderId: idOf('order', n), customerId: idOf('customer', n),
    },
    message: {
      merchantId: merchant, rowId: `01b00000-0000-7000-9002-${tail}`, ticketId: id, authorKind: 'CUSTOMER', origin: 'HUMAN', visibility: 'PUBLIC', channel: 'CHAT',
      body: 'The parcel has not moved for three days and I need it by the weekend. Could you look into it, please?', at: ticket.openedAt,
    },
  };
}
