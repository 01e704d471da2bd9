import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { invalid } from '../../kernel/error.js';
import { decodeId, encodeId } from '../../kernel/ids.js';
import { authorize, can, shopsFor } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import { statusesByIds, statusesByRefs, ticketCounts, type StatusRow } from '../queries/status.query.js';
import { MAX_STATUSES, TicketCount, TicketStatusesInput, TicketStatusView } from './status.type.js';

@Resolver()
export class StatusResolver {
  constructor(private readonly unit: UnitOfWork) {}

  @Allow('ticket.status')
  @Query(() => [TicketStatusView], {
    description: 'The state of up to 200 tickets in one cheap call, without personal data. Those unknown here, or not to be seen, are left out.',
  })
  async ticketStatuses(@Ctx() context: RequestContext, @Args('input') input: TicketStatusesInput): Promise<TicketStatusView[]> {
    const actor = actorOf(context);
    if (input.ids.length + input.externalRefs.length > MAX_STATUSES) {
      throw invalid('ids', { en: `Ask for at most ${MAX_STATUSES} tickets.`, zh: `一次最多查询 ${MAX_STATUSES} 个工单。` });
    }
    const uuids = input.ids.flatMap((id) => decodeId('Ticket', id) ?? []);
    const place = input.externalRefs.length > 0 ? placeOf(input) : null;
    if (place) authorize(actor, 'ticket.status', { shopId: place.shopId });
    const [byId, byRef] = await this.unit.readOnce(actor.merchantId, (tx) => Promise.all([
      uuids.length > 0 ? statusesByIds(tx, uuids, shopsFor(actor, 'ticket.status')) : [],
      place ? statusesByRefs(tx, place.shopId, place.kind, input.externalRefs) : [],
    ]));
    const unique = new Map([...byId, ...byRef].map((row) => [row.id, row]));
    return [...unique.values()].map(toView);
  }

  @Allow('ticket.status')
  @Query(() => TicketStatusView, {
    nullable: true,
    description: "A ticket's state by the platform's or ERP's own name of it; null when there is none to be seen. Who may read tickets asks `ticket(id)` for the rest.",
  })
  async ticketByExternalRef(
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID }) shopId: string,
    @Args('kind', { type: () => TicketKindEnum }) kind: StatusRow['kind'],
    @Args('ref', { description: 'Exactly as kept: up to 128 characters.' }) ref: string,
  ): Promise<TicketStatusView | null> {
    const actor = actorOf(context);
    const shop = decodeId('Shop', shopId);
    if (shop === undefined || !can(actor, 'ticket.status', { shopId: shop })) return null;
    const [row] = await this.unit.readOnce(actor.merchantId, (tx) => statusesByRefs(tx, shop, kind, [ref.normalize('NFC').trim()]));
    return row ? toView(row) : null;
  }

  @Allow('ticket.read')
  @Query(() => [TicketCount], { description: 'How many tickets stand where. Kept, not counted: the answer costs the same at any number of tickets.' })
  async ticketCounts(
    @Ctx() context: RequestContext,
    @Args('shopId', { type: () => ID, nullable: true }) shopId?: string | null,
  ): Promise<TicketCount[]> {
    const actor = actorOf(context);
    const shop = shopId ? idArg('Shop', shopId, 'shopId') : null;
    if (shop) authorize(actor, 'ticket.read', { shopId: shop });
    const rows = await this.unit.readOnce(actor.merchantId, (tx) => ticketCounts(tx, shop ? [shop] : shopsFor(actor, 'ticket.read')));
    return rows.map((row) => ({ ...row, shopId: encodeId('Shop', row.shopId), step: row.step === '' ? null : row.step }));
  }
}

function placeOf(input: TicketStatusesInput): { shopId: string; kind: StatusRow['kind'] } {
  if (!input.shopId || !input.kind) {
    throw invalid(input.shopId ? 'kind' : 'shopId', {
      en: 'External references are looked up within a shop and a kind; name both.', zh: '按外部编号查询须同时指明店铺和工单类型。',
    });
  }
  return { shopId: idArg('Shop', input.shopId, 'shopId'), kind: input.kind };
}

function toView(row: StatusRow): TicketStatusView {
  return { ...row, id: encodeId('Ticket', row.id), shopId: encodeId('Shop', row.shopId) };
}
