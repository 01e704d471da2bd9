import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Role } from '../../kernel/actor.js';
import { invalid, notFound } from '../../kernel/error.js';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { authorize, IdentityLoaders, Member, MemberRoleEnum } from '../../identity/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { payload } from '../../platform/graphql/payload.js';
import { Problem, toProblems } from '../../platform/graphql/problem.type.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import { findShop } from '../../tenancy/index.js';
import { comingAbsences, type Absence as AbsenceRow } from '../absence.repository.js';
import { PublishRoster } from '../commands/publish-roster.js';
import { SetOutOfOffice } from '../commands/set-out-of-office.js';
import { Duty } from '../duty.js';
import { mayWork } from '../may-work.js';
import type { Place } from '../people.js';
import { rostersInForce } from '../queries/rosters.query.js';
import type { RosterRow } from '../roster-library.js';
import { Absence, AbsenceConnection, AbsencePayload, DutyRoster, PublishDutyRosterInput, PublishDutyRosterPayload, SetOutOfOfficeInput } from './duty.type.js';

/** From here on no calendar reckons, and so no roster. */
const NO_ROSTER_FROM: Instant = '2200-01-01T00:00:00.000Z';
const LIST = 'absences';

@Resolver()
export class DutyResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly duty: Duty,
    private readonly people: IdentityLoaders,
    private readonly publish: PublishRoster,
    private readonly outOfOffice: SetOutOfOffice,
  ) {}

  @Allow('rule.read')
  @Query(() => [DutyRoster], { description: 'The rosters in force of a shop and its teams. NOT_FOUND: there is no such shop.' })
  dutyRosters(@Ctx() context: RequestContext, @Args('shopId', { type: () => ID }) shopId: string): Promise<DutyRoster[]> {
    const actor = actorOf(context);
    const uuid = idArg('Shop', shopId, 'shopId');
    authorize(actor, 'rule.read', { shopId: uuid });
    return this.unit.read(actor.merchantId, async (tx) => {
      await requirePlace(tx, { shopId: uuid, teamId: null });
      return (await rostersInForce(tx, uuid)).map(toRoster);
    });
  }

  @Allow('rule.administer')
  @Query(() => [Problem], { description: 'What would keep this roster from being published, gaps included; empty: nothing. Nothing is saved.' })
  async checkDutyRoster(@Ctx() context: RequestContext, @Args('body', { type: () => GraphQLJSONObject }) body: Record<string, unknown>): Promise<Problem[]> {
    return toProblems(await this.publish.check(actorOf(context), body), context.language);
  }

  @Allow('rule.administer')
  @Mutation(() => PublishDutyRosterPayload, { description: 'Publishes who is on duty when, in a shop or one of its teams; in the place of the roster before. RULE_INVALID: `details.problems` lists each with its path, gaps included.' })
  publishDutyRoster(@Ctx() context: RequestContext, @Args('input') input: PublishDutyRosterInput): Promise<PublishDutyRosterPayload> {
    return payload<{ roster: DutyRoster | null }>(context, async () => ({
      roster: toRoster(await this.publish.execute(actorOf(context), context, {
        ...input, shopId: idArg('Shop', input.shopId, 'shopId'), teamId: optionalIdArg('Team', input.teamId, 'teamId'),
      })),
    }), () => Promise.resolve({ roster: null }));
  }

  @Allow('member.read')
  @Query(() => [Member], { description: 'Who with this role is on duty: rostered then, and not out of office. Where no roster was published, everybody who is not away. NOT_FOUND: there is no such shop, or it has no such team.' })
  async onDuty(
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID }) shopId: string,
    @Args('role', { type: () => MemberRoleEnum }) role: Role,
    @Args('teamId', { type: () => ID, nullable: true, description: 'A team of the shop.' }) teamId?: string | null,
    @Args('at', { type: () => DateTimeScalar, nullable: true, description: 'Left out: now. Before the year 2200.' }) at?: Instant | null,
  ): Promise<Member[]> {
    const actor = actorOf(context);
    const place = { shopId: idArg('Shop', shopId, 'shopId'), teamId: optionalIdArg('Team', teamId, 'teamId') };
    authorize(actor, 'member.read', { shopId: place.shopId });
    if (at != null && at >= NO_ROSTER_FROM) throw invalid('at', { en: 'Name a time before the year 2200.', zh: '请填写 2200 年之前的时间。' });
    const present = await this.unit.read(actor.merchantId, async (tx) => {
      await requirePlace(tx, place);
      return this.duty.onDuty(tx, role, place, at ?? (await tx.now()));
    });
    const members = await Promise.all(present.map(({ id }) => Promise.resolve(this.people.member(context, id))));
    return members.filter((member) => member !== null);
  }

  @Allow('member.read')
  @Query(() => AbsenceConnection, { description: 'Who is out of office, or will be.' })
  async absences(@Ctx() context: RequestContext, @Args() page: PageArgs): Promise<AbsenceConnection> {
    const rows = await this.unit.read(actorOf(context).merchantId, async (tx) => comingAbsences(tx, await tx.now(), decodeIdCursor(LIST, page.after), page.first));
    return pageOf(rows, page, toAbsence, (row) => encodeIdCursor(LIST, row.id));
  }

  @Allow('ticket.work')
  @Mutation(() => AbsencePayload, { description: 'Says when a member is out of office and who stands in. Their open tickets are handed over once it has begun. What is delegated is not passed on. DUPLICATE: away then already; STATE_CONFLICT: the member stands in for somebody then.' })
  setOutOfOffice(@Ctx() context: RequestContext, @Args('input') input: SetOutOfOfficeInput): Promise<AbsencePayload> {
    return payload<{ absence: Absence | null }>(context, async () => ({
      absence: toAbsence(await this.outOfOffice.execute(actorOf(context), context, {
        ...input, memberId: optionalIdArg('Member', input.memberId, 'memberId') ?? actorOf(context).id, delegateId: optionalIdArg('Member', input.delegateId, 'delegateId'),
      })),
    }), () => Promise.resolve({ absence: null }));
  }

  @Allow('ticket.work')
  @Mutation(() => AbsencePayload, { description: 'Back from now on, or not going at all. Tickets handed over stay where they are. Of an absence that is over it changes nothing.' })
  endOutOfOffice(@Ctx() context: RequestContext, @Args('absenceId', { type: () => ID }) absenceId: string): Promise<AbsencePayload> {
    return payload<{ absence: Absence | null }>(
      context,
      async () => ({ absence: toAbsence(await this.outOfOffice.end(actorOf(context), context, idArg('Absence', absenceId, 'absenceId'))) }),
      () => Promise.resolve({ absence: null }),
    );
  }
}

async function requirePlace(tx: Tx, { shopId, teamId }: Place): Promise<void> {
  if (!(await findShop(tx, shopId))) throw notFound('shopId');
  if (teamId !== null && !(await mayWork.team(tx, teamId, shopId))) throw notFound('teamId');
}

function toRoster(row: RosterRow): DutyRoster {
  return { ...row, id: encodeId('DutyRoster', row.id), shopId: encodeId('Shop', row.shopId), teamId: row.teamId && encodeId('Team', row.teamId) };
}

function toAbsence({ id, memberId, delegateId, startsAt, endsAt }: AbsenceRow): Absence {
  return {
    id: encodeId('Absence', id), memberId: encodeId('Member', memberId), delegateId: delegateId && encodeId('Member', delegateId), startsAt,
    endsAt: endsAt ?? startsAt, // out of office always has an end
  };
}
