import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { shopsFor } from '../../identity/index.js';
import { encodeId } from '../../kernel/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { optionalIdArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { moneyOf } from '../../platform/graphql/money.type.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { balances, movementPage, type MovementFilter, type MovementRow } from '../ledger/ledger.query.js';
import { LedgerBalance, LedgerMovement, LedgerMovementConnection } from './ledger.type.js';
import { shopsWithin } from './shops-within.js';

const LIST = 'ledger';

@ArgsType()
class LedgerArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  shopId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  budgetId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  ticketId?: string | null;
}

@Resolver()
export class LedgerResolver {
  constructor(private readonly unit: UnitOfWork) {}

  @Allow('ledger.read')
  @Query(() => LedgerMovementConnection, { description: 'The movements of the ledger, newest first, of the shops whose ledger the caller may read.' })
  async ledgerMovements(@Ctx() context: RequestContext, @Args() args: LedgerArgs): Promise<LedgerMovementConnection> {
    const rows = await this.unit.read(actorOf(context).merchantId, (tx) => movementPage(tx, filterOf(context, args), decodeIdCursor(LIST, args.after), args.first));
    return pageOf(rows, args, toMovement, ({ id }) => encodeIdCursor(LIST, id));
  }

  @Allow('ledger.read')
  @Query(() => [LedgerBalance], { description: 'What the accounts hold, by currency; of one shop, one budget or all the caller may read.' })
  async ledgerBalances(
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID, nullable: true }) shopId?: string | null,
    @Args('budgetId', { type: () => ID, nullable: true }) budgetId?: string | null,
  ): Promise<LedgerBalance[]> {
    const rows = await this.unit.read(actorOf(context).merchantId, (tx) => balances(tx, filterOf(context, { shopId, budgetId })));
    return rows.map(({ account, currency, minor }) => ({ account, balance: moneyOf({ minor: BigInt(minor), currency }) }));
  }
}

function filterOf(context: RequestContext, { shopId, budgetId, ticketId }: Pick<LedgerArgs, 'shopId' | 'budgetId' | 'ticketId'>): MovementFilter {
  return {
    shops: shopsWithin(shopsFor(actorOf(context), 'ledger.read'), optionalIdArg('Shop', shopId, 'shopId')),
    budgetId: optionalIdArg('Budget', budgetId, 'budgetId'),
    ticketId: optionalIdArg('Ticket', ticketId, 'ticketId'),
  };
}

function toMovement({ amountMinor, currency, ...row }: MovementRow): LedgerMovement {
  return {
    id: encodeId('Movement', row.id), type: row.type, cause: row.cause, basis: row.basis, at: row.at, from: row.from, to: row.to, amount: moneyOf({ minor: BigInt(amountMinor), currency }),
    ticketId: encodeId('Ticket', row.ticketId), offerId: row.offerId && encodeId('Offer', row.offerId), legId: row.legId && encodeId('Leg', row.legId), shopId: encodeId('Shop', row.shopId),
    budgetId: row.budgetId && encodeId('Budget', row.budgetId),
  };
}
