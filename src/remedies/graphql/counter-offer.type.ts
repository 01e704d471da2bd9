import { Field, ID, ObjectType } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { Money, moneyOf } from '../../platform/graphql/money.type.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { WishEnum, type Wish } from '../../tickets/index.js';
import type { CounterOfferView } from '../queries/negotiation.query.js';

@ObjectType({ description: 'What the customer proposed instead.' })
export class CounterOffer {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: 'The offer it answers; null: the customer spoke first.' })
  offerId: string | null;

  @Field(() => WishEnum)
  wish: Wish;

  @Field(() => Money, { nullable: true })
  amount: Money | null;

  @Field(() => String, { nullable: true, description: 'null to integrations.' })
  note: string | null;

  @Field(() => ID, { nullable: true })
  messageId: string | null;

  @Field(() => String, { nullable: true })
  proofRef: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;
}

/** `notes`: whether the reader may see our internal words. */
export function toCounterOffer({ id, offerId, wish, amountMinor, currency, note, messageId, proofRef, at }: CounterOfferView, notes: boolean): CounterOffer {
  return {
    id: encodeId('CounterOffer', id), wish, proofRef, at, note: notes ? note : null, offerId: offerId && encodeId('Offer', offerId), messageId: messageId && encodeId('Message', messageId),
    amount: amountMinor === null || currency === null ? null : moneyOf({ minor: BigInt(amountMinor), currency }),
  };
}
