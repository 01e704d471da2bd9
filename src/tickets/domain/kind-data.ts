import { invalid, notFound } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import { cleanText, optionalText } from '../../kernel/text.js';
import type { FactData, Kind } from '../../process/domain/index.js';
import { PLAIN_QUERIES, type ComplaintDetails, type ComplaintOrigin, type ComplaintType, type LogisticsDetails, type ReturnDetails } from './ticket.js';

// What a ticket holds by its kind, and what follows from it: said when it is opened, and again when it turns out to be of another kind.

export interface KindRequest {
  readonly kind: Kind;
  readonly statedReasonCode: string | null;
  readonly returnExchange: ReturnDetails | null;
  readonly logistics: LogisticsDetails | null;
  readonly complaint: (ComplaintDetails & { readonly respondentId: string | null }) | null;
}

/** What is known of what the kind's data names, null unless it is this shop's. */
export interface KindContext {
  readonly reason: { readonly family: string; readonly evidenceWanted: readonly string[]; readonly active: boolean } | null;
  readonly respondent: { readonly id: string; readonly personId: string } | null;
}

/** Complaints of these types, and of these origins, are severe whatever anybody says of them. */
const SEVERE_TYPES: ReadonlySet<ComplaintType> = new Set(['COUNTERFEIT', 'SAFETY_INJURY', 'PRIVACY', 'BROKEN_PROMISE', 'HARASSMENT']);
const SEVERE_ORIGINS: ReadonlySet<ComplaintOrigin> = new Set(['REGULATOR', 'MEDIA']);
const YEAR = 366 * DAY;

interface Goods {
  readonly orderId: string | null;
  readonly lines: readonly unknown[];
  readonly parcelIds: readonly string[];
}

/** Disputed goods are known: a return's lines, a query's parcels, a complaint's order. */
export function goodsKnown(kind: Kind, named: Goods): boolean {
  if (kind === 'RETURN_EXCHANGE') return named.lines.length > 0;
  if (kind === 'LOGISTICS') return named.parcelIds.length > 0;
  return named.orderId !== null;
}

export function checkReason(request: KindRequest, known: KindContext): void {
  if (request.statedReasonCode === null) {
    if (request.kind !== 'RETURN_EXCHANGE') return;
    throw invalid('statedReasonCode', { en: 'A return or exchange states its reason.', zh: '退换货须填写申请原因。' });
  }
  if (!known.reason?.active) throw invalid('statedReasonCode', { en: 'This shop has no such reason for this kind.', zh: '该店铺没有此类原因。' });
}

export function detailsOf(request: KindRequest, known: KindContext, now: Instant): Readonly<Record<string, unknown>> {
  const { kind, returnExchange, logistics, complaint } = request;
  const given = [returnExchange && 'RETURN_EXCHANGE', logistics && 'LOGISTICS', complaint && 'COMPLAINT'].filter((name) => name !== null);
  if (given.length !== 1 || given[0] !== kind) {
    throw invalid(FIELD_OF_KIND[kind], { en: `Give the data of this kind (${FIELD_OF_KIND[kind]}) and of no other.`, zh: '请只填写该类型对应的信息。' });
  }
  if (returnExchange) return { ...returnExchange };
  if (logistics) return logisticsDetails(logistics, now);
  return complaintDetails(complaint as NonNullable<typeof complaint>, known, now);
}

const FIELD_OF_KIND: Readonly<Record<Kind, string>> = { RETURN_EXCHANGE: 'returnExchange', LOGISTICS: 'logistics', COMPLAINT: 'complaint' };

function logisticsDetails(details: LogisticsDetails, now: Instant): Readonly<Record<string, unknown>> {
  if (details.neededBy !== null) checkNear(details.neededBy, now, 'logistics.neededBy');
  return { ...details, customerSees: cleanText(details.customerSees, 'logistics.customerSees', { max: 1_000, lines: true }) };
}

function complaintDetails(complaint: NonNullable<KindRequest['complaint']>, known: KindContext, now: Instant): Readonly<Record<string, unknown>> {
  const { respondentId, ...details } = complaint;
  if (respondentId && !known.respondent) throw notFound('complaint.respondentId');
  if (details.caseDueAt !== null) checkNear(details.caseDueAt, now, 'complaint.caseDueAt');
  if (details.origin === 'REGULATOR' && !details.caseNumber) {
    throw invalid('complaint.caseNumber', { en: "Give the authority's case number.", zh: '请填写监管部门的案件编号。' });
  }
  return {
    ...details,
    demand: cleanText(details.demand, 'complaint.demand', { max: 1_000, lines: true }),
    respondentDepartment: optionalText(details.respondentDepartment, 'complaint.respondentDepartment', { max: 60 }),
    caseNumber: optionalText(details.caseNumber, 'complaint.caseNumber', { max: 60 }),
  };
}

/** Something is wrong with the parcel; of other kinds false. */
export function isAnomaly({ kind, logistics }: KindRequest): boolean {
  return kind === 'LOGISTICS' && logistics !== null && !PLAIN_QUERIES.has(logistics.subtype);
}

/** What the steps go by of the stated reason. */
export function reasonFacts({ reason }: KindContext): Pick<FactData['ticket.opened'], 'reasonFamily' | 'evidenceWanted'> {
  return { reasonFamily: reason?.family ?? null, evidenceWanted: (reason?.evidenceWanted.length ?? 0) > 0 };
}

/** Dates people give lie within a year of now; others are slips of the pen. */
function checkNear(at: Instant, now: Instant, field: string): void {
  if (Math.abs(elapsed(now, at)) > YEAR) throw invalid(field, { en: 'The date is more than a year away.', zh: '日期距今超过一年。' });
}

export function isSevereComplaint({ type, origin }: Pick<ComplaintDetails, 'type' | 'origin'>): boolean {
  return SEVERE_TYPES.has(type) || SEVERE_ORIGINS.has(origin);
}

/** Severe by what it is, whatever anybody says of it. */
export function isSevereByNature({ complaint }: Pick<KindRequest, 'complaint'>): boolean {
  return complaint !== null && isSevereComplaint(complaint);
}
