import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import type { Money } from '../../kernel/money.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkPayable, checkPayment, isCalledOff } from '../domain/exchange.js';
import { reference } from '../domain/proof.js';
import { surchargeOn, writeSurchargePaid } from '../exchange.repository.js';
import { oweBack } from '../leg-ending.js';
import { legOf } from '../offer.repository.js';
import { refusingUsedProof } from '../proof-once.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../remedy-gate.js';

export interface RecordExchangePaymentRequest extends TicketRequest {
  readonly legId: string;
  readonly amount: Money;
  /** Of the payment, as the payment system printed it. */
  readonly paymentRef: string;
}

/**
 * Records that the customer paid the difference for dearer goods, which may be sent from now on; of goods that were called off meanwhile, that the
 * payment is owed back. Nothing is charged here. Answers the offer's id.
 */
@Injectable()
export class RecordExchangePayment {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  execute(actor: Actor, request: RecordExchangePaymentRequest): Promise<Done<string>> {
    const { legId, amount } = request;
    return refusingUsedProof(this.work.run(actor, 'RECORD_EXCHANGE_PAYMENT', request, async (session) => {
      const paymentRef = reference(request.paymentRef, 'paymentRef');
      const leg = await legOf(session, legId);
      if (!leg) throw notFound('legId');
      checkPayable(leg);
      checkPayment(await surchargeOn(session, legId), amount, actor.personId);
      writeSurchargePaid(session, legId, paymentRef);
      session.event('exchange.paid', { legId, paymentRef, amountMinor: amount.minor.toString(), currency: amount.currency });
      if (isCalledOff(leg)) await oweBack(session, this.gate, leg, amount);
      return leg.offerId;
    }));
  }
}
