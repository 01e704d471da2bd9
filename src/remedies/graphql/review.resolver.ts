import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { can } from '../../identity/index.js';
import { decodeId } from '../../kernel/ids.js';
import { Customer } from '../../orders/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { Ticket } from '../../tickets/index.js';
import { REVIEW_FLAGS, type ReviewFlagCode } from '../domain/review.js';
import { reviewsOf, type ReviewSubject } from '../queries/review.query.js';
import { batched } from './batched.js';

const meanings = Object.fromEntries(Object.entries(REVIEW_FLAGS).map(([code, { text }]) => [code, text.en])) as Record<ReviewFlagCode, string>;
const ReviewFlagCodeEnum = graphqlEnum<ReviewFlagCode>('ReviewFlagCode', 'What somebody should look at twice.', meanings);

const REVIEWS = Symbol('review flags');

@ObjectType({ description: 'A sign that somebody should look twice. It decides nothing, and no right is denied for it.' })
export class ReviewFlag {
  @Field(() => ReviewFlagCodeEnum)
  code: ReviewFlagCode;

  @Field({ description: 'What it means, in the language of the request.' })
  reason: string;

  @Field(() => Int, { description: 'How often it was seen.' })
  count: number;
}

@Resolver(() => Ticket)
export class TicketReviewResolver {
  constructor(private readonly unit: UnitOfWork) {}

  @ResolveField(() => [ReviewFlag], { description: 'Of the customer and of the goods and files of this ticket, counted now; empty to integrations.' })
  reviewFlags(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<ReviewFlag[]> | ReviewFlag[] {
    return flagsFor(this.unit, context, row.shopId, { customerId: row.customerId, ticketId: row.id });
  }
}

@Resolver(() => Customer)
export class CustomerReviewResolver {
  constructor(private readonly unit: UnitOfWork) {}

  @ResolveField(() => [ReviewFlag], { description: 'Counted now; empty to integrations.' })
  reviewFlags(@Parent() { id }: Customer, @Ctx() context: RequestContext): Promise<ReviewFlag[]> | ReviewFlag[] {
    return flagsFor(this.unit, context, null, { customerId: decodeId('Customer', id) ?? null, ticketId: null });
  }
}

async function flagsFor(unit: UnitOfWork, context: RequestContext, shopId: string | null, subject: ReviewSubject): Promise<ReviewFlag[]> {
  const actor = actorOf(context);
  if (!can(actor, 'message.note.read', { shopId })) return [];
  const flags = await batched<ReviewSubject, readonly { code: ReviewFlagCode; count: number }[]>(context, unit, REVIEWS, reviewsOf).load(subject);
  return flags.map(({ code, count }) => ({ code, count, reason: REVIEW_FLAGS[code].text[context.language] }));
}
