import { Global, Module } from '@nestjs/common';
import { RevealCustomer } from './commands/reveal-customer.js';
import { UpsertCustomers } from './commands/upsert-customers.js';
import { UpsertOrders } from './commands/upsert-orders.js';
import { UpsertParcels } from './commands/upsert-parcels.js';
import { CustomerEntity } from './customer.entity.js';
import { CustomerResolver } from './graphql/customer.resolver.js';
import { OrderResolver } from './graphql/order.resolver.js';
import { OrdersLoaders } from './graphql/orders.loader.js';
import { UpsertResolver } from './graphql/upsert.resolver.js';
import { OrderLineEntity } from './order-line.entity.js';
import { OrderEntity } from './order.entity.js';
import { ParcelEntity } from './parcel.entity.js';
import { ParcelWatchers } from './parcel-watchers.js';
import { TradeWatchers } from './trade-watchers.js';

export const ORDERS_ENTITIES = [CustomerEntity, OrderEntity, OrderLineEntity, ParcelEntity] as const;

/** What we know of the merchant's trade, as its own systems tell it. Global, because features to the right show it. */
@Global()
@Module({
  providers: [
    ParcelWatchers, TradeWatchers, UpsertCustomers, UpsertOrders, UpsertParcels, RevealCustomer, OrdersLoaders, CustomerResolver, OrderResolver, UpsertResolver,
  ],
  exports: [OrdersLoaders, ParcelWatchers, TradeWatchers],
})
export class OrdersModule {}
