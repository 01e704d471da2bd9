import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { refuseProblems } from '../../kernel/problem.js';
import { CalendarLibrary } from '../../calendar/index.js';
import { authorize } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { choiceProblems, type ShopChoice } from '../domain/pack/index.js';
import { PackLibrary, type ShopPacks } from '../pack-library.js';

export interface ChoosePacksRequest {
  readonly shopId: string;
  /** The version decided on; 0: nobody chose before. */
  readonly expectedVersion: number;
  readonly choice: ShopChoice;
  readonly idempotencyKey?: string | null;
}

const LOCK = sql('pack.lock_shop', `SELECT id FROM shop WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE`);
const INSERT = sql(
  'pack.choose',
  `INSERT INTO shop_packs (merchant_id, shop_id, version, body, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6)`,
);

/** Says which packs and rows a shop goes by. A new version each time; deadlines that run keep the rule they came from. */
@Injectable()
export class ChoosePacks {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: PackLibrary,
    private readonly calendars: CalendarLibrary,
  ) {}

  execute(actor: Actor, call: Call, request: ChoosePacksRequest): Promise<ShopPacks> {
    const { shopId, choice } = request;
    authorize(actor, 'pack.administer', { shopId });
    return this.unit.run(actor.merchantId, async (tx) => {
      await once(tx, actor, attemptOf('CHOOSE_PACKS', request, call), async () => {
        await tx.query(LOCK, [tx.merchantId, shopId]);
        const before = await this.library.ofShop(tx, shopId);
        if (!before) throw notFound('shopId');
        const hours = choice.openingHoursCalendarId;
        if (hours && !(await this.calendars.newestVersions(tx)).has(hours)) throw notFound('openingHoursCalendarId');
        refuseStale(before.version, request.expectedVersion);
        refuseProblems(choiceProblems(choice, before.packs), 'RULE_INVALID', { en: 'This choice cannot be saved; see the problems.', zh: '该配置无法保存，请查看问题列表。' }, null);
        const [version, now] = [before.version + 1, await tx.now()];
        await tx.query(INSERT, [tx.merchantId, shopId, version, JSON.stringify(choice), actor.id, now]);
        recordEvents(tx, actor, { cause: 'CHOOSE_PACKS', requestId: call.requestId }, [{
          subjectType: 'shop', subjectId: shopId, subjectVersion: version, type: 'shop.packs_chosen', at: now, isFact: false,
          data: { version, region: choice.region, packs: choice.packs.map(({ packId }) => packId), rules: choice.rules.length },
        }]);
        return version;
      });
      const after = await this.library.ofShop(tx, shopId);
      if (!after) throw notFound('shopId');
      return after;
    });
  }
}

function refuseStale(version: number, expected: number): void {
  if (version === expected) return;
  throw new DomainError('VERSION_CONFLICT', {
    en: 'Somebody chose for this shop since you looked; read it again and decide anew.', zh: '该店铺的规则配置已有变化，请重新查看后再决定。',
  }, 'expectedVersion', { currentVersion: version });
}
