import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { optionalText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkOpenLeg } from '../domain/fulfilment.js';
import { checkProof, type ProofInput } from '../domain/proof.js';
import { legOf, writeFulfilled } from '../offer.repository.js';
import { refusingUsedProof } from '../proof-once.js';
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
      const proof = checkProof(leg.type, request.proof);
      await this.gate.before(session, { move: 'FULFIL', offerId, leg, proof });
      writeFulfilled(session, legId, proof, note);
      session.fact('leg.fulfilled', { legId, offerId, proofRef: proof.ref });
      if (leg.days !== null) session.fact('receipt.extended', { days: leg.days, platformRef: proof.ref });
      return offerId;
    }));
  }
}
