import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Fact } from '../process/index.js';
import type { Ticket } from './domain/ticket.js';

/** Each column of a ticket under its name in code; `t` is the table. */
const COLUMNS: Readonly<Record<keyof Ticket, string>> = {
  id: 't.id', number: 't.number', shopId: 't.shop_id', kind: 't.kind', status: 't.status', resolution: 't.resolution', version: 't.version',
  externalRef: 't.external_ref', source: 't.source', channel: 't.channel', priority: 't.priority', severity: 't.severity', emotion: 't.emotion',
  tags: 't.tags', subject: 't.subject', problem: 't.problem', customerId: 't.customer_id', orderId: 't.order_id', assigneeId: 't.assignee_id',
  teamId: 't.team_id', statedReasonCode: 't.stated_reason_code', statedReasonText: 't.stated_reason_text',
  verifiedReasonCode: 't.verified_reason_code', respondentId: 't.respondent_id',
  respondentPersonId: '(SELECT m.person_id FROM member m WHERE m.merchant_id = t.merchant_id AND m.id = t.respondent_id)',
  details: 't.details', definitionId: 't.definition_id', policyId: 't.policy_id', currentStep: 't.current_step', steps: 't.steps',
  waitingOn: 't.waiting_on', holdReason: 't.hold_reason', nextDueAt: 't.next_due_at', nextDueClock: 't.next_due_clock', lastCustomerMessageAt: 't.last_customer_message_at',
  lastPublicMessageAt: 't.last_public_message_at', mergedIntoId: 't.merged_into_id', openedAt: 't.opened_at', updatedAt: 't.updated_at',
  closedAt: 't.closed_at',
};

/** What to select for these parts of a ticket. */
export function columnsOf(names: readonly (keyof Ticket)[]): string {
  return names.map((name) => `${COLUMNS[name]} AS "${name}"`).join(', ');
}

export const TICKET_COLUMNS = columnsOf(Object.keys(COLUMNS) as (keyof Ticket)[]);

const LOCK = sql('ticket.lock', `SELECT ${TICKET_COLUMNS} FROM ticket t WHERE merchant_id = $1 AND id = $2 FOR UPDATE`);
const LOCK_FREE = sql('ticket.lock_free', `SELECT ${TICKET_COLUMNS} FROM ticket t WHERE merchant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED`);
/** A fact from its row of `event`; `by` as `factAuthor` writes it. */
export const FACT_COLUMNS = `id::float8 AS seq, type, at, CASE actor_kind WHEN 'API_KEY' THEN 'key:' || actor_id ELSE actor_id::text END AS by, data`;
const FACTS = sql(
  'ticket.facts',
  `SELECT ${FACT_COLUMNS} FROM event WHERE merchant_id = $1 AND subject_id = $2 AND is_fact ORDER BY id`,
);
const BY_ID = sql('ticket.by_id', `SELECT ${TICKET_COLUMNS} FROM ticket t WHERE merchant_id = $1 AND id = $2`);

const INSERT = sql(
  'ticket.insert',
  `INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, version, external_ref, source, channel, priority, severity, emotion, tags,
     subject, problem, customer_id, order_id, assignee_id, team_id, stated_reason_code, stated_reason_text, respondent_id, details,
     definition_id, policy_id, current_step, steps, waiting_on, next_due_at, next_due_clock, last_customer_message_at, last_public_message_at, opened_at, updated_at)
   SELECT $1, t.id, t.number, t."shopId", t.kind, t.status, t.version, t."externalRef", t.source, t.channel, t.priority, t.severity, t.emotion, t.tags,
     t.subject, t.problem, t."customerId", t."orderId", t."assigneeId", t."teamId", t."statedReasonCode", t."statedReasonText", t."respondentId", t.details,
     t."definitionId", t."policyId", t."currentStep", t.steps, t."waitingOn", t."nextDueAt", t."nextDueClock", t."lastCustomerMessageAt", t."lastPublicMessageAt",
     t."openedAt", t."updatedAt"
   FROM jsonb_to_record($2::jsonb) AS t(id uuid, number text, "shopId" uuid, kind text, status text, version int, "externalRef" text, source text,
     channel text, priority text, severity text, emotion text, tags text[], subject text, problem text, "customerId" uuid, "orderId" uuid,
     "assigneeId" uuid, "teamId" uuid, "statedReasonCode" text, "statedReasonText" text, "respondentId" uuid, details jsonb, "definitionId" uuid,
     "policyId" uuid, "currentStep" text, steps jsonb, "waitingOn" text, "nextDueAt" timestamptz, "nextDueClock" text, "lastCustomerMessageAt" timestamptz,
     "lastPublicMessageAt" timestamptz, "openedAt" timestamptz, "updatedAt" timestamptz)`,
);

