import { DomainError } from '../../kernel/error.js';
import type { Ticket } from './ticket.js';

/** True for the person complained about, by any of their accounts. */
export function isRespondent(ticket: Pick<Ticket, 'respondentId' | 'respondentPersonId'>, who: { readonly id: string; readonly personId: string | null }): boolean {
  if (ticket.respondentId === null) return false;
  return who.id === ticket.respondentId || (who.personId !== null && who.personId === ticket.respondentPersonId);
}

/** The person complained about is neither given the ticket nor told of it; `field` names them. */
export function refuseRespondent(ticket: Ticket, who: { readonly id: string; readonly personId: string }, field: string): void {
  if (!isRespondent(ticket, who)) return;
  throw new DomainError('RESPONDENT_BARRED', {
    en: 'The complaint is about this colleague; somebody else handles it.', zh: '该投诉涉及这位同事，须由他人处理。',
  }, field);
}
