import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';
import type { OrderStatus } from './domain/order.js';

@Entity('sales_order')
export class OrderEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'shop_id' })
  shopId: string;

  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('uuid', { name: 'customer_id' })
  customerId: string;

  @Column('text')
  status: OrderStatus;

  @Column('char', { length: 3 })
  currency: string;

  /** Minor units, as the driver's text. */
  @Column('bigint', { name: 'paid_minor' })
  paidMinor: string;

  @Column('bigint', { name: 'freight_minor', default: 0 })
  freightMinor: string;

  @Column('bigint', { name: 'discount_minor', default: 0 })
  discountMinor: string;

  @Column('bigint', { name: 'coupon_minor', default: 0 })
  couponMinor: string;

  @Column('bigint', { name: 'free_freight_from_minor', nullable: true })
  freeFreightFromMinor: string | null;

  @Column('bigint', { name: 'freight_waived_minor', default: 0 })
  freightWaivedMinor: string;

  @Column('timestamptz', { name: 'placed_at', nullable: true, transformer: instantColumn })
  placedAt: Instant | null;

  @Column('timestamptz', { name: 'paid_at', nullable: true, transformer: instantColumn })
  paidAt: Instant | null;

  @Column('timestamptz', { name: 'promised_ship_by', nullable: true, transformer: instantColumn })
  promisedShipBy: Instant | null;

  @Column('timestamptz', { name: 'shipped_at', nullable: true, transformer: instantColumn })
  shippedAt: Instant | null;

  @Column('timestamptz', { name: 'signed_at', nullable: true, transformer: instantColumn })
  signedAt: Instant | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()', transformer: instantColumn })
  updatedAt: Instant;
}
