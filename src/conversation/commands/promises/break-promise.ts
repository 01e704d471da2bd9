import type { TicketSession } from '../../../tickets/index.js';
import { breakIfDue, unsettled } from './promise-book.js';

/** What the falling due of a promise's clock does. Answers false when it was settled or moved meanwhile; the clock itself is its book's. */
export async function breakPromise(session: TicketSession, promiseId: string): Promise<boolean> {
  const promise = (await unsettled(session)).find((one) => one.id === promiseId);
  return promise !== undefined && breakIfDue(session, promise);
}
