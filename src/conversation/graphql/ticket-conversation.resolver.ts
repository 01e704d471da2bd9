import type { OnModuleInit } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { authorize, can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { encodeCursor, PageArgs, pageOf } from '../../platform/graphql/connection.js';
import { decodeKeys, timeKey, uuidKey } from '../../platform/graphql/cursor-key.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { findTicket, Ticket } from '../../tickets/index.js';
import { VISIBILITIES, type Message as MessageRow, type Visibility } from '../domain/message.js';
import { pageOfMessages } from '../message.repository.js';
import { findStatement } from '../statement.repository.js';
import { ConversationLoaders } from './conversation-loaders.js';
import { VisibilityEnum } from './conversation.enum.js';
import { toAttachment, toMessage, toPromise, toStatement } from './conversation.mapper.js';
import { Attachment, CustomerPromise, MessageConnection, Statement } from './conversation.type.js';

const LIST = 'messages';

@Resolver(() => Ticket)
export class TicketConversationResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly loaders: ConversationLoaders,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Statement', (context, uuid) => this.statement(context, uuid));
  }

  @ResolveField(() => MessageConnection, { description: 'The transcript, oldest first. Internal notes only for those of the desk; others get the public messages.' })
  async messages(
    @Parent() { row }: Ticket,
    @Ctx() context: RequestContext,
    @Args() page: PageArgs,
    @Args('visibility', { type: () => VisibilityEnum, nullable: true, description: 'Left out: all the caller may read.' }) visibility?: Visibility | null,
  ): Promise<MessageConnection> {
    const actor = actorOf(context);
    const place = { shopId: row.shopId };
    authorize(actor, 'message.read', place);
    const readable = VISIBILITIES.filter((one) => one === 'PUBLIC' || can(actor, 'message.note.read', place));
    const wanted = readable.filter((one) => !visibility || one === visibility);
    const rows = await this.unit.read(actor.merchantId, (tx) => pageOfMessages(tx, row.id, wanted, { first: page.first, after: afterOf(page.after) }));
    return pageOf(rows, page, toMessage, cursorOf);
  }

  @ResolveField(() => [Attachment], { description: 'Every file on record, at most 100, oldest first.' })
  async attachments(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Attachment[]> {
    authorize(actorOf(context), 'message.read', { shopId: row.shopId });
    return (await this.loaders.attachments(context).load(row.id)).map(toAttachment);
  }

  @ResolveField(() => [Statement], { description: "The customer's account as it was written down, the newest 100, oldest first; the last one holds." })
  async statements(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Statement[]> {
    authorize(actorOf(context), 'message.read', { shopId: row.shopId });
    return (await this.loaders.statements(context).load(row.id)).map(toStatement);
  }

  private statement(context: RequestContext, uuid: string): Promise<Statement | null> {
    const actor = actorOf(context);
    return this.unit.read(actor.merchantId, async (tx) => {
      const row = await findStatement(tx, uuid);
      const place = { shopId: (row && (await findTicket(tx, row.ticketId)))?.shopId ?? null };
      return row && can(actor, 'ticket.read', place) && can(actor, 'message.read', place) ? toStatement(row) : null;
    });
  }

  @ResolveField(() => [CustomerPromise], { description: 'What was promised, oldest first: the newest 100, and those open or broken always.' })
  async promises(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<CustomerPromise[]> {
    authorize(actorOf(context), 'message.read', { shopId: row.shopId });
    return (await this.loaders.promises(context).load(row.id)).map(toPromise);
  }
}

function cursorOf(row: MessageRow): string {
  return encodeCursor(LIST, [row.at, row.id]);
}

function afterOf(cursor: string | null | undefined): { at: string; id: string } | null {
  const keys = decodeKeys(LIST, cursor, [timeKey, uuidKey]);
  return keys && { at: keys[0] as string, id: keys[1] as string };
}
