import { notFound } from '../../kernel/error.js';
import type { Actor } from '../../kernel/actor.js';
import { can } from '../../identity/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { latestFinding, summarize } from '../../process/index.js';
import type { PackLibrary } from '../../sla/index.js';
import { factsOf, findTicket } from '../../tickets/index.js';
import type { RefundBreakdown } from '../domain/refund.js';
import { refundFor, type RefundInput } from '../domain/refund-leg.js';
import { returnTerms } from '../domain/rights.js';
import { readTrade } from '../order-trade.repository.js';
import { shopRules } from '../shop-rules.js';

/** What a refund of these goods would come to now, by the function that makes the offer. Nothing is held; before a finding the fault counts as undetermined. */
export async function previewRefund(tx: Tx, packs: PackLibrary, actor: Actor, ticketId: string, refund: RefundInput): Promise<RefundBreakdown> {
  const [ticket, facts] = await Promise.all([findTicket(tx, ticketId), factsOf(tx, ticketId)]);
  if (!ticket || !can(actor, 'ticket.read', { shopId: ticket.shopId })) throw notFound('ticketId');
  const trade = ticket.orderId === null ? null : await readTrade(tx, ticket.orderId);
  const { held, zone, ...shop } = await shopRules(tx, packs, ticket.shopId, ticket.openedAt);
  const terms = trade && returnTerms(held, trade.signedAt, zone, shop);
  return refundFor(refund, { trade, terms, askedAt: ticket.openedAt, fault: latestFinding(summarize(facts))?.fault ?? 'UNDETERMINED' });
}
