import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { moneyFrom } from '../../platform/graphql/money.input.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge } from '../../tickets/index.js';
import { AcceptOffer } from '../commands/accept-offer.js';
import { CancelLeg } from '../commands/cancel-leg.js';
import { FulfilLeg } from '../commands/fulfil-leg.js';
import { RecordExchangePayment } from '../commands/record-exchange-payment.js';
import { RefuseOffer } from '../commands/refuse-offer.js';
import type { DecisionInput } from '../domain/decision.js';
import { RecordExchangePaymentInput } from './exchange.type.js';
import { AcceptOfferInput, CancelLegInput, FulfilLegInput, RefuseOfferInput } from './offer.input.js';
import { offerIdOf } from './offer.resolver.js';
import { OfferPayload } from './offer.type.js';

/** What becomes of an offer: the customer decides, and what was agreed is carried out. */
@Resolver()
export class SettlementResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly accept: AcceptOffer,
    private readonly refuse: RefuseOffer,
    private readonly fulfil: FulfilLeg,
    private readonly cancel: CancelLeg,
    private readonly exchangePaid: RecordExchangePayment,
  ) {}

  @Allow('offer.decide')
  @Mutation(() => OfferPayload, { description: 'Records that the customer accepted, by their message or, from an integration, the platform’s record. Every leg is owed from now on.' })
  acceptOffer(@Ctx() context: RequestContext, @Args('input') input: AcceptOfferInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) => this.accept.execute(actorOf(context), { ...request, ...decisionOf(input) }), offerIdOf);
  }

  @Allow('offer.decide')
  @Mutation(() => OfferPayload, { description: 'Records that the customer refused, with the same evidence as an acceptance.' })
  refuseOffer(@Ctx() context: RequestContext, @Args('input') input: RefuseOfferInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) =>
      this.refuse.execute(actorOf(context), { ...request, ...decisionOf(input), final: input.final }), offerIdOf);
  }

  @Allow('leg.fulfil')
  @Mutation(() => OfferPayload, { description: 'Records that a leg was carried out, by the reference that shows it. A leg ends once and a reference serves once; a return ends by its goods alone.' })
  fulfilLeg(@Ctx() context: RequestContext, @Args('input') input: FulfilLegInput): Promise<OfferPayload> {
    const { proofKind: kind, proofRef: ref, note = null } = input;
    return this.edge.change(context, input, (request) => this.fulfil.execute(actorOf(context), {
      ...request, legId: idArg('Leg', input.legId, 'legId'), proof: { kind, ref }, note,
    }), offerIdOf);
  }

  @Allow('payment.record')
  @Mutation(() => OfferPayload, {
    description: 'Records that the customer paid the difference for dearer goods in exchange; they are sent after that and not before. Of goods that were called off meanwhile, it is owed back. Nothing is charged here. APPROVER_BARRED: made the offer.',
  })
  recordExchangePayment(@Ctx() context: RequestContext, @Args('input') input: RecordExchangePaymentInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) => this.exchangePaid.execute(actorOf(context), {
      ...request, legId: idArg('Leg', input.legId, 'legId'), amount: moneyFrom(input.amount, 'amount'), paymentRef: input.paymentRef,
    }), offerIdOf);
  }

  @Allow('ticket.supervise')
  @Mutation(() => OfferPayload, { description: 'A supervisor takes an agreed leg off what is owed.' })
  cancelLeg(@Ctx() context: RequestContext, @Args('input') input: CancelLegInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) => this.cancel.execute(actorOf(context), {
      ...request, legId: idArg('Leg', input.legId, 'legId'), reason: input.reason, note: input.note,
    }), offerIdOf);
  }
}

function decisionOf({ offerId, messageId, note = null, proofRef = null }: AcceptOfferInput): DecisionInput & { offerId: string } {
  return { offerId: idArg('Offer', offerId, 'offerId'), messageId: optionalIdArg('Message', messageId, 'messageId'), note, proofRef };
}
