import { attemptOf, bodyHash, once, type Attempt } from '../../src/platform/idempotency.js';
import { testDatabase } from '../support/database.js';
import { actorIn, CALL, newMerchant } from '../support/merchant.js';

const db = testDatabase();
const attempt = (body: object, key = 'k1', operation = 'op'): Attempt => ({ operation, key, bodyHash: bodyHash(body) });

describe('once', () => {
  it('runs the work of 40 parallel callers with one key one time, and answers all of them the same', async () => {
    const { merchantId } = await newMerchant(db);
    const actor = actorIn(merchantId, 'AGENT');
    const { unitOfWork } = db.open();
    let ran = 0;

    const answers = await Promise.all(Array.from({ length: 40 }, () =>
      unitOfWork.run(merchantId, (tx) => once(tx, actor, attempt({ a: 1 }), async () => {
        ran += 1;
        await tx.now();
        return { id: `made-${ran}` };
      }))));

    expect(ran).toBe(1);
    expect(new Set(answers.map((answer) => answer.id))).toEqual(new Set(['made-1']));
  });

  it('refuses the key with another body, and does nothing then', async () => {
    const { merchantId } = await newMerchant(db);
    const actor = actorIn(merchantId, 'AGENT');
    const { unitOfWork } = db.open();
    let ran = 0;
    const work = async (): Promise<number> => (ran += 1);
    await unitOfWork.run(merchantId, (tx) => once(tx, actor, attempt({ a: 1 }), work));

    await expect(unitOfWork.run(merchantId, (tx) => once(tx, actor, attempt({ a: 2 }), work))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey',
    });

    expect(ran).toBe(1);
  });

  it('leaves the key free when the first call failed', async () => {
    const { merchantId } = await newMerchant(db);
    const actor = actorIn(merchantId, 'AGENT');
    const { unitOfWork } = db.open();
    await expect(unitOfWork.run(merchantId, (tx) => once(tx, actor, attempt({}), () => Promise.reject(new Error('no'))))).rejects.toThrow('no');

    expect(await unitOfWork.run(merchantId, (tx) => once(tx, actor, attempt({ b: 1 }), () => Promise.resolve('yes')))).toBe('yes');
  });

  it('tells actors, operations and merchants apart', async () => {
    const [one, two] = [await newMerchant(db), await newMerchant(db)];
    const { unitOfWork } = db.open();
    const agent = actorIn(one.merchantId, 'AGENT');
    const callers = [[agent, 'op'], [agent, 'other'], [actorIn(one.merchantId, 'AGENT'), 'op'], [actorIn(two.merchantId, 'AGENT', { id: agent.id }), 'op']] as const;
    for (const [index, [actor, operation]] of callers.entries()) {
      const answer = await unitOfWork.run(actor.merchantId, (tx) => once(tx, actor, attempt({ index }, 'k1', operation), () => Promise.resolve(index)));
      expect(answer).toBe(index);
    }
  });

  it.each(['', 'x'.repeat(256), 'a\nb', 'a\u0000', 'ключ'])('refuses the key %j', async (key) => {
    const { merchantId } = await newMerchant(db);
    const work = db.open().unitOfWork.run(merchantId, (tx) => once(tx, actorIn(merchantId, 'AGENT'), attempt({}, key), () => Promise.resolve(1)));
    await expect(work).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'idempotencyKey' });
    expect(await db.owner('SELECT FROM idempotency WHERE merchant_id = $1', [merchantId])).toHaveLength(0);
  });
});

describe('bodyHash', () => {
  it('does not see the order of keys, the key itself, or what is undefined', () => {
    const hash = bodyHash({ a: 1, b: { c: [1, 2], d: 2n } });
    expect(bodyHash({ b: { d: 2n, c: [1, 2] }, a: 1, idempotencyKey: 'k', e: undefined })).toEqual(hash);
    for (const other of [{ a: 1 }, { a: '1', b: { c: [1, 2], d: 2n } }, { a: 1, b: { c: [2, 1], d: 2n } }, { a: 1, b: { c: [1, 2], d: 2 } }, { a: 1, b: { c: [1, 2], d: 2n }, e: null }]) {
      expect(bodyHash(other)).not.toEqual(hash);
    }
  });

  it('takes the key of the input before that of the header, and none for none', () => {
    expect(attemptOf('op', { idempotencyKey: 'a' }, { ...CALL, idempotencyKey: 'b' })?.key).toBe('a');
    expect(attemptOf('op', {}, { ...CALL, idempotencyKey: 'b' })?.key).toBe('b');
    expect(attemptOf('op', { idempotencyKey: null }, CALL)).toBeNull();
  });
});
