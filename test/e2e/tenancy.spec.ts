import { decodeAnyId, type IdType } from '../../src/kernel/ids.js';
import { testApp, type CallOptions } from '../support/app.js';
import { BusyMerchant, type Standing } from '../support/busy-merchant.js';
import {
  argumentsOf, documentOf, idPaths, idTypeAt, operation, OPERATIONS, plainValue, replaced, unknownId, type Operation,
} from '../support/operations.js';
import { tableHashes, tablesOf } from '../support/table-hashes.js';

// One merchant's answers do not depend on whether another exists, by any query and any id: they are compared to the byte. The API is asked with row
// security in force, with it switched off (our own statements alone keep merchants apart), and with the other merchant deleted.

const app = testApp();
let ours: BusyMerchant;
let theirs: BusyMerchant;
let desk: CallOptions;
let agent: CallOptions;
let key: CallOptions;

beforeAll(async () => {
  // Both use the same names, references and texts, so that a look-up by name could find the wrong one.
  ours = await BusyMerchant.create(app, 'Same');
  theirs = await BusyMerchant.create(app, 'Same');
  desk = { token: await ours.base.token('ADMIN') };
  agent = { token: await ours.base.token('AGENT') };
  key = { headers: { 'x-api-key': await ours.key(['status:read', 'tickets:read', 'customers:read']) } };
}, 180_000);

/** Where a mutation must be tried so that every id of its input is really looked up, and what else it takes to get there. */
const TRIED: Readonly<Record<string, { on?: Standing; with?: () => Record<string, unknown> }>> = {
  acceptOffer: { on: 'sent' },
  refuseOffer: { on: 'sent' },
  withdrawOffer: { on: 'sent' },
  sendOffer: { on: 'drafted' },
  makeOffer: { on: 'ready', with: () => ({ legs: [{ type: 'EXCHANGE', quantity: 1 }] }) },
  declineRequest: { on: 'ready' },
  disputeFinding: { on: 'owing' },
  arbitrateFinding: { on: 'owing' },
  issueReturn: { on: 'owing' },
  shipGoods: { on: 'owing' },
  moveGoods: { on: 'owing' },
  inspectGoods: { on: 'owing' },
  recordRecovery: { on: 'owing' },
  moveClaim: { on: 'owing' },
  fileClaim: { on: 'owing' },
  recordCounterOffer: { on: 'sent', with: () => ({ messageId: ours.ticket('sent').ids.get('Message') }) },
  publishRuleTable: { with: () => ({ kind: 'FAULT', body: { rows: [{ code: 'A', when: { kinds: ['COMPLAINT'] }, fault: 'CARRIER', confidence: 50 }] } }) },
  fulfilLeg: { on: 'owing', with: () => ({ proofKind: 'ALIPAY_REF' }) },
  cancelLeg: { on: 'owing' },
  recordExchangePayment: { on: 'owing' },
  requestApproval: { on: 'drafted' },
  reopenTicket: { on: 'closed' },
  openTicket: { with: () => ({ kind: 'COMPLAINT', orderId: ours.id('Order'), complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'word' } }) },
  changeTicketKind: { on: 'ready', with: () => ({ kind: 'COMPLAINT', complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'word' } }) },
  identifyTicket: { with: () => ({ orderId: ours.id('Order') }) },
  grantRole: { with: () => ({ shopId: ours.base.shopId }) },
  revokeRole: { with: () => ({ role: 'AGENT', shopId: ours.base.shopId }) },
  reportSeverity: { on: 'spare' },
  mergeTicket: { on: 'spare' },
  sendMessage: { on: 'complaint', with: () => ({ body: 'Is that right? It will be done within 2 hours.' }) },
  transferTicket: { with: () => ({ reason: 'SHIFT_ENDS', memberId: ours.id('Member'), consentMessageId: ours.ticket('complaint').ids.get('Message') }) },
};

