import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { HoldTicket } from '../commands/course/hold-ticket.js';
import { ResumeTicket } from '../commands/course/resume-ticket.js';
import { ChangeTicketKind } from '../commands/labels/change-ticket-kind.js';
import { ClassifyTicket } from '../commands/labels/classify-ticket.js';
import { IdentifyTicket } from '../commands/labels/identify-ticket.js';
import { LinkTickets } from '../commands/labels/link-tickets.js';
import { TagTicket } from '../commands/labels/tag-ticket.js';
import { ChangeTicketKindInput, ClassifyTicketInput, HoldTicketInput, IdentifyTicketInput, LinkTicketsInput, ResumeTicketInput, TagTicketInput } from './handling.input.js';
import { kindDataOf, linesOf, parcelIdsOf } from './kind-data.input.js';
import { TicketEdge } from './ticket-edge.js';
import { TicketPayload } from './ticket.payload.js';

@Resolver()
export class HandlingResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly hold: HoldTicket,
    private readonly resume: ResumeTicket,
    private readonly classify: ClassifyTicket,
    private readonly changeKind: ChangeTicketKind,
    private readonly identify: IdentifyTicket,
    private readonly tag: TagTicket,
    private readonly link: LinkTickets,
  ) {}

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Puts a ticket on hold. Only waiting for the customer or for the platform stops clocks. EVIDENCE_MISSING: no person has answered yet, or the customer was asked nothing since they last wrote; for the platform neither is asked.' })
  holdTicket(@Ctx() context: RequestContext, @Args('input') input: HoldTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.hold.execute(actorOf(context), { ...request, reason: input.reason }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Ends a hold; paused clocks go on with what they had left.' })
  resumeTicket(@Ctx() context: RequestContext, @Args('input') input: ResumeTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.resume.execute(actorOf(context), request));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Sets severity and emotion after a look at them, also to what they were.' })
  classifyTicket(@Ctx() context: RequestContext, @Args('input') input: ClassifyTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.classify.execute(actorOf(context), {
      ...request, severity: input.severity, emotion: input.emotion, priority: input.priority ?? null, subtype: input.subtype ?? null,
    }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Says who the customer is and what is disputed, in place of what the ticket named before.' })
  identifyTicket(@Ctx() context: RequestContext, @Args('input') input: IdentifyTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.identify.execute(actorOf(context), {
      ...request,
      customerId: optionalIdArg('Customer', input.customerId, 'customerId'),
      orderId: optionalIdArg('Order', input.orderId, 'orderId'),
      lines: linesOf(input.lines), parcelIds: parcelIdsOf(input.parcelIds),
    }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, {
    description: 'The ticket turns out to be of another kind: steps, deadlines and data go by that kind from now on, and nothing on record is lost. Refused while an offer stands or was carried out.',
  })
  changeTicketKind(@Ctx() context: RequestContext, @Args('input') input: ChangeTicketKindInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.changeKind.execute(actorOf(context), {
      ...request, ...kindDataOf(input), reason: input.reason,
      orderId: optionalIdArg('Order', input.orderId, 'orderId'),
      lines: input.lines ? linesOf(input.lines) : null, parcelIds: input.parcelIds ? parcelIdsOf(input.parcelIds) : null,
    }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Sets the tags of a ticket.' })
  tagTicket(@Ctx() context: RequestContext, @Args('input') input: TagTicketInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.tag.execute(actorOf(context), { ...request, tags: input.tags }));
  }

  @Allow('ticket.work')
  @Mutation(() => TicketPayload, { description: 'Says how two tickets belong together; the same link twice is one link.' })
  linkTickets(@Ctx() context: RequestContext, @Args('input') input: LinkTicketsInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) =>
      this.link.execute(actorOf(context), { ...request, kind: input.kind, targetId: idArg('Ticket', input.targetId, 'targetId') }));
  }
}
