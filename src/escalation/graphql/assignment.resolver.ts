import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { Ticket, TicketEdge } from '../../tickets/index.js';
import { AssignAutomatically } from '../commands/assign-automatically.js';
import { SetAssignment } from '../commands/set-assignment.js';
import { expectedWait, PACE_WINDOW } from '../domain/chat-queue.js';
import { chatPlaces, type ChatPlace } from '../queries/chat-queue.query.js';
import { agentProfiles, type ProfileRow } from '../queries/profiles.query.js';
import { waitingSince } from '../waiting.repository.js';
import {
  AgentProfile, AgentProfilePayload, AssignAutomaticallyInput, AssignAutomaticallyPayload, AssignOnOpeningInput, AssignOnOpeningPayload, SetAgentProfileInput,
  type AgentLanguage,
} from './assignment.type.js';

const PLACE = Symbol('place of a live chat');
const WAITING = Symbol('since when a ticket waits for an agent');

@Resolver(() => Ticket)
export class AssignmentResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly edge: TicketEdge,
    private readonly setting: SetAssignment,
    private readonly assign: AssignAutomatically,
  ) {}

  @ResolveField(() => Int, { nullable: true, description: 'Of an open live chat nobody has taken: its place in the queue of its shop, from 1, the longest waiting first. Null otherwise.' })
  async queuePosition(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<number | null> {
    return (await this.place(context, row.id))?.position ?? null;
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'Whole seconds until it may expect to be taken: queuePosition times an hour divided by the live chats of its shop first taken in the last hour. Null when fewer than five were.',
  })
  async expectedWait(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<number | null> {
    const place = await this.place(context, row.id);
    return place ? expectedWait(place.position, place.pickups) : null;
  }

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description: 'Of a ticket that was to be given out by itself and that nobody was free to take: since when it waits. Null once somebody has it.',
  })
  waitingForAgentSince(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Instant | null> {
    return loaderOf(context, WAITING, () => new DataLoader<string, Instant | null>(async (ids) => {
      const rows = await this.unit.read(actorOf(context).merchantId, (tx) => waitingSince(tx, ids));
      return ids.map((id) => rows.find((one) => one.id === id)?.since ?? null);
    }, { cache: false })).load(row.id);
  }

  @Allow('member.read')
  @Query(() => [AgentProfile], { description: 'What agents are given by themselves, and how much they have; up to 1,000, by member.' })
  agentProfiles(@Ctx() context: RequestContext): Promise<AgentProfile[]> {
    return this.unit.read(actorOf(context).merchantId, async (tx) => (await agentProfiles(tx, null)).map(toProfile));
  }

  @Allow('member.administer')
  @Mutation(() => AgentProfilePayload, { description: 'Says what a member is given by itself: skills, and how many open tickets at most.' })
  setAgentProfile(@Ctx() context: RequestContext, @Args('input') input: SetAgentProfileInput): Promise<AgentProfilePayload> {
    return payload<{ profile: AgentProfile | null }>(
      context,
      async () => ({ profile: toProfile(await this.setting.profile(actorOf(context), { ...input, memberId: idArg('Member', input.memberId, 'memberId') }, context.requestId)) }),
      () => Promise.resolve({ profile: null }),
    );
  }

  @Allow('shop.administer')
  @Mutation(() => AssignOnOpeningPayload, { description: 'Whether new tickets of a shop are given out by themselves; in force within a second.' })
  setAssignOnOpening(@Ctx() context: RequestContext, @Args('input') input: AssignOnOpeningInput): Promise<AssignOnOpeningPayload> {
    return payload<{ enabled: boolean }>(context, async () => {
      await this.setting.onOpening(actorOf(context), { shopId: idArg('Shop', input.shopId, 'shopId'), enabled: input.enabled }, context.requestId);
      return { enabled: input.enabled };
    }, () => Promise.resolve({ enabled: false }));
  }

  @Allow('ticket.assign')
  @Mutation(() => AssignAutomaticallyPayload, {
    description: 'Gives a ticket nobody has to the least loaded agent on duty who has the skill and is below their cap. NOTHING_TO_DO: there is nobody, or somebody has it already.',
  })
  assignAutomatically(@Ctx() context: RequestContext, @Args('input') input: AssignAutomaticallyInput): Promise<AssignAutomaticallyPayload> {
    return this.edge.change(context, input, (request) => this.assign.execute(actorOf(context), request), (memberId) => ({
      memberId: memberId && encodeId('Member', memberId),
    }));
  }

  private place(context: RequestContext, ticketId: string): Promise<ChatPlace | null> {
    return loaderOf(context, PLACE, () => new DataLoader<string, ChatPlace | null>(async (ids) => {
      const rows = await this.unit.read(actorOf(context).merchantId, (tx) => chatPlaces(tx, ids, PACE_WINDOW));
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    })).load(ticketId);
  }
}

function toProfile(row: ProfileRow): AgentProfile {
  return { ...row, memberId: encodeId('Member', row.memberId), kinds: [...row.kinds], severities: [...row.severities], languages: row.languages as AgentLanguage[] };
}
