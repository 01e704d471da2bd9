import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid } from '../../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { reference } from '../../domain/proof.js';
import { inspectionsFor, type GoodsLeg } from '../../goods.repository.js';
import { moveGoods } from '../../leg-ending.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../../remedy-gate.js';
import { openGoodsLeg } from './goods-leg.js';

/** Moves a person records; the others follow from shipping, inspection, payment and the carrier. */
export const RECORDED_STAGES = ['RECEIVED', 'RESTOCKED', 'WRITTEN_OFF', 'REPAIRED'] as const;
export type RecordedStage = (typeof RECORDED_STAGES)[number];

export interface MoveGoodsRequest extends TicketRequest {
  readonly legId: string;
  readonly to: RecordedStage;
  /** REPAIRED only: the repair order. */
  readonly repairRef: string | null;
}

/** Records that goods arrived here, were mended, or what became of them after the inspection. Answers the offer's id. */
@Injectable()
export class MoveGoods {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: MoveGoodsRequest): Promise<Done<string>> {
    const { legId, to } = request;
    return this.work.run(actor, 'MOVE_GOODS', request, async (session) => {
      const repairRef = repairRefOf(request);
      const leg = await openGoodsLeg(session, legId);
      if (to === 'RESTOCKED') await refuseRejected(session, leg);
      await moveGoods(session, this.gate, leg, to, repairRef === null ? {} : { repairRef });
      return leg.offerId;
    });
  }
}

function repairRefOf({ to, repairRef }: MoveGoodsRequest): string | null {
  if (to === 'REPAIRED') return reference(repairRef ?? '', 'repairRef');
  if (repairRef !== null) throw invalid('repairRef', { en: 'Only a repair has a repair order.', zh: '仅维修项需要维修单号。' });
  return null;
}

/** Goods that were not accepted are not ours to sell: they go back to the customer, or are written off with their consent. */
async function refuseRejected(session: TicketSession, { id, offerId }: GoodsLeg): Promise<void> {
  const units = await inspectionsFor(session.tx, offerId);
  if (units.every(({ legId, verdict }) => legId !== id || verdict !== 'REJECTED')) return;
  throw new DomainError('STATE_CONFLICT', { en: 'The inspection rejected these goods; send them back to the customer.', zh: '验货未通过，商品应寄回顾客。' }, 'to', { state: 'INSPECTED' });
}
