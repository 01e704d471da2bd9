import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';
import type { ParcelDirection, ParcelStatus } from './domain/parcel.js';

@Entity('parcel')
export class ParcelEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'shop_id' })
  shopId: string;

  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('uuid', { name: 'order_id' })
  orderId: string;

  @Column('text')
  direction: ParcelDirection;

  @Column('text')
  carrier: string;

  @Column('text')
  waybill: string;

  @Column('text')
  status: ParcelStatus;

  @Column('text', { name: 'last_event_text', nullable: true })
  lastEventText: string | null;

  @Column('timestamptz', { name: 'last_event_at', nullable: true, transformer: instantColumn })
  lastEventAt: Instant | null;

  @Column('timestamptz', { name: 'shipped_at', nullable: true, transformer: instantColumn })
  shippedAt: Instant | null;

  @Column('timestamptz', { name: 'signed_at', nullable: true, transformer: instantColumn })
  signedAt: Instant | null;

  @Column('text', { nullable: true })
  signer: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()', transformer: instantColumn })
  updatedAt: Instant;
}
