import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';

/** An account of somebody who works for the merchant. */
@Entity('member')
export class MemberEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text', { nullable: true })
  subject: string | null;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true, transformer: instantColumn })
  disabledAt: Instant | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;
}
