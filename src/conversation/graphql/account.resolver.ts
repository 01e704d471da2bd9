import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { TicketEdge } from '../../tickets/index.js';
import { CreateUpload } from '../commands/attachments/create-upload.js';
import { ConfirmStatement } from '../commands/statements/confirm-statement.js';
import { RecordStatement } from '../commands/statements/record-statement.js';
import { ConfirmStatementInput, CreateUploadInput, RecordStatementInput } from './conversation.input.js';
import { StatementPayload, UploadPayload } from './conversation.type.js';

/** The customer's account and its proof. */
@Resolver()
export class AccountResolver {
  constructor(
    private readonly edge: TicketEdge,
    private readonly record: RecordStatement,
    private readonly confirm: ConfirmStatement,
    private readonly upload: CreateUpload,
  ) {}

  @Allow('ticket.work')
  @Mutation(() => StatementPayload, { description: "Writes down the customer's account. A later one replaces it and is confirmed anew." })
  recordStatement(@Ctx() context: RequestContext, @Args('input') input: RecordStatementInput): Promise<StatementPayload> {
    return this.edge.change(context, input, (request) => this.record.execute(actorOf(context), {
      ...request, text: input.text, wish: input.wish, orderLineIds: input.orderLineIds.map((id, at) => idArg('OrderLine', id, `orderLineIds.${at}`)),
    }), statementIdOf);
  }

  @Allow('ticket.work')
  @Mutation(() => StatementPayload, { description: 'Records that the customer confirmed the restated account.' })
  confirmStatement(@Ctx() context: RequestContext, @Args('input') input: ConfirmStatementInput): Promise<StatementPayload> {
    return this.edge.change(context, input, (request) => this.confirm.execute(actorOf(context), {
      ...request, statementId: idArg('Statement', input.statementId, 'statementId'), by: input.by,
      messageId: optionalIdArg('Message', input.messageId, 'messageId'),
    }), statementIdOf);
  }

  @Allow('attachment.write')
  @Mutation(() => UploadPayload, { description: 'Asks where to put a file. It becomes an attachment once its bytes came in whole and are what was said.' })
  createUpload(@Ctx() context: RequestContext, @Args('input') input: CreateUploadInput): Promise<UploadPayload> {
    const { kind, name, size, mediaType } = input;
    return this.edge.change(context, input, (request) => this.upload.execute(actorOf(context), { ...request, kind, name, size, mediaType }), (value) => ({
      attachmentId: value && encodeId('Attachment', value.attachmentId), url: value?.url ?? null, expiresAt: value?.expiresAt ?? null,
    }));
  }
}

function statementIdOf(value: { statementId: string } | null): { statementId: string | null } {
  return { statementId: value?.statementId ?? null };
}
