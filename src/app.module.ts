import { Module, type DynamicModule } from '@nestjs/common';
import { IDENTITY_ENTITIES, IdentityModule } from './identity/index.js';
import { ORDERS_ENTITIES, OrdersModule } from './orders/index.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';
import { TENANCY_ENTITIES, TenancyModule } from './tenancy/index.js';

/** The list of modules. */
@Module({})
export class AppModule {
  static forRoot(options: Omit<PlatformOptions, 'entities'>): DynamicModule {
    const entities = [...IDENTITY_ENTITIES, ...TENANCY_ENTITIES, ...ORDERS_ENTITIES];
    return { module: AppModule, imports: [PlatformModule.forRoot({ ...options, entities }), IdentityModule, TenancyModule, OrdersModule] };
  }
}
