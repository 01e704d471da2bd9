import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { cleanText, optionalText } from '../../kernel/text.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { authorizeEverywhere } from '../domain/permissions.js';
import { MemberEntity } from '../member.entity.js';
import { recordIdentityEvent, requireMember } from '../member.repository.js';

export interface NewMember {
  readonly name: string;
  readonly email?: string | null;
  /** The identity provider's name for the member. */
  readonly subject?: string | null;
  /** A member who is the same natural person. */
  readonly samePersonAs?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Creates a member, who may do nothing until a role is granted. */
@Injectable()
export class CreateMember {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** `newId` is given only where it must be known beforehand (the demo). */
  async execute(actor: Actor, input: NewMember, call: Call, newId: string = uuidv7()): Promise<MemberEntity> {
    authorizeEverywhere(actor, 'member.administer');
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('createMember', input, call), async () => {
        const twin = input.samePersonAs ? await requireMember(tx, input.samePersonAs, 'samePersonAs') : null;
        const member = {
          merchantId: tx.merchantId,
          id: newId,
          personId: twin?.personId ?? uuidv7(),
          subject: optionalText(input.subject, 'subject', { max: 255 }),
          name: cleanText(input.name, 'name', { max: 100 }),
          email: optionalText(input.email, 'email', { max: 254 }),
        };
        const inserted = await tx.manager.createQueryBuilder().insert().into(MemberEntity).values(member).orIgnore().returning('id').execute();
        if ((inserted.raw as unknown[]).length === 0) throw subjectTaken();
        const at = await tx.now();
        recordIdentityEvent(tx, actor, { subjectType: 'member', subjectId: newId, type: 'member.created', at, data: {} }, { cause: 'createMember', requestId: call.requestId });
        return newId;
      });
      return requireMember(tx, id, 'id');
    });
  }
}

function subjectTaken(): DomainError {
  return new DomainError('DUPLICATE', { en: 'Another member has this subject.', zh: '该身份标识已属于另一名成员。' }, 'subject');
}
