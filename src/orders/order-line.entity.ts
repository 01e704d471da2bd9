import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NoReturnClass } from './domain/order.js';

@Entity('order_line')
export class OrderLineEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('text')
  sku: string;

  @Column('text')
  title: string;

  @Column('integer')
  quantity: number;

  /** Minor units, as the driver's text. */
  @Column('bigint', { name: 'paid_minor' })
  paidMinor: string;

  @Column('bigint', { name: 'discount_minor', default: 0 })
  discountMinor: string;

  @Column('bigint', { name: 'unit_price_minor', nullable: true })
  unitPriceMinor: string | null;

  @Column('boolean', { default: false })
  gift: boolean;

  @Column('text', { name: 'no_return', nullable: true })
  noReturn: NoReturnClass | null;
}
