import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, IsString } from 'class-validator';
import type { Kind, Severity, WaitingReason } from '../../../kernel/words.js';
import type { TargetName } from '../../../sla/index.js';
import { TicketKindEnum } from '../../../tenancy/index.js';
import type { Channel, Priority } from '../../domain/ticket.js';
import { ChannelEnum, PriorityEnum, SeverityEnum, WaitingReasonEnum } from '../ticket.enum.js';
import { SlaTargetEnum } from './policy.enum.js';
import { KeyedInput } from '../../../platform/graphql/keyed.input.js';

@InputType({ description: 'What was paid for the order; at least one end is given.' })
export class PolicyAmountInput {
  @Field({ description: 'ISO 4217.' })
  currency: string;

  @Field(() => String, { nullable: true, description: 'Inclusive, in units of the currency: `100.00`.' })
  atLeast?: string | null;

  @Field(() => String, { nullable: true, description: 'Exclusive.' })
  below?: string | null;
}

@InputType({ description: 'All that is named must hold; of a list any one value will do. What is left out is not asked; an empty list is refused, and so are more than 200 values in one.' })
export class PolicyConditionsInput {
  @Field(() => [ID], { nullable: true })
  shopIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Platforms of shops, as in Shop.platform.' })
  platforms?: string[] | null;

  @Field(() => [TicketKindEnum], { nullable: true })
  kinds?: Kind[] | null;

  @Field(() => [String], { nullable: true, description: 'Values of LogisticsSubtype, ComplaintType or RequestType.' })
  subtypes?: string[] | null;

  @Field(() => [PriorityEnum], { nullable: true })
  priorities?: Priority[] | null;

  @Field(() => [SeverityEnum], { nullable: true })
  severities?: Severity[] | null;

  @Field(() => [String], { nullable: true, description: "The customer's tier, letter for letter as it is imported." })
  customerTiers?: string[] | null;

  @Field(() => [ChannelEnum], { nullable: true })
  channels?: Channel[] | null;

  @Field(() => [String], { nullable: true })
  tags?: string[] | null;

  @Field(() => PolicyAmountInput, { nullable: true })
  amount?: PolicyAmountInput | null;
}

@InputType({ description: 'A warning before the due time; exactly one of the two is given.' })
export class PolicyWarningInput {
  @Field(() => Float, { nullable: true, description: 'Percent of the target gone by, above 0 and up to 100.' })
  percent?: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds of working time left; less than the target.' })
  secondsBefore?: number | null;
}

@InputType({ description: 'A wait that stops the clock.' })
export class PolicyPauseInput {
  @Field(() => WaitingReasonEnum, { description: 'WAITING_ON_CUSTOMER or PLATFORM_INTERVENTION; internal waits are our own time and are refused.' })
  reason: WaitingReason;

  @Field(() => Int, { nullable: true, description: '1 second to 366 days of working time that it may stop the clock in all; then the clock runs on by itself. Left out: as long as it takes.' })
  budgetSeconds?: number | null;
}

@InputType({ description: 'How long something may take.' })
export class PolicyTargetInput {
  @Field(() => SlaTargetEnum)
  target: TargetName;

  @Field(() => Int, { description: '1 second to 366 days.' })
  seconds: number;

  @Field(() => ID, { nullable: true, description: 'Left out: around the clock.' })
  calendarId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "True: by the calendar that the policy's `shopCalendars` name for the ticket's shop, and by `calendarId` only where they name none. By default false." })
  shopCalendar?: boolean | null;

  @Field(() => [PolicyWarningInput], { nullable: true, description: 'Up to 10, in any order.' })
  warnings?: PolicyWarningInput[] | null;

  @Field(() => [PolicyPauseInput], { nullable: true })
  pauses?: PolicyPauseInput[] | null;
}

@InputType({ description: 'How long tickets may be on hold for a reason in all, over their whole life; beside the budgets of single clocks.' })
export class PolicyHoldInput {
  @Field(() => WaitingReasonEnum, { description: 'WAITING_ON_CUSTOMER or PLATFORM_INTERVENTION, and one that some target is stopped by.' })
  reason: WaitingReason;

  @Field(() => Int, { description: '1 second to 366 days of working time, as each clock counts it. Then clocks run on by themselves, and no further hold for this reason stops one.' })
  budgetSeconds: number;
}

@InputType({ description: 'A rule of a policy.' })
export class PolicyRuleInput {
  @Field({ description: '1 to 60 characters, unique in the policy; clocks and explanations name it.' })
  name: string;

  @Field(() => PolicyConditionsInput, { nullable: true, description: 'Left out: every ticket. Given, it names something: an empty one is refused.' })
  when?: PolicyConditionsInput | null;

  @Field(() => [PolicyTargetInput])
  targets: PolicyTargetInput[];

  @Field(() => [PolicyHoldInput], { nullable: true, description: 'Each reason is limited by the first rule that matches the ticket and names it.' })
  holds?: PolicyHoldInput[] | null;
}

@InputType({ description: 'By which calendar the tickets of a shop go, where a target says `shopCalendar`.' })
export class ShopCalendarInput {
  @Field(() => ID, { description: 'A shop of the merchant; each once.' })
  shopId: string;

  @Field(() => ID, { description: 'A calendar of the merchant; its newest version counts when a clock starts.' })
  calendarId: string;
}

@InputType()
export class PublishSlaPolicyInput extends KeyedInput {
  @Field({ description: 'Versions are counted per name; up to 60 characters.' })
  @IsString()
  name: string;

  @Field(() => [PolicyRuleInput], { description: 'Up to 100, in order: each target is given by the first rule that matches and sets it. One without conditions sets RESOLUTION.' })
  @ArrayMaxSize(100)
  rules: PolicyRuleInput[];

  @Field(() => [ShopCalendarInput], { nullable: true, description: 'Up to 1,000, where some target says `shopCalendar`. A part of the version: another calendar of a shop is another version, and moves what runs only once it is re-applied.' })
  @IsOptional()
  @ArrayMaxSize(1_000)
  shopCalendars?: ShopCalendarInput[] | null;
}
