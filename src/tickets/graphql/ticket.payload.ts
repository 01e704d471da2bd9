import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Payload } from '../../platform/graphql/payload.js';
import { Ticket } from './ticket.type.js';

@ObjectType({ description: 'The ticket after the change; after a refusal, as it stands (null when it is not to be seen).' })
export class TicketPayload extends Payload {
  @Field(() => Ticket, { nullable: true })
  ticket: Ticket | null;
}

@ObjectType({ description: 'The opened ticket, or the one its external reference or idempotency key already named.' })
export class OpenTicketPayload extends TicketPayload {
  @Field({ description: 'False when it was there already.' })
  created: boolean;
}

@ObjectType({ description: 'The ticket with the finding that was recorded or confirmed.' })
export class FindingPayload extends TicketPayload {
  @Field(() => ID, { nullable: true })
  findingId: string | null;
}

@ObjectType({ description: 'What became of one ticket of a bulk mutation.' })
export class BulkTicketResult extends TicketPayload {
  @Field(() => ID, { description: 'As it was given.' })
  ticketId: string;
}

@ObjectType({ description: 'One result per ticket, in the order first named (a ticket named twice is answered once); userErrors here say why the whole call was refused.' })
export class BulkTicketPayload extends Payload {
  @Field(() => [BulkTicketResult])
  results: BulkTicketResult[];
}
