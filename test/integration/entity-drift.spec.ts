import { DataSource } from 'typeorm';
import { IDENTITY_ENTITIES } from '../../src/identity/index.js';
import { ORDERS_ENTITIES } from '../../src/orders/index.js';
import { TENANCY_ENTITIES } from '../../src/tenancy/index.js';
import { testDatabase } from '../support/database.js';

const db = testDatabase();

interface Column {
  readonly type: string;
  readonly nullable: boolean;
}

/** What PostgreSQL calls the types entities name. */
function typeOf(type: string, length: string, isArray: boolean): string {
  const plain = { timestamptz: 'timestamp with time zone', char: `character(${length})`, int: 'integer' }[type] ?? type;
  return isArray ? `${plain}[]` : plain;
}

describe('entities', () => {
  it('say of every column what the migrated table says', async () => {
    const source = new DataSource({ type: 'postgres', url: db.ownerUrl, entities: [...IDENTITY_ENTITIES, ...TENANCY_ENTITIES, ...ORDERS_ENTITIES] as never });
    await source.initialize();
    try {
      const rows = await db.owner<Column & { table: string; name: string }>(
        `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped`,
      );
      const migrated = new Map(rows.map(({ table, name, type, nullable }) => [`${table}.${name}`, { type, nullable }]));
      const declared = source.entityMetadatas.flatMap((entity) =>
        entity.columns.map((column): [string, Column] => [
          `${entity.tableName}.${column.databaseName}`,
          { type: typeOf(String(column.type), column.length, column.isArray), nullable: column.isNullable },
        ]),
      );
      expect(source.entityMetadatas).toHaveLength(11);
      expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(declared.map(([name]) => [name, migrated.get(name)])));
    } finally {
      await source.destroy();
    }
  });
});
