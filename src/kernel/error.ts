/** Text a person reads, in the two languages of the product. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/**
 * Every code a client may meet, in `userErrors`, in `allowedOperations` and in the `extensions.code` of a top-level error. Codes are
 * stable: one may be added, none changes its meaning.
 */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'No valid bearer token or API key came with the request.',
  FORBIDDEN: 'The actor has no permission for this, here.',
  NOT_FOUND: 'No such object in this merchant (also: an id of another type or another merchant).',
  INVALID_INPUT: 'A value is missing, malformed or out of range; `field` names it.',
  VERSION_CONFLICT: 'The ticket (or calendar, budget, approval...) changed since the version the caller decided on; read `details.currentVersion` and decide again.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used before with another body.',
  BUSY: 'Another change of the same object took too long; retry with the same idempotency key.',
  TICKET_CLOSED: 'The ticket is closed; reopen it first.',
  TICKET_ON_HOLD: 'The ticket is on hold; resume it first.',
  TICKET_WITHDRAWN: 'The customer withdrew; only the closing message and closing remain.',
  NOT_ASSIGNEE: 'Only the assignee, or a leader and above, may do this.',
  RESPONDENT_BARRED: 'The person complained about may neither own the ticket nor decide on it.',
  STEP_NOT_READY: 'An earlier step is not done; `details.missing` says what it lacks.',
  STEP_NOT_SKIPPABLE: 'The process definition does not let this step be skipped for this reason by this actor.',
  NOTHING_TO_DO: 'There is nothing this operation could act on now.',
  ALREADY_DECIDED: 'The thing was decided before and a decision is not taken twice.',
  EVIDENCE_MISSING: 'The operation asks for evidence that is not on record.',
  WORDING_REFUSED: 'The text breaks a wording rule that blocks; `details.hits` lists them.',
  DEFINITION_INVALID: 'The process definition cannot be published; `details.problems` lists each problem with its path in the input.',
  CALENDAR_INVALID: 'The business calendar cannot be published; `details.problems` lists each problem with its path in the input.',
  POLICY_INVALID: 'The SLA policy cannot be published; `details.problems` lists each problem with its path in the input.',
  RULE_INVALID: 'The rules, limits, roster, policy pack or decision table cannot be published; `details.problems` lists each problem with its path in the input.',
  APPROVAL_REQUIRED: 'The move is beyond the authority of who makes it and has no approval; `details.limits` says which limits, and by how much.',
  APPROVAL_PENDING: 'An approval of this is still being decided.',
  APPROVER_BARRED: 'This person may not decide: they asked for it, made the offer, are complained about, are paid by it, or act for somebody who is barred.',
  AUTHORITY_EXCEEDED: 'The decision is beyond the authority this person has now.',
  BUDGET_EXCEEDED: 'The budget of the shop, period and reason family does not hold so much; `details` says what is left.',
  CAP_EXCEEDED: 'All remedies together would exceed what may be given back on the order or line; `details` says what is left.',
  WINDOW_CLOSED: 'The time in which this could be asked for has passed; `details` says when, and by which rule.',
  STATE_CONFLICT: 'The object is no longer in a state that allows this; `details.state` says where it stands.',
  DUPLICATE: 'Another object already has this unique value.',
  LIMIT_EXCEEDED: 'The request is larger, deeper or costlier than allowed.',
  RATE_LIMITED: 'Too many requests; retry later.',
  UNAVAILABLE: 'The service cannot answer now; retry later.',
  INTERNAL: 'Something unexpected failed; the answer carries a reference number and nothing else.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes after which the same request may succeed without a change by the caller. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['BUSY', 'RATE_LIMITED', 'UNAVAILABLE']);

/** An expected refusal. Thrown inside a command, so the transaction rolls back; one place maps it to `userErrors`. */
export class DomainError extends Error {
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    readonly text: Text,
    /** Dotted path into the mutation's input, `lines.0.quantity`; null when no single field is at fault. */
    readonly field: string | null = null,
    readonly details: Readonly<Record<string, unknown>> | null = null,
  ) {
    super(`${code}: ${text.en}`);
    this.name = 'DomainError';
    this.retryable = RETRYABLE.has(code);
  }
}

export function invalid(field: string | undefined, text: Text): DomainError {
  return new DomainError('INVALID_INPUT', text, field ?? null);
}

export function notFound(field?: string): DomainError {
  return new DomainError('NOT_FOUND', { en: 'There is no such object.', zh: '对象不存在。' }, field ?? null);
}

export function forbidden(): DomainError {
  return new DomainError('FORBIDDEN', { en: 'You have no permission for this here.', zh: '您没有此处的操作权限。' });
}
