import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { MoneyInput } from '../../platform/graphql/money.input.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { ChannelEnum, TicketChangeInput, TicketDecisionInput, type Channel } from '../../tickets/index.js';
import type { FreightPayer } from '../domain/freight.js';
import type { CancelReason } from '../domain/fulfilment.js';
import type { LegType } from '../domain/leg.js';
import { DEFAULT_VALID_HOURS, MAX_LEGS, MAX_VALID_HOURS } from '../domain/offer.js';
import type { ProofKind } from '../domain/proof.js';
import { MAX_EVIDENCE, type RefusalReason } from '../domain/refusal.js';
import { ExchangeGoodsInput } from './exchange.type.js';
import { FreightPayerEnum, LegCancelReasonEnum, LegTypeEnum, ProofKindEnum, RefusalReasonEnum } from './offer.enum.js';

@InputType({ description: 'One thing the offer gives. A value that means nothing for its type is refused.' })
export class LegInput {
  @Field(() => LegTypeEnum)
  @IsEnum(LegTypeEnum)
  type: LegType;

  @Field(() => MoneyInput, { nullable: true, description: 'Of money, of a coupon its value, of a gift what it is worth. Above zero, in the currency of the order; all offers on the order together stay within what was paid.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amount?: MoneyInput | null;

  @Field(() => ID, { nullable: true, description: 'A line of the ticket’s order.' })
  @IsOptional()
  @IsString()
  orderLineId?: string | null;

  @Field(() => Int, { nullable: true, description: '1 to the quantity bought.' })
  @IsOptional()
  @IsInt()
  quantity?: number | null;

  @Field(() => Int, { nullable: true, description: '1 to 30.' })
  @IsOptional()
  @IsInt()
  days?: number | null;

  @Field(() => String, { nullable: true, description: 'What exactly; needed for GIFT and EXPLANATION. Up to 500 characters.' })
  @IsOptional()
  @IsString()
  note?: string | null;

  @Field(() => ExchangeGoodsInput, { nullable: true, description: 'Of EXCHANGE: other goods at another price. Left out: like for like.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ExchangeGoodsInput)
  exchange?: ExchangeGoodsInput | null;
}

@InputType({ description: 'Some pieces of an order line.' })
export class LineQuantityInput {
  @Field(() => ID, { description: 'A line of the ticket’s order.' })
  @IsString()
  orderLineId: string;

  @Field(() => Int, { description: 'In pieces; 1 to what is left of the line.' })
  @IsInt()
  quantity: number;
}

@InputType({ description: 'Goods to be paid back; the amount is worked out from what was paid for them.' })
export class RefundLinesInput {
  @Field(() => [LineQuantityInput], { description: '1 to 200, each line once.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => LineQuantityInput)
  lines: LineQuantityInput[];

  @Field(() => [LineQuantityInput], { defaultValue: [], description: 'Gifts the customer keeps; their value is taken off.' })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => LineQuantityInput)
  keptGifts: LineQuantityInput[];

  @Field(() => Boolean, { nullable: true, description: 'Whether the outbound freight of these goods goes back, too. Left out: as the fault says; false is refused where the customer is not to blame.' })
  @IsOptional()
  @IsBoolean()
  withFreight?: boolean | null;
}

@InputType({ description: 'Refuses the demand. The offer then has an EXPLANATION leg alone, and the finding is not ours.' })
export class RefusalInput {
  @Field(() => RefusalReasonEnum)
  @IsEnum(RefusalReasonEnum)
  reason: RefusalReason;

  @Field({ description: 'What we can do instead. 1 to 1,000 characters.' })
  @IsString()
  alternative: string;

  @Field(() => [ID], { defaultValue: [], description: `Attachments of the ticket that show it, at most ${MAX_EVIDENCE}; needed by some reasons.` })
  @IsArray()
  @ArrayMaxSize(MAX_EVIDENCE)
  @IsString({ each: true })
  evidenceIds: string[];
}

@InputType()
export class MakeOfferInput extends TicketChangeInput {
  @Field(() => [LegInput], { defaultValue: [], description: `With the legs of \`refund\` and \`packPayouts\` together 1 to ${MAX_LEGS}; what the product adds by itself (money that is owed back, the difference of an exchange) is not counted.` })
  @IsArray()
  @ArrayMaxSize(MAX_LEGS)
  @ValidateNested({ each: true })
  @Type(() => LegInput)
  legs: LegInput[];

  @Field(() => RefundLinesInput, { nullable: true, description: 'Adds a refund leg of the amount `previewRefund` answers for the same input.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RefundLinesInput)
  refund?: RefundLinesInput | null;

  @Field(() => [String], { defaultValue: [], description: 'Payouts a policy pack or a law awards, as `pack/row`; each adds a PAYOUT leg of the amount its row comes to, once for an order.' })
  @IsArray()
  @ArrayMaxSize(MAX_LEGS)
  @IsString({ each: true })
  packPayouts: string[];

  @Field(() => ID, { nullable: true, description: 'The customer’s proposal it answers.' })
  @IsOptional()
  @IsString()
  counterOfferId?: string | null;

  @Field(() => DateTimeScalar, { description: 'Everything in it is done by then; from now to 90 days ahead.' })
  @IsString()
  fulfilBy: Instant;

  @Field(() => Int, { nullable: true, description: `How long the customer may think, from sending on: 1 to ${MAX_VALID_HOURS} hours; left out: ${DEFAULT_VALID_HOURS}.` })
  @IsOptional()
  @IsInt()
  validForHours?: number | null;

  @Field(() => FreightPayerEnum, { nullable: true, description: 'Left out: whom the finding’s fault proposes. CUSTOMER is refused where the fault is ours.' })
  @IsOptional()
  @IsEnum(FreightPayerEnum)
  freightPayer?: FreightPayer | null;

  @Field(() => String, { nullable: true, description: 'In a line, up to 500 characters; left out: composed from the legs.' })
  @IsOptional()
  @IsString()
  summary?: string | null;

  @Field(() => RefusalInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => RefusalInput)
  refusal?: RefusalInput | null;
}

@InputType({ description: 'Refuses what the customer asks for, with its reason, its proof and an alternative.' })
export class DeclineRequestInput extends TicketChangeInput {
  @Field(() => RefusalInput)
  @ValidateNested()
  @Type(() => RefusalInput)
  refusal: RefusalInput;

  @Field({ description: 'Why, for the customer; 1 to 500 characters.' })
  @IsString()
  explanation: string;
}

@InputType()
export class SendOfferInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  offerId: string;

  @Field({
    description: 'The message to the customer, 1 to 5,000 characters. It states every amount beside its currency (`80元`, `¥80`, `80.00 CNY`) and the promised day '
      + 'on the shop’s calendar (`2026-11-25`, `11月25日`, `25 November`); what is missing stands in `details.missing`.',
  })
  @IsString()
  body: string;

  @Field(() => ChannelEnum)
  @IsEnum(ChannelEnum)
  channel: Channel;

  @Field(() => String, { nullable: true, description: 'A supervisor’s reason to send in spite of a wording rule that blocks.' })
  @IsOptional()
  @IsString()
  overrideReason?: string | null;
}

@InputType()
export class WithdrawOfferInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  offerId: string;

  @Field({ description: '1 to 500 characters.' })
  @IsString()
  reason: string;
}

@InputType()
export class AcceptOfferInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  offerId: string;

  @Field(() => ID, { nullable: true, description: 'The customer’s message that decides, written after the offer. Members need it; a call is entered as a customer’s message first.' })
  @IsOptional()
  @IsString()
  messageId?: string | null;

  @Field(() => String, { nullable: true, description: 'Integrations without a message: the id under which the platform recorded the decision. 3 to 100 plain characters.' })
  @IsOptional()
  @IsString()
  proofRef?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters. A note alone decides nothing.' })
  @IsOptional()
  @IsString()
  note?: string | null;
}

@InputType()
export class RefuseOfferInput extends AcceptOfferInput {
  @Field({ description: 'The customer wants no other offer: the remedy is decided. false: another may be made.' })
  @IsBoolean()
  final: boolean;
}

@InputType()
export class FulfilLegInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  legId: string;

  @Field(() => ProofKindEnum, { description: 'One that proves this type of leg; others answer `details.allowed`.' })
  @IsEnum(ProofKindEnum)
  proofKind: ProofKind;

  @Field({ description: 'As printed: 3 to 100 letters, digits and `. _ : / # -`. One reference proves one leg of a type; again it answers DUPLICATE.' })
  @IsString()
  proofRef: string;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters.' })
  @IsOptional()
  @IsString()
  note?: string | null;
}

@InputType()
export class CancelLegInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  legId: string;

  @Field(() => LegCancelReasonEnum)
  @IsEnum(LegCancelReasonEnum)
  reason: CancelReason;

  @Field({ description: 'What happened, 1 to 500 characters.' })
  @IsString()
  note: string;
}
