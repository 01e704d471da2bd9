import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Money } from '../../platform/graphql/money.type.js';
import { Node } from '../../platform/graphql/node.js';
import { ErrorCodeEnum, Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { ErrorCode } from '../../kernel/error.js';
import { Ticket, TicketPayload } from '../../tickets/index.js';
import type { ApprovalState, DecisionWord } from '../domain/approval.js';
import type { Exceeded } from '../domain/authority.js';
import { ApprovalDecisionEnum, ApprovalPurposeEnum, ApprovalStateEnum, AuthorityMeasureEnum } from './approval.enum.js';

@ObjectType({ description: 'A limit that does not hold.' })
export class ExceededLimit {
  @Field(() => String, { nullable: true, description: 'Its name in the policy; null: no limit grants anything here.' })
  limit: string | null;

  @Field(() => AuthorityMeasureEnum)
  measure: Exceeded['measure'];

  @Field({ description: 'Digits and currency, `50.00 CNY`; empty where the measure has no number.' })
  allowed: string;

  @Field({ description: 'What it would come to with this offer.' })
  asked: string;

  @Field({ description: 'The difference.' })
  by: string;
}

@ObjectType({ description: 'One level of approvers. The last one grants.' })
export class ApprovalLevel {
  @Field(() => Int, { description: 'From 1.' })
  position: number;

  @Field({ description: 'ROLE:SUPERVISOR, ON_DUTY:LEADER, or MEMBERS.' })
  approvers: string;

  @Field(() => [ID], { description: 'Of MEMBERS.' })
  memberIds: string[];

  @Field({ description: 'ANY, ALL, or how many different people.' })
  need: string;

  @Field(() => Int, { description: 'Minutes until the role above is asked as well.' })
  withinMinutes: number;
}

@ObjectType({ description: 'What an approver said. It is never changed.' })
export class ApprovalDecisionRecord {
  @Field(() => Int)
  level: number;

  @Field(() => ApprovalDecisionEnum)
  decision: DecisionWord;

  @Field(() => ID)
  byMemberId: string;

  @Field(() => ID, { nullable: true, description: 'Whose place it was taken in, under a delegation.' })
  forMemberId: string | null;

  @Field({ description: 'Whose limits covered it, ROLE:SUPERVISOR.' })
  holder: string;

  @Field()
  reason: string;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ description: 'Break-glass: one admin asks, another confirms within an hour.' })
export class ApprovalOverride {
  @Field(() => ID)
  id: string;

  @Field()
  reason: string;

  @Field(() => ID)
  askedBy: string;

  @Field(() => DateTimeScalar)
  askedAt: Instant;

  @Field(() => DateTimeScalar)
  expiresAt: Instant;

  @Field(() => ID, { nullable: true })
  confirmedBy: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  confirmedAt: Instant | null;

  @Field(() => String, { nullable: true })
  confirmedReason: string | null;
}

@ObjectType({ implements: () => [Node], description: 'A request for approval of an offer that is beyond the authority of who made it. What it asks for never changes.' })
export class ApprovalRequest extends Node {
  @Field(() => ID)
  offerId: string;

  @Field(() => ID)
  ticketId: string;

  @Field(() => ID)
  shopId: string;

  @Field(() => ApprovalPurposeEnum)
  purpose: 'GOODWILL' | 'REFUSAL';

  @Field(() => ApprovalStateEnum)
  state: ApprovalState;

  @Field(() => Int, { description: 'Rises with each decision; give it as expectedVersion.' })
  version: number;

  @Field(() => Money, { nullable: true, description: 'What is asked for beyond what is owed; null without money.' })
  goodwill: Money | null;

  @Field(() => [ExceededLimit], { description: 'Why it needs approval.' })
  exceeded: ExceededLimit[];

  @Field({ description: 'Each offer within its bound, and too much only together with others.' })
  looksSplit: boolean;

  @Field({ description: 'The rule of the policy that chose the levels.' })
  chainRule: string;

  @Field(() => [ApprovalLevel])
  levels: ApprovalLevel[];

