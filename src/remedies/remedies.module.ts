import { Module, type OnModuleInit } from '@nestjs/common';
import { SlaModule } from '../sla/index.js';
import { DueHandlers, Hindrances, TicketsModule, WordKeepers } from '../tickets/index.js';
import { FileClaim } from './commands/claims/file-claim.js';
import { SettleClaim } from './commands/claims/settle-claim.js';
import { RecordCounterOffer } from './commands/record-counter-offer.js';
import { PublishRules } from './rule-tables.js';
import { RecordExchangePayment } from './commands/record-exchange-payment.js';
import { AcceptOffer } from './commands/accept-offer.js';
import { CancelLeg } from './commands/cancel-leg.js';
import { FulfilLeg } from './commands/fulfil-leg.js';
import { ExpireReturn } from './commands/goods/expire-return.js';
import { FollowParcels } from './commands/goods/follow-parcels.js';
import { InspectGoods } from './commands/goods/inspect-goods.js';
import { IssueReturn } from './commands/goods/issue-return.js';
import { MoveGoods } from './commands/goods/move-goods.js';
import { ShipGoods } from './commands/goods/ship-goods.js';
import { LapseOffer } from './commands/lapse-offer.js';
import { MakeOffer } from './commands/make-offer.js';
import { RefuseOffer } from './commands/refuse-offer.js';
import { SendOffer } from './commands/send-offer.js';
import { WithdrawOffer } from './commands/withdraw-offer.js';
import { AdviceResolver } from './graphql/advice.resolver.js';
import { ClaimResolver } from './graphql/claim.resolver.js';
import { GoodsResolver } from './graphql/goods.resolver.js';
import { OfferPayloadResolver, TicketOffersResolver } from './graphql/offer-field.resolver.js';
import { OfferLoaders } from './graphql/offer-loaders.js';
import { OfferResolver } from './graphql/offer.resolver.js';
import { RefundResolver } from './graphql/refund.resolver.js';
import { CustomerReviewResolver, TicketReviewResolver } from './graphql/review.resolver.js';
import { RulesResolver } from './graphql/rules.resolver.js';
import { SettlementResolver } from './graphql/settlement.resolver.js';
import { HINDERED } from './domain/hindrance.js';
import { remedyHindrances } from './hindrance.repository.js';
import { redactRemedies } from './redacted-words.js';

const COMMANDS = [MakeOffer, SendOffer, WithdrawOffer, AcceptOffer, RefuseOffer, LapseOffer, FulfilLeg, RecordExchangePayment, CancelLeg, IssueReturn, ShipGoods, MoveGoods, InspectGoods, FollowParcels, ExpireReturn, RecordCounterOffer, FileClaim, SettleClaim, PublishRules];
const RESOLVERS = [OfferResolver, RefundResolver, GoodsResolver, ClaimResolver, AdviceResolver, RulesResolver, TicketReviewResolver, CustomerReviewResolver, SettlementResolver, TicketOffersResolver, OfferPayloadResolver];

@Module({ imports: [TicketsModule, SlaModule], providers: [...COMMANDS, OfferLoaders, ...RESOLVERS], exports: [...COMMANDS] })
export class RemediesModule implements OnModuleInit {
  constructor(
    private readonly due: DueHandlers,
    private readonly lapse: LapseOffer,
    private readonly expire: ExpireReturn,
    private readonly words: WordKeepers,
    private readonly hindrances: Hindrances,
  ) {}

  onModuleInit(): void {
    this.due.register('OFFER', async (session, clock) => void (await this.lapse.lapseOffer(session, clock.subject)));
    this.due.register('RETURN_WINDOW', async (session, clock) => void (await this.expire.expire(session, clock.subject)));
    this.words.register('REMEDY', redactRemedies);
    this.hindrances.register(HINDERED, remedyHindrances);
  }
}
