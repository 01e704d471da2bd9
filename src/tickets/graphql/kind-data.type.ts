import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { ComplaintOrigin, ComplaintType, GoodsState, LogisticsSubtype, RequestType, Wish } from '../domain/ticket.js';
import { ComplaintOriginEnum, ComplaintTypeEnum, GoodsStateEnum, LogisticsSubtypeEnum, RequestTypeEnum, WishEnum } from './ticket.enum.js';

@ObjectType({ description: 'What a return or exchange holds beside the common fields.' })
export class ReturnExchangeData {
  @Field(() => RequestTypeEnum)
  requestType: RequestType;

  @Field(() => GoodsStateEnum)
  goodsState: GoodsState;

  @Field(() => WishEnum)
  wish: Wish;
}

@ObjectType({ description: 'What a logistics query holds beside the common fields.' })
export class LogisticsData {
  @Field(() => LogisticsSubtypeEnum)
  subtype: LogisticsSubtype;

  @Field({ description: 'What the customer sees where the parcel should be, in their words.' })
  customerSees: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By when the customer needs the goods.' })
  neededBy: Instant | null;
}

@ObjectType({ description: 'What a complaint holds beside the common fields.' })
export class ComplaintData {
  @Field(() => ComplaintTypeEnum)
  type: ComplaintType;

  @Field(() => ComplaintOriginEnum)
  origin: ComplaintOrigin;

  @Field({ description: 'What the customer demands, in their words.' })
  demand: string;

  @Field(() => ID, { nullable: true, description: 'The member complained about, who may neither own the ticket nor decide on it.' })
  respondentId: string | null;

  @Field(() => String, { nullable: true })
  respondentDepartment: string | null;

  @Field(() => String, { nullable: true, description: "An authority's or platform's case number." })
  caseNumber: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Their deadline.' })
  caseDueAt: Instant | null;
}
