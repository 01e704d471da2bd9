import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { authorize } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { checkTeamName } from '../domain/shop.js';
import { TeamEntity } from '../team.entity.js';
import { findTeams, recordTenancyEvent, requireShop, type Team } from '../tenancy.repository.js';

export interface NewTeam {
  readonly shopId: string;
  readonly name: string;
  readonly idempotencyKey?: string | null;
}

@Injectable()
export class CreateTeam {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** `id` is given only where it must be known beforehand (the demo). */
  async execute(actor: Actor, input: NewTeam, call: Call, id: string = uuidv7()): Promise<Team> {
    authorize(actor, 'shop.administer', { shopId: input.shopId });
    const name = checkTeamName(input.name);
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const teamId = await once(tx, actor, attemptOf('createTeam', input, call), async () => {
        await requireShop(tx, input.shopId, 'shopId');
        const row = { merchantId: tx.merchantId, id, shopId: input.shopId, name };
        const inserted = await tx.manager.createQueryBuilder().insert().into(TeamEntity).values(row).orIgnore().returning('id').execute();
        if ((inserted.raw as unknown[]).length === 0) throw nameTaken();
        const event = { subjectType: 'team', subjectId: id, type: 'team.created', data: { shopId: input.shopId } } as const;
        await recordTenancyEvent(tx, actor, event, { cause: 'createTeam', requestId: call.requestId });
        return id;
      });
      const [team] = await findTeams(tx, [teamId]);
      if (!team) throw notFound('id');
      return team;
    });
  }
}

function nameTaken(): DomainError {
  return new DomainError('DUPLICATE', { en: 'The shop has a team of this name.', zh: '该店铺已有同名团队。' }, 'name');
}
