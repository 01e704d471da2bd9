import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge } from '../../tickets/index.js';
import { KeepPromise } from '../commands/promises/keep-promise.js';
import { MakePromise } from '../commands/promises/make-promise.js';
import { RenegotiatePromise } from '../commands/promises/renegotiate-promise.js';
import { KeepPromiseInput, MakePromiseInput, RenegotiatePromiseInput } from './conversation.input.js';
import { PromisePayload } from './conversation.type.js';

@Resolver()
export class PromiseResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly make: MakePromise,
    private readonly keep: KeepPromise,
    private readonly renegotiate: RenegotiatePromise,
  ) {}

  @Allow('message.send')
  @Mutation(() => PromisePayload, { description: 'Puts a promise on record and starts its clock. EVIDENCE_MISSING: a CALLBACK without the customer\'s message that agrees to it.' })
  makePromise(@Ctx() context: RequestContext, @Args('input') input: MakePromiseInput): Promise<PromisePayload> {
    const { kind, what, channel, dueAt } = input;
    return this.edge.change(context, input, (request) => this.make.execute(actorOf(context), {
      ...request, kind, what, channel, dueAt, messageId: optionalIdArg('Message', input.messageId, 'messageId'),
    }), promiseIdOf);
  }

  @Allow('message.send')
  @Mutation(() => PromisePayload, { description: 'Records that a promise was kept, in time or late. EVIDENCE_MISSING: the message is not a person\'s of ours after the promise, asks to wait again, or came on another channel than the call-back agreed.' })
  keepPromise(@Ctx() context: RequestContext, @Args('input') input: KeepPromiseInput): Promise<PromisePayload> {
    return this.edge.change(context, input, (request) => this.keep.execute(actorOf(context), {
      ...request, promiseId: idArg('Promise', input.promiseId, 'promiseId'), messageId: idArg('Message', input.messageId, 'messageId'),
    }), promiseIdOf);
  }

  @Allow('message.send')
  @Mutation(() => PromisePayload, { description: 'Puts another promise in the place of one, by consent of the customer. Answers the new one. EVIDENCE_MISSING: the message is not the customer\'s, or older than the promise.' })
  renegotiatePromise(@Ctx() context: RequestContext, @Args('input') input: RenegotiatePromiseInput): Promise<PromisePayload> {
    return this.edge.change(context, input, (request) => this.renegotiate.execute(actorOf(context), {
      ...request, promiseId: idArg('Promise', input.promiseId, 'promiseId'), messageId: idArg('Message', input.messageId, 'messageId'),
      dueAt: input.dueAt, what: input.what ?? null, channel: input.channel ?? null,
    }), promiseIdOf);
  }
}

function promiseIdOf(value: { promiseId: string } | null): { promiseId: string | null } {
  return { promiseId: value?.promiseId ?? null };
}
