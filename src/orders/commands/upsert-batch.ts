import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { recordEvents, type Cause } from '../../platform/outbox/event-log.js';
import { findShop, type ShopRow } from '../../tenancy/index.js';
import { refuseSize, type Accepted, type Outcome, type Result } from '../domain/batch.js';

/** What the three upserts begin with: a batch that is neither empty nor too large, a shop of ours, the time. */
export async function openBatch(tx: Tx, shopId: string, items: readonly unknown[]): Promise<{ shop: ShopRow; now: Instant }> {
  refuseSize(items.length);
  const [shop, now] = await Promise.all([findShop(tx, shopId), tx.now()]);
  if (!shop) throw notFound('shopId');
  return { shop, now };
}

type Changes = Readonly<Record<string, readonly [unknown, unknown]>>;

export function numbered<Item>(items: readonly Item[]): Accepted<Item>[] {
  return items.map((item, index) => ({ index, item }));
}

/** New when the row has the id proposed for it. */
export function outcomeOf(id: string, proposed: string | undefined, changed: Pick<ReadonlySet<string>, 'has'>): Outcome {
  if (id === proposed) return 'CREATED';
  return changed.has(id) ? 'UPDATED' : 'UNCHANGED';
}

/**
 * One event for each row that was made or changed: which one and where, and of what it says only what rules go by (`changes` by id), so that it is
 * known later what they went by then.
 */
export function recordUpserts(
  tx: Tx,
  actor: Actor,
  subjectType: 'customer' | 'order' | 'parcel',
  shopId: string,
  at: Instant,
  results: readonly Result[],
  cause: Cause,
  changes: ReadonlyMap<string, Changes> = new Map(),
): void {
  const events = results.flatMap(({ id, outcome }) =>
    id === null || (outcome !== 'CREATED' && outcome !== 'UPDATED')
      ? []
      : [{ subjectType, subjectId: id, subjectVersion: 0, type: `${subjectType}.${outcome.toLowerCase()}`, at, isFact: false, data: { shopId }, changes: changes.get(id) ?? null }],
  );
  recordEvents(tx, actor, cause, events);
}
