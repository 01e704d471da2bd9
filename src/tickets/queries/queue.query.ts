import type { Instant } from '../../kernel/instant.js';
import type { Emotion, Kind, Severity, Step } from '../../process/index.js';
import { encodeCursor } from '../../platform/graphql/connection.js';
import { decodeKeys, timeKey, uuidKey, wholeKey, type KeyCheck } from '../../platform/graphql/cursor-key.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Priority, Status, Ticket } from '../domain/ticket.js';
import { columnsOf, TICKET_COLUMNS } from '../ticket.repository.js';
import { peopleAlong, type PeopleAlong } from './people-along.js';

export const QUEUE_ORDERS = ['DUE', 'PRIORITY', 'OLDEST', 'NEWEST'] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

/** What a queue shows. null or absent: not filtered by. All parts must hold. */
export interface QueueFilter {
  /** Shops the caller may read in; null: all of the merchant. */
  readonly visibleShopIds: readonly string[] | null;
  readonly shopIds?: readonly string[] | null;
  readonly kinds?: readonly Kind[] | null;
  readonly steps?: readonly Step[] | null;
  readonly statuses: readonly Status[];
  readonly assigneeIds?: readonly string[] | null;
  readonly unassigned?: boolean | null;
  readonly waitingForAgent?: boolean | null;
  readonly teamIds?: readonly string[] | null;
  readonly priorities?: readonly Priority[] | null;
  readonly severities?: readonly Severity[] | null;
  readonly emotions?: readonly Emotion[] | null;
  readonly customerId?: string | null;
  readonly orderId?: string | null;
  readonly dueBefore?: Instant | null;
  readonly tags?: readonly string[] | null;
  readonly externalRef?: string | null;
  readonly text?: string | null;
}

/** A ticket with the keys its queue is sorted by: times as PostgreSQL prints them, since an Instant lacks the microseconds they sort by. */
export interface QueueRow extends Ticket {
  readonly dueKey: string;
  readonly openedKey: string;
  readonly priorityKey: number;
}

type Key = string | number | null;

interface Order {
  readonly columns: string;
  /** Those of them that a row does not hold anyway. */
  readonly keyColumns: string;
  /** Row comparison with the cursor's keys, from parameter $n on. */
  after(first: number): string;
  keys(row: QueueRow): Key[];
  /** What those keys must look like in a cursor that comes back. */
  readonly checks: readonly KeyCheck[];
}

const DUE_KEY = 't.due_key::text AS "dueKey"';
const BY_AGE = { keyColumns: 't.opened_at::text AS "openedKey"', keys: (row: QueueRow): Key[] => [row.openedKey, row.id], checks: [timeKey, uuidKey] };
const LAST_PRIORITY = 3;

// Each order names the columns of one index, so that a page is read off the index and never sorted.
const ORDERS: Readonly<Record<QueueOrder, Order>> = {
  DUE: {
    columns: 't.due_key, t.id',
    keyColumns: DUE_KEY,
    after: (n) => `(t.due_key, t.id) > ($${n}::timestamptz, $${n + 1}::uuid)`,
    keys: (row) => [row.dueKey, row.id],
    checks: [timeKey, uuidKey],
  },
  PRIORITY: {
    columns: 't.priority_key, t.due_key, t.id',
    keyColumns: `t.priority_key AS "priorityKey", ${DUE_KEY}`,
    after: (n) => `(t.priority_key, t.due_key, t.id) > ($${n}::smallint, $${n + 1}::timestamptz, $${n + 2}::uuid)`,
    keys: (row) => [row.priorityKey, row.dueKey, row.id],
    checks: [wholeKey(LAST_PRIORITY), timeKey, uuidKey],
  },
  OLDEST: { columns: 't.opened_at, t.id', after: (n) => `(t.opened_at, t.id) > ($${n}::timestamptz, $${n + 1}::uuid)`, ...BY_AGE },
  NEWEST: { columns: 't.opened_at DESC, t.id DESC', after: (n) => `(t.opened_at, t.id) < ($${n}::timestamptz, $${n + 1}::uuid)`, ...BY_AGE },
};

/** What of its tickets a page will show. */
export interface Shown {
  /** By their names in the API. */
  readonly fields: ReadonlySet<string>;
  readonly people: PeopleAlong;
}

