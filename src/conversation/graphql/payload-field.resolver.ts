import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { ConversationLoaders } from './conversation-loaders.js';
import { toMessage, toPromise, toStatement, toWarning } from './conversation.mapper.js';
import {
  CustomerPromise, Message, MessagePayload, PromisePayload, ReceiveMessagePayload, SendMessagePayload, Statement, StatementPayload, WordingWarning,
} from './conversation.type.js';

// Payloads carry ids; what stands behind them is read after the COMMIT, as the database has it, for first answers and repetitions alike.

async function messageOf(loaders: ConversationLoaders, context: RequestContext, id: string | null): Promise<Message | null> {
  const row = id === null ? null : await loaders.message(context, id);
  return row && toMessage(row);
}

async function promiseOf(loaders: ConversationLoaders, context: RequestContext, payload: SendMessagePayload | PromisePayload): Promise<CustomerPromise | null> {
  if (!payload.ticket || payload.promiseId === null) return null;
  const row = (await loaders.promises(context).load(payload.ticket.row.id)).find((promise) => promise.id === payload.promiseId);
  return row ? toPromise(row) : null;
}

@Resolver(() => MessagePayload)
export class MessagePayloadResolver {
  constructor(private readonly loaders: ConversationLoaders) {}

  @ResolveField(() => Message, { nullable: true })
  message(@Parent() payload: MessagePayload, @Ctx() context: RequestContext): Promise<Message | null> {
    return messageOf(this.loaders, context, payload.messageId ?? null);
  }
}

@Resolver(() => ReceiveMessagePayload)
export class ReceiveMessagePayloadResolver {
  constructor(private readonly loaders: ConversationLoaders) {}

  @ResolveField(() => Message, { nullable: true })
  message(@Parent() payload: ReceiveMessagePayload, @Ctx() context: RequestContext): Promise<Message | null> {
    return messageOf(this.loaders, context, payload.messageId ?? null);
  }
}

@Resolver(() => SendMessagePayload)
export class SendMessagePayloadResolver {
  constructor(private readonly loaders: ConversationLoaders) {}

  @ResolveField(() => Message, { nullable: true })
  message(@Parent() payload: SendMessagePayload, @Ctx() context: RequestContext): Promise<Message | null> {
    return messageOf(this.loaders, context, payload.messageId ?? null);
  }

  @ResolveField(() => CustomerPromise, { nullable: true, description: 'Opened by replyBy, or by words that ask the customer to wait; where a wait without a time is owed an answer already, that one.' })
  promise(@Parent() payload: SendMessagePayload, @Ctx() context: RequestContext): Promise<CustomerPromise | null> {
    return promiseOf(this.loaders, context, payload);
  }

  @ResolveField(() => [WordingWarning], { description: 'Places of the text that wording rules point at, those a supervisor overrode among them.' })
  async warnings(@Parent() payload: SendMessagePayload, @Ctx() context: RequestContext): Promise<WordingWarning[]> {
    const { messageId = null, promiseId = null, hits = [] } = payload;
    const row = messageId === null || hits.length === 0 ? null : await this.loaders.message(context, messageId);
    return hits.map((hit) => toWarning(hit, row, context.language, promiseId !== null));
  }
}

@Resolver(() => StatementPayload)
export class StatementPayloadResolver {
  constructor(private readonly loaders: ConversationLoaders) {}

  @ResolveField(() => Statement, { nullable: true })
  async statement(@Parent() payload: StatementPayload, @Ctx() context: RequestContext): Promise<Statement | null> {
    if (!payload.ticket || !payload.statementId) return null;
    const row = (await this.loaders.statements(context).load(payload.ticket.row.id)).find((statement) => statement.id === payload.statementId);
    return row ? toStatement(row) : null;
  }
}

@Resolver(() => PromisePayload)
export class PromisePayloadResolver {
  constructor(private readonly loaders: ConversationLoaders) {}

  @ResolveField(() => CustomerPromise, { nullable: true })
  promise(@Parent() payload: PromisePayload, @Ctx() context: RequestContext): Promise<CustomerPromise | null> {
    return promiseOf(this.loaders, context, payload);
  }
}
