import { testDatabase } from '../support/database.js';
import { BEYOND, REACHED } from '../support/words-of-people.js';

const db = testDatabase();

it('no column can come to hold words without somebody saying which redaction reaches it, or why none does', async () => {
  // Text that no CHECK holds to a list of words.
  const rows = await db.owner<{ place: string }>(
    `SELECT c.relname || '.' || a.attname AS place FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'bytea'::regtype)
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
                           AND pg_get_constraintdef(k.oid) ~ ('^CHECK \\(\\(' || a.attname || ' (= ANY|<@) '))`,
  );
  const said = [...Object.values(REACHED), ...Object.values(BEYOND)].flat();
  expect(said.filter((place, at) => said.indexOf(place) !== at)).toEqual([]);
  expect(rows.map(({ place }) => place).sort()).toEqual([...said].sort());
});
