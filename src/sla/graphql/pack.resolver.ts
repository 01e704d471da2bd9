import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Language } from '../../kernel/actor.js';
import { decodeId, encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { authorizeEverywhere, can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { Problem, toProblems } from '../../platform/graphql/problem.type.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import { ChoosePacks } from '../commands/choose-packs.js';
import { problemsOfPack, PublishPack } from '../commands/publish-pack.js';
import { BUILT_IN_PACKS, heldRows, type PackRow, type PolicyPack, type ShopRule } from '../domain/pack/index.js';
import { PackLibrary, type ShopPacks } from '../pack-library.js';
import {
  ChooseShopPacksInput, ChooseShopPacksPayload, PolicyPackType, PublishPolicyPackInput, PublishPolicyPackPayload, ShopPacksType, type PolicyPackRow,
} from './pack.type.js';

@Resolver()
export class PackResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: PackLibrary,
    private readonly publish: PublishPack,
    private readonly choose: ChoosePacks,
  ) {}

  @Allow('pack.read')
  @Query(() => [PolicyPackType], { description: "Every policy pack, each in the version that holds: the merchant's newest, or the one that came with the product." })
  async policyPacks(@Ctx() context: RequestContext): Promise<PolicyPackType[]> {
    const packs = await this.unit.read(actorOf(context).merchantId, (tx) => this.library.packs(tx));
    return packs.map((pack) => toPack(pack, context.language));
  }

  @Allow('pack.read')
  @Query(() => ShopPacksType, { nullable: true, description: 'What a shop goes by, and the rows that hold there now; null when there is no such shop to be seen.' })
  async shopPacks(@Ctx() context: RequestContext, @Args('shopId', { type: () => ID }) shopId: string): Promise<ShopPacksType | null> {
    const actor = actorOf(context);
    const uuid = decodeId('Shop', shopId);
    if (uuid === undefined || !can(actor, 'pack.read', { shopId: uuid })) return null;
    return this.unit.read(actor.merchantId, async (tx) => {
      const [shop, now] = await Promise.all([this.library.ofShop(tx, uuid), tx.now()]);
      return shop ? toShopPacks(shop, now, context.language) : null;
    });
  }

  @Allow('pack.administer')
  @Query(() => [Problem], { description: 'What would keep this pack from being published; empty: nothing. Nothing is saved.' })
  checkPolicyPack(@Ctx() context: RequestContext, @Args('body', { type: () => GraphQLJSONObject }) body: Record<string, unknown>): Problem[] {
    authorizeEverywhere(actorOf(context), 'pack.administer');
    return toProblems(problemsOfPack(body), context.language);
  }

  @Allow('pack.administer')
  @Mutation(() => PublishPolicyPackPayload, { description: 'Publishes a version of a pack. It holds at once for what happens from then on; no running deadline moves.' })
  publishPolicyPack(@Ctx() context: RequestContext, @Args('input') input: PublishPolicyPackInput): Promise<PublishPolicyPackPayload> {
    return payload<{ pack: PolicyPackType | null }>(
      context,
      async () => ({ pack: toPack(await this.publish.execute(actorOf(context), context, input), context.language) }),
      () => Promise.resolve({ pack: null }),
    );
  }

  @Allow('pack.administer')
  @Mutation(() => ChooseShopPacksPayload, { description: 'Says which packs and rows a shop goes by. No running deadline moves.' })
  chooseShopPacks(@Ctx() context: RequestContext, @Args('input') input: ChooseShopPacksInput): Promise<ChooseShopPacksPayload> {
    return payload<{ shopPacks: ShopPacksType | null }>(context, async () => {
      const { shopId, expectedVersion, idempotencyKey, region, enrolments } = input;
      const packs = input.packs.map(({ packId, off, enableUnverified }) => ({ packId, off, enableUnverified }));
      const choice = { region, enrolments, packs, rules: input.rules as unknown as ShopRule[], openingHoursCalendarId: optionalIdArg('Calendar', input.openingHoursCalendarId, 'openingHoursCalendarId') };
      const actor = actorOf(context);
      const chosen = await this.choose.execute(actor, context, { shopId: idArg('Shop', shopId, 'shopId'), expectedVersion, choice, idempotencyKey });
      return { shopPacks: toShopPacks(chosen, await this.unit.read(actor.merchantId, (tx) => tx.now()), context.language) };
    }, () => Promise.resolve({ shopPacks: null }));
  }
}

function toPack(pack: PolicyPack, language: Language): PolicyPackType {
  const { id, version, platforms, region, timeZone, title, source, rows } = pack;
  const builtIn = BUILT_IN_PACKS.some((known) => known.id === id && known.version === version);
  return { packId: id, version, builtIn, platforms, region, timeZone, title: title[language], source, rows: rows.map((row) => toRow(pack, row, language)) };
}

function toRow({ id: packId }: PolicyPack, row: PackRow, language: Language): PolicyPackRow {
  const { id: rowId, kind, title, basis, certainty, source } = row;
  return { packId, rowId, kind, title: title[language], basis, certainty, source, body: { ...row } };
}

function toShopPacks({ shopId, version, choice, packs }: ShopPacks, now: Instant, language: Language): ShopPacksType {
  return {
    shopId: encodeId('Shop', shopId), version, region: choice.region, enrolments: choice.enrolments, packs: choice.packs,
    openingHoursCalendarId: choice.openingHoursCalendarId ? encodeId('Calendar', choice.openingHoursCalendarId) : null,
    rules: choice.rules.map((rule) => ({ ...rule })), rowsInForce: heldRows(packs, choice, now).map(({ pack, row }) => toRow(pack, row, language)),
  };
}
