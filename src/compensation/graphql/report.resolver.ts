import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { forbidden, invalid } from '../../kernel/error.js';
import { encodeId } from '../../kernel/ids.js';
import { DAY, elapsed } from '../../kernel/instant.js';
import { can, shopsFor } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { authorityReport, compensationBy, type CompensationRow, type Dimension, type ReportRange } from '../queries/reports.query.js';
import { CompensationDimensionEnum } from './approval.enum.js';
import { money } from './approval.mapper.js';
import { AuthorityReport, CompensationSum, ReportRangeInput } from './report.type.js';

const LONGEST_DAYS = 366;
const MOST_ROWS = 200;

@Resolver()
export class CompensationReportResolver {
  constructor(private readonly unit: UnitOfWork) {}

  @Allow('compensation.read')
  @Query(() => [CompensationSum], { description: 'What accepted offers cost, the most expensive first.' })
  async compensationReport(
    @Ctx() context: RequestContext,
    @Args('range') range: ReportRangeInput,
    @Args('by', { type: () => CompensationDimensionEnum }) by: Dimension,
    @Args('first', { type: () => Int, defaultValue: 50, description: `1 to ${MOST_ROWS}.` }) first: number,
  ): Promise<CompensationSum[]> {
    const actor = actorOf(context);
    if (first < 1 || first > MOST_ROWS) throw invalid('first', { en: `Ask for 1 to ${MOST_ROWS}.`, zh: `请填写 1 至 ${MOST_ROWS}。` });
    const wanted = rangeOf(actor, range);
    return (await this.unit.read(actor.merchantId, (tx) => compensationBy(tx, by, wanted, first))).map((row) => toSum(row, by));
  }

  @Allow('compensation.read')
  @Query(() => AuthorityReport, { description: 'Within-authority share, approval time, overrides, split attempts and recovery.' })
  async authorityReport(@Ctx() context: RequestContext, @Args('range') range: ReportRangeInput): Promise<AuthorityReport> {
    const actor = actorOf(context);
    const wanted = rangeOf(actor, range);
    const { authority, approvals, recovery } = await this.unit.read(actor.merchantId, (tx) => authorityReport(tx, wanted));
    const judged = authority.within + authority.beyond;
    return {
      ...authority, ...approvals, withinShare: share(authority.within, judged), splitShare: share(authority.looksSplit, judged),
      overrideShare: share(approvals.overridden, approvals.approved + approvals.rejected + approvals.overridden),
      recovery: recovery.map(({ currency, paidMinor, recoveredMinor }) => ({
        paid: money(paidMinor, currency), recovered: money(recoveredMinor, currency), rate: share(Number(recoveredMinor), Number(paidMinor)),
      })),
    };
  }
}

/** For people: a share is rounded, the money beside it is not. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function rangeOf(actor: Actor, { from, to, shopIds }: ReportRangeInput): ReportRange {
  const length = elapsed(from, to);
  if (length <= 0 || length > LONGEST_DAYS * DAY) throw invalid('range.to', { en: `End after the beginning, at most ${LONGEST_DAYS} days later.`, zh: `结束时间须晚于开始时间，最长 ${LONGEST_DAYS} 天。` });
  if (!shopIds) return { from, to, shopIds: shopsFor(actor, 'compensation.read') };
  const wanted = shopIds.map((id, at) => idArg('Shop', id, `range.shopIds.${at}`));
  if (wanted.some((shopId) => !can(actor, 'compensation.read', { shopId }))) throw forbidden();
  return { from, to, shopIds: wanted };
}

const ID_OF: Partial<Record<Dimension, 'Order' | 'Ticket' | 'Member'>> = { ORDER: 'Order', TICKET: 'Ticket', AGENT: 'Member' };

function toSum({ key, currency, offers, minor, goodwillMinor, fulfilledMinor }: CompensationRow, by: Dimension): CompensationSum {
  const type = ID_OF[by];
  return {
    key: type && key !== null ? encodeId(type, key) : key, offers, given: money(minor, currency), goodwill: money(goodwillMinor, currency), carriedOut: money(fulfilledMinor, currency),
  };
}