// Rows of many tickets in one statement: what a batch of the worker writes goes the same way as one command's.
const UPDATE = sql(
  'ticket.update',
  `UPDATE ticket t SET status = c.status, resolution = c.resolution, version = c.version, priority = c.priority, severity = c.severity, emotion = c.emotion,
     tags = c.tags, customer_id = c."customerId", order_id = c."orderId", assignee_id = c."assigneeId", team_id = c."teamId",
     verified_reason_code = c."verifiedReasonCode", respondent_id = c."respondentId", details = c.details, current_step = c."currentStep", steps = c.steps,
     waiting_on = c."waitingOn", hold_reason = c."holdReason", next_due_at = c."nextDueAt", next_due_clock = c."nextDueClock",
     last_customer_message_at = c."lastCustomerMessageAt", last_public_message_at = c."lastPublicMessageAt", merged_into_id = c."mergedIntoId",
     updated_at = c."updatedAt", closed_at = c."closedAt", channel = c.channel, policy_id = c."policyId"
   FROM jsonb_to_recordset($2::jsonb) AS c(id uuid, status text, resolution text, version int, priority text, severity text, emotion text, tags text[],
     "customerId" uuid, "orderId" uuid, "assigneeId" uuid, "teamId" uuid, "verifiedReasonCode" text, "respondentId" uuid, details jsonb, "currentStep" text,
     steps jsonb, "waitingOn" text, "holdReason" text, "nextDueAt" timestamptz, "nextDueClock" text, "lastCustomerMessageAt" timestamptz,
     "lastPublicMessageAt" timestamptz, "mergedIntoId" uuid, "updatedAt" timestamptz, "closedAt" timestamptz, channel text, "policyId" uuid)
   WHERE t.merchant_id = $1 AND t.id = c.id`,
);

// The kind it came as is the one its external reference is known by.
const CONVERT = sql(
  'ticket.convert',
  `UPDATE ticket SET kind = $3, opened_as = coalesce(opened_as, kind), stated_reason_code = $4 WHERE merchant_id = $1 AND id = $2`,
);

/** What of a ticket UPDATE writes; the rest of it stays as it was opened. */
const CHANGING = [
  'id', 'status', 'resolution', 'version', 'priority', 'severity', 'emotion', 'tags', 'customerId', 'orderId', 'assigneeId', 'teamId', 'verifiedReasonCode',
  'respondentId', 'details', 'currentStep', 'steps', 'waitingOn', 'holdReason', 'nextDueAt', 'nextDueClock', 'lastCustomerMessageAt', 'lastPublicMessageAt',
  'mergedIntoId', 'updatedAt', 'closedAt', 'channel', 'policyId',
] as const satisfies readonly (keyof Ticket)[];

// What every command changes, and a deadline that falls due mostly nothing else.
const TOUCH = sql(
  'ticket.touch',
  `UPDATE ticket t SET version = c.version, waiting_on = c."waitingOn", next_due_at = c."nextDueAt", next_due_clock = c."nextDueClock", updated_at = c."updatedAt"
   FROM jsonb_to_recordset($2::jsonb) AS c(id uuid, version int, "waitingOn" text, "nextDueAt" timestamptz, "nextDueClock" text, "updatedAt" timestamptz)
   WHERE t.merchant_id = $1 AND t.id = c.id`,
);

const COUNT = sql(
  'ticket.count',
  `INSERT INTO ticket_count (merchant_id, shop_id, kind, status, step, n) SELECT $1, c."shopId", c.kind, c.status, c.step, c.n
     FROM jsonb_to_recordset($2::jsonb) AS c("shopId" uuid, kind text, status text, step text, n bigint)`,
);

const LINES = sql(
  'ticket.lines',
  `INSERT INTO ticket_line (merchant_id, ticket_id, order_line_id, quantity) SELECT $1, $2, l.id, l.quantity
     FROM jsonb_to_recordset($3::jsonb) AS l(id uuid, quantity int)`,
);
const PARCELS = sql(
  'ticket.parcels',
  `INSERT INTO ticket_parcel (merchant_id, ticket_id, parcel_id) SELECT $1, $2, p FROM unnest($3::uuid[]) AS p`,
);

/** Takes the row lock: the first lock of every ticket command (then clock, budget, counter). Undefined: no such ticket here. */
export async function lockTicket(tx: Tx, id: string): Promise<Ticket | undefined> {
  const [row] = await tx.query<Ticket>(LOCK, [tx.merchantId, id]);
  return row;
}

/** Takes the row locks of those that nobody holds: whoever holds one is at work on it already. */
export function lockFreeTickets(tx: Tx, ids: readonly string[]): Promise<Ticket[]> {
  return tx.query<Ticket>(LOCK_FREE, [tx.merchantId, ids]);
}

export async function factsOf(tx: Tx, ticketId: string): Promise<Fact[]> {
  return tx.query<Fact>(FACTS, [tx.merchantId, ticketId]);
}

