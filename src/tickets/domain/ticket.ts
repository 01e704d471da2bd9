import type { Instant } from '../../kernel/instant.js';
import type { Emotion, Kind, Severity, Step, StepProgress, WaitingReason } from '../../process/domain/index.js';

export const STATUSES = ['OPEN', 'ON_HOLD', 'CLOSED'] as const;
export type Status = (typeof STATUSES)[number];
export const RESOLUTIONS = ['COMPLETED', 'WITHDRAWN', 'MERGED'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const SOURCES = ['CUSTOMER', 'AGENT', 'PLATFORM', 'WATCHER'] as const;
export type Source = (typeof SOURCES)[number];
export const CHANNELS = ['CHAT', 'PHONE', 'EMAIL', 'VOICE', 'OFFLINE_MESSAGE', 'PLATFORM', 'API'] as const;
export type Channel = (typeof CHANNELS)[number];
export const WAITING_ON = ['US', 'CUSTOMER', 'PLATFORM', 'CARRIER', 'WAREHOUSE', 'SUPPLIER', 'NOBODY'] as const;
export type WaitingOn = (typeof WAITING_ON)[number];

export const REQUEST_TYPES = ['REFUND_ONLY', 'RETURN_REFUND', 'EXCHANGE', 'RESHIP', 'REPAIR'] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];
export const GOODS_STATES = ['NOT_SHIPPED', 'NOT_RECEIVED', 'RECEIVED', 'REFUSED', 'RETURNED'] as const;
export type GoodsState = (typeof GOODS_STATES)[number];
export const WISHES = ['REFUND', 'EXCHANGE', 'REPAIR', 'RESHIP', 'COMPENSATION', 'EXPLANATION', 'APOLOGY', 'DELIVERY', 'OTHER'] as const;
export type Wish = (typeof WISHES)[number];
export const LOGISTICS_SUBTYPES = [
  'WHERE_IS_IT', 'URGE', 'NOT_PICKED_UP', 'STALLED', 'SIGNED_NOT_RECEIVED', 'LOCKER_NO_CONSENT', 'DAMAGED_ON_ARRIVAL', 'LOST', 'MISROUTED',
  'RETURNED_TO_SENDER', 'ADDRESS_CHANGE', 'INTERCEPT', 'CUSTOMS', 'RETURN_PARCEL_QUERY',
] as const;
export type LogisticsSubtype = (typeof LOGISTICS_SUBTYPES)[number];
/** Questions about a parcel that is on its way as it should be; every other subtype says that something is wrong. */
export const PLAIN_QUERIES: ReadonlySet<LogisticsSubtype> = new Set(['WHERE_IS_IT', 'URGE', 'ADDRESS_CHANGE', 'INTERCEPT', 'RETURN_PARCEL_QUERY']);
export const COMPLAINT_TYPES = [
  'GOODS_QUALITY', 'COUNTERFEIT', 'NOT_AS_DESCRIBED', 'SERVICE_ATTITUDE', 'SLOW_REPLY', 'BROKEN_PROMISE', 'PRICE', 'INVOICE', 'PRIVACY',
  'DELIVERY', 'REFUND_DELAY', 'SAFETY_INJURY', 'HARASSMENT',
] as const;
export type ComplaintType = (typeof COMPLAINT_TYPES)[number];
export const COMPLAINT_ORIGINS = ['CUSTOMER', 'PLATFORM', 'REGULATOR', 'MEDIA', 'BANK_DISPUTE'] as const;
export type ComplaintOrigin = (typeof COMPLAINT_ORIGINS)[number];

export interface ReturnDetails {
  readonly requestType: RequestType;
  readonly goodsState: GoodsState;
  readonly wish: Wish;
}

export interface LogisticsDetails {
  readonly subtype: LogisticsSubtype;
  /** What the customer sees where the parcel should be, in their words. */
  readonly customerSees: string;
  readonly neededBy: Instant | null;
}

export interface ComplaintDetails {
  readonly type: ComplaintType;
  readonly origin: ComplaintOrigin;
  readonly demand: string;
  readonly respondentDepartment: string | null;
  readonly caseNumber: string | null;
  readonly caseDueAt: Instant | null;
}

/** A ticket as its row holds it. Ids are bare uuids; the GraphQL edge gives them their type. */
export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly shopId: string;
  readonly kind: Kind;
  readonly status: Status;
  readonly resolution: Resolution | null;
  readonly version: number;
  readonly externalRef: string | null;
  readonly source: Source;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly severity: Severity;
  readonly emotion: Emotion;
  readonly tags: readonly string[];
  readonly subject: string;
  readonly problem: string;
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly assigneeId: string | null;
  readonly teamId: string | null;
  readonly statedReasonCode: string | null;
  readonly statedReasonText: string | null;
  readonly verifiedReasonCode: string | null;
  /** COMPLAINT: the member complained about, and the natural person behind that account. Barred from owning and deciding, by any account. */
  readonly respondentId: string | null;
  readonly respondentPersonId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly definitionId: string;
  readonly policyId: string;
  readonly currentStep: Step | null;
  readonly steps: readonly StepProgress[];
  readonly waitingOn: WaitingOn;
  readonly holdReason: WaitingReason | null;
  readonly nextDueAt: Instant | null;
  /** Which clock that is, `STEP:RESPOND:1`; null also on tickets not touched since this is kept. */
  readonly nextDueClock: string | null;
  readonly lastCustomerMessageAt: Instant | null;
  readonly lastPublicMessageAt: Instant | null;
  readonly mergedIntoId: string | null;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly closedAt: Instant | null;
}

/** What a command may change; identity, origin and the customer's own words never. The stated reason is one of a kind and changes with that alone. */
export type TicketPatch = Partial<
  Omit<Ticket, 'id' | 'number' | 'shopId' | 'version' | 'source' | 'externalRef' | 'problem' | 'subject' | 'statedReasonText' | 'definitionId' | 'policyId' | 'steps' | 'currentStep' | 'nextDueAt' | 'nextDueClock' | 'openedAt' | 'updatedAt'>
>;
