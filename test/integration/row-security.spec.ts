import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { testApp } from '../support/app.js';
import { BusyMerchant } from '../support/busy-merchant.js';
import { tableHashes } from '../support/table-hashes.js';

// The database's own layer of tenancy, without a line of ours above it. What is tried is read from the catalog, so a new table is tried as well.

const app = testApp();
let ours: BusyMerchant;
let theirs: BusyMerchant;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly generated: boolean;
}

interface Reference {
  readonly name: string;
  readonly table: string;
  readonly target: string;
  readonly columns: string[];
  readonly targetColumns: string[];
}

beforeAll(async () => {
  ours = await BusyMerchant.create(app, 'Ours');
  theirs = await BusyMerchant.create(app, 'Theirs');
}, 120_000);

/** A connection with the rights of a role and, if given, the setting of a merchant, in a transaction that is always rolled back. */
async function as<T>(role: 'amends_app' | 'amends_worker', merchantId: string | null, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: app.ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL ROLE ${role}`);
    if (merchantId !== null) await client.query(`SELECT set_config('app.merchant', $1, true)`, [merchantId]);
    return await work(client);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    await client.end();
  }
}

/** How the statement ended: the rows it touched, or the code of its error; the transaction goes on. */
async function outcome(client: pg.Client, statement: string, values: unknown[] = []): Promise<string> {
  await client.query('SAVEPOINT one');
  try {
    const { rowCount } = await client.query(statement, values);
    return `${rowCount} rows`;
  } catch (error) {
    return (error as pg.DatabaseError).code ?? 'error';
  } finally {
    await client.query('ROLLBACK TO one');
  }
}

const tenantTables = async (): Promise<string[]> => (await app.owner<{ name: string }>(
  `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'merchant_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`,
)).map(({ name }) => name);

/** UPDATE: of any column. */
const may = async (role: string, table: string, right: string): Promise<boolean> => {
  const ask = right === 'UPDATE' ? 'has_any_column_privilege' : 'has_table_privilege';
  return (await app.owner<{ may: boolean }>(`SELECT ${ask}($1, $2, $3) AS may`, [role, `public.${table}`, right]))[0]?.may ?? false;
};

