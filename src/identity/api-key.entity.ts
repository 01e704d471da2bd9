import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';
import type { Scope } from './domain/permissions.js';

/** What an integration signs in with. The secret itself is nowhere; only its hash is. */
@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('uuid', { name: 'shop_id', nullable: true })
  shopId: string | null;

  @Column('text', { array: true })
  scopes: Scope[];

  @Column('bytea', { name: 'secret_sha256' })
  secretSha256: Buffer;

  @Column('uuid', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;

  @Column('timestamptz', { name: 'last_used_at', nullable: true, transformer: instantColumn })
  lastUsedAt: Instant | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true, transformer: instantColumn })
  revokedAt: Instant | null;
}
