import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Money } from '../../platform/graphql/money.type.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Account, MovementType } from '../domain/ledger.js';
import { LedgerAccountEnum, MovementTypeEnum } from './money.enum.js';

@ObjectType({ description: 'One movement of the ledger: an amount taken from one account and put to another. Never changed.' })
export class LedgerMovement {
  @Field(() => ID)
  id: string;

  @Field(() => MovementTypeEnum)
  type: MovementType;

  @Field({ description: 'What made it move: MAKE, ACCEPT, REFUSE, LAPSE, WITHDRAW, CANCEL, FULFIL, PAYOUT with its version, RECEIVED, OWED_BACK. A leg moves once by one cause.' })
  cause: string;

  @Field(() => Money)
  amount: Money;

  @Field(() => LedgerAccountEnum)
  from: Account;

  @Field(() => LedgerAccountEnum)
  to: Account;

  @Field(() => String, { nullable: true, description: 'GOODWILL, STATUTORY or PACK: only goodwill counts against a budget’s limit. Null of a recovery.' })
  basis: string | null;

  @Field(() => ID)
  ticketId: string;

  @Field(() => ID, { nullable: true, description: 'Null of a recovery.' })
  offerId: string | null;

  @Field(() => ID, { nullable: true, description: 'Null of a recovery.' })
  legId: string | null;

  @Field(() => ID)
  shopId: string;

  @Field(() => ID, { nullable: true, description: 'Null: the shop had no budget for it.' })
  budgetId: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType()
export class LedgerMovementConnection extends Connection(LedgerMovement, 'LedgerMovement') {}

@ObjectType({ description: 'What an account holds. Over all accounts of a currency the balances sum to zero.' })
export class LedgerBalance {
  @Field(() => LedgerAccountEnum)
  account: Account;

  @Field(() => Money, { description: 'Below zero of AVAILABLE: what was taken from it; of OUTSIDE: what came to us from others.' })
  balance: Money;
}
