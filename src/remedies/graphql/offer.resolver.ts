import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { moneyFrom } from '../../platform/graphql/money.input.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge } from '../../tickets/index.js';
import { MakeOffer } from '../commands/make-offer.js';
import { SendOffer } from '../commands/send-offer.js';
import { WithdrawOffer } from '../commands/withdraw-offer.js';
import type { LegInput as Leg } from '../domain/leg.js';
import type { OfferInput } from '../domain/offer.js';
import type { Refusal } from '../domain/refusal.js';
import type { RefundInput } from '../domain/refund-leg.js';
import {
  DeclineRequestInput, MakeOfferInput, SendOfferInput, WithdrawOfferInput, type LegInput, type LineQuantityInput, type RefundLinesInput, type RefusalInput,
} from './offer.input.js';
import { OfferPayload } from './offer.type.js';

/** What we do with an offer: make it, send it, take it back. */
@Resolver()
export class OfferResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly make: MakeOffer,
    private readonly send: SendOffer,
    private readonly withdraw: WithdrawOffer,
  ) {}

  @Allow('offer.make')
  @Mutation(() => OfferPayload, { description: 'Drafts a remedy. One offer of a ticket is open at a time; its money counts against the order from now on.' })
  makeOffer(@Ctx() context: RequestContext, @Args('input') input: MakeOfferInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) => this.make.execute(actorOf(context), {
      ...request, ...offerOf(input), counterOfferId: optionalIdArg('CounterOffer', input.counterOfferId, 'counterOfferId'),
    }), offerIdOf);
  }

  @Allow('offer.make')
  @Mutation(() => OfferPayload, {
    description: 'Drafts the refusal of what the customer asks for: an offer that explains and names an alternative, open for a week once sent. A reason the facts contradict is refused; '
      + 'where it touches a right of the customer’s, sending it takes an approval.',
  })
  declineRequest(@Ctx() context: RequestContext, @Args('input') input: DeclineRequestInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) => this.make.execute(actorOf(context), { ...request, ...declineOf(input) }), offerIdOf);
  }

  @Allow('offer.make')
  @Mutation(() => OfferPayload, { description: 'Puts the drafted offer before the customer, in a message that states what is offered. The time to decide runs from here.' })
  sendOffer(@Ctx() context: RequestContext, @Args('input') input: SendOfferInput): Promise<OfferPayload> {
    const { body, channel, overrideReason = null } = input;
    return this.edge.change(context, input, (request) => this.send.execute(actorOf(context), {
      ...request, offerId: idArg('Offer', input.offerId, 'offerId'), message: { body, channel, overrideReason },
    }), offerIdOf);
  }

  @Allow('offer.make')
  @Mutation(() => OfferPayload, { description: 'Takes back an offer the customer has not decided about.' })
  withdrawOffer(@Ctx() context: RequestContext, @Args('input') input: WithdrawOfferInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) =>
      this.withdraw.execute(actorOf(context), { ...request, offerId: idArg('Offer', input.offerId, 'offerId'), reason: input.reason }), offerIdOf);
  }
}

function declineOf({ refusal, explanation }: DeclineRequestInput): OfferInput & { counterOfferId: null } {
  const note: Leg = { type: 'EXPLANATION', amount: null, orderLineId: null, quantity: null, days: null, note: explanation };
  return {
    legs: [note], refund: null, packPayouts: [], validForHours: null, freightPayer: null, summary: null, counterOfferId: null, refusal: refusalOf(refusal),
    fulfilBy: null,
  };
}

function refusalOf(refusal: RefusalInput): Refusal {
  return { ...refusal, evidenceIds: refusal.evidenceIds.map((id, at) => idArg('Attachment', id, `refusal.evidenceIds.${at}`)) };
}

function offerOf(input: MakeOfferInput): OfferInput {
  const { refusal } = input;
  return {
    legs: input.legs.map(legOf),
    refund: input.refund ? refundInputOf(input.refund) : null,
    fulfilBy: input.fulfilBy, validForHours: input.validForHours ?? null, freightPayer: input.freightPayer ?? null, summary: input.summary ?? null,
    packPayouts: input.packPayouts,
    refusal: refusal ? refusalOf(refusal) : null,
  };
}

function legOf({ type, amount, orderLineId, quantity, days, note, exchange }: LegInput, at: number): Leg {
  return {
    type, quantity: quantity ?? null, days: days ?? null, note: note ?? null,
    amount: amount ? moneyFrom(amount, `legs.${at}.amount`) : null,
    exchange: exchange ? { ...exchange, price: moneyFrom(exchange.price, `legs.${at}.exchange.price`) } : null,
    orderLineId: optionalIdArg('OrderLine', orderLineId, `legs.${at}.orderLineId`),
  };
}

export function refundInputOf({ lines, keptGifts, withFreight = null }: RefundLinesInput): RefundInput {
  const idsOf = (list: readonly LineQuantityInput[], name: string): RefundInput['lines'] =>
    list.map(({ orderLineId, quantity }, at) => ({ orderLineId: idArg('OrderLine', orderLineId, `refund.${name}.${at}.orderLineId`), quantity }));
  return { lines: idsOf(lines, 'lines'), keptGifts: idsOf(keptGifts, 'keptGifts'), withFreight };
}

export function offerIdOf(offerId: string | null): { offerId: string | null } {
  return { offerId };
}
