import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Payload } from '../../platform/graphql/payload.js';
import type { PayoutProviderName } from '../domain/payout.js';
import { PayoutProviderEnum } from './money.enum.js';

@ObjectType({ description: 'How a shop pays, or paid before: one for each provider it ever had. A payout keeps the provider it was requested with.' })
export class PayoutRoute {
  @Field(() => ID, { description: 'The shop that pays by it.' })
  shopId: string;

  @Field(() => PayoutProviderEnum, { description: 'Who pays.' })
  provider: PayoutProviderName;

  @Field({ description: 'Whether payouts requested from now on go this way; true of one route of a shop.' })
  inForce: boolean;

  @Field(() => String, { nullable: true, description: 'Of WEBHOOK: where the payer is called. Null of every other.' })
  url: string | null;

  @Field(() => String, { nullable: true, description: 'Of ALIPAY: the application’s id. Null of every other.' })
  appId: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Of ALIPAY: whether its sandbox is called. Null of every other.' })
  sandbox: boolean | null;

  @Field(() => String, { nullable: true, description: 'Of ALIPAY and STRIPE: the path on this server to which the provider sends its notifications; nobody can guess it. Null of every other.' })
  notificationPath: string | null;

  @Field(() => Int, { description: 'Rises with every change, from 1.' })
  version: number;
}

@ObjectType()
export class PayoutRoutePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The shop whose route was set.' })
  shopId: string | null;

  @Field(() => PayoutRoute, { nullable: true, description: 'The route now in force; null when it was refused.' })
  route: PayoutRoute | null;
}
