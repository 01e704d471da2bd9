import { Inject, Injectable, Optional } from '@nestjs/common';
import type { TicketSession } from '../../../tickets/index.js';
import { IN_KIND } from '../../domain/cap.js';
import { goodsLegOf, goodsLegsOf, writeStage, type GoodsLeg } from '../../goods.repository.js';
import { callOffLeg } from '../../leg-ending.js';
import { legOf, offerOf, type LegRow } from '../../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../../remedy-gate.js';

const ON_THE_WAY_OR_HERE: ReadonlySet<string> = new Set(['SHIPPED', 'IN_TRANSIT', 'RECEIVED', 'INSPECTED', 'RESTOCKED', 'WRITTEN_OFF', 'REFUNDED']);

/** What the RETURN_WINDOW clock asks for when it falls due: the goods never came, so what was promised for them is owed no more. */
@Injectable()
export class ExpireReturn {
  constructor(@Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE) {}

  /** Answers false, with nothing recorded, when the goods were sent or the leg ended meanwhile. */
  async expire(session: TicketSession, legId: string): Promise<boolean> {
    const leg = await goodsLegOf(session, legId);
    if (leg?.state !== 'PENDING' || leg.stage !== 'ISSUED') return false;
    writeStage(session, legId, 'EXPIRED');
    session.event('goods.moved', { legId, from: leg.stage, to: 'EXPIRED' });
    for (const id of [legId, ...(await dependingOn(session, leg))]) await this.callOff(session, id);
    return true;
  }

  private async callOff(session: TicketSession, legId: string): Promise<void> {
    const leg = await legOf(session, legId);
    if (leg?.state !== 'PENDING') return;
    await callOffLeg(session, this.gate, leg, 'RETURN_EXPIRED', null);
  }
}

/**
 * What is given again for the same line, the difference when no cheaper goods are given any more, and the refund when nothing else of the offer was sent
 * back.
 */
async function dependingOn(session: TicketSession, expired: GoodsLeg): Promise<string[]> {
  const [offer, goods] = await Promise.all([offerOf(session, expired.offerId), goodsLegsOf(session, expired.offerId)]);
  const legs = offer?.legs ?? [];
  const lineId = legs.find(({ id }) => id === expired.id)?.orderLineId ?? null;
  const others = goods.some(({ id, type, stage, state }) =>
    id !== expired.id && type === 'RETURN' && (ON_THE_WAY_OR_HERE.has(stage) || state === 'PENDING'));
  const gone = (type: string): boolean => !others && (type === 'REFUND' || type === 'PARTIAL_REFUND');
  const cheaperLeft = legs.some(({ cheaper, orderLineId, state }) => cheaper && state !== 'CANCELLED' && orderLineId !== lineId);
  const difference = ({ type, givesBack }: LegRow): boolean => type === 'PRICE_DIFFERENCE' && !givesBack && !cheaperLeft && legs.some(({ cheaper }) => cheaper);
  const dependent = (leg: LegRow): boolean => gone(leg.type) || difference(leg) || (IN_KIND.has(leg.type) && leg.orderLineId === lineId);
  return legs.filter((leg) => leg.state === 'PENDING' && dependent(leg)).map(({ id }) => id);
}
