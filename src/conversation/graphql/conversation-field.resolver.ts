import { Inject, type OnModuleInit } from '@nestjs/common';
import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { can, IdentityLoaders, Member } from '../../identity/index.js';
import { decodeId } from '../../kernel/ids.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { findTicket } from '../../tickets/index.js';
import { findStored } from '../attachment.repository.js';
import { boundTo, FILE_LINKS, FileLinks, LONGEST_LINK_SECONDS } from '../files/file-links.js';
import { findMessages } from '../message.repository.js';
import { ConversationLoaders } from './conversation-loaders.js';
import { toAttachment, toMessage } from './conversation.mapper.js';
import { Attachment, Message } from './conversation.type.js';

@Resolver(() => Message)
export class MessageFieldResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly loaders: ConversationLoaders,
    private readonly people: IdentityLoaders,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Message', (context, uuid) => this.read(context, uuid));
  }

  @ResolveField(() => Member, { nullable: true, description: 'The member who wrote it; null for customers and programs. Integrations are not told.' })
  author(@Parent() { row }: Message, @Ctx() context: RequestContext): Member | null | Promise<Member | null> {
    return row.authorKind === 'AGENT' && row.authorId !== null ? this.people.member(context, row.authorId) : null;
  }

  @ResolveField(() => [Attachment], { description: 'The files it brought.' })
  async attachments(@Parent() { row }: Message, @Ctx() context: RequestContext): Promise<Attachment[]> {
    const all = await this.loaders.attachments(context).load(row.ticketId);
    return all.filter((file) => file.messageId === row.id).map(toAttachment);
  }

  private read(context: RequestContext, uuid: string): Promise<Message | null> {
    const actor = actorOf(context);
    return this.unit.read(actor.merchantId, async (tx: Tx) => {
      const [row] = await findMessages(tx, [uuid]);
      const ticket = row && (await findTicket(tx, row.ticketId));
      if (!row || !ticket) return null;
      const permission = row.visibility === 'PUBLIC' ? 'message.read' : 'message.note.read';
      const place = { shopId: ticket.shopId };
      return can(actor, 'ticket.read', place) && can(actor, permission, place) ? toMessage(row) : null;
    });
  }
}

@Resolver(() => Attachment)
export class AttachmentFieldResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    @Inject(FILE_LINKS) private readonly links: FileLinks,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Attachment', async (context, uuid) => {
      const actor = actorOf(context);
      const file = await this.unit.read(actor.merchantId, (tx) => findStored(tx, uuid));
      const place = { shopId: file?.shopId ?? null };
      return file && can(actor, 'ticket.read', place) && can(actor, 'message.read', place) ? toAttachment(file) : null;
    });
  }

  @ResolveField(() => String, {
    nullable: true,
    description: "Null once redacted. A link to the content, relative to the API's own address: for the caller alone, checked again when used, dead after the seconds given.",
  })
  url(
    @Parent() attachment: Attachment,
    @Ctx() context: RequestContext,
    @Args('seconds', { type: () => Int, defaultValue: LONGEST_LINK_SECONDS, description: `1 to ${LONGEST_LINK_SECONDS}; more is cut.` }) seconds: number,
  ): string | null {
    if (attachment.redactedAt !== null) return null;
    const attachmentId = decodeId('Attachment', attachment.id);
    if (attachmentId === undefined) throw new Error('an attachment carries an id of its type');
    return this.links.download({ ...boundTo(actorOf(context)), attachmentId }, seconds).url;
  }
}
