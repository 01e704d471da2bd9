import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ErrorCode } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Node } from '../../platform/graphql/node.js';
import { ErrorCodeEnum } from '../../platform/graphql/payload.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Emotion, Kind, Severity, Step, StepStatus, WaitingReason } from '../../process/index.js';
import type { ClockKind, ClockState } from '../../sla/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type { Operation } from '../domain/operations.js';
import type { Channel, Priority, Resolution, Source, Status, Ticket as TicketRow, WaitingOn } from '../domain/ticket.js';
import type { ClockRow } from '../queries/ticket-parts.query.js';
import type { TicketLink } from '../ticket-links.js';
import { ComplaintData, LogisticsData, ReturnExchangeData } from './kind-data.type.js';
import {
  ChannelEnum, ClockKindEnum, ClockStateEnum, EmotionEnum, LinkKindEnum, OperationEnum, PriorityEnum, ResolutionEnum,
  SeverityEnum, SourceEnum, StatusEnum, StepEnum, StepStatusEnum, WaitingOnEnum, WaitingReasonEnum,
} from './ticket.enum.js';

@ObjectType({ description: 'Something with nothing on record yet, said as advice to the agent.' })
export class MissingEvidence {
  @Field({ description: 'Stable code of the requirement, e.g. GREETING_SENT.' })
  code: string;

  @Field({ description: 'What to do about it, in the language of Accept-Language.' })
  message: string;
}

@ObjectType({ description: 'One of the seven steps on one ticket, evaluated from the facts on record. Nobody ticks it.' })
export class TicketStep {
  @Field(() => StepEnum)
  step: Step;

  @Field(() => StepStatusEnum)
  status: StepStatus;

  @Field(() => Int, { description: '1, and one more for each reopening to this step or an earlier one.' })
  round: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it can be worked on; null while it waits.' })
  startedAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant of the fact that completed it.' })
  completedAt: Instant | null;

  @Field(() => ID, { nullable: true, description: 'The member or API key whose fact completed it; null for the system.' })
  completedBy: string | null;

  @Field(() => [ID], { description: 'Messages, statements, findings, offers, legs... that prove it, earlier rounds first.' })
  evidence: readonly string[];

  @Field(() => [MissingEvidence], { description: 'What it still lacks, in the order to work it. Empty once it is over.' })
  missing: MissingEvidence[];
}

@ObjectType({ description: 'Whether an operation is allowed to the caller now, by the same function that guards its mutation.' })
export class AllowedOperation {
  @Field(() => OperationEnum)
  operation: Operation;

  @Field()
  allowed: boolean;

  @Field(() => ErrorCodeEnum, { nullable: true, description: 'Why not; null when allowed.' })
  code: ErrorCode | null;

  @Field(() => String, { nullable: true, description: 'Why not, in the language of Accept-Language.' })
  message: string | null;
}

@ObjectType({ description: 'A deadline of a ticket. A clock that is due is breached from that very instant on.' })
export class TicketClock {
  /** Not in the schema: what the fields resolved apart are made from. */
  row: ClockRow;

  @Field(() => ID)
  id: string;

  @Field(() => ClockKindEnum)
  kind: ClockKind;

  @Field({ description: 'What of that kind: `RESPOND:1` (step and round), `TICKET:1`, or the id of a promise, offer, statement or task.' })
  subject: string;

  @Field(() => ClockStateEnum)
  state: ClockState;

  @Field(() => DateTimeScalar)
  startedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'null while it is paused.' })
  dueAt: Instant | null;

  @Field(() => Int, { nullable: true, description: 'What was left when it was paused, in seconds, rounded down.' })
  remainingSeconds: number | null;

  @Field(() => Int, { description: 'How long it may take in all, in seconds of its calendar, rounded down.' })
  targetSeconds: number;

  @Field(() => String, { nullable: true, description: 'The rule of the policy that set it; of a deadline others set, where it was read (`tmall@2026-08#return.request`, `PLATFORM@7`); null where the time was agreed or named (a promise, an offer), but of a promise whose time the policy gave.' })
  rule: string | null;

  @Field(() => ID, { nullable: true, description: 'The policy version that rules it; null where no rule moves it any more.' })
  policyId: string | null;

  @Field(() => ID, { nullable: true, description: 'The calendar it runs by, in the version it was started under; null: around the clock.' })
  calendarId: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the next warning is given; null when none is left, or while it is paused.' })
  nextWarningAt: Instant | null;

  @Field(() => WaitingReasonEnum, { nullable: true, description: 'Why it stands still; null while it runs.' })
  pausedFor: WaitingReason | null;

  @Field(() => Int, { description: '1, and one more each time it was given another target.' })
  generation: number;

  @Field(() => DateTimeScalar, { nullable: true })
  endedAt: Instant | null;
}

