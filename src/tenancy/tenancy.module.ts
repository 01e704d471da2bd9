import { Global, Module } from '@nestjs/common';
import { CreateShop } from './commands/create-shop.js';
import { CreateTeam } from './commands/create-team.js';
import { UpdateShop } from './commands/update-shop.js';
import { UpsertReason } from './commands/upsert-reason.js';
import { MerchantResolver } from './graphql/merchant.resolver.js';
import { ReasonResolver } from './graphql/reason.resolver.js';
import { ShopResolver } from './graphql/shop.resolver.js';
import { TeamResolver } from './graphql/team.resolver.js';
import { TenancyLoaders } from './graphql/tenancy.loader.js';
import { MerchantEntity } from './merchant.entity.js';
import { ReasonEntity } from './reason.entity.js';
import { ShopEntity } from './shop.entity.js';
import { TeamEntity } from './team.entity.js';

export const TENANCY_ENTITIES = [MerchantEntity, ShopEntity, TeamEntity, ReasonEntity] as const;

/** The merchant, its shops, their teams and their reasons. Global, because every feature shows them. */
@Global()
@Module({
  providers: [CreateShop, UpdateShop, CreateTeam, UpsertReason, TenancyLoaders, MerchantResolver, ShopResolver, TeamResolver, ReasonResolver],
  exports: [TenancyLoaders],
})
export class TenancyModule {}
