import type { TestApp } from './app.js';

/** `table.column` of everything that holds the word, in any form a column can hold it. */
export async function columnsHolding(db: Pick<TestApp, 'owner'>, word: string): Promise<string[]> {
  const columns = await db.owner<{ table: string; column: string }>(
    `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE'`,
  );
  const hex = Buffer.from(word).toString('hex');
  const found: string[] = [];
  for (const { table, column } of columns) {
    const held = await db.owner(`SELECT FROM "${table}" WHERE "${column}"::text LIKE '%' || $1 || '%' OR "${column}"::text LIKE '%' || $2 || '%' LIMIT 1`, [word, hex]);
    if (held.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}
