import { uuidv7 } from 'uuidv7';
import { DomainError, forbidden } from '../../../kernel/error.js';
import { HOUR } from '../../../kernel/instant.js';
import { cleanText } from '../../../kernel/text.js';
import { can } from '../../../identity/index.js';
import { hoursOf, type StatementSummary } from '../../../process/index.js';
import type { Channel, TicketSession } from '../../../tickets/index.js';
import { claimAttachments } from '../../attachment.repository.js';
import { checkDeclared, sentFact, type Declared } from '../../domain/declared.js';
import { BODY, type Origin } from '../../domain/message.js';
import { PROMISE_TEXT, type CustomerPromise } from '../../domain/promise.js';
import { DEFAULT_SILENCE_HOURS } from '../../domain/statement.js';
import { adviceOn, examine, holdsWithoutTime, type Examination, type Hit } from '../../domain/wording.js';
import { RULE_TEXTS } from '../../domain/wording-rules.js';
import { insertMessage, knownNumbers } from '../../message.repository.js';
import { keepPromise, unsettled } from '../promises/promise-book.js';
import { recordWait, waitOf, type Wait } from '../promises/waits.js';

export interface Outgoing {
  readonly channel: Channel;
  /** 1 to 5000 characters. */
  readonly body: string;
  /** HUMAN (when left out) needs a member; programs speak as BOT or AUTOMATIC. */
  readonly origin?: Origin;
  readonly declared?: Declared;
  readonly attachmentIds?: readonly string[];
  /** A supervisor's reason to send in spite of a wording rule that blocks. Personal data stays blocked. */
  readonly overrideReason?: string | null;
}

export interface Posted {
  readonly messageId: string;
  /** Opened by `replyBy`, or by words that ask the customer to wait; of a wait without a time, the one that stands already. */
  readonly promiseId: string | null;
  /** Offsets into the body; no text, so that a repetition may be answered from it. */
  readonly warnings: readonly Hit[];
}

/**
 * Sends a public message of ours inside a command's own session: examines the words, checks what the author declares, writes the message and
 * records everything it proves. A HUMAN message that answers, or says when, keeps the REPLY promises open before it. Only a person's words promise, and
 * only a person's keep what was promised.
 */
export async function postMessage(session: TicketSession, outgoing: Outgoing): Promise<Posted> {
  const { tx, ticket, actor, now } = session;
  const { origin = 'HUMAN', declared = {} } = outgoing;
  if (origin === 'HUMAN' && actor.kind !== 'MEMBER') throw forbidden();
  const body = cleanText(outgoing.body, 'body', BODY);
  const { signals, hits: found } = await read(session, body, declared);
  const overridden = origin === 'HUMAN' ? refuseBlocked(session, found, outgoing.overrideReason ?? null) : [];
  checkDeclared(declared, { body, signals, summary: session.summary, now });

  const wait: Wait = origin === 'HUMAN' ? await waitOf(session, body, declared, signals) : { is: 'NONE' };
  const hits = wait.is === 'WITHOUT_TIME' && signals.namesTime ? [...found, ...holdsWithoutTime(body)] : found;
  const owed = origin === 'HUMAN' ? await unsettled(session) : [];
  const ruled = owed.find(({ timeFrom }) => timeFrom === 'POLICY');
  const replies = repliesOwed(owed, declared, wait);

  const messageId = uuidv7();
  insertMessage(tx, {
    id: messageId, ticketId: ticket.id, authorKind: origin === 'HUMAN' ? 'AGENT' : 'SYSTEM', authorId: session.by, origin, visibility: 'PUBLIC',
    channel: outgoing.channel, body, signals: { signals, warnings: hits, declared: idsOf(declared) }, externalId: null, at: now,
  });
  await claimAttachments(tx, ticket.id, messageId, outgoing.attachmentIds ?? []);
  const { statement } = session.summary;
  session.fact('message.sent', sentFact(messageId, origin, declared, signals));
  session.set({ lastPublicMessageAt: now });
  if (overridden.length > 0) session.event('wording.overridden', { messageId, rules: overridden });
  recordStatement(session, declared, messageId, statement);
  for (const promise of replies) keepPromise(session, promise, messageId);
  const speaks = origin === 'HUMAN' && !signals.isFiller;
  const promiseId = recordWait(session, wait, { id: messageId, channel: outgoing.channel }, speaks ? ruled : undefined);
  return { messageId, promiseId, warnings: hits };
}

