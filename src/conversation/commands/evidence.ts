import { notFound } from '../../kernel/error.js';
import type { Fact } from '../../process/index.js';

/** The place in the history of the fact that matches; 0 when there is none. */
export function sinceFact(facts: readonly Fact[], matches: (fact: Fact) => boolean): number {
  return facts.find(matches)?.seq ?? 0;
}

/** A public message of this ticket, of either side. */
export function requireMessageOf(facts: readonly Fact[], messageId: string, field: string): void {
  const known = facts.some((fact) => (fact.type === 'message.sent' || fact.type === 'message.received') && fact.data.messageId === messageId);
  if (!known) throw notFound(field);
}
