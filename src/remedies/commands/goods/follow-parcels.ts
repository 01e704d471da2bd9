import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../../platform/database/unit-of-work.js';
import { ParcelWatchers, type ParcelSeen } from '../../../orders/index.js';
import { systemOf, TicketWork } from '../../../tickets/index.js';
import { carriedBy, goodsLegOf } from '../../goods.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../../remedy-gate.js';
import { catchUp } from './ship-goods.js';

/**
 * What the carrier says of a parcel moves the goods in it, in the transaction that took it in: a leg never stands behind its parcel. Tickets are locked one
 * after the other in the order of their ids; one that is busy too long fails the batch as BUSY, to be sent again.
 */
@Injectable()
export class FollowParcels implements OnModuleInit {
  constructor(
    private readonly work: TicketWork,
    private readonly watchers: ParcelWatchers,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  onModuleInit(): void {
    this.watchers.register((tx, shopId, parcels) => this.follow(tx, shopId, parcels));
  }

  private async follow(tx: Tx, shopId: string, parcels: readonly ParcelSeen[]): Promise<void> {
    const seen = parcels.map(({ carrier, waybill, status, direction }) => ({ carrier, waybill, status, outbound: direction === 'OUTBOUND' }));
    for (const { ticketId, legId, status, outbound } of await carriedBy(tx, shopId, seen)) {
      await this.work.run(systemOf(tx.merchantId), 'PARCEL_MOVED', { ticketId, body: {} }, async (session) => {
        const leg = await goodsLegOf(session, legId);
        if (leg?.state === 'PENDING') await catchUp(session, this.gate, leg, outbound, status);
      }, { run: (_merchantId, work) => work(tx) });
    }
  }
}