describe('as the application, with the setting of one merchant', () => {
  it('every table shows that merchant alone, and each holds rows of both, so that this proves something', async () => {
    const tables = await tenantTables();
    expect(tables.length).toBeGreaterThan(25);
    const seen = await as('amends_app', ours.base.id, async (client) => {
      const all: { table: string; ours: boolean; others: number }[] = [];
      for (const table of tables) {
        const { rows } = await client.query<{ ours: string; others: string }>(
          `SELECT count(*) FILTER (WHERE merchant_id = $1) AS ours, count(*) FILTER (WHERE merchant_id <> $1) AS others FROM ${table}`, [ours.base.id],
        );
        all.push({ table, ours: Number(rows[0]?.ours) > 0, others: Number(rows[0]?.others) });
      }
      return all;
    });
    expect(seen).toEqual(tables.map((table) => ({ table, ours: true, others: 0 })));
    const empty = await Promise.all(tables.map(async (table) => {
      const [row] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE merchant_id = $1`, [theirs.base.id]);
      return row?.n ? [] : [table];
    }));
    expect(empty.flat()).toEqual([]);
    expect(await as('amends_app', ours.base.id, (client) => outcome(client, 'SELECT FROM merchant WHERE id <> $1', [ours.base.id]))).toBe('0 rows');
  });

  it('no row is made for another, nor moved to another', async () => {
    const before = await tableHashes(app);
    const results = await as('amends_app', ours.base.id, async (client) => {
      const all: string[] = [];
      for (const table of await tenantTables()) {
        const columns = (await columnsOf(table)).filter(({ generated }) => !generated);
        const names = columns.map(({ column }) => `"${column}"`).join(', ');
        // A whole row of ours with the other's merchant: nothing but the policy stands against it.
        const values = columns.map(({ column }) => (column === 'merchant_id' ? `'${theirs.base.id}'::uuid` : `"${column}"`)).join(', ');
        if (await may('amends_app', table, 'INSERT')) {
          all.push(`${table} insert ${await outcome(client, `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${table} LIMIT 1`)}`);
        }
        if (await may('amends_app', table, 'UPDATE')) {
          const moved = await outcome(client, `UPDATE ${table} SET merchant_id = $1`, [theirs.base.id]);
          const touched = await outcome(client, `UPDATE ${table} SET merchant_id = merchant_id WHERE merchant_id = $1`, [theirs.base.id]);
          all.push(`${table} move ${moved}`, `${table} update ${touched}`);
        }
        if (await may('amends_app', table, 'DELETE')) {
          all.push(`${table} delete ${await outcome(client, `DELETE FROM ${table} WHERE merchant_id = $1`, [theirs.base.id])}`);
        }
      }
      return all;
    });
    // 42501: refused by the policy, or the column may not be written at all. 23001: kept as it is by a trigger.
    const ended = results.filter((result) => !/ (42501|23001|0 rows)$/.test(result));
    expect(ended).toEqual([]);
    expect(results.filter((result) => result.includes(' insert 42501')).length).toBeGreaterThan(20);
    expect(results.filter((result) => / (insert|move) 0 rows/.test(result))).toEqual([]);
    expect(await tableHashes(app)).toEqual(before);
  });
});

it.each(['amends_app', 'amends_worker'] as const)('%s without the setting of a merchant sees nothing it is not told to see', async (role) => {
  const shown = await as(role, null, async (client) => {
    const all: string[] = [];
    for (const table of ['merchant', ...(await tenantTables())]) {
      if (!/^(0 rows|42501)$/.test(await outcome(client, `SELECT FROM ${table}`))) all.push(table);
    }
    return all;
  });
  // What falls due (clocks, and absences, waiting tickets and payouts by their ids and times), how far holidays are known, which merchants have rules to ask again, kept counts and
  // old idempotency keys: of every merchant, for the worker's loops. No customer, message, order or event.
  expect(shown).toEqual(role === 'amends_app' ? [] : ['merchant', 'absence', 'assignment_wait', 'calendar_version', 'changed_terms', 'clock', 'idempotency', 'payout', 'ticket_count']);
});

it('the worker looks: it writes nothing but the folded counts and swept keys', async () => {
  const rights: string[] = [];
  for (const table of ['merchant', ...(await tenantTables())]) {
    for (const right of ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) {
      if (await may('amends_worker', table, right)) rights.push(`${table} ${right}`);
    }
  }
  expect(rights).toEqual(['idempotency DELETE', 'ticket_count INSERT', 'ticket_count UPDATE', 'ticket_count DELETE']);
});

describe('references', () => {
  it('all carry the merchant, and none can be made across', async () => {
    const references = await referencesOf();
    expect(references.length).toBeGreaterThan(35);
    const results: string[] = [];
    const client = new pg.Client({ connectionString: app.ownerUrl });
    await client.connect();
    try {
      await client.query('BEGIN');
      // The owner's hand, past row security, past triggers and checks of ours: nothing but the key itself stands against it.
      for (const { name, table, target, columns, targetColumns } of references) {
        const own = columns.filter((column) => column !== 'merchant_id');
        if (target === 'merchant') continue;
        const pair = `${columns.indexOf('merchant_id')}:${targetColumns.indexOf('merchant_id')}`;
        if (pair !== '0:0') {
          results.push(`${name} carries no merchant`);
          continue;
        }
        await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
        await client.query(await withoutChecks(table));
        const values = own.map((column, at) => `"${column}" = (SELECT "${targetColumns[at + 1]}" FROM ${target} WHERE merchant_id = '${theirs.base.id}' LIMIT 1)`);
        const key = own.map((column) => `"${column}" IS NOT NULL`).join(' AND ');
        const made = await outcome(client, `UPDATE ${table} SET ${values.join(', ')} WHERE ctid = (SELECT ctid FROM ${table} WHERE merchant_id = $1 ORDER BY (${key}) DESC LIMIT 1)`, [ours.base.id]);
        if (made !== '23503') results.push(`${name}: ${made}`);
      }
    } finally {
      await client.query('ROLLBACK');
      await client.end();
    }
    expect(results).toEqual([]);
  });

  it('stand for every column that names an object of the merchant', async () => {
    const named = await app.owner<{ place: string }>(
      `SELECT c.relname || '.' || a.attname AS place FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.atttypid = 'uuid'::regtype AND a.attname NOT IN ('id', 'merchant_id') AND a.attname NOT LIKE '%\\_by'
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)) ORDER BY 1`,
    );
    // *_by is who signed in, a member or a key, and never comes from an input. So are actors and authors; a subject of the log may be anything, a
    // natural person has no row of its own, a total is one of several things, a statement's line may be of no payout of ours, an escalation is about a clock or the ticket itself, a key of changed_terms would wait for whoever works on the ticket, and counts are kept by the ticket, which holds its shop.
    expect(named.map(({ place }) => place)).toEqual(NO_REFERENCE);
  });
});

/** Checks of a table are asked before its keys. */
async function withoutChecks(table: string): Promise<string> {
  const [row] = await app.owner<{ text: string | null }>(
    `SELECT string_agg(format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', conrelid::regclass, conname), '; ') AS text FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'`, [table],
  );
  return row?.text ?? 'SELECT';
}

const NO_REFERENCE = [
  'approval_decision.by_person', 'approval_decision.for_person', 'approval_override.asked_person', 'approval_override.confirmed_person',
  'approval_request.editor_person', 'approval_request.requester_person', 'authority_total.subject_id', 'changed_terms.ticket_id', 'customer_person.person_id',
  'escalation.anchor_id', 'escalation_level.anchor_id', 'event.actor_id', 'event.subject_id', 'idempotency.actor_id', 'ledger_movement.by_actor',
  'ledger_movement.subject_id', 'member.person_id', 'message.author_id', 'offer_authority.person_id', 'payout.confirmed_person',
  'payout.entered_person', 'payout_route.notify_id', 'ticket_count.shop_id',
];

async function columnsOf(table: string): Promise<Column[]> {
  return app.owner<Column>(
    `SELECT $1::text AS table, attname AS column, format_type(atttypid, atttypmod) AS type, attgenerated <> '' AS generated
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`, [table],
  );
}

async function referencesOf(): Promise<Reference[]> {
  return app.owner<Reference>(
    `SELECT k.conname AS name, k.conrelid::regclass::text AS table, k.confrelid::regclass::text AS target,
       (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.conkey) WITH ORDINALITY AS u(num, n) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = num) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.confkey) WITH ORDINALITY AS u(num, n) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = num) AS "targetColumns"
     FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY 1`,
  );
}

it('a merchant made up by the caller shows nothing, and a broken one fails', async () => {
  const nobody = await as('amends_app', uuidv7(), (client) => outcome(client, 'SELECT FROM ticket'));
  const broken = await as('amends_app', "x' OR 'a'='a", (client) => outcome(client, 'SELECT FROM ticket'));
  expect([nobody, broken]).toEqual(['0 rows', '22P02']);
});
