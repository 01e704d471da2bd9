import DataLoader from 'dataloader';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';

/**
 * Answers many keys of a request at once, in the order asked; `find` takes as many statements for a page as for one. Not remembered, so that a second mutation of
 * the request shows its own change.
 */
export function batched<Key, Value>(
  context: RequestContext, unit: UnitOfWork, name: symbol, find: (tx: Tx, keys: readonly Key[]) => Promise<readonly Value[]>,
): DataLoader<Key, Value> {
  return loaderOf(context, name, () => new DataLoader<Key, Value>((keys) => unit.read(actorOf(context).merchantId, (tx) => find(tx, keys)), { cache: false }));
}

/** Rows of tickets as one list for each ticket. */
export function byTicket<Row extends { readonly ticketId: string }>(
  find: (tx: Tx, ticketIds: readonly string[]) => Promise<Row[]>,
): (tx: Tx, ticketIds: readonly string[]) => Promise<Row[][]> {
  return async (tx, ticketIds) => {
    const rows = await find(tx, ticketIds);
    return ticketIds.map((id) => rows.filter(({ ticketId }) => ticketId === id));
  };
}
