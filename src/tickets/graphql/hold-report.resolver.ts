import { Args, Query, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { Allow } from '../../platform/graphql/allow.js';
import { encodeCursor, pageOf } from '../../platform/graphql/connection.js';
import { decodeKeys, wholeKey } from '../../platform/graphql/cursor-key.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { publicAuthor } from '../../process/index.js';
import { HoldReport, type Holder as HolderRow } from '../queries/hold-report.query.js';
import { Holder, HolderConnection, HoldReportArgs } from './hold-report.type.js';

const LIST = 'holders';
const MOST_HOLDS = 2_147_483_647;
const AUTHOR = /^((key:)?[0-9a-f-]{36})?$/;

@Resolver(() => Holder)
export class HoldReportResolver {
  constructor(private readonly report: HoldReport) {}

  @Allow('ticket.supervise')
  @Query(() => HolderConnection, {
    description: 'Who put tickets on hold in a stretch of time, in the shops the caller supervises, and how often that was in the last tenth of a target: the pauses of clocks, by their ledger.',
  })
  async holdReport(@Ctx() context: RequestContext, @Args() args: HoldReportArgs): Promise<HolderConnection> {
    const [late, by] = decodeKeys(LIST, args.after, [wholeKey(MOST_HOLDS), (key) => typeof key === 'string' && AUTHOR.test(key)]) ?? [null, null];
    const after = late === null ? null : { late: Number(late), by: String(by) };
    const rows = await this.report.page(actorOf(context), { from: args.from, to: args.to, first: args.first, after });
    return pageOf(rows, args, toHolder, (row) => encodeCursor(LIST, [row.late, row.by]));
  }
}

function toHolder({ by, holds, late, lateHolds }: HolderRow): Holder {
  return { by: by === '' ? null : publicAuthor(by), holds, late, lateHolds: lateHolds.map((hold) => ({ ...hold, ticketId: encodeId('Ticket', hold.ticketId) })) };
}
