import type { TestApp } from './app.js';

type Owner = Pick<TestApp, 'owner'>;

/** Every table of ours, migrations aside. */
export async function tablesOf(db: Owner): Promise<string[]> {
  const rows = await db.owner<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'migration' ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

/** A digest of every row of every table: equal before and after means that nothing at all was written. */
export async function tableHashes(db: Owner): Promise<Record<string, string>> {
  const tables = await tablesOf(db);
  const parts = tables.map((name) => `(SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM "${name}" t) AS "${name}"`);
  const [row] = await db.owner<Record<string, string>>(`SELECT ${parts.join(', ')}`);
  return row ?? {};
}
