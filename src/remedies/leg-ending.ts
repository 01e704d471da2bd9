import type { Money } from '../kernel/money.js';
import { openLegs } from '../process/index.js';
import type { PackEventType } from '../sla/index.js';
import type { TicketSession } from '../tickets/index.js';
import type { CancelReason, LegStanding } from './domain/fulfilment.js';
import { carriesOut, checkMove, type Stage } from './domain/goods.js';
import type { LegType } from './domain/leg.js';
import { isSentBack, metBy, metByAnswer, movedEvents } from './domain/rules-of-others.js';
import type { ProofInput } from './domain/proof.js';
import { surchargeOn } from './exchange.repository.js';
import { goodsLegsOf, writeStage, type GoodsLeg } from './goods.repository.js';
import type { RemedyGate } from './remedy-gate.js';
import { offerOf, writeCancelled, writeFulfilled } from './offer.repository.js';

/** A leg was carried out: its proof, the fact the last step is evaluated from, and the end of the offer's clock with its last leg. */
export function completeLeg(session: TicketSession, leg: { readonly id: string; readonly offerId: string; readonly type: LegType }, proof: ProofInput, note: string | null): void {
  writeFulfilled(session, leg.id, proof, note);
  session.fact('leg.fulfilled', { legId: leg.id, offerId: leg.offerId, proofRef: proof.ref });
  for (const kind of metBy(leg.type)) session.clocks.satisfy('EXTERNAL', kind);
  settleOffer(session, leg.offerId);
}

/** A leg is owed no more, if the gate lets it go; what its customer paid for it is owed back. */
export async function callOffLeg(session: TicketSession, gate: RemedyGate, leg: LegStanding, reason: CancelReason, note: string | null): Promise<void> {
  await gate.before(session, { move: 'CANCEL', offerId: leg.offerId, leg });
  const surcharge = leg.type === 'EXCHANGE' ? await surchargeOn(session, leg.id) : null;
  if (surcharge && surcharge.paymentRef !== null) await oweBack(session, gate, leg, surcharge.amount);
  writeCancelled(session, leg.id, reason, note);
  session.fact('leg.cancelled', { legId: leg.id, offerId: leg.offerId, reason });
  session.clocks.cancel('RETURN_WINDOW', leg.id);
  settleOffer(session, leg.offerId);
}

/** What the customer paid for goods that are called off is their own money from now on. The next offer on the order gives it back; see domain/exchange.ts. */
export async function oweBack(session: TicketSession, gate: RemedyGate, { id: legId, offerId }: LegStanding, amount: Money): Promise<void> {
  await gate.before(session, { move: 'OWE_BACK', offerId, legId, amount });
  session.event('exchange.owed_back', { legId, amountMinor: amount.minor.toString(), currency: amount.currency });
}

/** What the rules of platforms and laws count from: deadlines it meets are met, those it starts start with this command. */
export function tellOthers(session: TicketSession, events: readonly PackEventType[]): void {
  for (const event of events) {
    for (const kind of metByAnswer(event)) session.clocks.satisfy('EXTERNAL', kind);
    session.happened(event);
  }
}

function settleOffer(session: TicketSession, offerId: string): void {
  if (openLegs(session.summary).every((leg) => leg.offerId !== offerId)) session.clocks.satisfy('FULFILMENT', offerId);
}

/**
 * Moves the goods of a leg, if their course allows it. Where that carries the leg out, the leg is fulfilled by this very fact: nobody ticks it off.
 * `data` goes into the event and holds no personal data.
 */
export async function moveGoods(session: TicketSession, gate: RemedyGate, leg: GoodsLeg, to: Stage, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
  checkMove(leg.type, leg.stage, to);
  writeStage(session, leg.id, to);
  await movedGoods(session, gate, leg, to, data);
}

/** What follows from a stage that was written already. */
export async function movedGoods(session: TicketSession, gate: RemedyGate, leg: GoodsLeg, to: Stage, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
  session.event('goods.moved', { legId: leg.id, from: leg.stage, to, ...data });
  if (to !== 'EXPIRED') session.clocks.satisfy('RETURN_WINDOW', leg.id);
  if (isSentBack(to)) session.clocks.satisfy('EXTERNAL', 'BUYER_SHIP_RETURN');
  tellOthers(session, movedEvents(leg.type, leg.stage, to, await goodsLegsOf(session, leg.offerId)));
  if (!carriesOut(leg.type, to)) return;
  const proof = proofAt(leg, to);
  await gate.before(session, { move: 'FULFIL', offerId: leg.offerId, leg, proof });
  completeLeg(session, leg, proof, null);
  if (leg.type === 'RETURN' && (await moneyIsBack(session, leg.offerId))) markRefunded(session, { ...leg, stage: to });
}

/** Of goods sent out the waybill; of goods that came back the inspection, which the product holds itself. */
function proofAt(leg: GoodsLeg, to: Stage): ProofInput {
  if (to === 'DELIVERED' && leg.outWaybill !== null) return { kind: 'WAYBILL_DELIVERED', ref: leg.outWaybill };
  return { kind: 'INSPECTION', ref: leg.id };
}

async function moneyIsBack(session: TicketSession, offerId: string): Promise<boolean> {
  const offer = await offerOf(session, offerId);
  const refunds = offer?.legs.filter(({ type }) => type === 'REFUND' || type === 'PARTIAL_REFUND') ?? [];
  return refunds.length > 0 && refunds.every(({ state }) => state === 'FULFILLED');
}

/** The money of an offer went back: so it did for the goods that came back for it. */
export async function refundedGoods(session: TicketSession, offerId: string): Promise<void> {
  for (const leg of await goodsLegsOf(session, offerId)) markRefunded(session, leg);
}

function markRefunded(session: TicketSession, leg: GoodsLeg): void {
  if (leg.type !== 'RETURN' || (leg.stage !== 'RESTOCKED' && leg.stage !== 'WRITTEN_OFF')) return;
  writeStage(session, leg.id, 'REFUNDED');
  session.event('goods.moved', { legId: leg.id, from: leg.stage, to: 'REFUNDED' });
}
