import { DomainError, invalid } from '../kernel/error.js';

/** No bulk mutation takes more. */
export const MAX_BULK = 100;

export type BulkOutcome<T> = { readonly id: string; readonly value: T; readonly error: null } | { readonly id: string; readonly value: null; readonly error: DomainError };

/**
 * Runs the single command for each, in its own transaction and through the same gates; one refusal does not stop the others. One after the
 * other, so that a bulk call takes one connection of the pool and not all of them.
 */
export async function inBulk<T>(ids: readonly string[], command: (id: string) => Promise<T>): Promise<BulkOutcome<T>[]> {
  if (ids.length === 0 || ids.length > MAX_BULK) {
    throw invalid('ticketIds', { en: `Name 1 to ${MAX_BULK} tickets.`, zh: `请指定 1 至 ${MAX_BULK} 个工单。` });
  }
  const outcomes: BulkOutcome<T>[] = [];
  for (const id of new Set(ids)) {
    try {
      outcomes.push({ id, value: await command(id), error: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcomes.push({ id, value: null, error });
    }
  }
  return outcomes;
}
