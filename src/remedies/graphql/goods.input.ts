import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { TicketDecisionInput } from '../../tickets/index.js';
import { MOST_SHIP_DAYS, SHIP_WITHIN_DAYS } from '../commands/goods/issue-return.js';
import type { RecordedStage } from '../commands/goods/move-goods.js';
import type { Condition, Verdict } from '../domain/inspection.js';
import { ConditionEnum, VerdictEnum } from './goods.type.js';

const RecordedStageEnum = graphqlEnum<RecordedStage>('RecordedGoodsStage', 'Moves of goods that a person records.', {
  RECEIVED: 'They arrived here.', RESTOCKED: 'After the inspection: for sale again. Not of rejected goods.', WRITTEN_OFF: 'After the inspection: not for sale again.',
  REPAIRED: 'Mended, with the repair order.',
});

@InputType()
export class IssueReturnInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  legId: string;

  @Field({ description: 'Where the goods go, with a person and a telephone that answers; 1 to 500 characters.' })
  @IsString()
  address: string;

  @Field(() => String, { nullable: true, description: 'A prepaid label, as printed: 3 to 100 plain characters.' })
  @IsOptional()
  @IsString()
  labelRef?: string | null;

  @Field(() => Int, { nullable: true, description: `Days the customer has: ${SHIP_WITHIN_DAYS} to ${MOST_SHIP_DAYS}; left out: ${SHIP_WITHIN_DAYS}. Never less.` })
  @IsOptional()
  @IsInt()
  shipWithinDays?: number | null;
}

@InputType()
export class ShipGoodsInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  legId: string;

  @Field({ description: 'The carrier’s code, up to 40 characters; kept in capitals.' })
  @IsString()
  carrier: string;

  @Field({ description: 'As printed: 3 to 100 plain characters.' })
  @IsString()
  waybill: string;
}

@InputType()
export class MoveGoodsInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  legId: string;

  @Field(() => RecordedStageEnum)
  @IsEnum(RecordedStageEnum)
  to: RecordedStage;

  @Field(() => String, { nullable: true, description: 'REPAIRED: the repair order, 3 to 100 plain characters.' })
  @IsOptional()
  @IsString()
  repairRef?: string | null;
}

@InputType()
export class InspectedUnitInput {
  @Field(() => ConditionEnum)
  @IsEnum(ConditionEnum)
  condition: Condition;

  @Field()
  @IsBoolean()
  accessoriesComplete: boolean;

  @Field(() => String, { nullable: true, description: 'What is missing; needed when the accessories are not complete.' })
  @IsOptional()
  @IsString()
  missing?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 100 characters.' })
  @IsOptional()
  @IsString()
  serial?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Left out: nothing to compare with.' })
  @IsOptional()
  @IsBoolean()
  serialMatches?: boolean | null;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  weightGrams?: number | null;

  @Field(() => [ID], { defaultValue: [], description: 'Attachments of the ticket, at most 20; needed unless ACCEPTED.' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  photoIds: string[];

  @Field(() => VerdictEnum, { description: 'REDUCED and REJECTED need something found wrong, shown by a photo.' })
  @IsEnum(VerdictEnum)
  verdict: Verdict;

  @Field(() => String, { nullable: true, description: 'Up to 500 characters.' })
  @IsOptional()
  @IsString()
  note?: string | null;
}

@InputType()
export class InspectGoodsInput extends TicketDecisionInput {
  @Field(() => ID)
  @IsString()
  legId: string;

  @Field(() => [InspectedUnitInput], { description: 'One for each piece of the leg.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => InspectedUnitInput)
  units: InspectedUnitInput[];
}