/** Refusals of an id that is not looked up as an object of its own: it is held against what stands on this ticket. */
const HELD_AGAINST_THE_TICKET: Readonly<Record<string, string>> = {
  'confirmFinding.input.findingId': 'NOTHING_TO_DO',
  'confirmStatement.input.messageId': 'EVIDENCE_MISSING',
  // Held against the finding, and against the leg, before the files are looked at.
  'declineRequest.input.refusal.evidenceIds': 'EVIDENCE_MISSING',
  'inspectGoods.input.units.photoIds': 'NOTHING_TO_DO',
  // The gate knows that no such leg or offer can be meant on this ticket, before an id is looked at.
  'inspectGoods.input.legId': 'NOTHING_TO_DO', 'issueReturn.input.legId': 'NOTHING_TO_DO', 'moveGoods.input.legId': 'NOTHING_TO_DO', 'shipGoods.input.legId': 'NOTHING_TO_DO',
  'recordExchangePayment.input.legId': 'NOTHING_TO_DO', 'requestApproval.input.offerId': 'NOTHING_TO_DO',
  'keepPromise.input.messageId': 'EVIDENCE_MISSING',
  'makePromise.input.messageId': 'EVIDENCE_MISSING',
  // Who made the offer learns that before anything about the override.
  'overrideApproval.input.overrideId': 'APPROVER_BARRED',
  'renegotiatePromise.input.messageId': 'EVIDENCE_MISSING',
  // Revoking what is not held changes nothing and is no error.
  'revokeRole.input.shopId': '',
  'revokeRole.input.teamId': '',
  'transferTicket.input.consentMessageId': 'EVIDENCE_MISSING',
  'withdrawTicket.input.messageId': 'EVIDENCE_MISSING',
  'publishSlaPolicy.input.rules.when.shopIds': 'POLICY_INVALID', 'publishSlaPolicy.input.rules.targets.calendarId': 'POLICY_INVALID',
  'publishSlaPolicy.input.shopCalendars.shopId': 'POLICY_INVALID', 'publishSlaPolicy.input.shopCalendars.calendarId': 'POLICY_INVALID',
};

function ownArguments(op: Operation, also: string): Record<string, unknown> {
  const tried = TRIED[op.name] ?? {};
  const ticket = ours.ticket(tried.on ?? 'complaint');
  const id = (type: IdType): string => (type === 'Ticket' ? ticket.id : (ticket.ids.get(type) ?? ours.id(type)));
  const values = argumentsOf(op, (path, type) => {
    if (type.name === 'ID') return /(target|intoTicket)Id$/.test(path) ? ours.ticket('spare').id : id(idTypeAt(op, path));
    return path.endsWith('.expectedVersion') ? ticket.version : plainValue(path, type);
  }, [also]);
  const input = { ...(values['input'] as object), ...tried.with?.() };
  return 'input' in values ? { ...values, input: merged(values['input'] as object, input) } : values;
}

