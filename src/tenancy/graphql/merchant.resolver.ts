import { ResolveField, Resolver } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { Merchant } from './tenancy.type.js';

@Resolver(() => Merchant)
export class MerchantResolver {
  constructor(private readonly unit: UnitOfWork) {}

  @ResolveField(() => DateTimeScalar, { description: 'The merchant’s present instant, by which all its deadlines run; of a sandbox, where its own clock stands.' })
  now(@Ctx() context: RequestContext): Promise<Instant> {
    return this.unit.read(actorOf(context).merchantId, (tx) => tx.now());
  }
}
