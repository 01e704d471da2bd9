import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { plainWeekdaysWarning } from '../../calendar/index.js';
import type { Language } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import { Allow } from '../../platform/graphql/allow.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { bindingClock, clockNamed, EXTERNAL_KINDS } from '../../sla/index.js';
import type { DeadlineRow } from '../external/external-deadline.repository.js';
import { ObserveDeadline } from '../external/observe-deadline.js';
import { ObserveEvent } from '../external/observe-event.js';
import {
  BindingDeadline, ExternalDeadline, ExternalDeadlineVersion, ObserveExternalDeadlineInput, ObserveExternalDeadlinePayload, ObserveExternalEventInput,
} from './external-deadline.type.js';
import { TicketEdge } from './ticket-edge.js';
import { publicSubject } from './public-names.js';
import { TicketLoaders } from './ticket-loaders.js';
import { Ticket } from './ticket.type.js';

@Resolver(() => Ticket)
export class ExternalDeadlineResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly loaders: TicketLoaders,
    private readonly observe: ObserveDeadline,
    private readonly observeEvent: ObserveEvent,
  ) {}

  @Allow('deadline.observe')
  @Mutation(() => ObserveExternalDeadlinePayload, {
    description: 'Takes down a deadline the platform set, by ticket and kind. A newer version replaces what is known; an older or equal one changes nothing and answers `taken: false`.',
  })
  observeExternalDeadline(@Ctx() context: RequestContext, @Args('input') input: ObserveExternalDeadlineInput): Promise<ObserveExternalDeadlinePayload> {
    const { kind, state, dueAt = null, doneAt = null, consequence = null, version = null } = input;
    return this.edge.change(
      context, input,
      (request) => this.observe.execute(actorOf(context), { ...request, kind, state, dueAt, doneAt, consequence, version }),
      (value) => ({ taken: value?.taken ?? false }),
    );
  }

  @Allow('deadline.observe')
  @Mutation(() => ObserveExternalDeadlinePayload, {
    description: 'Takes down something that happened elsewhere, and starts the deadlines that the packs of the shop count from it; a platform that steps in puts the ticket on hold. `taken: false`: the platform itself told of them already, has stepped in already, or has decided since.',
  })
  observeExternalEvent(@Ctx() context: RequestContext, @Args('input') input: ObserveExternalEventInput): Promise<ObserveExternalDeadlinePayload> {
    const { event, at = null } = input;
    return this.edge.change(
      context, input, (request) => this.observeEvent.execute(actorOf(context), { ...request, event, at }), (value) => ({ taken: value?.taken ?? false }),
    );
  }

  @ResolveField(() => [ExternalDeadline], { description: 'Deadlines others set, the last of each kind, the ended ones too; the earliest due first.' })
  async externalDeadlines(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<ExternalDeadline[]> {
    return (await this.loaders.deadlines(context).load(row.id)).map((deadline) => toDeadline(deadline, context.language));
  }

  @ResolveField(() => BindingDeadline, { nullable: true, description: 'Which deadline `nextDueAt` is; null when none runs.' })
  async bindingDeadline(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<BindingDeadline | null> {
    if (row.nextDueAt === null) return null;
    // Tickets last changed before the name was kept do not have it; their clocks do.
    const clock = row.nextDueClock ? clockNamed(row.nextDueClock) : bindingClock(await this.loaders.clocks(context, row.id, false));
    if (!clock) return null;
    const { kind, subject } = clock;
    const ours = { kind, subject: publicSubject(clock), dueAt: row.nextDueAt, source: 'OURS', consequence: null } as const;
    if (kind !== 'EXTERNAL') return ours;
    const known = (await this.loaders.deadlines(context).load(row.id)).find((deadline) => deadline.kind === subject);
    return known ? { ...ours, source: known.source, consequence: known.consequence } : ours;
  }
}

@Resolver(() => ExternalDeadline)
export class ExternalDeadlineFieldResolver {
  constructor(private readonly loaders: TicketLoaders) {}

  @ResolveField(() => [ExternalDeadlineVersion], { description: 'What was told of it on this ticket and what became of it, oldest first; of a ticket at most the newest 200 words.' })
  async history(@Parent() { ticketId, kind }: ExternalDeadline, @Ctx() context: RequestContext): Promise<ExternalDeadlineVersion[]> {
    const told = await this.loaders.told(context).load(ticketId);
    return told.filter((row) => row.kind === kind).map(({ type, at, source, dueAt, consequence, version, packRow, clockId }) => (
      { word: WORDS[type], at, source, dueAt, consequence, version, packRow, clockId: encodeId('Clock', clockId) }
    ));
  }
}

const WORDS = { 'deadline.observed': 'OBSERVED', 'deadline.met': 'MET', 'deadline.voided': 'VOIDED', 'deadline.missed': 'MISSED' } as const;

function toDeadline(row: DeadlineRow, language: Language): ExternalDeadline {
  const { ticketId, generation, clockId, remainingMs, kind, source, state, dueAt, endedAt, consequence, observedVersion, observedAt, packRow, plainWeekdays } = row;
  return {
    plainWeekdays: plainWeekdays && plainWeekdaysWarning(plainWeekdays, language),
    ticketId, generation, kind, source, state, dueAt, endedAt, consequence, observedVersion, observedAt, packRow, owedBy: EXTERNAL_KINDS[kind].owedBy,
    clockId: encodeId('Clock', clockId), remainingSeconds: remainingMs === null ? null : Math.floor(remainingMs / 1_000),
  };
}
