import { Args, Query, Resolver } from '@nestjs/graphql';
import { definitionOf } from '../../../calendar/index.js';
import { encodeId } from '../../../kernel/ids.js';
import { Allow } from '../../../platform/graphql/allow.js';
import { idArg } from '../../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../../platform/graphql/id-cursor.js';
import { actorOf, Ctx, type RequestContext } from '../../../platform/graphql/request-context.js';
import type { Effect } from '../../domain/policy-effects.js';
import { SimulatePolicy } from '../../queries/simulate-policy.query.js';
import { publicSubject } from '../public-names.js';
import { policyOf } from './policy.mapper.js';
import { PolicySimulation, SimulatePolicyArgs, type FlippedClock } from './simulation.type.js';

const LIST = 'simulated';

@Resolver()
export class SimulationResolver {
  constructor(private readonly simulate: SimulatePolicy) {}

  @Allow('policy.administer')
  @Query(() => PolicySimulation, {
    description: 'Replays what began in a stretch of the past, up to `first` tickets a call, under a draft policy and draft calendars: starts, ends, holds and changes of the tickets as they were, times by the draft. Nothing is written.',
  })
  async simulatePolicy(@Ctx() context: RequestContext, @Args() args: SimulatePolicyArgs): Promise<PolicySimulation> {
    const { rules, shopCalendars, calendars, from, to, first, after } = args;
    const done = await this.simulate.execute(actorOf(context), {
      policy: policyOf(rules, shopCalendars), from, to, first, after: decodeIdCursor(LIST, after),
      calendars: (calendars ?? []).map(({ calendarId, hours }, at) => (
        { calendarId: idArg('Calendar', calendarId, `calendars.${at}.calendarId`), definition: definitionOf(hours) }
      )),
    });
    return {
      tickets: done.tickets, clocks: done.clocks, ...done.total,
      byTarget: [...done.byTarget], byHour: [...done.byHour], byShop: done.byShop.map(({ key, ...change }) => ({ key: encodeId('Shop', key), ...change })),
      flips: done.flips.map(toFlip),
      endCursor: done.endId && encodeIdCursor(LIST, done.endId),
    };
  }
}

function toFlip({ ticketId, number, kind, subject, target, startedAt, before, after }: Effect): FlippedClock {
  return {
    ticketId: encodeId('Ticket', ticketId), number, kind, subject: publicSubject({ kind, subject }), target, startedAt,
    before: before.verdict, after: after.verdict, dueAt: before.dueAt, newDueAt: after.dueAt, newRule: after.rule,
  };
}
