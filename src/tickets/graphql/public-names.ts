import { encodeId, type IdType } from '../../kernel/ids.js';
import { publicAuthor } from '../../process/index.js';

/** What the subject of a clock of this kind names; of the others it is words, such as `RESPOND:1`. */
const SUBJECT_OF_CLOCK: Readonly<Record<string, IdType>> = {
  PROMISE: 'Promise', OFFER: 'Offer', RESTATEMENT: 'Statement', TASK: 'Task', APPROVAL: 'ApprovalRequest', FULFILMENT: 'Offer', RETURN_WINDOW: 'Leg',
  ESCALATION: 'Escalation', NOTICE: 'Notification',
};

/** The subject of a clock as the API shows it: the log holds bare uuids, the API typed ids. */
export function publicSubject({ kind, subject }: { readonly kind: string; readonly subject: string }): string {
  const type = SUBJECT_OF_CLOCK[kind];
  return type ? encodeId(type, subject) : subject;
}

/** Which keys of an event's data name what. */
const ID_KEYS: Readonly<Record<string, IdType>> = {
  messageId: 'Message', consentMessageId: 'Message', statementId: 'Statement', findingId: 'Finding', heldId: 'Finding', attachmentId: 'Attachment',
  attachmentIds: 'Attachment', offerId: 'Offer', counterOfferId: 'CounterOffer', legId: 'Leg', legIds: 'Leg', tellsLegIds: 'Leg', promiseId: 'Promise',
  byPromiseId: 'Promise', taskId: 'Task', clockId: 'Clock', memberId: 'Member', toMemberId: 'Member', fromMemberId: 'Member', notified: 'Member', teamId: 'Team',
  intoId: 'Ticket', targetId: 'Ticket', ticketId: 'Ticket', parcelIds: 'Parcel', orderLineId: 'OrderLine', requestId: 'ApprovalRequest',
  delegationId: 'Delegation', overrideId: 'Override', authorityPolicyId: 'AuthorityPolicy', askedBy: 'Member', confirmedBy: 'Member', assigneeId: 'Member',
  policyId: 'SlaPolicy', wasPolicyId: 'SlaPolicy', customerId: 'Customer', orderId: 'Order', mergedIntoId: 'Ticket', respondentId: 'Member',
  escalationId: 'Escalation', notificationId: 'Notification', absenceId: 'Absence', payoutId: 'Payout', claimId: 'Claim',
};

/** Rows the API has no object for. */
const UNSEEN: ReadonlySet<string> = new Set(['recoveryId']);

/** What an event says, with every id typed. */
export function publicData(data: object): Record<string, unknown> {
  const shown = Object.fromEntries(Object.entries(data).filter(([key]) => !UNSEEN.has(key)).map(([key, value]) => [key, publicValue(key, value)]));
  const { kind, subject } = shown;
  return typeof kind === 'string' && typeof subject === 'string' ? { ...shown, subject: publicSubject({ kind, subject }) } : shown;
}

export function publicValue(key: string, value: unknown): unknown {
  if (key === 'completedBy' && typeof value === 'string') return publicAuthor(value);
  const type = ID_KEYS[key];
  if (Array.isArray(value)) return value.map((each) => publicValue(key, each));
  if (typeof value === 'object' && value !== null) return publicData(value);
  return type && typeof value === 'string' ? encodeId(type, value) : value;
}
