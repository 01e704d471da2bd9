import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '../../../kernel/error.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { systemOf, TicketWork, type TicketSession } from '../../../tickets/index.js';
import { newsOf } from '../../domain/news.js';
import type { PayoutProviderName } from '../../domain/payout.js';
import { redact } from '../../domain/redact.js';
import { wasTold, writeReport } from '../claim.js';
import { conclude } from '../conclude.js';
import { findPayoutByKey, lockPayout, writeAsk, writeMoved, type PayoutRow } from '../payout.repository.js';
import { NOTIFICATION_READERS, type Call, type Notification, type NotificationReader } from './notification.js';

const ROUTE = sql('payout.notified', `SELECT shop_id AS "shopId", provider, settings FROM payout_route WHERE merchant_id = $1 AND notify_id = $2`);

interface Route {
  readonly shopId: string;
  readonly provider: PayoutProviderName;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The last part of the address at which a provider tells of one shop's payouts; nobody can guess it. */
export function endpointOf(merchantId: string, notifyId: string): string {
  return `${merchantId}${notifyId}`.replaceAll('-', '');
}

/**
 * A provider tells by itself what became of a payout. It is believed only when it is signed for the shop whose address it came to; it is kept once,
 * however often it comes, and only then made something of. The leg is fulfilled by the worker, which comes after every settlement.
 */
@Injectable()
export class ReceiveNotification {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly work: TicketWork,
    @Inject(NOTIFICATION_READERS) private readonly readers: readonly NotificationReader[],
  ) {}

  /** NOT_FOUND: nobody is told of anything at this address. What is signed and about nothing of ours is taken, and leaves nothing behind. */
  async execute(endpoint: string, call: Call, requestId: string): Promise<PayoutProviderName> {
    const [merchantId, notifyId] = uuidsIn(endpoint);
    const [route] = await this.unit.read(merchantId, (tx) => tx.query<Route>(ROUTE, [merchantId, notifyId]));
    const reader = this.readers.find(({ name }) => name === route?.provider);
    if (!route || !reader) throw notFound();
    const notification = await reader.read(route.shopId, route.settings, call);
    if (!notification) return route.provider;
    const found = await this.unit.read(merchantId, (tx) => findPayoutByKey(tx, notification.key));
    if (!found || found.provider !== route.provider || found.shopId !== route.shopId) return route.provider;
    const { id, ticketId } = found;
    await this.work.run(systemOf(merchantId), 'SETTLE_PAYOUT', { ticketId, requestId, body: {} }, async (session) => {
      const payout = await lockPayout(session.tx, id);
      if (payout) await take(session, payout, notification);
    });
    return route.provider;
  }
}

async function take(session: TicketSession, payout: PayoutRow, notification: Notification): Promise<void> {
  const { tx } = session;
  if (await wasTold(tx, payout.id, notification.id)) return;
  const said = notification.means(payout);
  writeReport(tx, payout.id, redact(notification.content), typeof said === 'string' ? said : (said?.kind ?? null), notification.id);
  const news = newsOf(payout.state, said);
  if (news === 'ASK') ask(session, payout);
  else if (news !== 'NOTHING') await conclude(session, payout, news);
}

/** What failed and is said to be paid is unknown again; what is open is asked about sooner. */
function ask(session: TicketSession, { id, legId, state }: PayoutRow): void {
  if (state !== 'FAILED') return writeAsk(session.tx, id);
  writeMoved(session.tx, id, { state: 'UNKNOWN', reference: null, failure: 'CONTRADICTED', nextAt: session.now, at: session.now });
  session.event('payout.contradicted', { payoutId: id, legId, state, answer: 'SETTLED' });
  session.event('payout.unknown', { payoutId: id, legId, failure: 'CONTRADICTED' });
}

function uuidsIn(endpoint: string): [string, string] {
  const parts = /^([0-9a-f]{32})([0-9a-f]{32})$/.exec(endpoint);
  if (!parts) throw notFound();
  return [uuidOf(parts[1] ?? ''), uuidOf(parts[2] ?? '')];
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
