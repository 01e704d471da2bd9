import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { refuseUnpaid } from '../../domain/exchange.js';
import { checkMove, stageFromParcel, type Stage } from '../../domain/goods.js';
import { reference } from '../../domain/proof.js';
import { surchargeOn } from '../../exchange.repository.js';
import { parcelStatus, writeShipped, type GoodsLeg } from '../../goods.repository.js';
import { movedGoods, moveGoods } from '../../leg-ending.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../../remedy-gate.js';
import { openGoodsLeg } from './goods-leg.js';

export interface ShipGoodsRequest extends TicketRequest {
  readonly legId: string;
  readonly carrier: string;
  readonly waybill: string;
}

/**
 * Names the parcel the goods of a leg travel in: back to us while they are with the customer, to the customer while they are with us. From then on what the
 * carrier says of that parcel moves the leg; what it said before is taken in at once. Answers the offer's id.
 */
@Injectable()
export class ShipGoods {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: ShipGoodsRequest): Promise<Done<string>> {
    return this.work.run(actor, 'MOVE_GOODS', request, async (session) => {
      // The form in which parcels are kept.
      const carrier = cleanText(request.carrier, 'carrier', { max: 40 }).replaceAll(':', '-').toUpperCase();
      const waybill = reference(request.waybill, 'waybill');
      const leg = await openGoodsLeg(session, request.legId);
      const to = wayOf(leg);
      refuseLate(session, leg, to);
      checkMove(leg.type, leg.stage, to);
      if (leg.type === 'EXCHANGE') refuseUnpaid(await surchargeOn(session, leg.id));
      writeShipped(session, leg.id, to, carrier, waybill);
      await movedGoods(session, this.gate, leg, to, { waybill });
      const outbound = to === 'RESHIPPED';
      const sent: GoodsLeg = { ...leg, stage: to, ...(outbound ? { outCarrier: carrier, outWaybill: waybill } : { carrier, waybill }) };
      await catchUp(session, this.gate, sent, outbound, await parcelStatus(session, carrier, waybill));
      return leg.offerId;
    });
  }
}

/** Takes in what is known of the parcel already. */
export async function catchUp(session: TicketSession, gate: RemedyGate, leg: GoodsLeg, outbound: boolean, status: string | undefined): Promise<void> {
  const seen = status === undefined ? null : stageFromParcel(leg.type, leg.stage, status, outbound);
  if (seen !== null) await moveGoods(session, gate, leg, seen);
}

function wayOf({ type, stage }: GoodsLeg): Stage & ('SHIPPED' | 'RESHIPPED') {
  const goesOut = type === 'EXCHANGE' || type === 'RESHIP' || stage === 'INSPECTED' || stage === 'REPAIRED';
  return goesOut ? 'RESHIPPED' : 'SHIPPED';
}

function refuseLate(session: TicketSession, { shipBy }: GoodsLeg, to: Stage): void {
  if (to !== 'SHIPPED' || shipBy === null || session.now < shipBy) return;
  throw new DomainError('WINDOW_CLOSED', { en: 'The time to send the goods back has passed.', zh: '寄回商品的期限已过。' }, 'legId', { until: shipBy });
}