  @Field(() => Int, { description: 'The level that decides, from 1.' })
  level: number;

  @Field(() => Int, { description: 'How many roles above were asked as well because time ran out.' })
  escalations: number;

  @Field(() => ID)
  requestedBy: string;

  @Field(() => DateTimeScalar)
  requestedAt: Instant;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the role above is asked as well; null once it has ended.' })
  dueAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  endedAt: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  endedNote: string | null;

  @Field(() => [ApprovalDecisionRecord])
  decisions: ApprovalDecisionRecord[];

  @Field(() => [ApprovalOverride])
  overrides: ApprovalOverride[];
}

@ObjectType({ description: 'A page of requests for approval, the oldest first.' })
export class ApprovalConnection extends Connection(ApprovalRequest, 'Approval') {}

@ObjectType({ description: 'Running totals the offer is counted in, as they stand. Null without money.' })
export class AuthorityTotals {
  @Field(() => Money)
  order: Money;

  @Field(() => Money)
  agentDay: Money;

  @Field(() => Money)
  customer90Days: Money;

  @Field(() => Money)
  shopMonth: Money;
}

@ObjectType({ description: 'What the customer had before this offer, in its currency.' })
export class CustomerRecord {
  @Field(() => ID)
  customerId: string;

  @Field(() => Int, { description: 'This one included.' })
  tickets: number;

  @Field(() => Int)
  offersAccepted: number;

  @Field(() => Money)
  accepted: Money;

  @Field(() => Int)
  requestsRejected: number;
}

@ObjectType({ description: 'The budget that bears the goodwill, without and with this offer.' })
export class BudgetEffect {
  @Field(() => Money)
  limit: Money;

  @Field(() => Money, { description: 'Reserved and committed by everything else.' })
  before: Money;

  @Field(() => Money)
  after: Money;
}

@ObjectType({ description: 'Whether the caller may approve it now, by the very rules that would judge the decision.' })
export class ApprovalVerdict {
  @Field()
  allowed: boolean;

  @Field(() => ErrorCodeEnum, { nullable: true })
  code: ErrorCode | null;

  @Field(() => String, { nullable: true, description: 'In the language of Accept-Language.' })
  message: string | null;
}

@ObjectType({ description: 'Everything one who decides looks at. The fault finding, the evidence and the other offers are those of the ticket.' })
export class ApprovalDossier {
  @Field(() => ApprovalRequest)
  request: ApprovalRequest;

  @Field(() => Ticket)
  ticket: Ticket;

  @Field(() => ApprovalVerdict)
  viewerMayApprove: ApprovalVerdict;

  @Field(() => AuthorityTotals, { nullable: true })
  totals: AuthorityTotals | null;

  @Field(() => CustomerRecord, { nullable: true, description: 'null: the offer is on no order.' })
  customer: CustomerRecord | null;

  @Field(() => BudgetEffect, { nullable: true, description: 'null: no budget bears it.' })
  budget: BudgetEffect | null;

  @Field(() => [ApprovalRequest], { description: 'Decided before in this shop: the same purpose and reason, half to double the money. The newest 5.' })
  similar: ApprovalRequest[];
}

@ObjectType({ description: 'Request and ticket after the change; after a refusal, as they stand (null when they are not to be seen).' })
export class ApprovalPayload extends TicketPayload {
  @Field(() => ApprovalRequest, { nullable: true })
  approval: ApprovalRequest | null;
}

@ObjectType()
export class OverridePayload extends ApprovalPayload {
  @Field(() => ID, { nullable: true, description: 'Which another admin confirms.' })
  overrideId: string | null;
}

@ObjectType()
export class BulkApprovalResult extends ApprovalPayload {
  @Field(() => ID, { description: 'As it was given.' })
  requestId: string;
}

@ObjectType({ description: 'One result per request, in the order first named; userErrors here say why the whole call was refused.' })
export class BulkApprovalPayload extends Payload {
  @Field(() => [BulkApprovalResult])
  results: BulkApprovalResult[];
}
