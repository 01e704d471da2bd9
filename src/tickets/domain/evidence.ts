import { DomainError } from '../../kernel/error.js';
import type { Fact } from '../../process/domain/index.js';

/** The customer's own message on this ticket, at or after `since`; anything else proves nothing the customer is said to have said. */
export function requireCustomerMessage(facts: readonly Fact[], messageId: string, field: string, since = 0): void {
  const said = facts.some((fact) => fact.type === 'message.received' && fact.data.messageId === messageId && fact.seq >= since);
  if (said) return;
  throw new DomainError('EVIDENCE_MISSING', {
    en: 'Name a message the customer wrote on this ticket, after what it answers.',
    zh: '请指明顾客在本工单中就此事回复的消息。',
  }, field);
}
