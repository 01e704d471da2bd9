import type { Language } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import type { Attachment as AttachmentRow } from '../domain/attachment.js';
import type { Message as MessageRow } from '../domain/message.js';
import type { CustomerPromise as PromiseRow } from '../domain/promise.js';
import { adviceOn, type Hit } from '../domain/wording.js';
import { WAIT_OUTCOMES } from '../domain/wording-rules.js';
import type { Statement as StatementRow } from '../statement.repository.js';
import type { Attachment, CustomerPromise, Message, Statement, WordingWarning } from './conversation.type.js';

export function toMessage(row: MessageRow): Message {
  const { authorKind, authorId, origin, visibility, channel, body, externalId, at, redactedAt, redactionReason } = row;
  return {
    row, id: encodeId('Message', row.id), authorKind, origin, visibility, channel, body, externalId, at, redactedAt, redactionReason,
    // Programs sign in with a key; a program's message without an author is the system's own.
    authorId: authorId && encodeId(authorKind === 'SYSTEM' ? 'ApiKey' : 'Member', authorId),
  };
}

export function toAttachment(row: AttachmentRow): Attachment {
  const { kind, name, mediaType, size, sha256, at, redactedAt } = row;
  return { id: encodeId('Attachment', row.id), messageId: row.messageId && encodeId('Message', row.messageId), kind, name, mediaType, size, sha256, at, redactedAt };
}

export function toStatement(row: StatementRow): Statement {
  return {
    id: encodeId('Statement', row.id), text: row.text, wish: row.wish, at: row.at,
    orderLineIds: row.orderLineIds.map((id) => encodeId('OrderLine', id)),
    recordedById: row.recordedBy && encodeId('Member', row.recordedBy),
  };
}

export function toPromise(row: PromiseRow): CustomerPromise {
  const { kind, what, channel, dueAt, timeFrom, agreedByCustomer, state, endedAt, at } = row;
  return {
    id: encodeId('Promise', row.id), kind, what, channel, dueAt, timeFrom, agreedByCustomer, state, endedAt, at,
    ownerId: row.ownerId && encodeId('Member', row.ownerId),
    messageId: row.messageId && encodeId('Message', row.messageId),
    endedByMessageId: row.endedByMessageId && encodeId('Message', row.endedByMessageId),
    replacedById: row.replacedById && encodeId('Promise', row.replacedById),
  };
}

/** `promised`: whether the message left a promise standing, which is told with a wait without a time. */
export function toWarning(hit: Hit, message: MessageRow | null, language: Language, promised: boolean): WordingWarning {
  const excerpt = message && message.redactedAt === null ? message.body.slice(hit.start, hit.end) : '';
  const { advice, suggestion } = adviceOn(hit.rule, excerpt);
  const became = WAIT_OUTCOMES[promised ? 'promised' : 'unpromised'][language];
  const outcome = hit.rule === 'HOLD_WITHOUT_TIME' ? `${language === 'en' ? ' ' : ''}${became}` : '';
  return { rule: hit.rule, level: hit.level, start: hit.start, end: hit.end, excerpt, advice: advice[language] + outcome, suggestion };
}
