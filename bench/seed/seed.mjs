import pg from 'pg';
import { DEFAULT_CALENDAR } from '../../dist/src/calendar/index.js';
import { createMerchant } from '../../dist/src/tenancy/index.js';
import { DEFAULT_DEFINITION } from '../../dist/src/process/index.js';
import { DEFAULT_POLICY } from '../../dist/src/sla/index.js';
import { AFTER_SEEDED, AGENTS, MERCHANT, SHOPS, idOf, sqlId } from '../ids.mjs';
import { DAY, DIGITS, found, histories, unanswered } from './histories.mjs';

const CHUNK = 20_000;
/** The numbers of the history that waits for its first answer, and of the one that waits for its remedy; the others are numbered from 0. */
const UNANSWERED = -1;
const FOUND = -2;

const TEMPLATES = `
  CREATE SCHEMA bench;
  CREATE TABLE bench.history (no int PRIMARY KEY, open boolean, ticket jsonb, steps text);
  CREATE TABLE bench.event (no int, seq int, type text, at timestamptz, version int, cause text, fact boolean, data text, changes text, once text);
  CREATE TABLE bench.clock (no int, id text, kind text, subject text, state text, target bigint, started timestamptz, due timestamptz, ended timestamptz,
    terms text, generation int, warned int, alarm timestamptz, pause jsonb, used jsonb, entries int);
  CREATE TABLE bench.firing (no int, id text, generation int, level int, at timestamptz, detected timestamptz);
  CREATE TABLE bench.entry (no int, id text, seq int, type text, at timestamptz, due timestamptz, data text);
  CREATE TABLE bench.message (no int, id text, author text, body text, at timestamptz);
  -- A history's text made this ticket's own: its agent, its number, its day.
  CREATE FUNCTION bench.own(template text, agent text, digits text, day text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN replace(replace(replace(template, 'agent-${DIGITS}', agent), '${DIGITS}', digits), '${DAY}', day);`;

