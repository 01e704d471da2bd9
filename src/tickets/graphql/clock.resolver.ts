import { Args, Field, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Allow } from '../../platform/graphql/allow.js';
import { Payload, payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { AdvanceClock } from '../due/advance-clock.js';

@ObjectType({ description: "Where a sandbox merchant's clock stands." })
export class TestClockPayload extends Payload {
  @Field(() => DateTimeScalar, { nullable: true, description: "The merchant's present instant." })
  now: Instant | null;

  @Field(() => Int, { description: 'How many warnings and breaches were entered meanwhile, whether by this call or by a worker that came first; a clock with two warnings that is missed counts three.' })
  fired: number;
}

@Resolver()
export class ClockResolver {
  constructor(private readonly advance: AdvanceClock) {}

  @Allow('clock.advance')
  @Mutation(() => TestClockPayload, {
    description: "Moves a sandbox merchant's clock forward and lets everything due on the way fall due, in due order, before it answers. INVALID_INPUT: it would go back, `details.now` says where it stands. LIMIT_EXCEEDED: more than 10,000 clocks or the time of a request; what fired stays fired, and the same call goes on from there. FORBIDDEN: a live merchant, which has no such clock.",
  })
  advanceTestClock(@Ctx() context: RequestContext, @Args('to', { type: () => DateTimeScalar }) to: Instant): Promise<TestClockPayload> {
    return payload<{ now: Instant | null; fired: number }>(
      context,
      async () => {
        const { now, fired } = await this.advance.execute(actorOf(context), to);
        return { now: now, fired };
      },
      () => Promise.resolve({ now: null, fired: 0 }),
    );
  }
}
