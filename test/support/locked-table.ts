import pg from 'pg';

export interface Locked {
  /** Until so many statements wait for a lock that somebody else holds. */
  waiting(n: number): Promise<void>;
  release(): Promise<void>;
}

/** Holds up whoever writes to a table, so that several are under way at once however fast they are. Release it, or they wait for good. */
export function lockTable(db: { readonly ownerUrl: string }, table: string): Promise<Locked> {
  return lock(db, (name) => `LOCK TABLE ${name(table)} IN EXCLUSIVE MODE`);
}

/** The same for who wants this one row. */
export function lockRow(db: { readonly ownerUrl: string }, table: string, id: string): Promise<Locked> {
  return lock(db, (name) => `SELECT FROM ${name(table)} WHERE id = '${id}' FOR UPDATE`);
}

async function lock(db: { readonly ownerUrl: string }, statement: (name: (table: string) => string) => string): Promise<Locked> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  await client.query(`BEGIN; ${statement((table) => client.escapeIdentifier(table))}`);
  let open = true;
  return {
    async waiting(n) {
      while (open) {
        const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
        if ((rows[0]?.n ?? 0) >= n) return;
        await client.query('SELECT pg_stat_clear_snapshot()'); // or a transaction sees the same activity for ever
      }
    },
    async release() {
      open = false;
      await client.query('COMMIT');
      await client.end();
    },
  };
}
