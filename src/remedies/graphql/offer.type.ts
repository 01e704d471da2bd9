import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Money } from '../../platform/graphql/money.type.js';
import { Node } from '../../platform/graphql/node.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketPayload } from '../../tickets/index.js';
import type { FreightPayer } from '../domain/freight.js';
import type { CancelReason, LegState } from '../domain/fulfilment.js';
import type { LegBasis, LegType } from '../domain/leg.js';
import type { OfferState } from '../domain/offer.js';
import type { ProofKind } from '../domain/proof.js';
import type { RefusalReason } from '../domain/refusal.js';
import { ExchangedGoods } from './exchange.type.js';
import { Goods } from './goods.type.js';
import { FreightPayerEnum, LegBasisEnum, LegCancelReasonEnum, LegStateEnum, LegTypeEnum, OfferStateEnum, ProofKindEnum, RefusalReasonEnum } from './offer.enum.js';

@ObjectType({ implements: () => [Node], description: 'One thing an offer gives. It is owed from acceptance on and ends once: carried out with proof, or cancelled.' })
export class Leg extends Node {
  @Field(() => ID)
  offerId: string;

  @Field(() => LegTypeEnum)
  type: LegType;

  @Field(() => Money, { nullable: true, description: 'What it costs, in the currency of the order: money, a coupon’s face value, what a gift is worth, what was paid for goods sent once more. null: nothing.' })
  amount: Money | null;

  @Field(() => ID, { nullable: true, description: 'Of legs about goods.' })
  orderLineId: string | null;

  @Field(() => Int, { nullable: true, description: 'Of legs about goods, in pieces.' })
  quantity: number | null;

  @Field(() => Int, { nullable: true, description: 'Of an extended receipt.' })
  days: number | null;

  @Field(() => String, { nullable: true, description: 'What exactly is given or explained.' })
  note: string | null;

  @Field(() => LegBasisEnum)
  basis: LegBasis;

  @Field(() => String, { nullable: true, description: 'Of basis PACK: the row of the policy pack that owes it.' })
  packRow: string | null;

  @Field(() => ExchangedGoods, { nullable: true, description: 'Of an exchange for other goods at a price of their own; null: like for like.' })
  exchange: ExchangedGoods | null;

  @Field(() => Goods, { nullable: true, description: 'Of an accepted leg that moves goods.' })
  goods: Goods | null;

  @Field(() => LegStateEnum)
  state: LegState;

  @Field(() => ProofKindEnum, { nullable: true })
  proofKind: ProofKind | null;

  @Field(() => String, { nullable: true, description: 'The reference that shows it was carried out; of an explanation the id of its message.' })
  proofRef: string | null;

  @Field(() => String, { nullable: true, description: 'Of a return: the record of its inspection, this leg’s own id where it was inspected here.' })
  inspectionRef: string | null;

  @Field(() => LegCancelReasonEnum, { nullable: true })
  cancelReason: CancelReason | null;

  @Field(() => String, { nullable: true, description: 'What was noted when it ended; null to integrations.' })
  endedNote: string | null;

  @Field(() => ID, { nullable: true, description: 'The member or API key that ended it.' })
  endedBy: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  endedAt: Instant | null;
}

@ObjectType({ description: 'A demand that is not met.' })
export class OfferRefusal {
  @Field(() => RefusalReasonEnum)
  reason: RefusalReason;

  @Field({ description: 'What we can do instead.' })
  alternative: string;

  @Field(() => [ID], { description: 'Attachments of the ticket that show the reason.' })
  evidenceIds: string[];
}

@ObjectType({ implements: () => [Node], description: 'A remedy put to the customer: what they get, by when, and until when they may decide. At most 50 on a ticket.' })
export class Offer extends Node {
  @Field(() => ID)
  ticketId: string;

  @Field(() => OfferStateEnum)
  state: OfferState;

  @Field({ description: 'In a line.' })
  summary: string;

  @Field(() => [Leg], { description: '1 to 10, in the order given.' })
  legs: Leg[];

  @Field(() => DateTimeScalar, { description: 'Everything in it is done by then.' })
  fulfilBy: Instant;

  @Field(() => Int, { description: 'How long the customer may think, from sending on.' })
  validForHours: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Set by sending: the time to think, or fulfilBy when that is earlier. At this very instant it lapses.' })
  validUntil: Instant | null;

  @Field(() => FreightPayerEnum)
  freightPayer: FreightPayer;

  @Field(() => OfferRefusal, { nullable: true, description: 'Set when it refuses the demand and only explains.' })
  refusal: OfferRefusal | null;

  @Field(() => ID, { nullable: true, description: 'The customer’s proposal it answers; null: none was named.' })
  counterOfferId: string | null;

  @Field(() => ID, { description: 'The member who drafted it.' })
  madeBy: string;

  @Field(() => DateTimeScalar)
  madeAt: Instant;

  @Field(() => ID, { nullable: true, description: 'The message that put it before the customer.' })
  sentMessageId: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer’s message that decided it.' })
  decisionMessageId: string | null;

  @Field(() => String, { nullable: true, description: 'Under which id the platform recorded the decision.' })
  decisionProofRef: string | null;

  @Field(() => String, { nullable: true, description: 'What was noted with the decision, or why we withdrew; null to integrations.' })
  decisionNote: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the customer decided, it lapsed or we withdrew.' })
  decidedAt: Instant | null;

  @Field({ description: 'REFUSED: the customer wants no other offer.' })
  final: boolean;
}

@ObjectType({ description: 'The ticket with the offer that was moved.' })
export class OfferPayload extends TicketPayload {
  /** Its `offer` is read when asked for; not part of the API. */
  offerId: string | null;
}
