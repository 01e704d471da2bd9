import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { authorize } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { notificationsByIds, type NotificationRow } from '../queries/notifications.query.js';

const MARK = sql(
  'notification.mark',
  `UPDATE notification SET read_at = coalesce(read_at, $4), acknowledged_at = CASE WHEN $5 THEN coalesce(acknowledged_at, $4) ELSE acknowledged_at END
    WHERE merchant_id = $1 AND member_id = $2 AND id = ANY ($3::uuid[]) AND state = 'SHOWN' AND (read_at IS NULL OR ($5 AND acknowledged_at IS NULL)) RETURNING id`,
);

export type Mark = 'READ' | 'ACKNOWLEDGED';

/** Marks notifications of one's own as read, or as acknowledged, which reads them too. What is marked already stays as it was. */
@Injectable()
export class MarkNotifications {
  constructor(private readonly unit: UnitOfWork) {}

  execute(actor: Actor, ids: readonly string[], mark: Mark, requestId: string | null): Promise<NotificationRow[]> {
    authorize(actor, 'notification.mark');
    return this.unit.run(actor.merchantId, async (tx) => {
      const known = new Set((await notificationsByIds(tx, actor.id, ids)).map(({ id }) => id));
      const unknown = ids.findIndex((id) => !known.has(id));
      if (unknown !== -1) throw notFound(`ids.${unknown}`);
      const at = await tx.now();
      const changed = await tx.query<{ id: string }>(MARK, [tx.merchantId, actor.id, ids, at, mark === 'ACKNOWLEDGED']);
      const type = mark === 'READ' ? 'notification.read' : 'notification.acknowledged';
      recordEvents(tx, actor, { cause: 'MARK_NOTIFICATIONS', requestId }, changed.map(({ id }) =>
        ({ subjectType: 'notification', subjectId: id, subjectVersion: 0, type, at, isFact: false, data: {} })));
      return notificationsByIds(tx, actor.id, ids);
    });
  }
}
