import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Language } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Fault, Kind } from '../../kernel/words.js';
import type { EvidenceKind, FreightPayer, ReasonFamily } from '../domain/reason.js';
import type { Platform } from '../domain/shop.js';
import type { MerchantEntity } from '../merchant.entity.js';
import type { Reason as ReasonRow, Shop as ShopRow, Team as TeamRow } from '../tenancy.repository.js';
import { EvidenceKindEnum, FaultEnum, ReasonFamilyEnum, ReasonFreightPayerEnum, TicketKindEnum } from './reason.enum.js';
import { PlatformEnum } from './shop.enum.js';

@ObjectType({ description: 'The company everything here belongs to.' })
export class Merchant {
  @Field(() => ID)
  id: string;

  @Field()
  name: string;

  @Field({ description: 'True: for trying things out; its clock may be moved forward.' })
  sandbox: boolean;

  @Field(() => DateTimeScalar)
  createdAt: Instant;
}

export function merchantOf(row: MerchantEntity): Merchant {
  return { id: encodeId('Merchant', row.id), name: row.name, sandbox: row.sandbox, createdAt: row.createdAt };
}

@ObjectType({ description: 'One of the merchant\'s shops.' })
export class Shop {
  /** The row's uuid, for loaders. */
  readonly uuid: string;

  @Field(() => ID)
  id: string;

  @Field({ description: 'The shop\'s id in the merchant\'s own systems; unique in the merchant.' })
  externalId: string;

  @Field()
  name: string;

  @Field(() => PlatformEnum)
  platform: Platform;

  @Field({ description: 'IANA time zone, e.g. Asia/Shanghai.' })
  timeZone: string;

  @Field({ description: 'ISO 4217 currency of its orders.' })
  currency: string;

  @Field(() => [String], { description: "Its own telephone numbers, which messages may hold." })
  contactNumbers: readonly string[];

  @Field(() => DateTimeScalar)
  createdAt: Instant;
}

export function shopOf(row: ShopRow): Shop {
  const { externalId, name, platform, timeZone, currency, createdAt, settings: { contactNumbers = [] } } = row;
  return { uuid: row.id, id: encodeId('Shop', row.id), externalId, name, platform, timeZone, currency, contactNumbers, createdAt };
}

@ObjectType({ description: 'Shops, oldest first.' })
export class ShopConnection extends Connection(Shop, 'Shop') {}

@ObjectType({ description: 'People of one shop who work together.' })
export class Team {
  readonly shopUuid: string;

  @Field(() => ID)
  id: string;

  @Field({ description: 'Unique in the shop.' })
  name: string;
}

export function teamOf(row: TeamRow): Team {
  return { shopUuid: row.shopId, id: encodeId('Team', row.id), name: row.name };
}

@ObjectType({ description: 'Why a customer turns to us, as one shop names it. A reason without a parent heads a branch of the tree.' })
export class Reason {
  @Field(() => ID)
  id: string;

  @Field(() => TicketKindEnum)
  kind: Kind;

  @Field({ description: 'Unique in shop and kind.' })
  code: string;

  @Field(() => String, { nullable: true })
  parentCode: string | null;

  @Field(() => ReasonFamilyEnum)
  family: ReasonFamily;

  @Field({ description: 'In the language of Accept-Language.' })
  label: string;

  @Field()
  labelEn: string;

  @Field()
  labelZh: string;

  @Field(() => FaultEnum, { description: 'Whose fault it is until a finding says otherwise.' })
  defaultFault: Fault;

  @Field(() => [EvidenceKindEnum], { description: 'Proof the customer or department is asked for.' })
  evidenceWanted: EvidenceKind[];

  @Field(() => ReasonFreightPayerEnum)
  freightPayer: FreightPayer;

  @Field({ description: 'False: not for new tickets.' })
  active: boolean;

  @Field(() => Int, { description: 'Order among its siblings, smallest first.' })
  position: number;
}

export function reasonOf(row: ReasonRow, language: Language): Reason {
  const { shopId: _shop, id, ...fields } = row;
  return { ...fields, id: encodeId('Reason', id), label: language === 'zh' ? row.labelZh : row.labelEn };
}
