import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import type { Language } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { Me } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { pageOf } from '../../platform/graphql/connection.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { MarkNotifications, type Mark } from '../commands/mark-notifications.js';
import { notificationPage, notificationsByIds, unreadCount, type NotificationRow } from '../queries/notifications.query.js';
import { Notification, NotificationArgs, NotificationConnection, NotificationsPayload } from './notification.type.js';

const LIST = 'notifications';
const MOST = 100;

@Resolver(() => Me)
export class NotificationResolver implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly nodes: NodeRegistry,
    private readonly mark: MarkNotifications,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Notification', async (context, uuid) => {
      const actor = actorOf(context);
      const [row] = await this.unit.read(actor.merchantId, (tx) => notificationsByIds(tx, actor.id, [uuid]));
      return row ? toNotification(row, context.language) : null;
    });
  }

  @ResolveField(() => NotificationConnection, { description: 'What rules told me, newest first. An API key is told nothing.' })
  notifications(@Parent() _me: Me, @Ctx() context: RequestContext, @Args() page: NotificationArgs): Promise<NotificationConnection> {
    const actor = actorOf(context);
    return this.unit.read(actor.merchantId, async (tx) => {
      const [rows, unread] = await Promise.all([
        notificationPage(tx, actor.id, decodeIdCursor(LIST, page.after), page.first, page.unread ?? null),
        unreadCount(tx, actor.id),
      ]);
      return { ...pageOf(rows, page, (row) => toNotification(row, context.language), (row) => encodeIdCursor(LIST, row.id)), unreadCount: unread };
    });
  }

  @Allow('notification.mark')
  @Mutation(() => NotificationsPayload, { description: 'Marks up to 100 notifications of mine as read. Doing it twice changes nothing.' })
  markNotificationsRead(@Ctx() context: RequestContext, @Args('ids', { type: () => [ID] }) ids: string[]): Promise<NotificationsPayload> {
    return this.marked(context, ids, 'READ');
  }

  @Allow('notification.mark')
  @Mutation(() => NotificationsPayload, { description: 'Marks up to 100 notifications of mine as acknowledged, and read. Doing it twice changes nothing; it does not put off an escalation.' })
  acknowledgeNotifications(@Ctx() context: RequestContext, @Args('ids', { type: () => [ID] }) ids: string[]): Promise<NotificationsPayload> {
    return this.marked(context, ids, 'ACKNOWLEDGED');
  }

  private marked(context: RequestContext, ids: string[], mark: Mark): Promise<NotificationsPayload> {
    return payload<{ notifications: Notification[] }>(
      context,
      async () => {
        if (ids.length > MOST) throw new DomainError('LIMIT_EXCEEDED', { en: `Name at most ${MOST}.`, zh: `最多 ${MOST} 条。` }, 'ids');
        const uuids = ids.map((id, at) => idArg('Notification', id, `ids.${at}`));
        const rows = await this.mark.execute(actorOf(context), uuids, mark, context.requestId);
        return { notifications: rows.map((row) => toNotification(row, context.language)) };
      },
      () => Promise.resolve({ notifications: [] }),
    );
  }
}

function toNotification(row: NotificationRow, language: Language): Notification {
  const { rule, level, times, at, readAt, acknowledgedAt } = row;
  return {
    id: encodeId('Notification', row.id), ticketId: encodeId('Ticket', row.ticketId), rule, level, times, at, readAt, acknowledgedAt,
    title: row.title?.[language] ?? rule,
  };
}
