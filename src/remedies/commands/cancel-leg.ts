import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { IN_KIND } from '../domain/cap.js';
import { checkOpenLeg, type CancelReason, type LegStanding } from '../domain/fulfilment.js';
import { mayCallOff } from '../domain/goods.js';
import { goodsLegOf, writeStage } from '../goods.repository.js';
import { callOffLeg } from '../leg-ending.js';
import { legOf, offerOf, type LegRow } from '../offer.repository.js';
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
      await callOffGoods(session, leg);
      await callOffLeg(session, this.gate, leg, reason, note);
      return leg.offerId;
    });
  }

  /**
   * A leg whose payment came back is owed no more. Inside the session of who found that out, who has made sure of it: what was paid and did not come back
   * stays paid.
   */
  async giveUp(session: TicketSession, legId: string): Promise<void> {
    const leg = await legOf(session, legId);
    if (!leg) throw notFound('legId');
    await callOffLeg(session, this.gate, leg, 'PAYMENT_RETURNED', null);
  }
}

/** Goods that are with us, or on their way where nobody can stop them, are followed to their end. */
async function callOffGoods(session: TicketSession, { id: legId, offerId }: LegStanding): Promise<void> {
  const goods = await goodsLegOf(session, legId);
  if (!goods) return;
  await refuseGivenForNothing(session, offerId, legId);
  if (!mayCallOff(goods.type, goods.stage)) {
    throw new DomainError('STATE_CONFLICT', { en: `The goods are ${goods.stage}; finish what is to become of them.`, zh: `商品当前为 ${goods.stage}，请先完成后续处理。` }, 'legId', { state: goods.stage });
  }
  writeStage(session, legId, 'CANCELLED');
  session.event('goods.moved', { legId, from: goods.stage, to: 'CANCELLED' });
}

/**
 * What an offer gives for goods that come back, or for cheaper ones in exchange, is not left standing without them: it would be given for nothing, by
 * nobody's authority.
 */
async function refuseGivenForNothing(session: TicketSession, offerId: string, legId: string): Promise<void> {
  const legs = (await offerOf(session, offerId))?.legs ?? [];
  const off = legs.find(({ id }) => id === legId);
  const open = legs.filter((leg) => leg.state === 'PENDING' && off && hangsOn(leg, off));
  if (open.length === 0) return;
  throw new DomainError('STATE_CONFLICT', {
    en: 'Something is still given for these goods; call that off first, and offer anew what the customer keeps without sending them back.',
    zh: '方案中仍有以退回该商品为前提的项目，请先取消该项目；如无需退回，请另行提出方案。',
  }, 'legId', { state: 'PENDING', types: open.map(({ type }) => type) });
}

function hangsOn({ type, basis, orderLineId, givesBack }: LegRow, off: LegRow): boolean {
  if (type === 'PRICE_DIFFERENCE' && !givesBack) return off.cheaper || (off.type === 'RETURN' && basis === 'STATUTORY');
  if (off.type !== 'RETURN') return false;
  return (IN_KIND.has(type) && orderLineId === off.orderLineId) || (basis === 'STATUTORY' && (type === 'REFUND' || type === 'PARTIAL_REFUND'));
}
