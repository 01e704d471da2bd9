import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { authorize, authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { absenceById, absencesMeeting, endAbsence, insertAbsence, lockAbsences, type Absence } from '../absence.repository.js';
import { checkAway } from '../domain/absence.js';

export interface OutOfOfficeRequest {
  readonly memberId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly delegateId: string | null;
  readonly idempotencyKey?: string | null;
}

const ACTIVE = sql('absence.active_member', `SELECT id FROM member WHERE merchant_id = $1 AND id = $2 AND disabled_at IS NULL`);

/** Says when a member is away and who stands in. Their open tickets are handed over once it has begun; they come back by nobody's doing. */
@Injectable()
export class SetOutOfOffice {
  constructor(private readonly unit: UnitOfWork) {}

  execute(actor: Actor, call: Call, request: OutOfOfficeRequest): Promise<Absence> {
    const { memberId, startsAt, endsAt, delegateId } = request;
    refuseOthers(actor, memberId);
    return this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('SET_OUT_OF_OFFICE', request, call), async () => {
        await lockAbsences(tx);
        await requireActive(tx, memberId, 'memberId');
        if (delegateId !== null) await requireActive(tx, delegateId, 'delegateId');
        const now = await tx.now();
        const people = delegateId === null ? [memberId] : [memberId, delegateId];
        checkAway({ memberId, delegateId, startsAt, endsAt }, await absencesMeeting(tx, people, startsAt, endsAt), now);
        const made = uuidv7();
        await insertAbsence(tx, { id: made, memberId, kind: 'OUT_OF_OFFICE', delegateId, startsAt, endsAt }, actor.id, now);
        record(tx, actor, call, { type: 'absence.set', id: made, at: now, data: { memberId, delegateId, startsAt, endsAt } });
        return made;
      });
      return required(await absenceById(tx, id));
    });
  }

  /** Back earlier than said, or not going at all. Done twice it changes nothing. */
  end(actor: Actor, call: Call, absenceId: string): Promise<Absence> {
    authorize(actor, 'ticket.work');
    return this.unit.run(actor.merchantId, async (tx) => {
      await lockAbsences(tx);
      const absence = await absenceById(tx, absenceId);
      if (absence?.kind !== 'OUT_OF_OFFICE') throw notFound('absenceId');
      refuseOthers(actor, absence.memberId);
      const now = await tx.now();
      if (absence.endsAt === absence.startsAt || (absence.endsAt !== null && absence.endsAt <= now)) return absence;
      await endAbsence(tx, absenceId, now);
      record(tx, actor, call, { type: 'absence.ended', id: absenceId, at: now, data: { memberId: absence.memberId } });
      return required(await absenceById(tx, absenceId));
    });
  }
}

/** One's own, or as an administrator of members anybody's. */
function refuseOthers(actor: Actor, memberId: string): void {
  if (actor.id === memberId) authorize(actor, 'ticket.work');
  else authorizeEverywhere(actor, 'member.administer');
}

async function requireActive(tx: Tx, memberId: string, field: string): Promise<void> {
  if ((await tx.query(ACTIVE, [tx.merchantId, memberId])).length === 0) throw notFound(field);
}

function required(absence: Absence | undefined): Absence {
  if (absence) return absence;
  throw new DomainError('NOT_FOUND', { en: 'There is no such object.', zh: '对象不存在。' });
}

function record(tx: Tx, actor: Actor, call: Call, event: { type: string; id: string; at: Instant; data: object }): void {
  recordEvents(tx, actor, { cause: 'OUT_OF_OFFICE', requestId: call.requestId }, [
    { subjectType: 'absence', subjectId: event.id, subjectVersion: 0, type: event.type, at: event.at, isFact: false, data: event.data },
  ]);
}
