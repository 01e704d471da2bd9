import { createHash } from 'node:crypto';

/** A prepared statement: the name lets PostgreSQL parse and plan it once per connection. */
export interface Sql {
  readonly name: string;
  readonly text: string;
}

/** `= ANY ($2::uuid[])`, `<> ALL ($2::uuid[])` */
const LISTS = /(= ANY|<> ALL) ?\((\$\d+::\w+\[\])\)/g;

/**
 * A list by itself has the planner plan for the very length at hand, and so anew at every call: with row security that is several times the work of
 * the look-up. Read from a subquery its length is unknown, and one plan serves all.
 */
function plannedOnce(text: string): string {
  return text.replaceAll(LISTS, '$1 (ARRAY(SELECT unnest($2)))');
}

/**
 * `sql('ticket.lock', 'SELECT ... WHERE id = $1')`. Parameters go as $1, $2 only; text is never glued together from values.
 * The name gets a digest of the text, so that two texts under one name never meet on one connection.
 */
export function sql(name: string, text: string): Sql {
  const digest = createHash('sha1').update(text).digest('hex').slice(0, 10);
  return { name: `${name}.${digest}`.slice(-63), text: plannedOnce(text) };
}