/** The numbers that may stand in a message are looked up only when it holds some that look like somebody's. */
async function read({ tx, ticket, progress }: TicketSession, body: string, declared: Declared): Promise<Examination> {
  const { currentStep } = progress;
  const caring = currentStep === 'SOOTHE' || currentStep === 'APOLOGIZE' || Boolean(declared.apologizesFor || declared.explains);
  const first = examine(body, { caring });
  if (!first.hits.some((hit) => hit.rule === 'PERSONAL_DATA')) return first;
  return examine(body, { caring, knownNumbers: await knownNumbers(tx, ticket.id) });
}

/**
 * Answers the rules a supervisor overrode. Not asked of a program's message: what a bot said elsewhere was said, and the transcript is to show it.
 */
function refuseBlocked(session: TicketSession, hits: readonly Hit[], overrideReason: string | null): string[] {
  const blocking = hits.filter((hit) => hit.level === 'BLOCK');
  if (blocking.length === 0) return [];
  const overridable = blocking.every((hit) => RULE_TEXTS[hit.rule].overridable);
  const mayOverride = can(session.actor, 'ticket.supervise', { shopId: session.ticket.shopId });
  if (overrideReason === null || !overridable || !mayOverride) {
    throw new DomainError(
      'WORDING_REFUSED',
      { en: 'The text breaks a rule that blocks; rewrite the places listed.', zh: '内容触犯禁止性规则，请修改所列之处。' },
      'body',
      { hits: hits.map((hit) => ({ ...hit, advice: adviceOn(hit.rule, '').advice })), overridable },
    );
  }
  session.note(cleanText(overrideReason, 'overrideReason', PROMISE_TEXT));
  return [...new Set(blocking.map((hit) => hit.rule))];
}

/**
 * The promises this message keeps by answering, or by saying when, and those its author names. What the policy gave the time of is kept by any word
 * that does not merely ask to wait again; see recordWait.
 */
function repliesOwed(owed: readonly CustomerPromise[], { answersInFull, replyBy, keepsPromiseIds = [] }: Declared, wait: Wait): CustomerPromise[] {
  const answers = Boolean(answersInFull || replyBy);
  const kept = owed.filter((promise) => keepsPromiseIds.includes(promise.id) || (answers && promise.kind === 'REPLY'));
  const vain = wait.is === 'WITHOUT_TIME' ? kept.find(({ timeFrom }) => timeFrom === 'POLICY') : undefined;
  if (vain) {
    throw new DomainError('EVIDENCE_MISSING', {
      en: 'A message that asks to wait again does not keep the promise of an answer.', zh: '再次请顾客等待的消息不能兑现答复承诺。',
    }, `keepsPromiseIds.${keepsPromiseIds.indexOf(vain.id)}`);
  }
  return kept.filter(({ timeFrom }) => timeFrom !== 'POLICY');
}

function recordStatement(session: TicketSession, declared: Declared, messageId: string, awaited: StatementSummary | null): void {
  const { restatesStatementId, remindsOfStatement, requestsProof, guidesFindingId } = declared;
  if (restatesStatementId) {
    session.fact('statement.restated', { statementId: restatesStatementId, messageId });
    session.clocks.cancel('RESTATEMENT', restatesStatementId); // silence is counted from a reminder of this restatement, not of the one before
  }
  // Silence is counted from the first reminder; once the customer has spoken since, only a new restatement can be met with silence.
  if (remindsOfStatement && awaited && !awaited.reminded) {
    const hours = hoursOf(session.definition, session.ticket.kind, 'STATEMENT_CONFIRMED') ?? DEFAULT_SILENCE_HOURS;
    session.clocks.start('RESTATEMENT', awaited.id, hours * HOUR);
  }
  if (requestsProof) session.fact('proof.requested', { messageId, until: requestsProof.until });
  if (guidesFindingId) session.fact('guidance.given', { findingId: guidesFindingId, messageId });
}

/** What is kept with the message of what was declared: which meanings, and the ids named. Their words stand in the body. */
function idsOf(declared: Declared): Record<string, unknown> {
  const kept = Object.entries(declared).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  return Object.fromEntries(kept.map(([key, value]) => [key, typeof value === 'string' && key === 'apologizesFor' ? true : withoutWords(value)]));
}

function withoutWords(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { reason: _reason, cause: _cause, nextStep: _nextStep, ...rest } = value as Record<string, unknown>;
  return Object.keys(rest).length > 0 ? rest : true;
}
