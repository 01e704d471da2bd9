import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { checkOpenLeg, type CancelReason } from '../domain/fulfilment.js';
import { mayCallOff } from '../domain/goods.js';
import { goodsLegOf, writeStage } from '../goods.repository.js';
import { callOffLeg } from '../leg-ending.js';
import { legOf } from '../offer.repository.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface CancelLegRequest extends TicketRequest {
  readonly legId: string;
  readonly reason: CancelReason;
  /** What happened, 1 to 500 characters. */
  readonly note: string;
}

/** A supervisor takes a leg off what is owed. Its money is free again. Answers the offer's id. */
@Injectable()
export class CancelLeg {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: CancelLegRequest): Promise<Done<string>> {
    const { legId, reason } = request;
    return this.work.run(actor, 'CANCEL_LEG', request, async (session) => {
      const note = cleanText(request.note, 'note', { max: 500, lines: true });
      const leg = await legOf(session, legId);
      if (!leg) throw notFound('legId');
      checkOpenLeg(leg);
      const { offerId } = leg;
      await this.gate.before(session, { move: 'CANCEL', offerId, leg });
      await callOffGoods(session, legId);
      callOffLeg(session, leg, reason, note);
      return offerId;
    });
  }
}

/** Goods that are with us, or on their way where nobody can stop them, are followed to their end. */
async function callOffGoods(session: TicketSession, legId: string): Promise<void> {
  const goods = await goodsLegOf(session, legId);
  if (!goods) return;
  if (!mayCallOff(goods.type, goods.stage)) {
    throw new DomainError('STATE_CONFLICT', { en: `The goods are ${goods.stage}; finish what is to become of them.`, zh: `商品当前为 ${goods.stage}，请先完成后续处理。` }, 'legId', { state: goods.stage });
  }
  writeStage(session, legId, 'CANCELLED');
  session.event('goods.moved', { legId, from: goods.stage, to: 'CANCELLED' });
}