@ObjectType({ description: 'A part of an order line in dispute.' })
export class DisputedLine {
  @Field(() => ID)
  orderLineId: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType({ description: 'How this ticket belongs to another.' })
export class LinkedTicket {
  @Field(() => LinkKindEnum)
  kind: TicketLink['kind'];

  @Field(() => ID)
  ticketId: string;

  @Field({ description: 'True when the other ticket names this one, e.g. is a duplicate of it.' })
  inward: boolean;
}

@ObjectType({ implements: () => [Node], description: 'A dispute: a return or exchange, a logistics query or a complaint, on its way through the seven steps.' })
export class Ticket extends Node {
  /** The row behind it, for the field resolvers; not part of the API. */
  row: TicketRow;

  @Field({ description: 'What people call it, e.g. A-000123. Unique in the merchant.' })
  number: string;

  @Field(() => TicketKindEnum)
  kind: Kind;

  @Field(() => StatusEnum)
  status: Status;

  @Field(() => ResolutionEnum, { nullable: true })
  resolution: Resolution | null;

  @Field(() => Int, { description: 'Grows with every change. Give it as expectedVersion with a decision.' })
  version: number;

  @Field(() => String, { nullable: true, description: "The platform's or ERP's own name of it; unique per shop and kind." })
  externalRef: string | null;

  @Field(() => SourceEnum)
  source: Source;

  @Field(() => ChannelEnum)
  channel: Channel;

  @Field(() => PriorityEnum)
  priority: Priority;

  @Field(() => SeverityEnum)
  severity: Severity;

  @Field(() => EmotionEnum)
  emotion: Emotion;

  @Field(() => [String])
  tags: readonly string[];

  @Field({ description: 'In a line.' })
  subject: string;

  @Field({ description: 'The problem in the words it was brought in.' })
  problem: string;

  @Field(() => String, { nullable: true, description: 'The reason the customer gave; never edited.' })
  statedReasonCode: string | null;

  @Field(() => String, { nullable: true, description: 'What the customer wrote to it, verbatim; never edited.' })
  statedReasonText: string | null;

  @Field(() => String, { nullable: true, description: 'The reason as we found it to be.' })
  verifiedReasonCode: string | null;

  @Field(() => ReturnExchangeData, { nullable: true, description: 'Of a return or exchange only.' })
  returnExchange: ReturnExchangeData | null;

  @Field(() => LogisticsData, { nullable: true, description: 'Of a logistics query only.' })
  logistics: LogisticsData | null;

  @Field(() => ComplaintData, { nullable: true, description: 'Of a complaint only.' })
  complaint: ComplaintData | null;

  @Field(() => StepEnum, { nullable: true, description: 'The first step that is not over; null when all are.' })
  currentStep: Step | null;

  @Field(() => WaitingOnEnum)
  waitingOn: WaitingOn;

  @Field(() => WaitingReasonEnum, { nullable: true })
  holdReason: WaitingReason | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The earliest open deadline, overdue ones included; null when none runs.' })
  nextDueAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  lastCustomerMessageAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The last message the customer could see, from either side.' })
  lastPublicMessageAt: Instant | null;

  @Field(() => ID, { nullable: true })
  mergedIntoId: string | null;

  @Field(() => ID, { description: 'The published process definition it follows, pinned at opening.' })
  processDefinitionId: string;

  @Field(() => ID, { description: 'The SLA policy version it follows: pinned at opening, changed only by a re-application.' })
  slaPolicyId: string;

  @Field(() => DateTimeScalar)
  openedAt: Instant;

  @Field(() => DateTimeScalar)
  updatedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true })
  closedAt: Instant | null;
}

@ObjectType({ description: 'A page of tickets.' })
export class TicketConnection extends Connection(Ticket, 'Ticket') {}
