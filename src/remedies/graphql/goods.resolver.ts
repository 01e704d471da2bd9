import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge } from '../../tickets/index.js';
import { InspectGoods } from '../commands/goods/inspect-goods.js';
import { IssueReturn } from '../commands/goods/issue-return.js';
import { MoveGoods } from '../commands/goods/move-goods.js';
import { ShipGoods } from '../commands/goods/ship-goods.js';
import type { Unit } from '../domain/inspection.js';
import { InspectGoodsInput, IssueReturnInput, MoveGoodsInput, ShipGoodsInput, type InspectedUnitInput } from './goods.input.js';
import { offerIdOf } from './offer.resolver.js';
import { OfferPayload } from './offer.type.js';

/** Goods on their way back and forth. */
@Resolver()
export class GoodsResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly issue: IssueReturn,
    private readonly ship: ShipGoods,
    private readonly move: MoveGoods,
    private readonly inspect: InspectGoods,
  ) {}

  @Allow('leg.fulfil')
  @Mutation(() => OfferPayload, { description: 'Gives the customer the address or label for sending goods back. Their time to do so runs from here; when it passes unused the return expires.' })
  issueReturn(@Ctx() context: RequestContext, @Args('input') input: IssueReturnInput): Promise<OfferPayload> {
    const { address, labelRef = null, shipWithinDays = null } = input;
    return this.edge.change(context, input, (request) =>
      this.issue.execute(actorOf(context), { ...request, legId: idArg('Leg', input.legId, 'legId'), address, labelRef, shipWithinDays }), offerIdOf);
  }

  @Allow('leg.fulfil')
  @Mutation(() => OfferPayload, {
    description: 'Names the parcel the goods of a leg travel in, to us or to the customer. What the carrier says of it (`upsertParcels`) moves them from then on.',
  })
  shipGoods(@Ctx() context: RequestContext, @Args('input') input: ShipGoodsInput): Promise<OfferPayload> {
    const { carrier, waybill } = input;
    return this.edge.change(context, input, (request) =>
      this.ship.execute(actorOf(context), { ...request, legId: idArg('Leg', input.legId, 'legId'), carrier, waybill }), offerIdOf);
  }

  @Allow('leg.fulfil')
  @Mutation(() => OfferPayload, { description: 'Records that goods arrived here, were mended, or what became of them after their inspection, which carries the return out.' })
  moveGoods(@Ctx() context: RequestContext, @Args('input') input: MoveGoodsInput): Promise<OfferPayload> {
    const { to, repairRef = null } = input;
    return this.edge.change(context, input, (request) =>
      this.move.execute(actorOf(context), { ...request, legId: idArg('Leg', input.legId, 'legId'), to, repairRef }), offerIdOf);
  }

  @Allow('goods.inspect')
  @Mutation(() => OfferPayload, { description: 'Records what goods that came back are like, piece by piece. Whoever paid the offer does not inspect for it.' })
  inspectGoods(@Ctx() context: RequestContext, @Args('input') input: InspectGoodsInput): Promise<OfferPayload> {
    return this.edge.change(context, input, (request) =>
      this.inspect.execute(actorOf(context), { ...request, legId: idArg('Leg', input.legId, 'legId'), units: input.units.map(unitOf) }), offerIdOf);
  }
}

function unitOf(unit: InspectedUnitInput, at: number): Unit {
  const { missing = null, serial = null, serialMatches = null, weightGrams = null, note = null } = unit;
  return { ...unit, missing, serial, serialMatches, weightGrams, note, photoIds: unit.photoIds.map((id, photo) => idArg('Attachment', id, `units.${at}.photoIds.${photo}`)) };
}