/** What is tried with keeps the parts that carry the id at hand. */
function merged(base: object, over: object): object {
  return Object.fromEntries(Object.entries({ ...base, ...over }).map(([name, value]) => {
    const had = (base as Record<string, unknown>)[name];
    const both = (mine: unknown, its: unknown): unknown => (isObject(mine) && isObject(its) ? { ...its, ...mine } : mine);
    return [name, Array.isArray(value) && Array.isArray(had) ? value.map((each, at) => both(each, had[at])) : both(value, had)];
  }));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const asked = async (op: Operation, variables: object, call: CallOptions): Promise<{ text: string; codes: unknown[] }> => {
  const { status, data, errors } = await app.gql(documentOf(op, 1), variables, call);
  const payload = data?.[op.name] as { userErrors?: { code: string }[]; results?: { userErrors: { code: string }[] }[] } | null | undefined;
  const refusals = [...(payload?.userErrors ?? []), ...(payload?.results ?? []).flatMap((result) => result.userErrors ?? [])];
  return { text: JSON.stringify([status, data, errors]), codes: [...(errors ?? []).map((error) => error.extensions['code']), ...refusals.map((error) => error.code)] };
};

const short = (text: string): string => text.replace(/.*("userErrors")/, '... $1').slice(0, 300);

async function everyForeignId(): Promise<string[]> {
  const problems: string[] = [];
  for (const op of OPERATIONS.filter(({ kind }) => kind === 'mutation')) {
    for (const path of idPaths(op)) {
      const place = `${op.name}.${path}`;
      const type = idTypeAt(op, path);
      const variables = ownArguments(op, path);
      const foreign = theirs.ids.get(type) ?? theirs.id(type);
      const wrong = theirs.id(type === 'Ticket' ? 'Order' : 'Ticket');
      const [byForeign, byUnknown, byWrong] = [
        await asked(op, replaced(variables, path, foreign), desk),
        await asked(op, replaced(variables, path, unknownId(type)), desk),
        await asked(op, replaced(variables, path, wrong), desk),
      ];
      const blank = (text: string): string => text.replaceAll(foreign, '*').replaceAll(unknownId(type), '*');
      if (blank(byForeign.text) !== blank(byUnknown.text)) problems.push(`${place} tells apart:\n ${short(byForeign.text)}\n ${short(byUnknown.text)}`);
      if (byForeign.codes.join() !== (HELD_AGAINST_THE_TICKET[place] ?? 'NOT_FOUND')) problems.push(`${place}: ${short(byForeign.text)}`);
      if (byWrong.codes.join() !== 'NOT_FOUND') problems.push(`${place}, of the wrong type: ${short(byWrong.text)}`);
    }
  }
  return problems;
}

/** Every query, with our ids and with theirs, through every filter and order, as three callers. Links to files carry a time, and what is left of a clock is less each time: both are left out. */
async function everyAnswer(): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const note = async (name: string, query: string, variables: object): Promise<void> => {
    for (const [who, call] of [['desk', desk], ['agent', agent], ['key', key]] as const) {
      const { status, data, errors } = await app.gql(query, variables, call);
      answers.set(`${who}: ${name}`, JSON.stringify([status, data, errors]));
    }
  };
  for (const op of OPERATIONS.filter(({ kind }) => kind === 'query')) {
    const query = documentOf(op, 2).replaceAll(/\b(?:url|remainingMs|now)\b/g, '');
    for (const [whose, merchant] of [['ours', ours], ['theirs', theirs]] as const) {
      const plain = argumentsOf(op, (path, type) => (type.name === 'ID' ? merchant.id(idTypeAt(op, path)) : plainValue(path, type)));
      await note(`${op.name} ${whose}`, query, plain);
      for (const path of idPaths(op)) {
        const also = argumentsOf(op, (at, type) => (type.name === 'ID' ? merchant.id(idTypeAt(op, at)) : plainValue(at, type)), [path]);
        await note(`${op.name} ${whose} ${path}`, query, also);
      }
    }
  }
  await withNodes(note);
  await withQueues(note);
  return answers;
}

type Note = (name: string, query: string, variables: object) => Promise<void>;

async function withNodes(note: Note): Promise<void> {
  const query = documentOf(operation('node')).replaceAll(/\b(?:url|remainingMs|now)\b/g, '');
  for (const [whose, merchant] of [['ours', ours], ['theirs', theirs]] as const) {
    for (const [type, id] of merchant.ids) await note(`node ${whose} ${type}`, query, { id });
  }
}

async function withQueues(note: Note): Promise<void> {
  const query = documentOf(operation('tickets'), 1);
  const filters: object[] = [
    { text: 'A-0' }, { text: 'SPARE' }, { externalRef: 'SPARE-1' }, { kinds: ['COMPLAINT'] }, { steps: ['REMEDY'] }, { statuses: ['CLOSED'] }, { unassigned: false },
    { severities: ['SEVERE'] }, { emotions: ['ANGRY'] }, { priorities: ['NORMAL'] }, { dueBefore: '2099-01-01T00:00:00Z' }, { tags: [] },
  ];
  for (const filter of filters) await note(`tickets ${JSON.stringify(filter)}`, query, { filter });
  for (const orderBy of ['DUE', 'PRIORITY', 'OLDEST', 'NEWEST']) {
    await note(`tickets by ${orderBy}`, query, { orderBy, first: 3 });
    for (const merchant of [ours, theirs]) {
      const page = await app.gql<{ tickets: { pageInfo: { endCursor: string } } }>(
        'query P($o: TicketOrder!) { tickets(first: 2, orderBy: $o) { pageInfo { endCursor } } }', { o: orderBy }, { token: await merchant.base.token('ADMIN') },
      );
      const after = cursors.get(`${orderBy} ${merchant.base.id}`) ?? page.data?.tickets.pageInfo.endCursor ?? '';
      cursors.set(`${orderBy} ${merchant.base.id}`, after);
      await note(`tickets by ${orderBy} after a cursor of ${merchant === ours ? 'ours' : 'theirs'}`, query, { orderBy, after });
    }
  }
  await note('status by reference', 'query S($i: TicketStatusesInput!) { ticketStatuses(input: $i) { id version } }', {
    i: { shopId: theirs.base.shopId, kind: 'COMPLAINT', externalRefs: ['SPARE-1'] },
  });
}
/** Kept from the first walk: their cursors exist only while they do. */
const cursors = new Map<string, string>();

