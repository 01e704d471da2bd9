import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsEnum, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Kind } from '../../process/index.js';
import type { KindRequest } from '../domain/kind-data.js';
import type { ComplaintOrigin, ComplaintType, GoodsState, LogisticsSubtype, RequestType, Wish } from '../domain/ticket.js';
import { ComplaintOriginEnum, ComplaintTypeEnum, GoodsStateEnum, LogisticsSubtypeEnum, RequestTypeEnum, WishEnum } from './ticket.enum.js';
import type { DisputedLineInput } from './ticket.input.js';

@InputType({ description: 'What a return or exchange asks for.' })
export class ReturnExchangeInput {
  @Field(() => RequestTypeEnum)
  @IsEnum(RequestTypeEnum)
  requestType: RequestType;

  @Field(() => GoodsStateEnum)
  @IsEnum(GoodsStateEnum)
  goodsState: GoodsState;

  @Field(() => WishEnum)
  @IsEnum(WishEnum)
  wish: Wish;
}

@InputType({ description: 'What a logistics query is about.' })
export class LogisticsInput {
  @Field(() => LogisticsSubtypeEnum)
  @IsEnum(LogisticsSubtypeEnum)
  subtype: LogisticsSubtype;

  @Field({ description: 'What the customer sees where the parcel should be, in their words; up to 1,000 characters.' })
  @IsString()
  customerSees: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By when the customer needs the goods.' })
  @IsOptional()
  @IsString()
  neededBy?: Instant | null;
}

@InputType({ description: 'What a complaint is about.' })
export class ComplaintInput {
  @Field(() => ComplaintTypeEnum)
  @IsEnum(ComplaintTypeEnum)
  type: ComplaintType;

  @Field(() => ComplaintOriginEnum)
  @IsEnum(ComplaintOriginEnum)
  origin: ComplaintOrigin;

  @Field({ description: 'What the customer demands, in their words; up to 1,000 characters.' })
  @IsString()
  demand: string;

  @Field(() => ID, { nullable: true, description: 'The member complained about; barred from owning and deciding from then on, and from making the ticket a complaint.' })
  @IsOptional()
  @IsString()
  respondentId?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  respondentDepartment?: string | null;

  @Field(() => String, { nullable: true, description: "An authority's or platform's case number; needed when the origin is REGULATOR." })
  @IsOptional()
  @IsString()
  caseNumber?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  @IsOptional()
  @IsString()
  caseDueAt?: Instant | null;
}

/** What says of which kind a ticket is, as the inputs that open one and change its kind both hold it. */
@InputType({ isAbstract: true })
export class KindDataInput {
  @Field(() => ReturnExchangeInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReturnExchangeInput)
  returnExchange?: ReturnExchangeInput | null;

  @Field(() => LogisticsInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => LogisticsInput)
  logistics?: LogisticsInput | null;

  @Field(() => ComplaintInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ComplaintInput)
  complaint?: ComplaintInput | null;
}

export function kindDataOf(input: KindDataInput & { readonly kind: Kind; readonly statedReasonCode?: string | null }): KindRequest {
  const { kind, statedReasonCode, returnExchange, logistics, complaint } = input;
  return {
    kind, statedReasonCode: statedReasonCode ?? null,
    returnExchange: returnExchange ? { ...returnExchange } : null,
    logistics: logistics ? { ...logistics, neededBy: logistics.neededBy ?? null } : null,
    complaint: complaint ? complaintOf(complaint) : null,
  };
}

function complaintOf(complaint: ComplaintInput): NonNullable<KindRequest['complaint']> {
  return {
    type: complaint.type, origin: complaint.origin, demand: complaint.demand,
    respondentId: optionalIdArg('Member', complaint.respondentId, 'complaint.respondentId'),
    respondentDepartment: complaint.respondentDepartment ?? null, caseNumber: complaint.caseNumber ?? null, caseDueAt: complaint.caseDueAt ?? null,
  };
}

export function linesOf(lines: readonly DisputedLineInput[]): { id: string; quantity: number }[] {
  return lines.map(({ orderLineId, quantity }, at) => ({ id: idArg('OrderLine', orderLineId, `lines.${at}.orderLineId`), quantity }));
}

export function parcelIdsOf(ids: readonly string[]): string[] {
  return ids.map((id, at) => idArg('Parcel', id, `parcelIds.${at}`));
}
