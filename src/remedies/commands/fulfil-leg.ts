import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { optionalText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { checkOpenLeg, type LegStanding } from '../domain/fulfilment.js';
import { refuseUnpaid } from '../domain/exchange.js';
import { MONEY_LEGS } from '../domain/leg.js';
import { checkProof, type ProofInput, type ProofKind } from '../domain/proof.js';
import { surchargeOn } from '../exchange.repository.js';
import { legOf } from '../offer.repository.js';
import { stageShownBy } from '../domain/goods.js';
import { goodsLegOf, inspectionsFor, writeStage, type GoodsLeg } from '../goods.repository.js';
import { completeLeg, refundedGoods } from '../leg-ending.js';
import { refusingUsedProof } from '../proof-once.js';
import { ownPayment } from './goods/inspect-goods.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface FulfilLegRequest extends TicketRequest {
  readonly legId: string;
  readonly proof: ProofInput;
  readonly note: string | null;
}

/** Records that a leg was carried out, by the reference that shows it. Answers the offer's id. */
@Injectable()
export class FulfilLeg {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: FulfilLegRequest): Promise<Done<string>> {
    const { legId } = request;
    return refusingUsedProof(this.work.run(actor, 'FULFIL_LEG', request, async (session) => {
      const note = optionalText(request.note, 'note', { max: 500, lines: true });
      const leg = await legOf(session, legId);
      if (!leg) throw notFound('legId');
      checkOpenLeg(leg);
      const { offerId } = leg;
      const goods = await goodsLegOf(session, legId);
      if (goods?.type === 'RETURN') stageShownBy(goods.type, goods.stage, request.proof.kind);
      const proof = checkProof(leg.type, request.proof);
      await refuseAgainstGoods(session, leg, actor);
      if (goods?.type === 'EXCHANGE') refuseUnpaid(await surchargeOn(session, legId));
      if (goods) followProof(session, goods, proof.kind);
      await this.gate.before(session, { move: 'FULFIL', offerId, leg, proof });
      completeLeg(session, leg, proof, note);
      if (isRefund(leg)) await refundedGoods(session, offerId);
      if (leg.days !== null) session.fact('receipt.extended', { days: leg.days, platformRef: proof.ref });
      return offerId;
    }));
  }
}

function isRefund({ type }: LegStanding): boolean {
  return type === 'REFUND' || type === 'PARTIAL_REFUND';
}

/** Whoever inspected does not pay, nor is the full refund paid for goods the inspection rejected. */
async function refuseAgainstGoods(session: TicketSession, leg: LegStanding, actor: Actor): Promise<void> {
  if (!MONEY_LEGS.has(leg.type)) return;
  const inspected = await inspectionsFor(session.tx, leg.offerId);
  if (actor.kind === 'MEMBER' && inspected.some(({ personId }) => personId === actor.personId)) throw ownPayment();
  if (isRefund(leg) && inspected.some(({ verdict }) => verdict === 'REJECTED')) {
    throw new DomainError('STATE_CONFLICT', {
      en: 'The inspection rejected goods this refund is for; call it off and offer what remains.', zh: '验货未通过，请取消该退款项并另行提出方案。',
    }, 'legId', { state: 'REJECTED' });
  }
}

/** What another system shows of goods moves them here as well, as far as their course allows. */
function followProof(session: TicketSession, goods: GoodsLeg, kind: ProofKind): void {
  const to = stageShownBy(goods.type, goods.stage, kind);
  writeStage(session, goods.id, to);
  session.event('goods.moved', { legId: goods.id, from: goods.stage, to });
}
