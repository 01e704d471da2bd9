import { Module, type DynamicModule } from '@nestjs/common';
import { CalendarModule } from './calendar/index.js';
import { CompensationModule } from './compensation/index.js';
import { ConversationModule } from './conversation/index.js';
import { EscalationModule } from './escalation/index.js';
import { IDENTITY_ENTITIES, IdentityModule } from './identity/index.js';
import { ORDERS_ENTITIES, OrdersModule } from './orders/index.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';
import { RemediesModule } from './remedies/index.js';
import { TasksModule } from './tasks/index.js';
import { TENANCY_ENTITIES, TenancyModule } from './tenancy/index.js';
import { TicketsModule } from './tickets/index.js';

const ENTITIES = [...TENANCY_ENTITIES, ...IDENTITY_ENTITIES, ...ORDERS_ENTITIES];

/** The list of modules, in the order in which features may know each other. */
@Module({})
export class AppModule {
  static forRoot(options: Omit<PlatformOptions, 'entities'>): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot({ ...options, entities: ENTITIES }), TenancyModule, IdentityModule, CalendarModule, OrdersModule, TicketsModule, ConversationModule,
        TasksModule, RemediesModule, CompensationModule, EscalationModule,
      ],
    };
  }
}
