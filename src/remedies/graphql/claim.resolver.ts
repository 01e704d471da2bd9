import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { moneyFrom } from '../../platform/graphql/money.input.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge, TicketPayload } from '../../tickets/index.js';
import { FileClaim } from '../commands/claims/file-claim.js';
import { SettleClaim } from '../commands/claims/settle-claim.js';
import { RecordCounterOffer } from '../commands/record-counter-offer.js';
import { FileClaimInput, MoveClaimInput, RecordCounterOfferInput, RecordRecoveryInput } from './claim.input.js';

/** What others propose or owe: the customer's counter-offer, and money asked back from the side at fault. */
@Resolver()
export class ClaimResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly file: FileClaim,
    private readonly settle: SettleClaim,
    private readonly counter: RecordCounterOffer,
  ) {}

  @Allow('offer.decide')
  @Mutation(() => TicketPayload, { description: 'Records what the customer proposes instead. It decides nothing; the answer to it is another offer.' })
  recordCounterOffer(@Ctx() context: RequestContext, @Args('input') input: RecordCounterOfferInput): Promise<TicketPayload> {
    const { wish, amount, note = null, proofRef = null } = input;
    return this.edge.change(context, input, (request) => this.counter.execute(actorOf(context), {
      ...request, wish, note, proofRef, offerId: optionalIdArg('Offer', input.offerId, 'offerId'), messageId: optionalIdArg('Message', input.messageId, 'messageId'),
      amount: amount ? moneyFrom(amount, 'amount') : null,
    }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Asks money back from the side at fault. It may be filed and settled after the ticket was closed.' })
  fileClaim(@Ctx() context: RequestContext, @Args('input') input: FileClaimInput): Promise<TicketPayload> {
    const { against, amount, dueAt, externalRef = null, note = null } = input;
    return this.edge.change(context, input, (request) =>
      this.file.execute(actorOf(context), { ...request, against, dueAt, externalRef, note, amount: moneyFrom(amount, 'amount') }));
  }

  @Allow('claim.settle')
  @Mutation(() => TicketPayload, { description: 'Records money received on a claim, by its receipt.' })
  recordRecovery(@Ctx() context: RequestContext, @Args('input') input: RecordRecoveryInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.settle.recover(actorOf(context), {
      ...request, claimId: idArg('Claim', input.claimId, 'claimId'), amount: moneyFrom(input.amount, 'amount'), ref: input.ref,
    }));
  }

  @Allow('claim.settle')
  @Mutation(() => TicketPayload, { description: 'Records what became of a claim.' })
  moveClaim(@Ctx() context: RequestContext, @Args('input') input: MoveClaimInput): Promise<TicketPayload> {
    const { state, externalRef = null } = input;
    return this.edge.change(context, input, (request) =>
      this.settle.end(actorOf(context), { ...request, claimId: idArg('Claim', input.claimId, 'claimId'), state, externalRef }));
  }
}
