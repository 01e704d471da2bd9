import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { encodeId } from '../../kernel/ids.js';
import { Allow } from '../../platform/graphql/allow.js';
import { encodeCursor, pageOf } from '../../platform/graphql/connection.js';
import { decodeKeys, timeKey, uuidKey } from '../../platform/graphql/cursor-key.js';
import { actorOf, Ctx, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { BreachForensics, type Breach } from '../queries/forensics.query.js';
import { BreachedClockConnection, BreachReportArgs, ClockForensics, type BreachedClock } from './forensics.type.js';
import { toClock } from './ticket.mapper.js';
import { TicketClock } from './ticket.type.js';

const LIST = 'breaches';
const FORENSICS = Symbol('forensics');

@Resolver(() => TicketClock)
export class ForensicsResolver {
  constructor(private readonly forensics: BreachForensics) {}

  @Allow('ticket.supervise')
  @Query(() => BreachedClockConnection, {
    description: 'Every target missed in a stretch of time, in the shops the caller supervises: where its time went by step, owner and what it waited for, and the last moment it could have been saved.',
  })
  async breachReport(@Ctx() context: RequestContext, @Args() args: BreachReportArgs): Promise<BreachedClockConnection> {
    const [at, clockId] = decodeKeys(LIST, args.after, [timeKey, uuidKey]) ?? [null, null];
    const after = at === null ? null : { at: String(at), clockId: String(clockId) };
    const rows = await this.forensics.report(actorOf(context), { from: args.from, to: args.to, first: args.first, after });
    return pageOf(rows, args, toBreached, (row) => encodeCursor(LIST, [row.at, row.clock.id]));
  }

  @ResolveField('forensics', () => ClockForensics, { nullable: true, description: 'Where the time of a missed target went; null of a clock that did not breach, or whose breach was not noticed yet.' })
  async of(@Parent() { row }: TicketClock, @Ctx() context: RequestContext): Promise<ClockForensics | null> {
    if (row.state !== 'BREACHED') return null;
    const found = await this.loader(context).load(row.id);
    return found ? toForensics(found) : null;
  }

  private loader(context: RequestContext): DataLoader<string, Breach | undefined> {
    return loaderOf(context, FORENSICS, () => new DataLoader<string, Breach | undefined>(async (ids) => {
      const found = new Map((await this.forensics.ofClocks(actorOf(context), ids)).map((breach) => [breach.clock.id, breach]));
      return ids.map((id) => found.get(id));
    }, { cache: false }));
  }
}

function toBreached(breach: Breach): BreachedClock {
  return { ticketId: encodeId('Ticket', breach.clock.ticketId), number: breach.number, clock: toClock(breach.clock), forensics: toForensics(breach) };
}

function toForensics({ at, forensics, lastChance }: Breach): ClockForensics {
  const member = (id: string | null): string | null => id && encodeId('Member', id);
  return {
    breachedAt: at,
    byStep: forensics.byStep.map(({ key, countedMs }) => ({ step: key, countedMs })),
    byOwner: forensics.byOwner.map(({ key, countedMs }) => ({ memberId: member(key), countedMs })),
    byAwaited: forensics.byAwaited.map(({ key, countedMs }) => ({ awaited: key, countedMs })),
    lastChance: lastChance && {
      at: lastChance.from, typicalMs: lastChance.typicalMs === null ? null : Math.round(lastChance.typicalMs),
      step: lastChance.step, memberId: member(lastChance.ownerId), awaited: lastChance.awaited,
    },
  };
}
