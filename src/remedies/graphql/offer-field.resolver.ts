import type { OnModuleInit } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { Ticket } from '../../tickets/index.js';
import { OfferLoaders } from './offer-loaders.js';
import { Offer, OfferPayload } from './offer.type.js';

@Resolver(() => Ticket)
export class TicketOffersResolver implements OnModuleInit {
  constructor(
    private readonly loaders: OfferLoaders,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Offer', (context, uuid) => this.loaders.byId(context).load(uuid));
    this.nodes.register('Leg', (context, uuid) => this.loaders.leg(context, uuid));
  }

  @ResolveField(() => [Offer], { description: 'Every remedy offered, oldest first; at most 50.' })
  offers(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Offer[]> {
    return this.loaders.ofTicket(context).load(row.id);
  }
}

@Resolver(() => OfferPayload)
export class OfferPayloadResolver {
  constructor(private readonly loaders: OfferLoaders) {}

  @ResolveField(() => Offer, { nullable: true, description: 'null after a refusal.' })
  offer(@Parent() { offerId }: OfferPayload, @Ctx() context: RequestContext): Promise<Offer | null> | null {
    return offerId ? this.loaders.byId(context).load(offerId) : null;
  }
}
