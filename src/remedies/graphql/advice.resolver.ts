import type { OnModuleInit } from '@nestjs/common';
import { Args, Field, ID, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { can } from '../../identity/index.js';
import { forbidden, notFound } from '../../kernel/error.js';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { Money, moneyOf } from '../../platform/graphql/money.type.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { findShop } from '../../tenancy/index.js';
import { FaultAdvice, Ticket, WishEnum, type Wish } from '../../tickets/index.js';
import { claimAgainst } from '../domain/claim.js';
import { proposedFreightPayer } from '../domain/freight.js';
import { readTable } from '../domain/rule-shape.js';
import { claimsOf, type ClaimRow } from '../claim.repository.js';
import { adviseFault } from '../queries/fault-case.query.js';
import { countersOf, ladderFor } from '../queries/negotiation.query.js';
import { PublishRules, ruleTable, type RuleTable as Table, type TableKind } from '../rule-tables.js';
import {
  FaultProposal, ProposedOffer, PublishRuleTableInput, RecoveryClaim, RuleTable, RuleTablePayload, TableKindEnum,
} from './fault.type.js';

const COUNTERS = Symbol('counter-offers of tickets');
const CLAIMS = Symbol('claims of tickets');

@ObjectType({ description: 'What the customer proposed instead.' })
export class CounterOffer {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: 'The offer it answers; null: the customer spoke first.' })
  offerId: string | null;

  @Field(() => WishEnum)
  wish: Wish;

  @Field(() => Money, { nullable: true })
  amount: Money | null;

  @Field(() => String, { nullable: true, description: 'null to integrations.' })
  note: string | null;

  @Field(() => ID, { nullable: true })
  messageId: string | null;

  @Field(() => String, { nullable: true })
  proofRef: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;
}

/** What the product proposes on a ticket, and the tables it goes by. */
@Resolver(() => Ticket)
export class AdviceResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly advice: FaultAdvice,
    private readonly publish: PublishRules,
  ) {}

  onModuleInit(): void {
    this.advice.register(adviseFault);
  }

  @ResolveField(() => FaultProposal, { description: 'Whose fault the shop’s table makes it, from reason, goods, parcels, inspection and evidence as they are now.' })
  async proposedFault(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<FaultProposal> {
    const { version, ...given } = await this.unit.read(actorOf(context).merchantId, (tx) => adviseFault(tx, row.id));
    return { ...given, shares: [...given.shares], tableVersion: version, freightPayer: proposedFreightPayer(given.fault, 'RETURN_REFUND'), claimAgainst: claimAgainst(given.fault) };
  }

  @ResolveField(() => [ProposedOffer], { description: 'Rungs of the shop’s ladder still to be climbed, the next one first. Authority may ask for an approval of any.' })
  async proposedOffers(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<ProposedOffer[]> {
    const { offers, currency } = await this.unit.read(actorOf(context).merchantId, (tx) => ladderFor(tx, row.id));
    return offers.map((offer) => ({
      ...offer, legs: offer.legs.map(({ type, amountMinor }) => ({ type, amount: amountMinor === null || currency === null ? null : moneyOf({ minor: amountMinor, currency }) })),
    }));
  }

  @ResolveField(() => [CounterOffer], { description: 'What the customer proposed, oldest first; at most 50.' })
  async counterOffers(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<CounterOffer[]> {
    const rows = await this.batched(context, COUNTERS, countersOf).load(row.id);
    const notes = can(actorOf(context), 'message.note.read', { shopId: row.shopId });
    return rows.map(({ id, offerId, wish, amountMinor, currency, note, messageId, proofRef, at }) => ({
      id: encodeId('CounterOffer', id), wish, proofRef, at, note: notes ? note : null, offerId: offerId && encodeId('Offer', offerId), messageId: messageId && encodeId('Message', messageId),
      amount: amountMinor === null || currency === null ? null : moneyOf({ minor: BigInt(amountMinor), currency }),
    }));
  }

  @ResolveField(() => [RecoveryClaim], { description: 'Money asked back from others, oldest first.' })
  async claims(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<RecoveryClaim[]> {
    const rows = await this.batched(context, CLAIMS, claimsOf).load(row.id);
    const notes = can(actorOf(context), 'message.note.read', { shopId: row.shopId });
    return rows.map((claim) => toClaim(claim, notes));
  }

  /** One statement for the tickets of an answer; not remembered, so that a second mutation of the request shows its own change. */
  private batched<Row extends { readonly ticketId: string }>(
    context: RequestContext, key: symbol, find: (tx: Tx, ticketIds: readonly string[]) => Promise<Row[]>,
  ): DataLoader<string, Row[]> {
    return loaderOf(context, key, () => new DataLoader<string, Row[]>(async (ticketIds) => {
      const rows = await this.unit.read(actorOf(context).merchantId, (tx) => find(tx, ticketIds));
      return ticketIds.map((id) => rows.filter(({ ticketId }) => ticketId === id));
    }, { cache: false }));
  }

  @Allow('shop.read')
  @Query(() => RuleTable, { description: 'The decision table a shop goes by now.' })
  ruleTable(
    @Ctx() context: RequestContext, @Args('shopId', { type: () => ID }) shop: string, @Args('kind', { type: () => TableKindEnum }) kind: TableKind,
  ): Promise<RuleTable> {
    const actor = actorOf(context);
    const shopId = idArg('Shop', shop, 'shopId');
    return this.unit.read(actor.merchantId, async (tx) => {
      if (!(await findShop(tx, shopId))) throw notFound('shopId');
      if (!can(actor, 'shop.read', { shopId })) throw forbidden();
      return toTable(kind, await ruleTable(tx, shopId, kind));
    });
  }

  @Allow('remedy.administer')
  @Mutation(() => RuleTablePayload, { description: 'Publishes a decision table of a shop. The newest version holds; none is ever changed.' })
  publishRuleTable(@Ctx() context: RequestContext, @Args('input') input: PublishRuleTableInput): Promise<RuleTablePayload> {
    const { kind, idempotencyKey = null } = input;
    return payload<{ table: RuleTable | null }>(context, async () => {
      const shopId = idArg('Shop', input.shopId, 'shopId');
      const request = { shopId, idempotencyKey };
      const made = kind === 'FAULT'
        ? await this.publish.execute(actorOf(context), context, { ...request, kind, body: readTable(kind, input.body) })
        : await this.publish.execute(actorOf(context), context, { ...request, kind, body: readTable(kind, input.body) });
      return { table: toTable(kind, made) };
    }, () => Promise.resolve({ table: null }));
  }
}

function toTable(kind: TableKind, { version, body, publishedAt }: Table): RuleTable {
  return { kind, version, publishedAt, body: { ...body } };
}

function toClaim(row: ClaimRow, notes: boolean): RecoveryClaim {
  const money = (minor: string): Money => moneyOf({ minor: BigInt(minor), currency: row.currency });
  const { against, state, externalRef, dueAt, filedAt, endedAt } = row;
  return {
    id: encodeId('Claim', row.id), findingId: encodeId('Finding', row.findingId), against, state, externalRef, dueAt, filedAt, endedAt, note: notes ? row.note : null,
    claimed: money(row.claimedMinor), recovered: money(row.recoveredMinor), recoveries: row.recoveries.map(({ amountMinor, ref, at }) => ({ amount: money(amountMinor), ref, at })),
  };
}
