import type { Instant } from '../../kernel/instant.js';
import { DomainError, invalid, notFound } from '../../kernel/error.js';
import { optionalText, cleanText } from '../../kernel/text.js';
import type { Emotion, FactData, Severity } from '../../process/domain/index.js';
import { checkReason, detailsOf, goodsKnown, isAnomaly, isSevereByNature, reasonFacts, type KindContext, type KindRequest } from './kind-data.js';
import type { Channel, Priority, Source } from './ticket.js';

export interface OpeningRequest extends KindRequest {
  readonly source: Source;
  readonly channel: Channel;
  readonly externalRef: string | null;
  readonly subject: string | null;
  readonly problem: string;
  readonly priority: Priority;
  readonly severity: Severity | null;
  readonly emotion: Emotion;
  readonly tags: readonly string[];
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly teamId: string | null;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  readonly parcelIds: readonly string[];
  readonly statedReasonText: string | null;
  /** The platform's form brought reason and proof along. */
  readonly structured: boolean;
}

/** What is known of the things a new ticket names, each null or absent unless it is this shop's. */
export interface OpeningContext extends KindContext {
  readonly customerId: string | null;
  readonly order: { readonly id: string; readonly customerId: string } | null;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  readonly parcelIds: readonly string[];
  readonly teamKnown: boolean;
}

export interface Opening {
  readonly subject: string;
  readonly problem: string;
  readonly externalRef: string | null;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly customerId: string | null;
  readonly statedReasonText: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fact: FactData['ticket.opened'];
}

export const TAG = /^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,39}$/u;
export const MAX_TAGS = 20;

/** Checks what a new ticket says against its kind and against the shop's trade. Throws the first refusal, naming the field. */
export function decideOpening(request: OpeningRequest, known: OpeningContext, now: Instant): Opening {
  const problem = cleanText(request.problem, 'problem', { max: 5_000, lines: true });
  const subject = optionalText(request.subject, 'subject', { max: 200 }) ?? firstLine(problem);
  const customerId = checkNamed(request, known);
  checkReason(request, known);
  const details = detailsOf(request, known, now);
  const severity = severityOf(request);
  return {
    subject,
    problem,
    severity,
    customerId,
    details,
    externalRef: cleanExternalRef(request.externalRef),
    tags: cleanTags(request.tags),
    statedReasonText: optionalText(request.statedReasonText, 'statedReasonText', { max: 2_000, lines: true }),
    fact: {
      kind: request.kind, source: request.source, problem: true, structured: request.structured, severity, emotion: request.emotion,
      anomaly: isAnomaly(request), ...reasonFacts(known),
      customerKnown: customerId !== null, orderKnown: goodsKnown(request.kind, request),
    },
  };
}

/** The first 80 characters of the first line; counted in code points, so that no character is cut in half. */
function firstLine(problem: string): string {
  const [line = ''] = problem.split(/[\r\n]/);
  return [...line.replaceAll('\t', ' ')].slice(0, 80).join('').trim();
}

/** The external reference as it is kept and looked for: trimmed and composed, up to 128 characters; null when blank. */
export function cleanExternalRef(ref: string | null | undefined): string | null {
  return optionalText(ref, 'externalRef', { max: 128 });
}

export function cleanTags(tags: readonly string[]): string[] {
  const unique = [...new Set(tags.map((tag) => tag.trim()))];
  if (unique.length > MAX_TAGS) throw invalid('tags', { en: `Use at most ${MAX_TAGS} tags.`, zh: `最多 ${MAX_TAGS} 个标签。` });
  unique.forEach((tag, at) => {
    if (!TAG.test(tag)) throw invalid(`tags.${at}`, { en: 'A tag is 1 to 40 letters, digits, _ . : or -.', zh: '标签由 1 至 40 个字母、汉字、数字或 _ . : - 组成。' });
  });
  return unique;
}

/** Everything named belongs to this shop; the order brings its customer. */
export function checkNamed(request: Pick<OpeningRequest, 'customerId' | 'orderId' | 'lines' | 'parcelIds' | 'teamId'>, known: OpeningContext): string | null {
  if (request.customerId && !known.customerId) throw notFound('customerId');
  if (request.orderId && !known.order) throw notFound('orderId');
  if (request.teamId && !known.teamKnown) throw notFound('teamId');
  if (known.order && known.customerId && known.order.customerId !== known.customerId) {
    throw invalid('customerId', { en: 'The order belongs to another customer.', zh: '该订单属于其他顾客。' });
  }
  if ((request.lines.length > 0 || request.parcelIds.length > 0) && !request.orderId) {
    throw invalid('orderId', { en: 'Name the order the lines or parcels belong to.', zh: '请指明商品或包裹所属的订单。' });
  }
  const bought = new Map(known.lines.map((line) => [line.id, line.quantity]));
  request.lines.forEach((line, at) => checkLine(line, bought.get(line.id), at));
  if (new Set(request.lines.map((line) => line.id)).size !== request.lines.length) {
    throw invalid('lines', { en: 'Name each order line once.', zh: '每个订单行只能填写一次。' });
  }
  const parcels = new Set(known.parcelIds);
  request.parcelIds.forEach((id, at) => {
    if (!parcels.has(id)) throw notFound(`parcelIds.${at}`);
  });
  return known.customerId ?? known.order?.customerId ?? null;
}

function checkLine(line: { id: string; quantity: number }, bought: number | undefined, at: number): void {
  if (bought === undefined) throw notFound(`lines.${at}.orderLineId`);
  if (!Number.isInteger(line.quantity) || line.quantity < 1) {
    throw invalid(`lines.${at}.quantity`, { en: 'The quantity is at least 1.', zh: '数量至少为 1。' });
  }
  if (line.quantity > bought) {
    throw invalid(`lines.${at}.quantity`, { en: `Only ${bought} were bought.`, zh: `该商品仅购买了 ${bought} 件。` });
  }
}

function severityOf(request: OpeningRequest): Severity {
  const severe = isSevereByNature(request);
  const given = request.severity ?? 'NORMAL';
  if (severe && request.severity !== null && request.severity !== 'SEVERE') {
    throw new DomainError('INVALID_INPUT', {
      en: 'A complaint of this type or origin is severe.', zh: '此类型或来源的投诉须定为严重。',
    }, 'severity');
  }
  return severe ? 'SEVERE' : given;
}
