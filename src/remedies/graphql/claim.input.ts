import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsEnum, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { MoneyInput } from '../../platform/graphql/money.input.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketDecisionInput, WishEnum, type Wish } from '../../tickets/index.js';
import type { EndClaimRequest } from '../commands/claims/settle-claim.js';
import type { ClaimSide } from '../domain/claim.js';
import { ClaimSideEnum } from './fault.type.js';

const ClaimEndEnum = graphqlEnum<EndClaimRequest['state']>('ClaimMove', 'What becomes of a claim.', {
  AGREED: 'They will pay.', REJECTED: 'They will not pay.', SETTLED: 'Money came, and no more will.', ABANDONED: 'We let it go.',
});

@InputType()
export class FileClaimInput extends TicketDecisionInput {
  @Field(() => ClaimSideEnum, { description: 'A side the finding holds at fault.' })
  @IsEnum(ClaimSideEnum)
  against: ClaimSide;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount: MoneyInput;

  @Field(() => DateTimeScalar, { description: 'Their answer is expected by then; up to a year ahead.' })
  @IsString()
  dueAt: Instant;

  @Field(() => String, { nullable: true, description: 'Under which number they keep it: 3 to 100 plain characters.' })
  @IsOptional()
  @IsString()
  externalRef?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters.' })
  @IsOptional()
  @IsString()
  note?: string | null;
}

@InputType()
export class RecordRecoveryInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  claimId: string;

  @Field(() => MoneyInput, { description: 'In the currency of the claim, at most what is open of it.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount: MoneyInput;

  @Field({ description: 'The receipt, as printed; one receipt is counted once.' })
  @IsString()
  ref: string;
}

@InputType()
export class MoveClaimInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  claimId: string;

  @Field(() => ClaimEndEnum)
  @IsEnum(ClaimEndEnum)
  state: EndClaimRequest['state'];

  @Field(() => String, { nullable: true, description: 'Under which number they keep it.' })
  @IsOptional()
  @IsString()
  externalRef?: string | null;
}

@InputType()
export class RecordCounterOfferInput extends TicketDecisionInput {
  @Field(() => ID, { nullable: true, description: 'The offer it answers; left out: the customer spoke first.' })
  @IsOptional()
  @IsString()
  offerId?: string | null;

  @Field(() => WishEnum)
  @IsEnum(WishEnum)
  wish: Wish;

  @Field(() => MoneyInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amount?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters.' })
  @IsOptional()
  @IsString()
  note?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer’s message that says so; members need it.' })
  @IsOptional()
  @IsString()
  messageId?: string | null;

  @Field(() => String, { nullable: true, description: 'Integrations without a message: the platform’s record.' })
  @IsOptional()
  @IsString()
  proofRef?: string | null;
}
