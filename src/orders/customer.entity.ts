import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';

@Entity('customer')
export class CustomerEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'shop_id' })
  shopId: string;

  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  @Column('text', { name: 'account_id', nullable: true })
  accountId: string | null;

  @Column('text', { nullable: true })
  tier: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()', transformer: instantColumn })
  updatedAt: Instant;
}
