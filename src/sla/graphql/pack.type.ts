import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { Payload } from '../../platform/graphql/payload.js';
import { GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import type { Basis, Certainty, PackRow } from '../domain/pack/index.js';
import { CertaintyEnum, PackBasisEnum, PackRowKindEnum } from './pack.enum.js';

@ObjectType({ description: 'A rule of a pack.' })
export class PolicyPackRow {
  @Field({ description: 'The pack it stands in.' })
  packId: string;

  @Field({ description: 'Its own name, the same in every version of the pack.' })
  rowId: string;

  @Field(() => PackRowKindEnum)
  kind: PackRow['kind'];

  @Field({ description: 'In the language of Accept-Language.' })
  title: string;

  @Field(() => PackBasisEnum)
  basis: Basis;

  @Field(() => CertaintyEnum)
  certainty: Certainty;

  @Field({ description: 'Where it was read.' })
  source: string;

  @Field(() => GraphQLJSONObject, { description: 'The whole row in the format of packs: times, amounts, festivals, exclusions.' })
  body: Record<string, unknown>;
}

@ObjectType('PolicyPack', { description: 'Rules of a platform, a network or a law, as data. A version never changes; the newest holds.' })
export class PolicyPackType {
  @Field()
  packId: string;

  @Field({ description: 'As its publisher named it.' })
  version: string;

  @Field({ description: 'True: it came with the product. False: the merchant published this version.' })
  builtIn: boolean;

  @Field(() => [String], { nullable: true, description: 'Platforms of shops it is for; null: any.' })
  platforms: readonly string[] | null;

  @Field({ description: 'ISO 3166 country, EU, or *.' })
  region: string;

  @Field({ description: 'The zone its days are days of.' })
  timeZone: string;

  @Field({ description: 'In the language of Accept-Language.' })
  title: string;

  @Field()
  source: string;

  @Field(() => [PolicyPackRow])
  rows: PolicyPackRow[];
}

@ObjectType({ description: 'A pack a shop goes by.' })
export class ChosenPack {
  @Field()
  packId: string;

  @Field(() => [String], { description: 'Rows switched off.' })
  off: readonly string[];

  @Field(() => [String], { description: 'Unverified rows switched on.' })
  enableUnverified: readonly string[];
}

@ObjectType('ShopPacks', { description: 'What a shop goes by.' })
export class ShopPacksType {
  @Field(() => ID)
  shopId: string;

  @Field(() => Int, { description: '0: nobody chose, and the packs of its platform hold.' })
  version: number;

  @Field({ description: 'Where it sells.' })
  region: string;

  @Field(() => [String], { description: 'Services of the platform it joined.' })
  enrolments: readonly string[];

  @Field(() => [ChosenPack])
  packs: readonly ChosenPack[];

  @Field(() => ID, { nullable: true, description: 'The calendar of the hours it is open towards the platform, which rows `inOpeningHours` run in; null: around the clock.' })
  openingHoursCalendarId: string | null;

  @Field(() => [GraphQLJSONObject], { description: 'Its own times and payouts, in the format of `chooseShopPacks`.' })
  rules: readonly Record<string, unknown>[];

  @Field(() => [PolicyPackRow], { description: 'The rows that hold now, with its own rules in them. Laws of its region hold whether or not it chose their pack.' })
  rowsInForce: PolicyPackRow[];
}

@InputType({ description: 'A version of a pack to publish.' })
export class PublishPolicyPackInput extends KeyedInput {
  @Field(() => GraphQLJSONObject, { description: 'The pack as JSON; docs/external-deadlines.md has the format. A statutory row of the product may be bettered, not worsened or left out.' })
  @IsObject()
  body: Record<string, unknown>;
}

@InputType({ description: 'A pack and which of its rows.' })
export class PackChoiceInput {
  @Field()
  @IsString()
  packId: string;

  @Field(() => [String], { defaultValue: [], description: 'Rows to switch off; not those a law sets.' })
  @IsArray() @ArrayMaxSize(300) @IsString({ each: true })
  off: string[];

  @Field(() => [String], { defaultValue: [], description: 'Unverified rows to switch on.' })
  @IsArray() @ArrayMaxSize(300) @IsString({ each: true })
  enableUnverified: string[];
}

@InputType({ description: 'What a shop goes by from now on. It takes the place of what was chosen before.' })
export class ChooseShopPacksInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field(() => Int, { description: 'The version decided on; 0 when nobody chose before.' })
  @IsInt() @Min(0)
  expectedVersion: number;

  @Field({ description: 'Where the shop sells: CN, CN-65, EU, EU-DE, *.' })
  @IsString()
  region: string;

  @Field(() => [String], { defaultValue: [], description: 'Services of the platform the shop joined, e.g. OPEN_THROUGH_FESTIVAL.' })
  @IsArray() @ArrayMaxSize(40) @IsString({ each: true })
  enrolments: string[];

  @Field(() => [PackChoiceInput])
  @IsArray() @ArrayMaxSize(40) @ValidateNested({ each: true }) @Type(() => PackChoiceInput)
  packs: PackChoiceInput[];

  @Field(() => [GraphQLJSONObject], {
    defaultValue: [],
    description: '`{ packId, rowId, title: { en, zh }, from, to, due | pays }`: another time between two days (a festival), or more than the row gives. Less than a law gives is refused.',
  })
  @IsArray() @ArrayMaxSize(200) @IsObject({ each: true })
  rules: Record<string, unknown>[];

  @Field(() => ID, {
    nullable: true,
    description: 'A calendar of the hours the shop is open towards the platform: rows `inOpeningHours` run in them, by its newest version when they begin. Left out: around the clock.',
  })
  @IsOptional() @IsString()
  openingHoursCalendarId?: string | null;
}

@ObjectType({ description: 'The published version.' })
export class PublishPolicyPackPayload extends Payload {
  @Field(() => PolicyPackType, { nullable: true })
  pack: PolicyPackType | null;
}

@ObjectType({ description: 'What the shop goes by now.' })
export class ChooseShopPacksPayload extends Payload {
  @Field(() => ShopPacksType, { nullable: true })
  shopPacks: ShopPacksType | null;
}
