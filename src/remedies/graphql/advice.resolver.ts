import type { OnModuleInit } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { can } from '../../identity/index.js';
import { encodeId } from '../../kernel/ids.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { moneyOf, type Money } from '../../platform/graphql/money.type.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { FaultAdvice, Ticket } from '../../tickets/index.js';
import { claimsOf, type ClaimRow } from '../claim.repository.js';
import { claimAgainst } from '../domain/claim.js';
import { proposedFreightPayer } from '../domain/freight.js';
import { adviseFault, adviseFaults } from '../queries/fault-case.query.js';
import { countersOf, laddersFor } from '../queries/negotiation.query.js';
import { batched, byTicket } from './batched.js';
import { CounterOffer, toCounterOffer } from './counter-offer.type.js';
import { FaultProposal, ProposedOffer, RecoveryClaim } from './fault.type.js';

const COUNTERS = Symbol('counter-offers of tickets');
const CLAIMS = Symbol('claims of tickets');
const FAULTS = Symbol('proposed faults of tickets');
const LADDERS = Symbol('ladders of tickets');

/** What the product proposes on a ticket, and what was asked for on either side. */
@Resolver(() => Ticket)
export class AdviceResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly advice: FaultAdvice,
  ) {}

  onModuleInit(): void {
    this.advice.register(adviseFault);
  }

  @ResolveField(() => FaultProposal, { description: 'Whose fault the shop’s table makes it, from reason, goods, parcels, inspection and evidence as they are now.' })
  async proposedFault(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<FaultProposal> {
    const { version, ...given } = await batched(context, this.unit, FAULTS, inOrder(adviseFaults)).load(row.id);
    return { ...given, shares: [...given.shares], tableVersion: version, freightPayer: proposedFreightPayer(given.fault, 'RETURN_REFUND'), claimAgainst: claimAgainst(given.fault) };
  }

  @ResolveField(() => [ProposedOffer], { description: 'Rungs of the shop’s ladder still to be climbed, the next one first. Authority may ask for an approval of any.' })
  async proposedOffers(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<ProposedOffer[]> {
    const { offers, currency } = await batched(context, this.unit, LADDERS, inOrder(laddersFor)).load(row.id);
    return offers.map((offer) => ({
      ...offer, legs: offer.legs.map(({ type, amountMinor }) => ({ type, amount: amountMinor === null || currency === null ? null : moneyOf({ minor: amountMinor, currency }) })),
    }));
  }

  @ResolveField(() => [CounterOffer], { description: 'What the customer proposed, oldest first; at most 50.' })
  async counterOffers(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<CounterOffer[]> {
    const rows = await batched(context, this.unit, COUNTERS, byTicket(countersOf)).load(row.id);
    const notes = can(actorOf(context), 'message.note.read', { shopId: row.shopId });
    return rows.map((counter) => toCounterOffer(counter, notes));
  }

  @ResolveField(() => [RecoveryClaim], { description: 'Money asked back from others, oldest first.' })
  async claims(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<RecoveryClaim[]> {
    const rows = await batched(context, this.unit, CLAIMS, byTicket(claimsOf)).load(row.id);
    const notes = can(actorOf(context), 'message.note.read', { shopId: row.shopId });
    return rows.map((claim) => toClaim(claim, notes));
  }
}

function inOrder<Advice>(find: (tx: Tx, ticketIds: readonly string[]) => Promise<ReadonlyMap<string, Advice>>): (tx: Tx, ticketIds: readonly string[]) => Promise<Advice[]> {
  return async (tx, ticketIds) => {
    const found = await find(tx, ticketIds);
    return ticketIds.map((id) => {
      const advice = found.get(id);
      if (!advice) throw new Error('a ticket to advise on is not there');
      return advice;
    });
  };
}

function toClaim(row: ClaimRow, notes: boolean): RecoveryClaim {
  const money = (minor: string): Money => moneyOf({ minor: BigInt(minor), currency: row.currency });
  const { against, state, externalRef, dueAt, filedAt, endedAt } = row;
  return {
    id: encodeId('Claim', row.id), findingId: encodeId('Finding', row.findingId), against, state, externalRef, dueAt, filedAt, endedAt, note: notes ? row.note : null,
    claimed: money(row.claimedMinor), recovered: money(row.recoveredMinor), recoveries: row.recoveries.map(({ amountMinor, ref, at }) => ({ amount: money(amountMinor), ref, at })),
  };
}
