import { DomainError, invalid, notFound, type Text } from '../../kernel/error.js';
import { elapsed, MINUTE, type Instant } from '../../kernel/instant.js';
import { statementAwaited, type FactData, type Summary } from '../../process/domain/index.js';
import type { EvidenceKind } from '../../tenancy/domain/reason.js';
import type { Origin } from './message.js';
import { requireAhead } from './promise.js';
import { statedDuration } from './stated-time.js';
import { namesCause, stands, type Signals } from './wording.js';

/** What the author of a message says it does, as far as its words alone cannot tell. Each is checked against the text and the record. */
export interface Declared {
  readonly answersInFull?: boolean;
  /** A holding reply: why there is no answer yet, and by when there will be one. */
  readonly replyBy?: { readonly reason: string; readonly at: Instant } | null;
  /** Words of the text that tell the cause and what happens next; one is enough. */
  readonly explains?: { readonly cause?: string | null; readonly nextStep?: string | null } | null;
  /** The words of the text that name what went wrong. */
  readonly apologizesFor?: string | null;
  readonly restatesStatementId?: string | null;
  readonly remindsOfStatement?: boolean;
  readonly requestsProof?: { readonly kinds: readonly EvidenceKind[]; readonly until: Instant } | null;
  readonly guidesFindingId?: string | null;
  readonly tellsLegIds?: readonly string[];
  readonly keepsPromiseIds?: readonly string[];
  readonly surveys?: boolean;
  readonly closes?: boolean;
  readonly visitsBack?: boolean;
}

export interface Told {
  readonly body: string;
  readonly signals: Signals;
  readonly summary: Summary;
  readonly now: Instant;
}

/** A round number said for a slightly later time is no lie. */
const GRACE = 10 * MINUTE;
const MOST_NAMED = 50;

/** Throws at the first declaration that the text or the record does not bear out; `field` of the refusal names it. */
export function checkDeclared(declared: Declared, told: Told): void {
  const { signals } = told;
  const any = Object.values(declared).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  if (any && signals.isFiller) throw bare('body', { en: 'A message of one word carries no meaning to declare.', zh: '单字消息无法作为任何凭据。' });
  checkAnswer(declared, told);
  checkCare(declared, told);
  checkStatement(declared, told);
  checkProof(declared, told);
  checkNamed(declared, told);
  const { surveys, closes, visitsBack } = declared;
  if (surveys && !signals.surveys) throw bare('surveys', { en: 'The text does not ask how satisfied the customer is.', zh: '文中没有邀请顾客评价满意度。' });
  if (closes && !signals.bidsFarewell) throw bare('closes', { en: 'The text neither thanks nor says goodbye.', zh: '文中没有致谢或道别。' });
  if (visitsBack && !signals.asks) throw bare('visitsBack', { en: 'The text does not ask whether all is well.', zh: '文中没有询问顾客近况。' });
}

function checkAnswer({ answersInFull, replyBy }: Declared, { body, signals, now }: Told): void {
  if (answersInFull && replyBy) throw bare('replyBy', { en: 'A full answer leaves nothing to reply by a time.', zh: '已完整答复，无需再约定回复时间。' });
  if (answersInFull && signals.holds && !signals.namesTime) {
    throw bare('answersInFull', { en: 'The text asks the customer to wait; give replyBy instead.', zh: '文中仍请顾客等待，请改填 replyBy。' });
  }
  if (!replyBy) return;
  requireAhead(replyBy.at, now, 'replyBy.at');
  if (!signals.namesTime) throw bare('replyBy.at', { en: 'Write the time into the message too.', zh: '请在消息中写明时间。' });
  const stated = statedDuration(body);
  if (stated !== null && elapsed(now, replyBy.at) > stated + GRACE) {
    throw bare('replyBy.at', { en: 'The text names a shorter time than this.', zh: '消息中写明的时间比此处更早。' });
  }
}

function checkCare({ explains, apologizesFor }: Declared, { body, signals }: Told): void {
  if (explains) {
    const { cause = null, nextStep = null } = explains;
    if (cause === null && nextStep === null) throw invalid('explains', { en: 'Give the cause, the next step, or both.', zh: '请填写原因或下一步安排。' });
    if (cause !== null) requireWords(cause, body, 'explains.cause');
    if (nextStep !== null) requireWords(nextStep, body, 'explains.nextStep');
    if (nextStep !== null && !signals.namesTime) {
      throw bare('explains.nextStep', { en: 'Say in the text by when the next step happens.', zh: '请在文中写明下一步的时间。' });
    }
  }
  if (apologizesFor === null || apologizesFor === undefined) return;
  requireWords(apologizesFor, body, 'apologizesFor');
  if (!signals.apologizes) throw bare('apologizesFor', { en: 'The text holds no words of apology.', zh: '文中没有致歉的话。' });
  if (!namesCause(apologizesFor)) throw bare('apologizesFor', { en: 'Name what went wrong, not only that you are sorry.', zh: '请指出具体哪里出了问题，而不仅是致歉。' });
  if (signals.blames) throw bare('apologizesFor', { en: 'An apology that lays blame is none.', zh: '带有指责的致歉不算致歉。' });
}

