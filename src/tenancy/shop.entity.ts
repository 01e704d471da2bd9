import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';
import type { Platform, ShopSettings } from './domain/shop.js';

@Entity('shop')
export class ShopEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('text')
  name: string;

  @Column('text')
  platform: Platform;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('char', { length: 3 })
  currency: string;

  @Column('jsonb', { default: {} })
  settings: ShopSettings;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;
}
