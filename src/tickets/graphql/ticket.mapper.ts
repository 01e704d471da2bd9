import type { Language } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import { advice, publicAuthor, type StepProgress } from '../../process/index.js';
import type { ComplaintDetails, LogisticsDetails, ReturnDetails, Ticket as Row } from '../domain/ticket.js';
import type { ClockRow } from '../queries/ticket-parts.query.js';
import type { TimelineRow } from '../queries/timeline.query.js';
import type { ComplaintData } from './kind-data.type.js';
import { publicData, publicSubject, publicValue } from './public-names.js';
import type { Ticket, TicketClock, TicketStep } from './ticket.type.js';
import type { FieldChange, TimelineEntry } from './timeline.type.js';

/**
 * A row as the API shows it. Fields are made when they are asked for: a page of fifty asks for a dozen of the thirty, and a row of a queue does not
 * hold them all. Only the id is made at once: everybody asks for it, and the executor reads a property more than once.
 */
class TicketOfRow implements Ticket {
  readonly id: string;

  constructor(readonly row: Row) {
    this.id = encodeId('Ticket', row.id);
  }

  get number() { return this.row.number; }
  get kind() { return this.row.kind; }
  get status() { return this.row.status; }
  get resolution() { return this.row.resolution; }
  get version() { return this.row.version; }
  get externalRef() { return this.row.externalRef; }
  get source() { return this.row.source; }
  get channel() { return this.row.channel; }
  get priority() { return this.row.priority; }
  get severity() { return this.row.severity; }
  get emotion() { return this.row.emotion; }
  get tags() { return this.row.tags; }
  get subject() { return this.row.subject; }
  get problem() { return this.row.problem; }
  get statedReasonCode() { return this.row.statedReasonCode; }
  get statedReasonText() { return this.row.statedReasonText; }
  get verifiedReasonCode() { return this.row.verifiedReasonCode; }
  get returnExchange() { return this.row.kind === 'RETURN_EXCHANGE' ? (this.row.details as unknown as ReturnDetails) : null; }
  get logistics() { return this.row.kind === 'LOGISTICS' ? (this.row.details as unknown as LogisticsDetails) : null; }
  get complaint() { return this.row.kind === 'COMPLAINT' ? complaintOf(this.row, this.row.details as unknown as ComplaintDetails) : null; }
  get currentStep() { return this.row.currentStep; }
  get waitingOn() { return this.row.waitingOn; }
  get holdReason() { return this.row.holdReason; }
  get nextDueAt() { return this.row.nextDueAt; }
  get lastCustomerMessageAt() { return this.row.lastCustomerMessageAt; }
  get lastPublicMessageAt() { return this.row.lastPublicMessageAt; }
  get mergedIntoId() { return this.row.mergedIntoId && encodeId('Ticket', this.row.mergedIntoId); }
  get processDefinitionId() { return encodeId('ProcessDefinition', this.row.definitionId); }
  get slaPolicyId() { return encodeId('SlaPolicy', this.row.policyId); }
  get openedAt() { return this.row.openedAt; }
  get updatedAt() { return this.row.updatedAt; }
  get closedAt() { return this.row.closedAt; }
}

export function toTicket(row: Row): Ticket {
  return new TicketOfRow(row);
}

function complaintOf(row: Row, details: ComplaintDetails): ComplaintData {
  return { ...details, respondentId: row.respondentId && encodeId('Member', row.respondentId) };
}

class StepOfRow implements TicketStep {
  constructor(
    private readonly row: StepProgress,
    private readonly language: Language,
  ) {}

  get step() { return this.row.step; }
  get status() { return this.row.status; }
  get round() { return this.row.round; }
  get startedAt() { return this.row.startedAt; }
  get completedAt() { return this.row.completedAt; }
  get completedBy() { return this.row.completedBy && publicAuthor(this.row.completedBy); }
  get evidence() { return this.row.evidence; }
  get missing() { return this.row.missing.map((code) => ({ code, message: advice(code, this.language) })); }
}

export function toSteps(row: Row, language: Language): TicketStep[] {
  return row.steps.map((step) => new StepOfRow(step, language));
}

class ClockOfRow implements TicketClock {
  constructor(readonly row: ClockRow) {}

  get id() { return encodeId('Clock', this.row.id); }
  get kind() { return this.row.kind; }
  get subject() { return publicSubject(this.row); }
  get state() { return this.row.state; }
  get startedAt() { return this.row.startedAt; }
  get dueAt() { return this.row.dueAt; }
  get remainingSeconds() { return this.row.remainingMs === null ? null : Math.floor(this.row.remainingMs / 1_000); }
  get targetSeconds() { return Math.floor(this.row.targetMs / 1_000); }
  get rule() { return this.row.terms.rule; }
  get policyId() { return this.row.terms.policyId && encodeId('SlaPolicy', this.row.terms.policyId); }
  get calendarId() { return this.row.terms.calendar && encodeId('Calendar', this.row.terms.calendar); }
  get nextWarningAt() { return this.row.state === 'RUNNING' && this.row.warned < this.row.terms.warnings.length ? this.row.alarmAt : null; }
  get pausedFor() { return this.row.pause?.reason ?? null; }
  get generation() { return this.row.generation; }
  get endedAt() { return this.row.endedAt; }
}

export function toClock(row: ClockRow): TicketClock {
  return new ClockOfRow(row);
}

export function toTimelineEntry(row: TimelineRow): TimelineEntry {
  const changes = Object.entries(row.changes ?? {}).map(([field, [before, after]]): FieldChange => ({
    field, before: jsonOf(publicValue(field, before)), after: jsonOf(publicValue(field, after)),
  }));
  return {
    id: `evt_${row.id}`,
    type: row.type,
    at: row.at,
    actorId: row.actorId && encodeId(row.actorKind === 'API_KEY' ? 'ApiKey' : 'Member', row.actorId),
    cause: row.cause,
    version: row.version,
    data: publicData(row.data),
    changes,
  };
}

function jsonOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
