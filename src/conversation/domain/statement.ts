import { DomainError, notFound, type ErrorCode } from '../../kernel/error.js';
import { elapsed, HOUR, type Instant } from '../../kernel/instant.js';
import { statementAwaited, type Fact, type StatementSummary, type Summary } from '../../process/domain/index.js';

/** Where the definition of the ticket's kind names no wait of its own. */
export const DEFAULT_SILENCE_HOURS = 24;

export const CONFIRMATIONS = ['CUSTOMER', 'SILENCE', 'STRUCTURED_FORM'] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

export interface ConfirmationRequest {
  readonly statementId: string;
  readonly by: Confirmation;
  /** CUSTOMER only: their message after the restatement. */
  readonly messageId: string | null;
}

interface OnRecord {
  readonly summary: Summary;
  readonly facts: readonly Fact[];
  readonly now: Instant;
  readonly silenceHours: number;
}

/** Whether this confirms the account; throws when it does not. */
export function checkConfirmation(request: ConfirmationRequest, record: OnRecord): void {
  const { summary, facts } = record;
  if (summary.statement?.id !== request.statementId) throw notFound('statementId');
  if (summary.statement.confirmed) throw refuse('ALREADY_DECIDED', 'The customer confirmed this account already.', '顾客已确认该陈述。', 'statementId');
  if (request.by === 'STRUCTURED_FORM') {
    if (!summary.structured) throw refuse('EVIDENCE_MISSING', 'No platform form brought this account.', '该陈述并非来自平台表单。', 'by');
    return;
  }
  const restated = statementAwaited(summary)?.restated;
  if (!restated) throw refuse('EVIDENCE_MISSING', 'Restate the account to the customer first.', '请先向顾客复述确认。', 'statementId');
  if (request.by === 'SILENCE') {
    const lacking = silenceLacks(summary, record.now, record.silenceHours);
    if (lacking) throw lacking;
    return;
  }
  const said = facts.some((fact) => fact.type === 'message.received' && fact.data.messageId === request.messageId && fact.seq > restated.seq);
  if (!said) {
    throw refuse('EVIDENCE_MISSING', 'Name the message in which the customer confirmed, written after the restatement.', '请指明顾客在复述之后确认的消息。', 'messageId');
  }
}

/** Silence confirms after a reminder and the wait, counted from the reminder, and only if the customer has not spoken since. */
export function silenceLacks(summary: Summary, now: Instant, hours: number): DomainError | null {
  const statement: StatementSummary | undefined = statementAwaited(summary);
  const reminded = statement?.reminded;
  if (!reminded) return refuse('EVIDENCE_MISSING', 'Remind the customer once and wait before taking silence for consent.', '须先提醒顾客一次并等待，方可视为默认。', 'by');
  if (summary.lastCustomerTurn && summary.lastCustomerTurn.seq > reminded.seq) {
    return refuse('EVIDENCE_MISSING', 'The customer has answered since; take their words, or restate the account anew.', '顾客之后已有回复，请以其回复为准或重新复述。', 'by');
  }
  const waited = elapsed(reminded.at, now) >= hours * HOUR;
  return waited ? null : refuse('EVIDENCE_MISSING', `Wait ${hours} hours after the reminder.`, `提醒后须等待 ${hours} 小时。`, 'by');
}

function refuse(code: ErrorCode, en: string, zh: string, field: string): DomainError {
  return new DomainError(code, { en, zh }, field);
}
