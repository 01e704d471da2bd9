import type { Language } from '../../kernel/actor.js';
import { encodeId, type IdType } from '../../kernel/ids.js';
import { advice } from '../../process/index.js';
import type { ComplaintDetails, LogisticsDetails, ReturnDetails, Ticket as Row } from '../domain/ticket.js';
import type { ClockRow } from '../queries/ticket-parts.query.js';
import type { TimelineRow } from '../queries/timeline.query.js';
import type { ComplaintData, FieldChange, Ticket, TicketClock, TicketStep, TimelineEntry } from './ticket.type.js';

export function toTicket(row: Row): Ticket {
  const details: unknown = row.details;
  return {
    row,
    id: encodeId('Ticket', row.id),
    number: row.number, kind: row.kind, status: row.status, resolution: row.resolution, version: row.version, externalRef: row.externalRef,
    source: row.source, channel: row.channel, priority: row.priority, severity: row.severity, emotion: row.emotion, tags: row.tags,
    subject: row.subject, problem: row.problem,
    statedReasonCode: row.statedReasonCode, statedReasonText: row.statedReasonText, verifiedReasonCode: row.verifiedReasonCode,
    returnExchange: row.kind === 'RETURN_EXCHANGE' ? (details as ReturnDetails) : null,
    logistics: row.kind === 'LOGISTICS' ? (details as LogisticsDetails) : null,
    complaint: row.kind === 'COMPLAINT' ? complaintOf(row, details as ComplaintDetails) : null,
    currentStep: row.currentStep, waitingOn: row.waitingOn, holdReason: row.holdReason, nextDueAt: row.nextDueAt,
    lastCustomerMessageAt: row.lastCustomerMessageAt, lastPublicMessageAt: row.lastPublicMessageAt,
    mergedIntoId: row.mergedIntoId && encodeId('Ticket', row.mergedIntoId),
    processDefinitionId: encodeId('ProcessDefinition', row.definitionId), slaPolicyId: encodeId('SlaPolicy', row.policyId),
    openedAt: row.openedAt, updatedAt: row.updatedAt, closedAt: row.closedAt,
  };
}

function complaintOf(row: Row, details: ComplaintDetails): ComplaintData {
  return { ...details, respondentId: row.respondentId && encodeId('Member', row.respondentId) };
}

export function toSteps(row: Row, language: Language): TicketStep[] {
  return row.steps.map((step) => ({
    ...step,
    completedBy: step.completedBy && encodeId('Member', step.completedBy),
    missing: step.missing.map((code) => ({ code, message: advice(code, language) })),
  }));
}

const SUBJECT_OF_CLOCK: Readonly<Record<string, IdType>> = { PROMISE: 'Promise', OFFER: 'Offer', RESTATEMENT: 'Statement', TASK: 'Task' };

export function toClock(row: ClockRow): TicketClock {
  const type = SUBJECT_OF_CLOCK[row.kind];
  const { kind, state, startedAt, dueAt, endedAt, generation, terms } = row;
  const warns = state === 'RUNNING' && row.warned < terms.warnings.length;
  return {
    row, kind, state, startedAt, dueAt, endedAt, generation,
    id: encodeId('Clock', row.id),
    subject: type ? encodeId(type, row.subject) : row.subject,
    remainingSeconds: row.remainingMs === null ? null : Math.floor(row.remainingMs / 1_000),
    targetSeconds: Math.floor(row.targetMs / 1_000),
    rule: terms.rule, policyId: terms.policyId && encodeId('SlaPolicy', terms.policyId), calendarId: terms.calendar && encodeId('Calendar', terms.calendar),
    nextWarningAt: warns ? row.alarmAt : null,
    pausedFor: row.pause?.reason ?? null,
  };
}

/** Which keys of an event's data name what; the log holds bare uuids, the API typed ids. */
const ID_KEYS: Readonly<Record<string, IdType>> = {
  messageId: 'Message', consentMessageId: 'Message', statementId: 'Statement', findingId: 'Finding', attachmentId: 'Attachment', offerId: 'Offer',
  legId: 'Leg', legIds: 'Leg', tellsLegIds: 'Leg', promiseId: 'Promise', byPromiseId: 'Promise', taskId: 'Task', clockId: 'Clock', memberId: 'Member',
  toMemberId: 'Member', fromMemberId: 'Member', teamId: 'Team', intoId: 'Ticket', targetId: 'Ticket', ticketId: 'Ticket', parcelIds: 'Parcel', orderLineId: 'OrderLine',
  completedBy: 'Member', assigneeId: 'Member', policyId: 'SlaPolicy', wasPolicyId: 'SlaPolicy', customerId: 'Customer', orderId: 'Order', mergedIntoId: 'Ticket', respondentId: 'Member',
};

function typed(key: string, value: unknown): unknown {
  const type = ID_KEYS[key];
  if (Array.isArray(value)) return value.map((each) => typed(key, each));
  if (typeof value === 'object' && value !== null) return typedData(value);
  return type && typeof value === 'string' ? encodeId(type, value) : value;
}

function typedData(data: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, typed(key, value)]));
}

export function toTimelineEntry(row: TimelineRow): TimelineEntry {
  const changes = Object.entries(row.changes ?? {}).map(([field, [before, after]]): FieldChange => ({
    field, before: jsonOf(typed(field, before)), after: jsonOf(typed(field, after)),
  }));
  return {
    id: `evt_${row.id}`,
    type: row.type,
    at: row.at,
    actorId: row.actorId && encodeId(row.actorKind === 'API_KEY' ? 'ApiKey' : 'Member', row.actorId),
    cause: row.cause,
    version: row.version,
    data: typedData(row.data),
    changes,
  };
}

function jsonOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