let complete: Map<string, string>;

it('every id of another merchant, in every mutation, is as unknown as one that never was', async () => {
  const before = await tableHashes(app);
  expect(await everyForeignId()).toEqual([]);
  expect(await tableHashes(app)).toEqual(before);
}, 180_000);

it('the answers are whole and hold nothing of the other merchant', async () => {
  complete = await everyAnswer();
  const broken = [...complete].filter(([, text]) => text.startsWith('[5') || text.includes('LIMIT_EXCEEDED')).map(([name, text]) => `${name}: ${text.slice(0, 300)}`);
  expect(broken).toEqual([]);
  const foreign = new Set((await Promise.all((await tablesOf(app)).map(async (table) => {
    const rows = await app.owner<{ id: string }>(
      `SELECT id::text AS id FROM (SELECT to_jsonb(t)->>'id' AS id, coalesce(to_jsonb(t)->>'merchant_id', to_jsonb(t)->>'id') AS m FROM "${table}" t) r WHERE m = $1 AND id LIKE '%-%'`,
      [theirs.base.id],
    );
    return rows.map(({ id }) => id);
  }))).flat());
  expect(foreign.size).toBeGreaterThan(100);
  // An id that was asked for may be said back (`me`, bulk results); nothing else may.
  const told = [...complete].flatMap(([name, text]) =>
    [...text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].filter(([uuid]) => foreign.has(uuid)).map(([uuid]) => `${name}: ${uuid}`));
  expect(told).toEqual([]);
}, 180_000);

it('with row security switched off, our own statements answer the same', async () => {
  const tables = await tablesOf(app);
  for (const table of tables) await app.owner(`ALTER TABLE "${table}" DISABLE ROW LEVEL SECURITY`);
  try {
    expect(differences(await everyAnswer())).toEqual([]);
    const before = await tableHashes(app);
    expect(await everyForeignId()).toEqual([]);
    expect(await tableHashes(app)).toEqual(before);
  } finally {
    for (const table of tables) await app.owner(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`);
  }
}, 300_000);

it('without the other merchant every answer is the same to the byte', async () => {
  const tables = await tablesOf(app);
  await app.owner(`DO $$ BEGIN SET LOCAL session_replication_role = replica; ${tables.map((table) =>
    `DELETE FROM "${table}" WHERE ${table === 'merchant' ? 'id' : 'merchant_id'} = '${theirs.base.id}';`).join(' ')} END $$`);
  expect(differences(await everyAnswer())).toEqual([]);
}, 180_000);

/** The places where answers differ, cut down to what can be read. */
function differences(again: Map<string, string>): string[] {
  return [...complete].filter(([name, text]) => again.get(name) !== text).map(([name, text]) => {
    const other = again.get(name) ?? '';
    const at = Math.max(0, [...text].findIndex((character, index) => character !== other[index]) - 100);
    return `${name}:\n ${text.slice(at, at + 200)}\n ${other.slice(at, at + 200)}`;
  });
}

it('ids say of what kind they are, so that the walk above asked for what it meant', () => {
  expect([...ours.ids].filter(([type, id]) => decodeAnyId(id)?.type !== type)).toEqual([]);
});
