import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { Fault, Kind } from '../../kernel/words.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import type { EvidenceKind, FreightPayer, ReasonFamily } from '../domain/reason.js';
import type { Platform } from '../domain/shop.js';
import { EvidenceKindEnum, FaultEnum, ReasonFamilyEnum, ReasonFreightPayerEnum, TicketKindEnum } from './reason.enum.js';
import { PlatformEnum } from './shop.enum.js';

const CONTACT_NUMBERS = "The shop's own telephone numbers, up to 20 of 5 to 20 digits, as they are written in messages: a message to a customer may hold them, and no other number that looks like a person's.";

@InputType()
export class CreateShopInput extends KeyedInput {
  @Field({ description: 'The shop\'s id in your systems; up to 100 characters, unique in the merchant.' })
  externalId: string;

  @Field({ description: 'Up to 100 characters.' })
  name: string;

  @Field(() => PlatformEnum)
  platform: Platform;

  @Field({ description: 'IANA time zone, e.g. Asia/Shanghai. Offsets are refused.' })
  timeZone: string;

  @Field({ description: 'ISO 4217 currency of all its orders, e.g. CNY.' })
  currency: string;

  @Field(() => [String], { nullable: true, description: CONTACT_NUMBERS })
  contactNumbers?: string[] | null;
}

@InputType({ description: 'What is left out stays. Platform, external id and currency never change.' })
export class UpdateShopInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone.' })
  timeZone?: string | null;

  @Field(() => [String], { nullable: true, description: `All of them; an empty list takes them away. ${CONTACT_NUMBERS}` })
  contactNumbers?: string[] | null;
}

@InputType()
export class CreateTeamInput extends KeyedInput {
  @Field(() => ID)
  shopId: string;

  @Field({ description: 'Up to 100 characters, unique in the shop.' })
  name: string;
}

@InputType({ description: 'The whole reason; shop, kind and code name it.' })
export class UpsertReasonInput {
  @Field(() => ID)
  shopId: string;

  @Field(() => TicketKindEnum)
  kind: Kind;

  @Field({ description: 'Capitals, digits and underscores, a letter first; up to 50.' })
  code: string;

  @Field(() => String, { nullable: true, description: 'Code of a reason of the same shop and kind. Left out: the reason heads a branch.' })
  parentCode?: string | null;

  @Field(() => ReasonFamilyEnum)
  family: ReasonFamily;

  @Field({ description: 'Up to 100 characters.' })
  labelEn: string;

  @Field({ description: 'Up to 100 characters.' })
  labelZh: string;

  @Field(() => FaultEnum)
  defaultFault: Fault;

  @Field(() => [EvidenceKindEnum], { defaultValue: [] })
  evidenceWanted: EvidenceKind[];

  @Field(() => ReasonFreightPayerEnum)
  freightPayer: FreightPayer;

  @Field({ defaultValue: true })
  active: boolean;

  @Field(() => Int, { defaultValue: 0, description: 'Order among its siblings, 0 to 10000.' })
  position: number;
}
