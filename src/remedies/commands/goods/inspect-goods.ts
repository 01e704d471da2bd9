import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { checkInspection, verdictOf, type Unit } from '../../domain/inspection.js';
import { payersOf, writeUnits } from '../../goods.repository.js';
import { moveGoods } from '../../leg-ending.js';
import { evidenceOn } from '../../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../../remedy-gate.js';
import { openGoodsLeg } from './goods-leg.js';

export interface InspectGoodsRequest extends TicketRequest {
  readonly legId: string;
  /** One entry for each piece of the leg. */
  readonly units: readonly Unit[];
}

/** Records what the goods are like, piece by piece. Whoever paid the offer does not inspect for it, by any account. Answers the offer's id. */
@Injectable()
export class InspectGoods {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: InspectGoodsRequest): Promise<Done<string>> {
    return this.work.run(actor, 'INSPECT_GOODS', request, async (session) => {
      const leg = await openGoodsLeg(session, request.legId);
      const [payers, onTicket] = await Promise.all([
        payersOf(session.tx, leg.offerId), evidenceOn(session, request.units.flatMap(({ photoIds }) => photoIds)),
      ]);
      if (actor.personId === null || payers.includes(actor.personId)) throw ownPayment();
      const units = checkInspection(request.units, leg.quantity, onTicket);
      await moveGoods(session, this.gate, leg, 'INSPECTED', { verdict: verdictOf(units) });
      writeUnits(session, leg.id, units);
      return leg.offerId;
    });
  }
}

export function ownPayment(): DomainError {
  return new DomainError('APPROVER_BARRED', { en: 'One person inspects the goods and another one pays for them.', zh: '验货与付款须由不同人员负责。' });
}
