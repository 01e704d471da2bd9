import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Kind } from '../../kernel/words.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { findReasons, findShops, findTeams, reasonsOfShops, teamsOfShops, type Reason as ReasonRow, type ReasonKey } from '../tenancy.repository.js';
import { reasonOf, shopOf, teamOf, type Reason, type Shop, type Team } from './tenancy.type.js';

const SHOPS = Symbol('shops');
const TEAMS = Symbol('teams');
const SHOP_TEAMS = Symbol('teams of shops');
const REASONS = Symbol('reasons');
const SHOP_REASONS = Symbol('reasons of shops');

/** Shops, teams and reasons named by other objects: one statement each for all of a request's answer. */
@Injectable()
export class TenancyLoaders {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  shop(context: RequestContext, id: string): Promise<Shop | null> {
    return this.byId(context, SHOPS, async (tx, ids) => new Map((await findShops(tx, ids)).map((row) => [row.id, shopOf(row)]))).load(id);
  }

  team(context: RequestContext, id: string): Promise<Team | null> {
    return this.byId(context, TEAMS, async (tx, ids) => new Map((await findTeams(tx, ids)).map((row) => [row.id, teamOf(row)]))).load(id);
  }

  /** Teams of a shop, by name. */
  async teamsOf(context: RequestContext, shopId: string): Promise<Team[]> {
    const rows = await this.byId(context, SHOP_TEAMS, async (tx, ids) => grouped(await teamsOfShops(tx, ids))).load(shopId);
    return (rows ?? []).map(teamOf);
  }

  /** Every reason of a shop, the inactive ones too, by kind and position. */
  async reasonsOf(context: RequestContext, shopId: string): Promise<ReasonRow[]> {
    return (await this.byId(context, SHOP_REASONS, async (tx, ids) => grouped(await reasonsOfShops(tx, ids))).load(shopId)) ?? [];
  }

  /** The reason a ticket names by its code. */
  reason(context: RequestContext, shopId: string, kind: Kind, code: string): Promise<Reason | null> {
    const loader = loaderOf(context, REASONS, () => new DataLoader<ReasonKey, Reason | null, string>(
      (keys) => this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const found = new Map((await findReasons(tx, keys)).map((row) => [keyText(row), reasonOf(row, context.language)]));
        return keys.map((key) => found.get(keyText(key)) ?? null);
      }),
      { cacheKeyFn: keyText },
    ));
    return loader.load({ shopId, kind, code });
  }

  private byId<T>(context: RequestContext, key: symbol, find: (tx: Tx, ids: readonly string[]) => Promise<Map<string, T>>): DataLoader<string, T | null> {
    return loaderOf(context, key, () => new DataLoader<string, T | null>((ids) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const found = await find(tx, ids);
        return ids.map((id) => found.get(id) ?? null);
      })));
  }
}

function keyText({ shopId, kind, code }: ReasonKey): string {
  return `${shopId}:${kind}:${code}`;
}

function grouped<Row extends { shopId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.shopId, [...(groups.get(row.shopId) ?? []), row]);
  return groups;
}
