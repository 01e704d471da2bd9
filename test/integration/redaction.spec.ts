import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedactMessage } from '../../src/conversation/commands/messages/redact-message.js';
import { FILE_STORE, type FileStore } from '../../src/conversation/files/file-store.js';
import type { Actor } from '../../src/kernel/actor.js';
import { decodeId, encodeId } from '../../src/kernel/ids.js';
import { REDACTED } from '../../src/kernel/text.js';
import { testApp } from '../support/app.js';
import { columnsHolding } from '../support/columns-holding.js';
import { ConversationDesk } from '../support/conversation-desk.js';
import { REACHED } from '../support/words-of-people.js';

// Words are planted wherever a customer's words may come to stand, and looked for everywhere once they were redacted.

const folder = mkdtempSync(join(tmpdir(), 'amends-redaction-'));
const app = testApp({ env: { FILES_DIR: folder } });
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
  readonly [more: string]: unknown;
}

let calls = 0;
async function act(actor: Actor, name: string, ticketId: string, input: object, selects = '', fresh = true): Promise<Answer> {
  const [row] = await app.owner<{ version: number }>('SELECT version FROM ticket WHERE id = $1', [ticketId]);
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const answer = await app.gql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selects} userErrors { code field } } }`,
    { input: { ticketId: encodeId('Ticket', ticketId), expectedVersion: row?.version, ...(fresh ? { idempotencyKey: `key-${++calls}` } : {}), ...input } },
    { token: await desk.token(actor) },
  );
  const done = answer.data?.[name];
  if (!done) throw new Error(JSON.stringify(answer.errors));
  return done;
}

const did = async (...call: Parameters<typeof act>): Promise<Answer> => {
  const answer = await act(...call);
  expect(answer.userErrors).toEqual([]);
  return answer;
};
const idIn = (answer: Answer, name: string): string => (answer[name] as { id: string }).id;

/** `table.column` of everything that holds the word, and the paths of files that do. */
async function holding(word: string): Promise<string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
  const held = files.filter((path) => path.includes(word) || readFileSync(join(folder, path)).includes(word)).map((path) => `file ${path.split('/').length}`);
  return [...(await columnsHolding(app, word)), ...held].sort();
}

async function attach(ticketId: string, name: string, content: string): Promise<string> {
  const bytes = Buffer.from(content);
  const made = await did(desk.agent, 'createUpload', ticketId, { kind: 'PHOTO', name, size: bytes.length, mediaType: 'text/plain' }, 'attachmentId url');
  const put = await fetch(`${app.url}${String(made['url'])}`, { method: 'PUT', body: bytes, headers: { 'content-type': 'text/plain' } });
  expect(put.status).toBe(201);
  return String(made['attachmentId']);
}

async function file(id: string): Promise<Record<string, unknown> | null | undefined> {
  const query = 'query ($id: ID!) { node(id: $id) { ... on Attachment { kind name size sha256 url redactedAt } } }';
  return (await app.gql<{ node: Record<string, unknown> | null }>(query, { id }, { token: await desk.token(desk.agent) })).data?.node;
}

it('leaves no copy of words anywhere: not in a column of any table, not in an answer kept for repetition, not in the store', async () => {
  const word = 'kanarienvogel7731';
  const ticketId = await desk.ticket({ subject: `subject ${word}`, problem: `problem ${word}`, statedReasonText: `reason ${word}` });
  const attachmentId = await attach(ticketId, `${word}.txt`, `content ${word}`);
  const heard = idIn(await did(desk.agent, 'receiveMessage', ticketId, { channel: 'CHAT', body: `message ${word}`, externalId: 'im-1', attachmentIds: [attachmentId] }, 'message { id }'), 'message');
  const note = idIn(await did(desk.agent, 'addNote', ticketId, { body: `note ${word}` }, 'message { id }'), 'message');
  const statementId = idIn(await did(desk.agent, 'recordStatement', ticketId, { text: `account ${word}`, wish: 'EXCHANGE' }, 'statement { id }'), 'statement');
  const said = idIn(await did(desk.agent, 'sendMessage', ticketId, {
    channel: 'CHAT', body: `So you say: account ${word}. Is that right?`, declares: { answersInFull: true, restatesStatementId: statementId },
  }, 'message { id }'), 'message');
  await did(desk.agent, 'makePromise', ticketId, { kind: 'DEED', what: `ask about ${word}`, channel: 'CHAT', dueAt: await desk.in(3_600_000) });
  const found = { causedByUs: true, misuse: false, fault: 'WAREHOUSE', cause: `cause ${word}`, correctiveAction: `action ${word}`, overrideReason: `not the carrier ${word}` };
  const findingId = String((await did(desk.supervisor, 'recordFinding', ticketId, found, 'findingId'))['findingId']);
  await did(desk.agent, 'disputeFinding', ticketId, { findingId, by: 'WAREHOUSE', reason: `dispute ${word}` });

  const { MESSAGE, PROBLEM, STATED_REASON, FINDING, STATEMENT, PROMISE } = REACHED;
  expect(await holding(word)).toEqual([...MESSAGE, ...PROBLEM, ...STATED_REASON, ...FINDING, ...STATEMENT, ...PROMISE, 'file 3'].sort());
  const rows = 'SELECT id, steps FROM ticket WHERE id = $1';
  const before = await app.owner(rows, [ticketId]);

  for (const messageId of [heard, note, said]) await did(desk.supervisor, 'redactMessage', ticketId, { messageId, reason: 'personal' });
  await did(desk.supervisor, 'redactTicketText', ticketId, { texts: ['PROBLEM', 'STATED_REASON', 'STATEMENT', 'PROMISE', 'FINDING'], reason: 'personal' });

  expect(await holding(word)).toEqual([]);
  expect(await app.owner(rows, [ticketId])).toEqual(before);
  expect(await app.owner(`SELECT count(*)::int AS n FROM message WHERE ticket_id = $1 AND redaction_reason = 'personal'`, [ticketId])).toEqual([{ n: 4 }]);
  expect(JSON.stringify(app.logged)).not.toContain(word);
});

it.each([
  ['LOGISTICS' as const, { returnExchange: null, statedReasonCode: null, lines: [], logistics: { subtype: 'LOST' as const, customerSees: 'sees wellensittich9', neededBy: null } }],
  ['COMPLAINT' as const, {
    returnExchange: null, statedReasonCode: null, lines: [],
    complaint: { type: 'PRICE' as const, origin: 'CUSTOMER' as const, demand: 'wants wellensittich9', respondentId: null, respondentDepartment: null, caseNumber: null, caseDueAt: null },
  }],
])("of a %s's own data takes the customer's words and leaves ours", async (kind, more) => {
  const ticketId = await desk.ticket({ kind, ...more });
  expect(await holding('wellensittich9')).toEqual(REACHED.DETAILS);
  const [was] = await app.owner<{ details: Record<string, unknown> }>('SELECT details FROM ticket WHERE id = $1', [ticketId]);
  const answer = await did(desk.supervisor, 'redactTicketText', ticketId, { texts: ['DETAILS'], reason: 'personal' }, 'ticket { logistics { customerSees } complaint { demand } }');
  expect(await holding('wellensittich9')).toEqual([]);
  const [is] = await app.owner<{ details: Record<string, unknown> }>('SELECT details FROM ticket WHERE id = $1', [ticketId]);
  const key = kind === 'LOGISTICS' ? 'customerSees' : 'demand';
  expect(is?.details).toEqual({ ...was?.details, [key]: REDACTED });
  expect(JSON.stringify(answer['ticket'])).toContain(REDACTED);
});

describe('redactTicketText', () => {
  it('puts the mark in the words\' place once, answers with it, and records who did it without the words', async () => {
    const ticketId = await desk.ticket({ problem: 'the words' });
    const selects = 'ticket { problem subject statedReasonCode }';
    const { ticket } = await did(desk.supervisor, 'redactTicketText', ticketId, { texts: ['PROBLEM'], reason: 'a number stood in it' }, selects);
    expect(ticket).toEqual({ problem: REDACTED, subject: REDACTED, statedReasonCode: 'WRONG_ITEM' });
    const [event] = await app.owner<object>(`SELECT actor_id, data, changes, is_fact FROM event WHERE subject_id = $1 AND type = 'ticket.text_redacted'`, [ticketId]);
    expect(event).toEqual({ actor_id: desk.supervisor.id, data: { texts: ['PROBLEM'] }, changes: null, is_fact: false });
    expect(await app.owner(`SELECT body, visibility FROM message WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1`, [ticketId])).toEqual([
      { body: 'a number stood in it', visibility: 'INTERNAL' },
    ]);
    expect((await act(desk.supervisor, 'redactTicketText', ticketId, { texts: ['PROBLEM'], reason: 'again' })).userErrors).toEqual([{ code: 'NOTHING_TO_DO', field: 'texts.0' }]);
  });

  it('refuses as a whole: by an agent, on another version, without words, without a reason', async () => {
    const ticketId = await desk.ticket({ problem: 'the words' });
    const state = () => app.owner('SELECT t.*, (SELECT count(*) FROM event e WHERE e.subject_id = t.id) AS events FROM ticket t WHERE id = $1', [ticketId]);
    const before = await state();
    const refused = async (actor: Actor, input: object) => (await act(actor, 'redactTicketText', ticketId, { texts: ['PROBLEM'], reason: 'why', ...input })).userErrors;
    expect(await refused(desk.agent, {})).toEqual([{ code: 'FORBIDDEN', field: null }]);
    expect(await refused(desk.supervisor, { expectedVersion: 1 })).toEqual([{ code: 'VERSION_CONFLICT', field: 'expectedVersion' }]);
    expect(await refused(desk.supervisor, { texts: ['PROBLEM', 'STATED_REASON'] })).toEqual([{ code: 'NOTHING_TO_DO', field: 'texts.1' }]);
    expect(await refused(desk.supervisor, { texts: ['STATEMENT'] })).toEqual([{ code: 'NOTHING_TO_DO', field: 'texts.0' }]);
    expect(await refused(desk.supervisor, { texts: [] })).toEqual([{ code: 'INVALID_INPUT', field: 'texts' }]);
    expect(await refused(desk.supervisor, { reason: ' ' })).toEqual([{ code: 'INVALID_INPUT', field: 'reason' }]);
    expect(await state()).toEqual(before);
  });

  it('is the only change of such words the database lets through, and only to the mark', async () => {
    const ticketId = await desk.ticket({ statedReasonText: 'because' });
    await did(desk.agent, 'recordStatement', ticketId, { text: 'account', wish: 'REFUND' });
    await did(desk.agent, 'makePromise', ticketId, { kind: 'DEED', what: 'ask', channel: 'CHAT', dueAt: await desk.in(3_600_000) });
    const found = { causedByUs: true, misuse: false, fault: 'WAREHOUSE', cause: 'cause', correctiveAction: 'action', overrideReason: 'because' };
    const findingId = String((await did(desk.supervisor, 'recordFinding', ticketId, found, 'findingId'))['findingId']);
    await did(desk.agent, 'disputeFinding', ticketId, { findingId, by: 'WAREHOUSE', reason: 'not us' });
    for (const [table, column] of [
      ['ticket', 'problem'], ['ticket', 'subject'], ['ticket', 'stated_reason_text'], ['statement', 'text'], ['promise', 'what'], ['finding', 'cause'], ['finding', 'corrective_action'], ['finding', 'override_reason'], ['finding', 'dispute'],
    ] as const) {
      const key = table === 'ticket' ? 'id' : 'ticket_id';
      await expect(app.owner(`UPDATE ${table} SET ${column} = 'other words' WHERE ${key} = $1`, [ticketId])).rejects.toThrow(/never (changed|edited)/);
    }
  });
});

describe("a redacted message's files", () => {
  it('keep kind, size and digest; the name is the mark, the bytes are gone, links are refused', async () => {
    const ticketId = await desk.ticket();
    const [redacted, other] = [await attach(ticketId, 'holiday.txt', 'some bytes'), await attach(ticketId, 'other.txt', 'other bytes')];
    const { url, ...was } = (await file(redacted)) ?? {};
    const messageId = idIn(await did(desk.agent, 'receiveMessage', ticketId, { channel: 'CHAT', body: 'see', attachmentIds: [redacted] }, 'message { id }'), 'message');
    expect((await fetch(`${app.url}${String(url)}`)).status).toBe(200);

    await did(desk.supervisor, 'redactMessage', ticketId, { messageId, reason: 'personal' });

    expect(await file(redacted)).toEqual({ ...was, name: REDACTED, url: null, redactedAt: expect.any(String) as unknown });
    const answer = await fetch(`${app.url}${String(url)}`);
    expect([answer.status, ((await answer.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code]).toEqual([404, 'NOT_FOUND']);
    const [stored] = await app.owner<{ key: string }>('SELECT storage_key AS key FROM attachment WHERE id = $1', [decodeId('Attachment', redacted)]);
    expect(await app.nest.get<FileStore>(FILE_STORE, { strict: false }).get(String(stored?.key))).toBeNull();
    expect(await desk.events(ticketId, 'message.redacted')).toEqual([
      { type: 'message.redacted', data: { messageId: decodeId('Message', messageId), attachmentIds: [decodeId('Attachment', redacted)] } },
    ]);
    const kept = await file(other);
    expect(kept).toMatchObject({ name: 'other.txt', redactedAt: null });
    expect(await (await fetch(`${app.url}${String(kept?.['url'])}`)).text()).toBe('other bytes');
    await expect(app.owner(`UPDATE attachment SET redacted_at = NULL, name = 'back' WHERE id = $1`, [decodeId('Attachment', redacted)])).rejects.toThrow('never changed');
    await expect(app.owner(`UPDATE attachment SET name = 'renamed' WHERE id = $1`, [decodeId('Attachment', other)])).rejects.toThrow('never changed');
  });

  it('that could not be removed are shut all the same, and removed when the request is repeated', async () => {
    const ticketId = await desk.ticket();
    const attachmentId = await attach(ticketId, 'holiday.txt', 'rotkehlchen');
    const messageId = idIn(await did(desk.agent, 'receiveMessage', ticketId, { channel: 'CHAT', body: 'see', attachmentIds: [attachmentId] }, 'message { id }'), 'message');
    const { url } = (await file(attachmentId)) ?? {};
    const store = app.nest.get<FileStore>(FILE_STORE, { strict: false });
    const remove = store.delete.bind(store);
    store.delete = () => Promise.reject(new Error('disk on fire'));
    const request = { ...desk.request(ticketId), messageId: String(decodeId('Message', messageId)), reason: 'personal', idempotencyKey: 'redact-once' };
    const redact = () => desk.get(RedactMessage).execute(desk.supervisor, request);
    try {
      await redact();
    } finally {
      store.delete = remove;
    }
    expect(await holding('rotkehlchen')).toEqual(['file 3']);
    expect((await fetch(`${app.url}${String(url)}`)).status).toBe(404);
    expect((await redact()).replayed).toBe(true);
    expect(await holding('rotkehlchen')).toEqual([]);
  });
});