function checkStatement({ restatesStatementId, remindsOfStatement }: Declared, { signals, summary }: Told): void {
  if (restatesStatementId) {
    if (summary.statement?.id !== restatesStatementId) throw notFound('restatesStatementId');
    if (summary.statement.confirmed) {
      throw new DomainError('ALREADY_DECIDED', { en: 'The customer confirmed this account already.', zh: '顾客已确认该陈述。' }, 'restatesStatementId');
    }
    if (!signals.asks) throw bare('restatesStatementId', { en: 'A restatement asks the customer whether it is right.', zh: '复述时请向顾客询问是否正确。' });
  }
  if (remindsOfStatement && !statementAwaited(summary)) {
    throw bare('remindsOfStatement', { en: 'No restated account waits for the customer.', zh: '没有等待顾客确认的复述。' });
  }
}

function checkProof({ requestsProof }: Declared, { signals, now }: Told): void {
  if (!requestsProof) return;
  requireAhead(requestsProof.until, now, 'requestsProof.until');
  if (requestsProof.kinds.length === 0) throw invalid('requestsProof.kinds', { en: 'Name what to send.', zh: '请选择所需凭证的类型。' });
  if (!signals.namesTime) throw bare('requestsProof.until', { en: 'Write into the message until when.', zh: '请在消息中写明截止时间。' });
}

function checkNamed({ guidesFindingId, tellsLegIds = [], keepsPromiseIds = [] }: Declared, { summary }: Told): void {
  if (guidesFindingId) {
    const finding = summary.findings.find(({ id }) => id === guidesFindingId);
    if (!finding) throw notFound('guidesFindingId');
    if (finding.causedByUs && finding.misuse !== true) {
      throw new DomainError('NOTHING_TO_DO', { en: 'The finding asks for no guidance: the fault is ours.', zh: '该认定为我方责任，无需使用指导。' }, 'guidesFindingId');
    }
  }
  requireAll(tellsLegIds, summary.legs, 'tellsLegIds');
  requireAll(keepsPromiseIds, summary.promises, 'keepsPromiseIds');
}

function requireAll(ids: readonly string[], known: readonly { readonly id: string }[], field: string): void {
  if (ids.length > MOST_NAMED) throw new DomainError('LIMIT_EXCEEDED', { en: `Name at most ${MOST_NAMED}.`, zh: `最多 ${MOST_NAMED} 项。` }, field);
  const missing = ids.findIndex((id) => !known.some((one) => one.id === id));
  if (missing >= 0) throw notFound(`${field}.${missing}`);
}

function requireWords(words: string, body: string, field: string): void {
  if (!stands(words, body)) throw bare(field, { en: 'These words do not stand in the text.', zh: '消息正文中没有这些文字。' });
}

function bare(field: string, text: Text): DomainError {
  return new DomainError('EVIDENCE_MISSING', text, field);
}

/** It is the customer's turn after this. */
function asksCustomer({ restatesStatementId, remindsOfStatement, requestsProof, surveys, visitsBack }: Declared): boolean {
  return Boolean(restatesStatementId || remindsOfStatement || requestsProof || surveys || visitsBack);
}

/** Whether a person's message leaves the customer waiting for us: its words ask for it, and nothing it is declared to do ends the wait or is theirs to do. */
export function leavesWaiting(declared: Declared, signals: Signals): boolean {
  return signals.holds && !declared.answersInFull && !declared.closes && !asksCustomer(declared);
}

/** The fact a message of ours is. What only a person can do is never true of a program's message. */
export function sentFact(messageId: string, origin: Origin, declared: Declared, signals: Signals): FactData['message.sent'] {
  return {
    messageId, origin,
    greets: signals.greets,
    saysWhen: Boolean(declared.answersInFull || declared.replyBy),
    empathizes: signals.empathizes && !signals.blames,
    explains: Boolean(declared.explains),
    apologizes: Boolean(declared.apologizesFor) && signals.apologizes && !signals.blames,
    asks: signals.asks || asksCustomer(declared),
    reminds: Boolean(declared.remindsOfStatement),
    tellsLegIds: declared.tellsLegIds ?? [],
    surveys: Boolean(declared.surveys), closes: Boolean(declared.closes), visitsBack: Boolean(declared.visitsBack),
  };
}
