import { invalid } from '../kernel/error.js';

/** No bulk mutation takes more. */
export const MAX_BULK = 100;

/** Runs `one` for each id in the order named. One after the other, so that a bulk call takes one connection of the pool and not all of them. */
export async function inBulk<T>(ids: readonly string[], one: (id: string) => Promise<T>): Promise<T[]> {
  if (ids.length === 0 || ids.length > MAX_BULK) {
    throw invalid('ticketIds', { en: `Name 1 to ${MAX_BULK} tickets.`, zh: `请指定 1 至 ${MAX_BULK} 个工单。` });
  }
  const results: T[] = [];
  for (const id of ids) results.push(await one(id));
  return results;
}
