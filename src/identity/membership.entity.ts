import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { instantColumn } from '../platform/database/instant-column.js';

/** One role of one member, in one shop (and team) or in all of the merchant. */
@Entity('membership')
export class MembershipEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'member_id' })
  memberId: string;

  @Column('text')
  role: Exclude<Role, 'INTEGRATION'>;

  @Column('uuid', { name: 'shop_id', nullable: true })
  shopId: string | null;

  @Column('uuid', { name: 'team_id', nullable: true })
  teamId: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()', transformer: instantColumn })
  createdAt: Instant;
}
