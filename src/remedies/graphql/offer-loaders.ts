import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { can } from '../../identity/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { legsById, legsOf, offersById, offersOf, type LegView, type OfferView } from '../queries/offers.query.js';
import { toLeg, toOffer } from './offer.mapper.js';
import type { Leg, Offer } from './offer.type.js';

const OF_TICKET = Symbol('offers of a ticket');
const BY_ID = Symbol('offers by id');

/** Batched but not remembered: a second mutation of the same request shows its own change. */
const FRESH = { cache: false } as const;

interface Loaded {
  readonly offers: OfferView[];
  readonly legs: LegView[];
}

/** The offers a request asks for with their legs: two statements, however many tickets it shows. */
@Injectable()
export class OfferLoaders {
  constructor(private readonly unit: UnitOfWork) {}

  /** Of tickets that were permitted before. */
  ofTicket(context: RequestContext): DataLoader<string, Offer[]> {
    return loaderOf(context, OF_TICKET, () => new DataLoader<string, Offer[]>(async (ticketIds) => {
      const loaded = await this.read(context, (tx) => offersOf(tx, ticketIds));
      return ticketIds.map((id) => loaded.offers.filter(({ ticketId }) => ticketId === id).map((row) => shown(context, row, loaded)));
    }, FRESH));
  }

  /** null: none, or on a ticket the caller may not read. */
  byId(context: RequestContext): DataLoader<string, Offer | null> {
    return loaderOf(context, BY_ID, () => new DataLoader<string, Offer | null>(async (ids) => {
      const loaded = await this.read(context, (tx) => offersById(tx, ids));
      const visible = loaded.offers.filter(({ shopId }) => can(actorOf(context), 'ticket.read', { shopId }));
      return ids.map((id) => visible.filter((row) => row.id === id).map((row) => shown(context, row, loaded))[0] ?? null);
    }, FRESH));
  }

  async leg(context: RequestContext, legId: string): Promise<Leg | null> {
    const actor = actorOf(context);
    const [row] = await this.unit.read(actor.merchantId, (tx) => legsById(tx, [legId]));
    return row && can(actor, 'ticket.read', { shopId: row.shopId }) ? toLeg(row, notes(context, row.shopId)) : null;
  }

  private read(context: RequestContext, find: (tx: Tx) => Promise<OfferView[]>): Promise<Loaded> {
    return this.unit.read(actorOf(context).merchantId, async (tx) => {
      const offers = await find(tx);
      return { offers, legs: await legsOf(tx, offers.map(({ id }) => id)) };
    });
  }
}

function shown(context: RequestContext, row: OfferView, { legs }: Loaded): Offer {
  return toOffer(row, legs.filter(({ offerId }) => offerId === row.id), notes(context, row.shopId));
}

function notes(context: RequestContext, shopId: string): boolean {
  return can(actorOf(context), 'message.note.read', { shopId });
}
