import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid, notFound } from '../../../kernel/error.js';
import { authorize, can } from '../../../identity/index.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../../platform/idempotency.js';
import { recordEvents } from '../../../platform/outbox/event-log.js';
import { findShop } from '../../../tenancy/index.js';
import type { PayoutProviderName } from '../../domain/payout.js';
import { addressProblem } from '../providers/guarded-post.js';

export interface SetRouteRequest {
  readonly shopId: string;
  readonly provider: PayoutProviderName;
  /** WEBHOOK: where the payer is called. */
  readonly url: string | null;
  /** ALIPAY: the application's id. */
  readonly appId: string | null;
  /** ALIPAY: its sandbox instead of the real gateway. */
  readonly sandbox: boolean | null;
  readonly idempotencyKey?: string | null;
}

// Two administrators at once: the later one's route is the one in force.
const LOCK = sql('payout.route_lock', `SELECT pg_advisory_xact_lock(hashtextextended('payout route of ' || $1::uuid, 0))`);
const LEAVE = sql('payout.route_leave', `UPDATE payout_route SET in_force = false WHERE merchant_id = $1 AND shop_id = $2 AND provider <> $3 AND in_force`);
const PUT = sql(
  'payout.route',
  `INSERT INTO payout_route (merchant_id, shop_id, provider, settings, updated_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (merchant_id, shop_id, provider) DO UPDATE SET settings = excluded.settings, in_force = true, updated_at = excluded.updated_at,
     version = payout_route.version + 1 RETURNING version`,
);

/** Says how a shop pays from now on. Payouts already requested keep the provider they were requested with, and its last settings. */
@Injectable()
export class SetRoute {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PAYOUT_ALLOWED_ADDRESSES'>,
  ) {}

  async execute(actor: Actor, request: SetRouteRequest, call: Call): Promise<string> {
    return this.unit.run(actor.merchantId, (tx) =>
      once(tx, actor, attemptOf('setPayoutRoute', request, call), () => this.put(tx, actor, request, call)));
  }

  private async put(tx: Tx, actor: Actor, request: SetRouteRequest, call: Call): Promise<string> {
    const { shopId, provider } = request;
    const shop = await findShop(tx, shopId);
    if (!shop || !can(actor, 'payout.read', { shopId })) throw notFound('shopId');
    authorize(actor, 'payout.administer', { shopId });
    const settings = settingsOf(request, this.config.PAYOUT_ALLOWED_ADDRESSES ?? []);
    const now = await tx.now();
    await tx.query(LOCK, [shopId]);
    tx.defer(LEAVE, [tx.merchantId, shopId, provider]);
    const [row] = await tx.query<{ version: number }>(PUT, [tx.merchantId, shopId, provider, JSON.stringify(settings), now]);
    recordEvents(tx, actor, { cause: 'setPayoutRoute', requestId: call.requestId }, [{
      subjectType: 'payout_route', subjectId: shopId, subjectVersion: row?.version ?? 1, type: 'payout_route.set', at: now, isFact: false, data: { shopId, provider },
    }]);
    return shopId;
  }
}

/** Just what the provider needs; a value it knows nothing of is refused, not ignored. */
function settingsOf({ provider, url, appId, sandbox }: SetRouteRequest, allowed: readonly string[]): object {
  if (url !== null && provider !== 'WEBHOOK') throw stranger('url', provider);
  if (appId !== null && provider !== 'ALIPAY') throw stranger('appId', provider);
  if (sandbox !== null && provider !== 'ALIPAY') throw stranger('sandbox', provider);
  if (provider === 'WEBHOOK') return { url: checkUrl(url, allowed) };
  if (provider !== 'ALIPAY') return {};
  if (appId === null || !/^\d{8,32}$/.test(appId)) throw invalid('appId', { en: 'Give the application’s id, 8 to 32 digits.', zh: '请填写应用 ID（8 至 32 位数字）。' });
  return { appId, sandbox: sandbox ?? false };
}

function checkUrl(url: string | null, allowed: readonly string[]): string {
  if (url !== null && url.length <= 500 && addressProblem(url, allowed) === null) return url;
  throw invalid('url', { en: 'Give a public https address on its own port, at most 500 characters.', zh: '请填写公网 https 地址（默认端口，最多 500 个字符）。' });
}

function stranger(field: string, provider: string): Error {
  return invalid(field, { en: `${provider} takes no ${field}.`, zh: `${provider} 不需要填写 ${field}。` });
}
