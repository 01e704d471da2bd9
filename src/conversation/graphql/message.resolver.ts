import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge, TicketPayload } from '../../tickets/index.js';
import { AddNote } from '../commands/messages/add-note.js';
import { PostAutomaticMessage } from '../commands/messages/post-automatic-message.js';
import type { Posted } from '../commands/messages/post-message.js';
import { ReceiveMessage } from '../commands/messages/receive-message.js';
import { RedactMessage } from '../commands/messages/redact-message.js';
import { RedactTicketText } from '../commands/messages/redact-ticket-text.js';
import { SendMessage } from '../commands/messages/send-message.js';
import type { Declared } from '../domain/declared.js';
import type { Hit } from '../domain/wording.js';
import { MessagePayload, ReceiveMessagePayload, SendMessagePayload } from './conversation.type.js';
import {
  AddNoteInput, PostAutomaticMessageInput, ReceiveMessageInput, RedactMessageInput, RedactTicketTextInput, SendMessageInput, type DeclaredInput,
} from './message.input.js';

@Resolver()
export class MessageResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly send: SendMessage,
    private readonly post: PostAutomaticMessage,
    private readonly receive: ReceiveMessage,
    private readonly note: AddNote,
    private readonly redact: RedactMessage,
    private readonly redactText: RedactTicketText,
  ) {}

  @Allow('message.send')
  @Mutation(() => SendMessagePayload, { description: 'A person of ours writes to the customer. Its words, and what it is declared to do, prove steps.' })
  sendMessage(@Ctx() context: RequestContext, @Args('input') input: SendMessageInput): Promise<SendMessagePayload> {
    return this.edge.change(context, input, (request) => this.send.execute(actorOf(context), {
      ...request,
      message: {
        channel: input.channel, body: input.body, attachmentIds: attachmentsOf(input.attachmentIds), declared: declaredOf(input.declares ?? null),
        overrideReason: input.overrideReason ?? null,
      },
    }), sent);
  }

  @Allow('message.receive')
  @Mutation(() => SendMessagePayload, { description: 'Brings in what a bot or a canned notice told the customer. Wording rules only warn; no step that wants a person is done by it.' })
  postAutomaticMessage(@Ctx() context: RequestContext, @Args('input') input: PostAutomaticMessageInput): Promise<SendMessagePayload> {
    return this.edge.change(context, input, (request) => this.post.execute(actorOf(context), {
      ...request,
      message: {
        channel: input.channel, body: input.body, origin: input.origin,
        declared: { tellsLegIds: input.tellsLegIds.map((id, at) => idArg('Leg', id, `tellsLegIds.${at}`)), surveys: input.surveys },
      },
    }), sent);
  }

  @Allow('message.receive')
  @Mutation(() => ReceiveMessagePayload, { description: "Brings in the customer's message, on a closed ticket too. A ticket on hold for the customer resumes." })
  receiveMessage(@Ctx() context: RequestContext, @Args('input') input: ReceiveMessageInput): Promise<ReceiveMessagePayload> {
    return this.edge.change(context, input, (request) => this.receive.execute(actorOf(context), {
      ...request, channel: input.channel, text: input.body, externalId: input.externalId ?? null, attachmentIds: attachmentsOf(input.attachmentIds),
    }), (value) => value ?? { messageId: null, created: false, reopeningPossible: false });
  }

  @Allow('message.send')
  @Mutation(() => MessagePayload, { description: 'A word among colleagues. The customer never sees it and no step is done by it.' })
  addNote(@Ctx() context: RequestContext, @Args('input') input: AddNoteInput): Promise<MessagePayload> {
    return this.edge.change(context, input, (request) => this.note.execute(actorOf(context), { ...request, text: input.body }), messageIdOf);
  }

  @Allow('message.redact')
  @Mutation(() => MessagePayload, { description: 'Takes a text out of the transcript for good, with the names and bytes of its files. Its place, its id and its standing as evidence stay.' })
  redactMessage(@Ctx() context: RequestContext, @Args('input') input: RedactMessageInput): Promise<MessagePayload> {
    return this.edge.change(context, input, (request) => this.redact.execute(actorOf(context), {
      ...request, messageId: idArg('Message', input.messageId, 'messageId'), reason: input.reason,
    }), messageIdOf);
  }

  @Allow('message.redact')
  @Mutation(() => TicketPayload, {
    description: 'Takes words out of the ticket, its statements, promises, findings, tasks and remedies, for good; a mark stands in their place. NOTHING_TO_DO: no such words are left.',
  })
  redactTicketText(@Ctx() context: RequestContext, @Args('input') input: RedactTicketTextInput): Promise<TicketPayload> {
    return this.edge.change(context, input, (request) => this.redactText.execute(actorOf(context), { ...request, texts: input.texts, reason: input.reason }));
  }
}

function sent(value: Posted | null): { messageId: string | null; promiseId: string | null; hits: readonly Hit[] } {
  return { messageId: value?.messageId ?? null, promiseId: value?.promiseId ?? null, hits: value?.warnings ?? [] };
}

function messageIdOf(value: { messageId: string } | null): { messageId: string | null } {
  return { messageId: value?.messageId ?? null };
}

function attachmentsOf(ids: readonly string[]): string[] {
  return ids.map((id, at) => idArg('Attachment', id, `attachmentIds.${at}`));
}

function declaredOf(input: DeclaredInput | null): Declared {
  if (!input) return {};
  const { restatesStatementId, guidesFindingId, tellsLegIds, keepsPromiseIds, ...rest } = input;
  return {
    ...rest,
    restatesStatementId: optionalIdArg('Statement', restatesStatementId, 'restatesStatementId'),
    guidesFindingId: optionalIdArg('Finding', guidesFindingId, 'guidesFindingId'),
    tellsLegIds: tellsLegIds.map((id, at) => idArg('Leg', id, `tellsLegIds.${at}`)),
    keepsPromiseIds: keepsPromiseIds.map((id, at) => idArg('Promise', id, `keepsPromiseIds.${at}`)),
  };
}
