import type { Actor } from '../../kernel/actor.js';
import type { Instant } from '../../kernel/instant.js';
import type { Tx } from '../database/unit-of-work.js';
import { sql } from '../database/sql.js';

/** One thing that happened to one subject. `data` holds ids, flags and words of our vocabulary, never personal data or a customer's text. */
export interface NewEvent {
  /** 'ticket', 'customer', 'order'... in lower case. */
  readonly subjectType: string;
  readonly subjectId: string;
  /** The subject's version after the change; 0 for subjects that carry none. */
  readonly subjectVersion: number;
  readonly type: string;
  readonly at: Instant;
  /** True when the process is evaluated from it. */
  readonly isFact: boolean;
  readonly data: object;
  /** `{ field: [before, after] }` of the columns that changed. */
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown]>> | null;
  /** Names what may happen only once per subject, 'step:RESPOND:1'; a second one fails the transaction. */
  readonly onceKey?: string | null;
}

/** What made it happen: the operation's name and the id of the request that asked for it. */
export interface Cause {
  readonly cause: string;
  readonly requestId: string | null;
}

// ORDER BY gives the identity column the order of the list: per subject the order of ids is the order in which things happened.
const INSERT = sql(
  'event.insert',
  `INSERT INTO event (merchant_id, subject_type, subject_id, subject_version, type, at, actor_kind, actor_id, cause, request_id, is_fact, data, changes, once_key)
   SELECT $1, "subjectType", "subjectId", "subjectVersion", type, at, "actorKind", "actorId", cause, "requestId", "isFact", data, changes, "onceKey"
   FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS ("subjectType" text, "subjectId" uuid, "subjectVersion" integer, type text, at timestamptz,
     "actorKind" text, "actorId" uuid, cause text, "requestId" text, "isFact" boolean, data jsonb, changes jsonb, "onceKey" text)) WITH ORDINALITY AS e
   ORDER BY ordinality`,
);

/** Writes all events of the transaction in one statement, in the order recorded. The system acts without an id of its own. */
export function recordEvents(tx: Tx, actor: Actor, request: Cause, events: readonly NewEvent[]): void {
  const by = { actorKind: actor.kind, actorId: actor.kind === 'SYSTEM' ? null : actor.id, cause: request.cause, requestId: request.requestId };
  tx.gather(INSERT, events.map((event) => ({ ...event, ...by })));
}
