import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsString } from 'class-validator';
import { TicketChangeInput } from './ticket.input.js';

@InputType()
export class ReportSeverityInput extends TicketChangeInput {
  @Field(() => ID, { description: 'A supervisor of the shop.' })
  @IsString()
  toMemberId: string;

  @Field({ description: 'Up to 2,000 characters; kept as an internal note.' })
  @IsString()
  summary: string;
}

@InputType()
export class AcknowledgeSeverityInput extends TicketChangeInput {}

@InputType()
export class ExtendReceiptInput extends TicketChangeInput {
  @Field(() => Int, { description: '1 to 30 days.' })
  @IsInt()
  days: number;

  @Field({ description: "The platform's acknowledgement, up to 128 characters." })
  @IsString()
  platformRef: string;
}

@InputType()
export class SendFeedbackInput extends TicketChangeInput {
  @Field({ description: 'Up to 60 characters.' })
  @IsString()
  department: string;

  @Field({ description: 'Up to 2,000 characters; kept as an internal note.' })
  @IsString()
  text: string;
}
