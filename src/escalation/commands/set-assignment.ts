import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { authorize, authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { AssignmentWatcher } from '../assignment.watcher.js';
import type { Profile } from '../domain/assignment.js';
import { agentProfiles, type ProfileRow } from '../queries/profiles.query.js';

const MEMBER = sql('agent_profile.member', `SELECT id FROM member WHERE merchant_id = $1 AND id = $2`);
const PROFILE = sql(
  'agent_profile.set',
  `INSERT INTO agent_profile (merchant_id, member_id, cap, kinds, languages, severities, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (merchant_id, member_id) DO UPDATE SET cap = excluded.cap, kinds = excluded.kinds, languages = excluded.languages, severities = excluded.severities,
     updated_at = excluded.updated_at`,
);
const SHOP = sql('assignment_setting.shop', `SELECT id FROM shop WHERE merchant_id = $1 AND id = $2`);
const ON_OPENING = sql(
  'assignment_setting.set',
  `INSERT INTO assignment_setting (merchant_id, shop_id, on_opening, updated_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (merchant_id, shop_id) DO UPDATE SET on_opening = excluded.on_opening, updated_at = excluded.updated_at`,
);

/** How tickets are given out by themselves: what each agent takes, and in which shops it happens at the opening. Doing it twice changes nothing. */
@Injectable()
export class SetAssignment {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly watcher: AssignmentWatcher,
  ) {}

  profile(actor: Actor, profile: Profile, requestId: string | null): Promise<ProfileRow> {
    authorizeEverywhere(actor, 'member.administer');
    const { memberId, cap, kinds, languages, severities } = profile;
    return this.unit.run(actor.merchantId, async (tx) => {
      if ((await tx.query(MEMBER, [tx.merchantId, memberId])).length === 0) throw notFound('memberId');
      const at = await tx.now();
      await tx.query(PROFILE, [tx.merchantId, memberId, cap, kinds, languages, severities, at]);
      recordEvents(tx, actor, { cause: 'SET_AGENT_PROFILE', requestId }, [
        { subjectType: 'member', subjectId: memberId, subjectVersion: 0, type: 'agent_profile.set', at, isFact: false, data: { cap, kinds, languages, severities } },
      ]);
      const [row] = await agentProfiles(tx, memberId);
      if (!row) throw new Error('a profile was set and not found');
      return row;
    });
  }

  async onOpening(actor: Actor, { shopId, enabled }: { readonly shopId: string; readonly enabled: boolean }, requestId: string | null): Promise<void> {
    authorize(actor, 'shop.administer', { shopId });
    await this.unit.run(actor.merchantId, async (tx) => {
      if ((await tx.query(SHOP, [tx.merchantId, shopId])).length === 0) throw notFound('shopId');
      const at = await tx.now();
      await tx.query(ON_OPENING, [tx.merchantId, shopId, enabled, at]);
      recordEvents(tx, actor, { cause: 'SET_ASSIGN_ON_OPENING', requestId }, [
        { subjectType: 'shop', subjectId: shopId, subjectVersion: 0, type: 'assignment.set', at, isFact: false, data: { onOpening: enabled } },
      ]);
    });
    this.watcher.forget(actor.merchantId);
  }
}
