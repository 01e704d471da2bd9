import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { pageOf, type Page } from '../../platform/graphql/connection.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import {
  findCustomers, findLines, findOrders, findParcels, JOINED_CUSTOMER, linesOfOrders, ordersOfCustomers, parcelsOfOrders,
} from '../queries/trade.query.js';
import type { Order as OrderRow } from '../domain/order.js';
import { customerOf, type Customer } from './customer.type.js';
import { orderLineOf, orderOf, parcelOf, type Order, type OrderLine, type Parcel } from './order.type.js';

const CUSTOMERS = Symbol('customers');
const ORDERS = Symbol('orders');
const LINES = Symbol('order lines');
const LINES_OF = Symbol('lines of orders');
const PARCELS = Symbol('parcels');
const PARCELS_OF = Symbol('parcels of orders');

const ORDERS_OF = Symbol('orders of customers');
const CUSTOMER_ORDERS = 'customer.orders';

interface OrdersSlice {
  readonly customerId: string;
  readonly first: number;
  readonly after: string | null;
}

interface Slice {
  readonly first: number;
  readonly after?: string | null;
}

/** Customers, orders, lines and parcels named by other objects: one statement each for all of a request's answer, masked for its actor. */
@Injectable()
export class OrdersLoaders {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The customer of `row` when it was read along with it, masked for the caller, else asked for by id. */
  customerOf(context: RequestContext, row: object, id: string): Customer | Promise<Customer | null> {
    const along = JOINED_CUSTOMER.within(row, id);
    return along ? customerOf(along, actorOf(context)) : this.customer(context, id);
  }

  customer(context: RequestContext, id: string): Promise<Customer | null> {
    return this.one(context, CUSTOMERS, findCustomers, (row) => customerOf(row, actorOf(context))).load(id);
  }

  order(context: RequestContext, id: string): Promise<Order | null> {
    return this.one(context, ORDERS, findOrders, orderOf).load(id);
  }

  parcel(context: RequestContext, id: string): Promise<Parcel | null> {
    return this.one(context, PARCELS, findParcels, (row) => parcelOf(row, actorOf(context))).load(id);
  }

  /** A line by its id; its amounts are in its order's currency. */
  async line(context: RequestContext, id: string): Promise<OrderLine | null> {
    const row = await this.one(context, LINES, findLines, (line) => line).load(id);
    const order = row && (await this.order(context, row.orderId));
    return row && order ? orderLineOf(row, order.currency) : null;
  }

  async linesOf(context: RequestContext, order: Order): Promise<OrderLine[]> {
    const rows = await this.many(context, LINES_OF, linesOfOrders, (row) => row.orderId).load(order.uuid);
    return rows.map((row) => orderLineOf(row, order.currency));
  }

  async parcelsOf(context: RequestContext, order: Order): Promise<Parcel[]> {
    const rows = await this.many(context, PARCELS_OF, parcelsOfOrders, (row) => row.orderId).load(order.uuid);
    return rows.map((row) => parcelOf(row, actorOf(context)));
  }

  /** A page of a customer's orders, newest first. Customers of one list with the same arguments share one statement. */
  async ordersOf(context: RequestContext, customerId: string, args: Slice): Promise<Page<Order>> {
    const slice = { customerId, first: args.first, after: decodeIdCursor(CUSTOMER_ORDERS, args.after) };
    const loader = loaderOf(context, ORDERS_OF, () => new DataLoader<OrdersSlice, OrderRow[], string>(
      (slices) => this.unitOfWork.read(actorOf(context).merchantId, (tx) => ordersOfSlices(tx, slices)),
      { cacheKeyFn: (one) => `${one.customerId}:${pageOfSlice(one)}` },
    ));
    return pageOf(await loader.load(slice), args, orderOf, (row) => encodeIdCursor(CUSTOMER_ORDERS, row.id));
  }

  private one<Row extends { id: string }, T>(
    context: RequestContext,
    key: symbol,
    find: (tx: Tx, ids: readonly string[]) => Promise<Row[]>,
    toType: (row: Row) => T,
  ): DataLoader<string, T | null> {
    return loaderOf(context, key, () => new DataLoader<string, T | null>((ids) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const rows = new Map((await find(tx, ids)).map((row) => [row.id, row]));
        return ids.map((id) => {
          const row = rows.get(id);
          return row ? toType(row) : null;
        });
      })));
  }

  private many<Row>(
    context: RequestContext,
    key: symbol,
    find: (tx: Tx, ids: readonly string[]) => Promise<Row[]>,
    ownerOf: (row: Row) => string,
  ): DataLoader<string, Row[]> {
    return loaderOf(context, key, () => new DataLoader<string, Row[]>((ids) =>
      this.unitOfWork.read(actorOf(context).merchantId, async (tx) => {
        const groups = new Map<string, Row[]>(ids.map((id) => [id, []]));
        for (const row of await find(tx, ids)) groups.get(ownerOf(row))?.push(row);
        return ids.map((id) => groups.get(id) ?? []);
      })));
  }
}

function pageOfSlice({ first, after }: OrdersSlice): string {
  return `${first}:${after}`;
}

async function ordersOfSlices(tx: Tx, slices: readonly OrdersSlice[]): Promise<OrderRow[][]> {
  const pages = new Map(slices.map((slice) => [pageOfSlice(slice), slice]));
  const found = await Promise.all([...pages].map(async ([page, { first, after }]) => {
    const ids = slices.filter((slice) => pageOfSlice(slice) === page).map((slice) => slice.customerId);
    return [page, await ordersOfCustomers(tx, ids, after, first + 1)] as const;
  }));
  const rows = new Map(found);
  return slices.map((slice) => (rows.get(pageOfSlice(slice)) ?? []).filter((row) => row.customerId === slice.customerId));
}
