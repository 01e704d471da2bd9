import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import type { Money } from '../../kernel/money.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkPayment } from '../domain/exchange.js';
import { checkOpenLeg } from '../domain/fulfilment.js';
import { reference } from '../domain/proof.js';
import { surchargeOn, writeSurchargePaid } from '../exchange.repository.js';
import { legOf } from '../offer.repository.js';
import { refusingUsedProof } from '../proof-once.js';

export interface RecordExchangePaymentRequest extends TicketRequest {
  readonly legId: string;
  readonly amount: Money;
  /** Of the payment, as the payment system printed it. */
  readonly paymentRef: string;
}

/** Records that the customer paid the difference for dearer goods, which may be sent from now on. Nothing is charged here. Answers the offer's id. */
@Injectable()
export class RecordExchangePayment {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: RecordExchangePaymentRequest): Promise<Done<string>> {
    const { legId, amount } = request;
    return refusingUsedProof(this.work.run(actor, 'FULFIL_LEG', request, async (session) => {
      const paymentRef = reference(request.paymentRef, 'paymentRef');
      const leg = await legOf(session, legId);
      if (!leg) throw notFound('legId');
      checkOpenLeg(leg);
      checkPayment(await surchargeOn(session, legId), amount);
      writeSurchargePaid(session, legId, paymentRef);
      session.event('exchange.paid', { legId, paymentRef, amountMinor: amount.minor.toString(), currency: amount.currency });
      return leg.offerId;
    }));
  }
}
