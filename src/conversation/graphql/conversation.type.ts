import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Node } from '../../platform/graphql/node.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { EvidenceKindEnum, type EvidenceKind } from '../../tenancy/index.js';
import { ChannelEnum, TicketPayload, WishEnum } from '../../tickets/index.js';
import type { AuthorKind, Message as MessageRow, Origin, Visibility } from '../domain/message.js';
import type { PromiseKind, PromiseState, TimeSource } from '../domain/promise.js';
import type { Hit } from '../domain/wording.js';
import type { WordingLevel, WordingRule } from '../domain/wording-rules.js';
import {
  AuthorKindEnum, OriginEnum, PromiseKindEnum, PromiseStateEnum, PromiseTimeSourceEnum, VisibilityEnum, WordingLevelEnum, WordingRuleEnum,
} from './conversation.enum.js';

@ObjectType({ implements: () => [Node], description: 'One message of a transcript. It is never edited; a redaction leaves its mark in its place.' })
export class Message {
  /** The row behind it, for the field resolvers; not part of the API. */
  row: MessageRow;

  @Field(() => ID)
  id: string;

  @Field(() => AuthorKindEnum)
  authorKind: AuthorKind;

  @Field(() => ID, { nullable: true, description: 'Member or API key that wrote it or brought it in; null for the customer.' })
  authorId: string | null;

  @Field(() => OriginEnum)
  origin: Origin;

  @Field(() => VisibilityEnum)
  visibility: Visibility;

  @Field(() => ChannelEnum)
  channel: string;

  @Field({ description: 'The text; after a redaction the mark that stands for it.' })
  body: string;

  @Field(() => String, { nullable: true, description: 'Its own id where it came from; unique per ticket.' })
  externalId: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;

  @Field(() => DateTimeScalar, { nullable: true })
  redactedAt: Instant | null;

  @Field(() => String, { nullable: true })
  redactionReason: string | null;
}

@ObjectType({ description: 'A page of messages, oldest first.' })
export class MessageConnection extends Connection(Message, 'Message') {}

@ObjectType({ implements: () => [Node], description: 'A file as evidence. Never changed; a redaction of its message takes its name and bytes and leaves the rest.' })
export class Attachment {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: 'The message that brought it; null when it was filed by itself.' })
  messageId: string | null;

  @Field(() => EvidenceKindEnum)
  kind: EvidenceKind;

  @Field({ description: 'A cleaned file name that ends as its type ends; after a redaction the mark that stands for it.' })
  name: string;

  @Field({ description: 'Found in the content, e.g. image/png.' })
  mediaType: string;

  @Field(() => Int, { description: 'Bytes.' })
  size: number;

  @Field({ description: 'SHA-256 of the content, lower-case hexadecimal.' })
  sha256: string;

  @Field(() => DateTimeScalar)
  at: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since then there is nothing to read; its link answers 404.' })
  redactedAt: Instant | null;
}

@ObjectType({ implements: () => [Node], description: "The customer's account, written down in their words. Never changed, but for a redaction; a later one replaces it." })
export class Statement {
  @Field(() => ID)
  id: string;

  @Field()
  text: string;

  @Field(() => WishEnum)
  wish: string;

  @Field(() => [ID], { description: 'Lines of the dispute it speaks of; empty: of the whole.' })
  orderLineIds: string[];

  @Field(() => ID, { nullable: true })
  recordedById: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ description: 'Something we told the customer we would do by a time.' })
export class CustomerPromise {
  @Field(() => ID)
  id: string;

  @Field(() => PromiseKindEnum)
  kind: PromiseKind;

  @Field({ description: 'In our words, for colleagues.' })
  what: string;

  @Field(() => ChannelEnum)
  channel: string;

  @Field(() => DateTimeScalar, { description: 'Overdue from this instant on.' })
  dueAt: Instant;

  @Field(() => PromiseTimeSourceEnum, { description: 'Where that time comes from.' })
  timeFrom: TimeSource;

  @Field(() => ID, { nullable: true, description: 'The member who gave it.' })
  ownerId: string | null;

  @Field(() => ID, { nullable: true, description: "The message that made it, or the customer's that agreed to it." })
  messageId: string | null;

  @Field()
  agreedByCustomer: boolean;

  @Field(() => PromiseStateEnum)
  state: PromiseState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was kept or replaced; null while it is open or broken.' })
  endedAt: Instant | null;

  @Field(() => ID, { nullable: true, description: 'The message that showed it kept, or agreed to another.' })
  endedByMessageId: string | null;

  @Field(() => ID, { nullable: true, description: 'The promise that took its place.' })
  replacedById: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ description: 'A place in an outgoing text that a wording rule points at.' })
export class WordingWarning {
  @Field(() => WordingRuleEnum)
  rule: WordingRule;

  @Field(() => WordingLevelEnum)
  level: WordingLevel;

  @Field(() => Int, { description: 'Where it begins in the body, in UTF-16 code units.' })
  start: number;

  @Field(() => Int, { description: 'Where it ends, exclusive.' })
  end: number;

  @Field({ description: 'The words; empty once the message was redacted.' })
  excerpt: string;

  @Field({ description: 'What to do about it, in the language of Accept-Language.' })
  advice: string;

  @Field(() => String, { nullable: true, description: 'What to write instead, where one word stands for another.' })
  suggestion: string | null;
}

/** Payloads of messages carry the id of theirs; field resolvers read it. */
@ObjectType({ description: 'The ticket with the message that was added or redacted.' })
export class MessagePayload extends TicketPayload {
  messageId: string | null;
}

@ObjectType({ description: 'The ticket with the message that was sent.' })
export class SendMessagePayload extends TicketPayload {
  messageId: string | null;
  promiseId: string | null;
  hits: readonly Hit[];
}

@ObjectType({ description: "The ticket with the customer's message." })
export class ReceiveMessagePayload extends TicketPayload {
  messageId: string | null;

  @Field({ description: 'False when a message of this external id was there already.' })
  created: boolean;

  @Field({ description: 'The ticket is closed; if the customer brings the matter up again, reopenTicket takes it up.' })
  reopeningPossible: boolean;
}

@ObjectType({ description: "The ticket with the customer's account that was recorded or confirmed." })
export class StatementPayload extends TicketPayload {
  statementId: string | null;
}

@ObjectType({ description: 'The ticket with the promise that was made, kept or that took the place of another.' })
export class PromisePayload extends TicketPayload {
  promiseId: string | null;
}

@ObjectType({ description: 'Where to put a file. It is on record once it came in whole.' })
export class UploadPayload extends TicketPayload {
  @Field(() => ID, { nullable: true, description: 'Of the attachment it will be.' })
  attachmentId: string | null;

  @Field(() => String, { nullable: true, description: "PUT the bytes here, once; relative to the API's own address." })
  url: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Five minutes from now.' })
  expiresAt: Instant | null;
}
