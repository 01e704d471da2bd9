import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';

/** Who everything belongs to. Rows are made at provisioning, by the owner of the database. */
@Entity('merchant')
export class MerchantEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('boolean', { default: false })
  sandbox: boolean;

  @Column('boolean', { default: false })
  demo: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;
}
