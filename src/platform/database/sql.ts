import { createHash } from 'node:crypto';

/** A prepared statement: the name lets PostgreSQL parse and plan it once per connection. */
export interface Sql {
  readonly name: string;
  readonly text: string;
}

/**
 * `sql('ticket.lock', 'SELECT ... WHERE id = $1')`. Parameters go as $1, $2 only; text is never glued together from values.
 * The name gets a digest of the text, so that two texts under one name never meet on one connection.
 */
export function sql(name: string, text: string): Sql {
  const digest = createHash('sha1').update(text).digest('hex').slice(0, 10);
  return { name: `${name}.${digest}`.slice(-63), text };
}
