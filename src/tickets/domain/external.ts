import type { PlainWeekdays } from '../../calendar/domain/index.js';
import type { Instant } from '../../kernel/instant.js';
import type { Fact } from '../../process/domain/index.js';
import type { ExternalKind, Consequence, PackEventType } from '../../sla/domain/index.js';
import type { ComplaintDetails, RequestType, ReturnDetails, Ticket } from './ticket.js';

/** Who said so. A platform's word comes with its version; a person may enter what they see; the rest follows from a pack's row. */
export const DEADLINE_SOURCES = ['PLATFORM', 'PACK', 'MANUAL'] as const;
export type DeadlineSource = (typeof DEADLINE_SOURCES)[number];

export interface Observation {
  readonly kind: ExternalKind;
  readonly source: DeadlineSource;
  /** When its time began, as far as known. */
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly consequence: Consequence;
  /** Of a platform only: grows with everything it tells of this deadline. */
  readonly version: bigint | null;
  /** Of a pack only: `tmall@2026-08#return.request`. */
  readonly packRow: string | null;
  /** Of a pack only: the public holidays that were not known when its workdays were counted. */
  readonly plainWeekdays?: PlainWeekdays | null;
}

/** What is on record of a deadline of that kind. */
export interface KnownDeadline {
  readonly source: DeadlineSource;
  readonly observedVersion: bigint | null;
  /** Its clock has not ended. */
  readonly open: boolean;
}

/**
 * Whether an observation takes the place of what is known. The platform goes by its own versions, and only a newer one counts. A person sees for
 * themselves. A rule's time gives way to both, as long as what they said is open.
 */
export function replaces(known: KnownDeadline | undefined, { source, version }: Pick<Observation, 'source' | 'version'>): boolean {
  if (!known) return true;
  if (version !== null) return known.observedVersion === null || version > known.observedVersion;
  return source !== 'PACK' || known.source === 'PACK' || !known.open;
}

const ASKED: Readonly<Record<RequestType, PackEventType>> = {
  REFUND_ONLY: 'REFUND_REQUESTED_SHIPPED', RETURN_REFUND: 'RETURN_REQUESTED', EXCHANGE: 'EXCHANGE_REQUESTED', RESHIP: 'RESHIP_REQUESTED', REPAIR: 'REPAIR_REQUESTED',
};

type OfKind = Pick<Ticket, 'kind' | 'source' | 'channel' | 'details'>;

/**
 * What the facts of one command are to the rules of others. An application counts when it was made on the platform, where alone its rules run; a
 * platform that steps in is our hold for it. Everything else is told by the feature that sees it, or by an observation.
 */
export function packEventsOf(ticket: OfKind, recorded: readonly Fact[]): PackEventType[] {
  return recorded.flatMap((fact): PackEventType[] => {
    if (fact.type === 'ticket.opened') return kindEvents(ticket);
    return fact.type === 'ticket.held' && fact.data.reason === 'PLATFORM_INTERVENTION' ? ['PLATFORM_STEPPED_IN'] : [];
  });
}

/** What only the platform itself does: its rules run from it wherever the request was made. */
export const PLATFORM_DEEDS: readonly PackEventType[] = ['PLATFORM_STEPPED_IN', 'PLATFORM_DECIDED'];

/** The request was made on the platform, where alone its rules run. */
export function isOnPlatform({ source, channel }: Pick<Ticket, 'source' | 'channel'>): boolean {
  return source === 'PLATFORM' || channel === 'PLATFORM';
}

/** What its kind says happened when it came. */
export function kindEvents(ticket: OfKind): PackEventType[] {
  const { kind, details } = ticket;
  if (kind === 'COMPLAINT') return (details as unknown as ComplaintDetails).origin === 'REGULATOR' ? ['REGULATOR_COMPLAINT'] : [];
  if (kind !== 'RETURN_EXCHANGE' || !isOnPlatform(ticket)) return [];
  const { requestType, goodsState } = details as unknown as ReturnDetails;
  return [requestType === 'REFUND_ONLY' && goodsState === 'NOT_SHIPPED' ? 'REFUND_REQUESTED_UNSHIPPED' : ASKED[requestType]];
}

/** The date an authority, bank or platform gave with a complaint is a deadline as it stands, whatever the packs say. */
export function caseDeadline({ kind, details, openedAt }: Pick<Ticket, 'kind' | 'details' | 'openedAt'>): Observation | null {
  if (kind !== 'COMPLAINT') return null;
  const { origin, caseDueAt } = details as unknown as ComplaintDetails;
  if (!caseDueAt) return null;
  const bank = origin === 'BANK_DISPUTE';
  return {
    kind: bank ? 'ANSWER_DISPUTE' : 'ANSWER_REGULATOR', source: 'MANUAL', startedAt: openedAt, dueAt: caseDueAt, version: null, packRow: null,
    consequence: bank ? 'CASE_LOST' : 'PENALTY',
  };
}