/** A database with `size` tickets. Rows are copied from a handful of histories that the product's own code played through. */
export async function seed(url, size) {
  const client = await connect(url);
  try {
    await people(client);
    await client.query(TEMPLATES);
    await templates(client);
    await fillAll(url, size);
    await counts(client);
    await client.query(`UPDATE merchant SET next_ticket_number = 9000001`);
    await client.query(`SELECT setval(pg_get_serial_sequence('event', 'id'), (SELECT max(id) FROM event))`);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** Two connections share the chunks: one core each on the smallest machine. */
async function fillAll(url, size) {
  let from = 1;
  const half = async () => {
    const client = await connect(url);
    // Foreign keys hold by construction; looking each of them up would double the time.
    await client.query('SET session_replication_role = replica');
    for (let mine = from; mine <= size; mine = from) {
      from += CHUNK;
      await fill(client, mine, Math.min(mine + CHUNK - 1, size), '(n % 1000)::int');
    }
    await client.end();
  };
  await Promise.all([half(), half()]);
}

async function connect(url) {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c synchronous_commit=off' });
  await client.connect();
  return client;
}

async function people(client) {
  await createMerchant(client, {
    id: MERCHANT, name: 'Bench', admin: { name: 'Admin' }, definition: { name: 'Default', body: DEFAULT_DEFINITION }, policy: { name: 'Default', body: DEFAULT_POLICY },
    calendar: { name: 'Default', body: DEFAULT_CALENDAR },
  });
  // The ids the statements name are the same in every database. Published versions refuse changes by a trigger, which replicas do not fire.
  await client.query(`SET session_replication_role = replica;
    UPDATE process_definition SET id = '${idOf('definition', 0)}'; UPDATE sla_policy SET id = '${idOf('policy', 0)}'; RESET session_replication_role`);
  await client.query(
    `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency)
     SELECT '${MERCHANT}', ${sqlId('shop', 'n')}, 'S-' || n, 'Shop ' || n, 'taobao', 'Asia/Shanghai', 'CNY' FROM generate_series(0, ${SHOPS - 1}) n`,
  );
  await client.query(
    `INSERT INTO member (merchant_id, id, person_id, name) SELECT '${MERCHANT}', ${sqlId('member', 'n')}, gen_random_uuid(), 'Agent ' || n
       FROM generate_series(0, ${AGENTS - 1}) n`,
  );
  await client.query(
    `INSERT INTO membership (merchant_id, id, member_id, role) SELECT '${MERCHANT}', gen_random_uuid(), ${sqlId('member', 'n')}, 'AGENT'
       FROM generate_series(0, ${AGENTS - 1}) n`,
  );
}

async function templates(client) {
  const all = [...histories().map((rows, no) => ({ no, ...rows })), { no: UNANSWERED, ...unanswered() }, { no: FOUND, ...found() }];
  const load = (table, rows) => client.query(`INSERT INTO ${table} SELECT r.* FROM jsonb_populate_recordset(null::${table}, $1) r`, [JSON.stringify(rows)]);
  const text = (value) => (value === null ? null : JSON.stringify(value));
  await load('bench.history', all.map(({ no, ticket }) => ({ no, open: ticket.status !== 'CLOSED', ticket, steps: JSON.stringify(ticket.steps) })));
  await load('bench.event', all.flatMap(({ no, events }) => events.map((event, seq) => ({
    no, seq, type: event.type, at: event.at, version: event.subjectVersion, cause: event.cause, fact: event.isFact, data: text(event.data),
    changes: text(event.changes), once: event.onceKey,
  }))));
  await load('bench.clock', all.flatMap(({ no, clocks }) => clocks.map((clock) => ({
    no, id: clock.id, kind: clock.kind, subject: clock.subject, state: clock.state, target: clock.targetMs, started: clock.startedAt, due: clock.dueAt,
    ended: clock.endedAt, terms: JSON.stringify(clock.terms), generation: clock.generation, warned: clock.warned, alarm: clock.alarmAt, pause: clock.pause,
    used: clock.pauseUsed, entries: clock.seq,
  }))));
  await load('bench.firing', all.flatMap(({ no, firings }) => firings.map((firing) => ({
    no, id: firing.clockId, generation: firing.generation, level: firing.level, at: firing.at, detected: firing.detectedAt,
  }))));
  await load('bench.entry', all.flatMap(({ no, entries }) => entries.map((entry) => ({
    no, id: entry.clockId, seq: entry.seq, type: entry.type, at: entry.at, due: entry.dueAt, data: text(entry.data),
  }))));
  await load('bench.message', all.flatMap(({ no, messages }) => messages.map((message) => ({ no, ...message }))));
  await client.query('CREATE INDEX ON bench.event (no); CREATE INDEX ON bench.clock (no); CREATE INDEX ON bench.entry (no); CREATE INDEX ON bench.firing (no); CREATE INDEX ON bench.message (no); ANALYZE');
}

/** Tickets `from` to `to` with everything about them. `history` is the SQL of the number of the history that ticket n follows. */
async function fill(client, from, to, history, { shops = SHOPS, agents = AGENTS } = {}) {
  await client.query(`
    DROP TABLE IF EXISTS one;
    CREATE TEMP TABLE one AS
      SELECT n, h.no, h.ticket, h.steps, ${sqlId('ticket', 'n')} AS id, (100000000000 + n)::text AS digits, ${sqlId('shop', `n % ${shops}`)} AS shop_id,
             ${sqlId('member', `n % ${agents}`)}::text AS agent_id, d.day, d.day - date '${DAY}' AS days
        FROM generate_series(${from}::bigint, ${to}::bigint) n
        JOIN bench.history h ON h.no = ${history}
        CROSS JOIN LATERAL (SELECT current_date - (CASE WHEN h.no = ${FOUND} THEN 0 WHEN h.open THEN 1 + n / 1000 % 5 ELSE 11 + n / 1000 % 200 END)::int AS day) d
       ORDER BY n`);
  await client.query('ANALYZE one');
  for (const statement of [...TRADE, ...TICKETS]) await client.query(statement);
}

const M = `'${MERCHANT}'::uuid`;

const TRADE = [
  `INSERT INTO customer (merchant_id, id, shop_id, external_id, name, phone, email, address, account_id, tier)
   SELECT ${M}, ${sqlId('customer', 'n')}, shop_id, 'C-' || n, 'Customer ' || n, '1380000' || lpad((n % 10000)::text, 4, '0'),
     'customer' || n || '@example.com', n || ' Example Road', 'account-' || n, 'STANDARD' FROM one`,
  `INSERT INTO sales_order (merchant_id, id, shop_id, external_id, customer_id, status, currency, paid_minor, placed_at, paid_at, shipped_at)
   SELECT ${M}, ${sqlId('order', 'n')}, shop_id, 'O-' || n, ${sqlId('customer', 'n')}, 'SHIPPED', 'CNY', 9900 + n % 1000,
     day - 5, day - 5, day - 3 FROM one`,
  `INSERT INTO order_line (merchant_id, id, order_id, external_id, sku, title, quantity, paid_minor)
   SELECT ${M}, ${sqlId('line', 'n')}, ${sqlId('order', 'n')}, '1', 'SKU-' || n % 500, 'Article ' || n % 500, 1, 9900 + n % 1000 FROM one`,
  `INSERT INTO parcel (merchant_id, id, shop_id, external_id, order_id, direction, carrier, waybill, status, shipped_at)
   SELECT ${M}, ${sqlId('parcel', 'n')}, shop_id, 'SF:W' || n, ${sqlId('order', 'n')}, 'OUTBOUND', 'SF', 'W' || n, 'IN_TRANSIT', day - 3
     FROM one`,
];

const at = (field) => `(ticket->>'${field}')::timestamptz + make_interval(days => days)`;

const TICKETS = [
  `INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, resolution, version, external_ref, source, channel, priority, severity, emotion, subject,
     problem, customer_id, order_id, assignee_id, stated_reason_code, details, definition_id, policy_id, current_step, steps, waiting_on, next_due_at,
     last_customer_message_at, last_public_message_at, opened_at, updated_at, closed_at)
   SELECT ${M}, one.id, 'A-' || lpad(n::text, greatest(6, length(n::text)), '0'), shop_id, ticket->>'kind', ticket->>'status', ticket->>'resolution',
     (ticket->>'version')::int, 'R-' || n, 'CUSTOMER', 'CHAT', (ARRAY['LOW','NORMAL','HIGH','URGENT'])[1 + n / 10 % 4], ticket->>'severity', ticket->>'emotion',
     'My parcel has not moved for three days', 'The parcel has not moved for three days and I need it by the weekend. Could you look into it, please?',
     ${sqlId('customer', 'n')}, ${sqlId('order', 'n')}, agent_id::uuid, ticket->>'statedReasonCode', ticket->'details', '${idOf('definition', 0)}', '${idOf('policy', 0)}',
     ticket->>'currentStep', bench.own(steps, agent_id, digits, day::text)::jsonb, ticket->>'waitingOn', ${at('nextDueAt')},
     ${at('lastCustomerMessageAt')}, ${at('lastPublicMessageAt')}, ${at('openedAt')}, ${at('updatedAt')}, ${at('closedAt')}
     FROM one`,
  `INSERT INTO ticket_line (merchant_id, ticket_id, order_line_id, quantity) SELECT ${M}, id, ${sqlId('line', 'n')}, 1 FROM one WHERE ticket->>'kind' = 'RETURN_EXCHANGE'`,
  `INSERT INTO ticket_parcel (merchant_id, ticket_id, parcel_id) SELECT ${M}, id, ${sqlId('parcel', 'n')} FROM one WHERE ticket->>'kind' = 'LOGISTICS'`,
  `INSERT INTO event (merchant_id, id, subject_type, subject_id, subject_version, type, at, actor_kind, actor_id, cause, is_fact, data, changes, once_key)
   OVERRIDING SYSTEM VALUE
   SELECT ${M}, n * 100 + e.seq, 'ticket', one.id, e.version, e.type, e.at + make_interval(days => days), 'MEMBER', agent_id::uuid, e.cause, e.fact,
     bench.own(e.data, agent_id, digits, day::text)::jsonb, bench.own(e.changes, agent_id, digits, day::text)::jsonb, e.once
     FROM one JOIN bench.event e USING (no)`,
  `INSERT INTO clock (merchant_id, id, ticket_id, kind, subject, state, target_ms, started_at, due_at, ended_at, terms, generation,
     warned, alarm_at, pause, pause_used, entries)
   SELECT ${M}, replace(c.id, '${DIGITS}', digits)::uuid, one.id, c.kind, c.subject, c.state, c.target, c.started + make_interval(days => days),
     c.due + make_interval(days => days), c.ended + make_interval(days => days), replace(c.terms, '${DIGITS}', digits)::jsonb,
     c.generation, c.warned, c.alarm + make_interval(days => days), c.pause, c.used, c.entries FROM one JOIN bench.clock c USING (no)`,
  `INSERT INTO clock_firing (merchant_id, clock_id, generation, level, at, detected_at)
   SELECT ${M}, replace(f.id, '${DIGITS}', digits)::uuid, f.generation, f.level, f.at + make_interval(days => days), f.detected + make_interval(days => days)
     FROM one JOIN bench.firing f USING (no)`,
  `INSERT INTO clock_entry (merchant_id, clock_id, seq, type, at, due_at, data)
   SELECT ${M}, replace(e.id, '${DIGITS}', digits)::uuid, e.seq, e.type, e.at + make_interval(days => days), e.due + make_interval(days => days),
     e.data::jsonb FROM one JOIN bench.entry e USING (no)`,
  `INSERT INTO message (merchant_id, id, ticket_id, author_kind, author_id, origin, visibility, channel, body, at)
   SELECT ${M}, replace(m.id, '${DIGITS}', digits)::uuid, one.id, m.author, CASE m.author WHEN 'AGENT' THEN agent_id::uuid END, 'HUMAN', 'PUBLIC', 'CHAT', m.body,
     m.at + make_interval(days => days) FROM one JOIN bench.message m USING (no)`,
];

async function counts(client) {
  await client.query(`INSERT INTO ticket_count (merchant_id, shop_id, kind, status, step, n)
    SELECT merchant_id, shop_id, kind, status, coalesce(current_step, ''), count(*) FROM ticket GROUP BY 1, 2, 3, 4, 5`);
}

/** Adds `many` tickets that wait for their first answer, numbered from `from` on, for a measurement that answers each of them once. */
export function addUnanswered(client, from, many) {
  return add(client, from, many, UNANSWERED);
}

/** The same of tickets whose cause was found today, spread over so many shops and agents. */
export function addFound(client, from, many, places) {
  return add(client, from, many, FOUND, places);
}

async function add(client, from, many, history, places) {
  await client.query('SET session_replication_role = replica');
  await fill(client, from, from + many - 1, String(history), places);
  // ids given by hand run ahead of the sequence
  await client.query(`SELECT setval(pg_get_serial_sequence('event', 'id'), (SELECT max(id) FROM event))`);
  await client.query('RESET session_replication_role');
  await client.query('ANALYZE ticket, event, clock, clock_entry, clock_firing, message');
}


/** Takes away what was written after the first `size` tickets, so that the next round meets the same tables. */
export async function forget(client, size) {
  const last = (kind) => `'${idOf(kind, size)}'`;
  await client.query('SET session_replication_role = replica');
  const later = (column) => `${column.includes('.') ? 'c.' : ''}merchant_id = ${M} AND (${column} > ${last('ticket')} AND ${column} < '${idOf('customer', 0)}' OR ${column} > '${AFTER_SEEDED}')`;
  await client.query(`
    DELETE FROM clock_firing e USING clock c WHERE e.merchant_id = c.merchant_id AND e.clock_id = c.id AND ${later('c.ticket_id')};
    DELETE FROM clock_entry e USING clock c WHERE e.merchant_id = c.merchant_id AND e.clock_id = c.id AND ${later('c.ticket_id')};
    DELETE FROM clock WHERE ${later('ticket_id')};
    DELETE FROM message WHERE ${later('ticket_id')};
    DELETE FROM ticket_line WHERE ${later('ticket_id')};
    DELETE FROM ticket_parcel WHERE ${later('ticket_id')};
    DELETE FROM event WHERE subject_type = 'ticket' AND ${later('subject_id')};
    DELETE FROM ticket WHERE ${later('id')};
    DELETE FROM parcel WHERE merchant_id = ${M} AND id > ${last('parcel')};
    DELETE FROM order_line WHERE merchant_id = ${M} AND id > ${last('line')} AND id < '${idOf('parcel', 0)}';
    DELETE FROM sales_order WHERE merchant_id = ${M} AND id > ${last('order')} AND id < '${idOf('line', 0)}';
    DELETE FROM customer WHERE merchant_id = ${M} AND id > ${last('customer')} AND id < '${idOf('order', 0)}';
    DELETE FROM ticket_count;`);
  await counts(client);
  await client.query('RESET session_replication_role');
  await client.query('VACUUM (ANALYZE)');
}
