import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fault, Kind } from '../kernel/words.js';
import type { EvidenceKind, FreightPayer, ReasonFamily } from './domain/reason.js';

@Entity('reason')
export class ReasonEntity {
  @PrimaryColumn('uuid', { name: 'merchant_id' })
  merchantId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'shop_id' })
  shopId: string;

  @Column('text')
  kind: Kind;

  @Column('text')
  code: string;

  @Column('text', { name: 'parent_code', nullable: true })
  parentCode: string | null;

  @Column('text')
  family: ReasonFamily;

  @Column('text', { name: 'label_en' })
  labelEn: string;

  @Column('text', { name: 'label_zh' })
  labelZh: string;

  @Column('text', { name: 'default_fault' })
  defaultFault: Fault;

  @Column('text', { name: 'evidence_wanted', array: true })
  evidenceWanted: EvidenceKind[];

  @Column('text', { name: 'freight_payer' })
  freightPayer: FreightPayer;

  @Column('boolean', { default: true })
  active: boolean;

  @Column('integer', { default: 0 })
  position: number;
}