export async function findTicket(tx: Tx, id: string): Promise<Ticket | undefined> {
  const [row] = await tx.query<Ticket>(BY_ID, [tx.merchantId, id]);
  return row;
}

export function insertTicket(tx: Tx, ticket: Ticket): void {
  tx.defer(INSERT, [tx.merchantId, JSON.stringify(ticket)]);
  count(tx, [{ ...place(ticket), n: 1 }]);
}

export function insertDisputed(tx: Tx, ticketId: string, lines: readonly { id: string; quantity: number }[], parcelIds: readonly string[]): void {
  if (lines.length > 0) tx.defer(LINES, [tx.merchantId, ticketId, JSON.stringify(lines)]);
  if (parcelIds.length > 0) tx.defer(PARCELS, [tx.merchantId, ticketId, parcelIds]);
}

/** Writes what a command may change. The caller holds the lock, so the version needs no second check here. */
export function updateTicket(tx: Tx, before: Ticket, after: Ticket): void {
  if (before.kind !== after.kind) tx.defer(CONVERT, [tx.merchantId, after.id, after.kind, after.statedReasonCode]);
  tx.gather(UPDATE, [Object.fromEntries(CHANGING.map((name) => [name, after[name]]))]);
  const from = place(before);
  const to = place(after);
  if (from.kind !== to.kind || from.status !== to.status || from.step !== to.step) count(tx, [{ ...from, n: -1 }, { ...to, n: 1 }]);
}

/** The same where nothing changed but its version and what its clocks say. */
export function touchTicket(tx: Tx, { id, version, waitingOn, nextDueAt, nextDueClock, updatedAt }: Ticket): void {
  tx.gather(TOUCH, [{ id, version, waitingOn, nextDueAt, nextDueClock, updatedAt }]);
}

type Place = Pick<Ticket, 'shopId' | 'kind' | 'status'> & { readonly step: string };

/** Where a ticket is counted: its shop, kind, status and, while it is worked, its step ('' once all are done). */
function place({ shopId, kind, status, currentStep }: Ticket): Place {
  return { shopId, kind, status, step: currentStep ?? '' };
}

function count(tx: Tx, rows: readonly (Place & { readonly n: number })[]): void {
  tx.gather(COUNT, rows);
}

const DROP_LINES = sql('ticket.drop_lines', `DELETE FROM ticket_line WHERE merchant_id = $1 AND ticket_id = $2`);
const DROP_PARCELS = sql('ticket.drop_parcels', `DELETE FROM ticket_parcel WHERE merchant_id = $1 AND ticket_id = $2`);

/** Puts other disputed lines and parcels in the place of those named before; the event log keeps what they were. */
export function replaceDisputed(tx: Tx, ticketId: string, lines: readonly { id: string; quantity: number }[], parcelIds: readonly string[]): void {
  tx.defer(DROP_LINES, [tx.merchantId, ticketId]);
  tx.defer(DROP_PARCELS, [tx.merchantId, ticketId]);
  insertDisputed(tx, ticketId, lines, parcelIds);
}

const BY_NUMBER = sql('ticket.by_number', `SELECT ${TICKET_COLUMNS} FROM ticket t WHERE merchant_id = $1 AND number = $2`);

export async function findTicketByNumber(tx: Tx, number: string): Promise<Ticket | undefined> {
  const [row] = await tx.query<Ticket>(BY_NUMBER, [tx.merchantId, number]);
  return row;
}

const NOTE = sql(
  'ticket.note',
  `INSERT INTO message (merchant_id, id, ticket_id, author_kind, author_id, origin, visibility, channel, body, at)
   VALUES ($1, $2, $3, $4, $5, CASE WHEN $4 = 'SYSTEM' THEN 'AUTOMATIC' ELSE 'HUMAN' END, 'INTERNAL', $6, $7, $8)`,
);

/** The rest of a ticket's words is in `details`, which every save writes. */
const FORGET = sql(
  'ticket.forget',
  `UPDATE ticket SET problem = coalesce($3, problem), subject = coalesce($4, subject), stated_reason_text = coalesce($5, stated_reason_text)
    WHERE merchant_id = $1 AND id = $2`,
);

/** Words of a ticket that are taken back for good. */
export type Forgotten = Partial<Pick<Ticket, 'problem' | 'subject' | 'statedReasonText' | 'details'>>;

export function replaceWords(tx: Tx, ticketId: string, { problem, subject, statedReasonText }: Forgotten): void {
  tx.defer(FORGET, [tx.merchantId, ticketId, problem ?? null, subject ?? null, statedReasonText ?? null]);
}

/** An internal note; `by` null: the system's. */
export function insertNote(tx: Tx, ticket: Ticket, note: { readonly id: string; readonly by: string | null; readonly body: string; readonly at: Instant }): void {
  tx.defer(NOTE, [tx.merchantId, note.id, ticket.id, note.by === null ? 'SYSTEM' : 'AGENT', note.by, ticket.channel, note.body, note.at]);
}