/** A page of a queue, with one row more than asked for, and of each row no more than is shown: half of what a page costs is moving columns. */
export function queuePage(
  tx: Tx,
  filter: QueueFilter,
  order: QueueOrder,
  args: { first: number; after?: string | null },
  shown: Shown,
): Promise<QueueRow[]> {
  const values: unknown[] = [tx.merchantId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['t.merchant_id = $1', ...conditionsOf(filter, bind)];
  const after = decodeKeys(listOf(order), args.after, ORDERS[order].checks);
  if (after) {
    conditions.push(ORDERS[order].after(values.length + 1));
    values.push(...after);
  }
  const limit = bind(args.first + 1);
  return tx.query<QueueRow>(statement(conditions, order, limit, shown), values);
}

export function queueCursor(order: QueueOrder, row: QueueRow): string {
  return encodeCursor(listOf(order), ORDERS[order].keys(row));
}

function listOf(order: QueueOrder): string {
  return `tickets:${order}`;
}

function conditionsOf(filter: QueueFilter, bind: (value: unknown) => string): string[] {
  const conditions: string[] = [];
  const among = (column: string, values: readonly string[] | null | undefined, type: string): void => {
    if (values) conditions.push(`${column} = ANY (${bind(values)}::${type}[])`);
  };
  // Written out, the planner can use the indexes that leave closed tickets out.
  const open = !filter.statuses.includes('CLOSED');
  if (open) conditions.push(`t.status <> 'CLOSED'`);
  if (!open || !filter.statuses.includes('OPEN') || !filter.statuses.includes('ON_HOLD')) among('t.status', filter.statuses, 'text');
  among('t.shop_id', filter.visibleShopIds, 'uuid');
  among('t.shop_id', filter.shopIds, 'uuid');
  among('t.kind', filter.kinds, 'text');
  among('t.current_step', filter.steps, 'text');
  among('t.assignee_id', filter.assigneeIds, 'uuid');
  among('t.team_id', filter.teamIds, 'uuid');
  among('t.priority', filter.priorities, 'text');
  among('t.severity', filter.severities, 'text');
  among('t.emotion', filter.emotions, 'text');
  if (filter.unassigned) conditions.push('t.assignee_id IS NULL');
  if (filter.waitingForAgent) conditions.push('EXISTS (SELECT FROM assignment_wait w WHERE w.merchant_id = t.merchant_id AND w.ticket_id = t.id)');
  if (filter.customerId) conditions.push(`t.customer_id = ${bind(filter.customerId)}`);
  if (filter.orderId) conditions.push(`t.order_id = ${bind(filter.orderId)}`);
  if (filter.dueBefore) conditions.push(`t.due_key < ${bind(filter.dueBefore)}::timestamptz`);
  if (filter.tags) conditions.push(`t.tags @> ${bind(filter.tags)}::text[]`);
  if (filter.externalRef) conditions.push(`t.external_ref = ${bind(filter.externalRef)}`);
  if (filter.text) conditions.push(`t.search_key LIKE ${bind(`%${escapeLike(filter.text.toLowerCase())}%`)}`);
  return conditions;
}

/** The caller's text is looked for as it stands: % and _ are ordinary characters in it. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

/** What a line of a queue shows of a ticket. */
const LINE: readonly (keyof Ticket)[] = [
  'id', 'number', 'shopId', 'kind', 'status', 'version', 'priority', 'subject', 'customerId', 'assigneeId', 'currentStep', 'waitingOn', 'nextDueAt',
];
/** What a card of a board shows. */
const CARD: readonly (keyof Ticket)[] = [
  ...LINE, 'channel', 'severity', 'emotion', 'orderId', 'teamId', 'nextDueClock', 'lastCustomerMessageAt', 'openedAt',
];
/** Fields that need no more than these columns: those of their own names, and what is found by the ids among them. */
const ON_LINE: ReadonlySet<string> = new Set(['__typename', ...LINE, 'steps', 'shop', 'customer', 'assignee', 'clocks', 'links', 'timeline', 'externalDeadlines']);
const ON_CARD: ReadonlySet<string> = new Set([...ON_LINE, ...CARD, 'order', 'team', 'bindingDeadline']);

/** Few widths rather than the very fields, so that there are few statements. */
function columnsFor(fields: ReadonlySet<string>): string {
  const holds = (names: ReadonlySet<string>): boolean => [...fields].every((field) => names.has(field));
  const narrow = holds(ON_LINE) ? LINE : holds(ON_CARD) ? CARD : null;
  if (!narrow) return TICKET_COLUMNS;
  return columnsOf(fields.has('steps') ? [...narrow, 'steps'] : narrow);
}

/** Shapes that are prepared by name. Callers choose the filters, so their number is bounded: beyond it a shape is planned each time. */
const SHAPES = new Map<string, Sql>();
const MAX_SHAPES = 200;

function statement(conditions: readonly string[], order: QueueOrder, limit: string, { fields, people }: Shown): Sql {
  const along = peopleAlong(people);
  const text = `SELECT ${columnsFor(fields)}, ${ORDERS[order].keyColumns}${along.columns} FROM ticket t${along.joins}
    WHERE ${conditions.join(' AND ')} ORDER BY ${ORDERS[order].columns} LIMIT ${limit}`;
  const known = SHAPES.get(text);
  if (known) return known;
  if (SHAPES.size >= MAX_SHAPES) return { name: '', text };
  const shape = sql('ticket.queue', text);
  SHAPES.set(text, shape);
  return shape;
}
