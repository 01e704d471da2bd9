import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { authorize } from '../../identity/index.js';
import { encodeId } from '../../kernel/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { moneyOf } from '../../platform/graphql/money.type.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { checkDays } from '../domain/day.js';
import { MAX_STATEMENT_DAYS, MAX_STATEMENT_LINES } from '../domain/statement.js';
import { ImportStatement } from '../reconciliation/import-statement.js';
import { asCsv, reconcile, type LineRow } from '../reconciliation/reconciliation.query.js';
import { PayoutLoaders } from './payout.loader.js';
import { ImportStatementInput, ImportStatementPayload, Reconciliation, type StatementLine } from './statement.type.js';

const SHOWN = 100;

@Resolver()
export class ReconciliationResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly loaders: PayoutLoaders,
    private readonly importing: ImportStatement,
  ) {}

  @Allow('ledger.read')
  @Query(() => Reconciliation, { description: 'What agrees and what stands on one side only, over at most 92 days, both included.' })
  async reconciliation(
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID }) shop: string,
    @Args('from', { description: 'First day, `2026-11-01`.' }) from: string,
    @Args('to', { description: 'Last day.' }) to: string,
  ): Promise<Reconciliation> {
    const actor = actorOf(context);
    const shopId = idArg('Shop', shop, 'shopId');
    authorize(actor, 'ledger.read', { shopId });
    checkDays(from, to, MAX_STATEMENT_DAYS, { from: 'from', to: 'to' });
    const found = await this.unit.read(actor.merchantId, (tx) => reconcile(tx, shopId, from, to, MAX_STATEMENT_LINES));
    return {
      matched: found.matched, unmatchedLineCount: found.unmatchedLines, unmatchedPayoutCount: found.unmatchedPayouts, csv: asCsv(found),
      unmatchedLines: found.lines.slice(0, SHOWN).map(toLine), unmatchedPayouts: await this.loaders.shown(context, found.payouts.slice(0, SHOWN)),
    };
  }

  @Allow('payout.settle')
  @Mutation(() => ImportStatementPayload, { description: 'Takes in a statement and holds it against the payouts. The same file, and the same line in another file, is taken in once. A line that cannot be read refuses the file.' })
  importStatement(@Ctx() context: RequestContext, @Args('input') input: ImportStatementInput): Promise<ImportStatementPayload> {
    const { name, content, encoding, currency = null, coversFrom, coversTo } = input;
    const { reference, amount, key = null, currency: currencyColumn = null, bookedOn = null } = input.columns;
    const nothing = { statementId: null, added: 0, known: 0 };
    return payload<Omit<ImportStatementPayload, 'userErrors'>>(context, async () => {
      const { statementId, added, known } = await this.importing.execute(actorOf(context), {
        shopId: idArg('Shop', input.shopId, 'shopId'), name, content, encoding, currency, coversFrom, coversTo, requestId: context.requestId,
        columns: { reference, amount, key, currency: currencyColumn, bookedOn }, outgoing: input.outgoing === 'PLUS' ? '+' : '-',
      });
      return { statementId: encodeId('BankStatement', statementId), added, known };
    }, () => Promise.resolve(nothing));
  }
}

function toLine({ amountMinor, currency, ...row }: LineRow): StatementLine {
  return {
    id: encodeId('StatementLine', row.id), statementId: encodeId('BankStatement', row.statementId), line: row.line, reference: row.reference, bookedOn: row.bookedOn,
    match: row.match, amount: moneyOf({ minor: BigInt(amountMinor), currency }), payoutId: row.payoutId && encodeId('Payout', row.payoutId),
  };
}
