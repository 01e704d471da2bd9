import { uuidv7 } from 'uuidv7';
import { recordEvents, type NewEvent } from '../../src/platform/outbox/event-log.js';
import { testDatabase } from '../support/database.js';
import { actorIn, newMerchant } from '../support/merchant.js';

const db = testDatabase();
const AT = '2026-11-21T10:00:00.123Z';
const CAUSE = { cause: 'test', requestId: 'r1' };

function event(subjectId: string, type: string, over: Partial<NewEvent> = {}): NewEvent {
  return { subjectType: 'ticket', subjectId, subjectVersion: 1, type, at: AT, isFact: true, data: {}, ...over };
}

describe('recordEvents', () => {
  it('writes all of them in their order, with actor, cause and request', async () => {
    const { merchantId } = await newMerchant(db);
    const actor = actorIn(merchantId, 'AGENT');
    const subject = uuidv7();
    const types = Array.from({ length: 200 }, (_, n) => `type.${n}`);

    await db.open().unitOfWork.run(merchantId, async (tx) => recordEvents(tx, actor, CAUSE, types.map((type, n) => event(subject, type, { data: { n, text: 'a"b\\c 中文' } }))));

    const rows = await db.owner('SELECT type, actor_kind, actor_id, cause, request_id, is_fact, subject_version, at, data FROM event WHERE subject_id = $1 ORDER BY id', [subject]);
    expect(rows.map((row) => row['type'])).toEqual(types);
    expect(rows[7]).toEqual({
      type: 'type.7', actor_kind: 'MEMBER', actor_id: actor.id, cause: 'test', request_id: 'r1', is_fact: true, subject_version: 1, at: new Date(AT),
      data: { n: 7, text: 'a"b\\c 中文' },
    });
  });

  it('records the system without an id, and nothing for nothing', async () => {
    const { merchantId } = await newMerchant(db);
    const subject = uuidv7();
    await db.open().unitOfWork.run(merchantId, async (tx) => {
      recordEvents(tx, { ...actorIn(merchantId, 'AGENT'), kind: 'SYSTEM' }, CAUSE, [event(subject, 'a')]);
      recordEvents(tx, actorIn(merchantId, 'AGENT'), CAUSE, []);
    });
    expect(await db.owner('SELECT actor_kind, actor_id FROM event WHERE subject_id = $1', [subject])).toEqual([{ actor_kind: 'SYSTEM', actor_id: null }]);
  });

  it('fails the whole transaction when something happens twice that may happen once', async () => {
    const { merchantId } = await newMerchant(db);
    const subject = uuidv7();
    const { unitOfWork } = db.open();
    const actor = actorIn(merchantId, 'AGENT');
    const step = event(subject, 'step.done', { onceKey: 'step:RESPOND:1' });
    await unitOfWork.run(merchantId, async (tx) => recordEvents(tx, actor, CAUSE, [step]));

    await expect(unitOfWork.run(merchantId, async (tx) => recordEvents(tx, actor, CAUSE, [event(subject, 'other'), step]))).rejects.toMatchObject({ code: '23505' });

    expect(await db.owner('SELECT type FROM event WHERE subject_id = $1', [subject])).toEqual([{ type: 'step.done' }]);
  });

  it('leaves rows that nobody changes, not even the owner', async () => {
    const { merchantId } = await newMerchant(db);
    await expect(db.owner(`UPDATE event SET data = '{}' WHERE merchant_id = $1`, [merchantId])).rejects.toMatchObject({ code: '23001' });
    await expect(db.owner('DELETE FROM event WHERE merchant_id = $1', [merchantId])).rejects.toMatchObject({ code: '23001' });
  });
});
