import { ActorDirectory } from '../../src/identity/index.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { testDatabase } from '../support/database.js';
import { newMember, newMerchant } from '../support/merchant.js';

const db = testDatabase();

/** A directory whose look-ups are counted, and wait at a gate while one is set. */
function directory(): { directory: ActorDirectory; lookUps: () => number; gate: (until: Promise<void> | null) => void; answered: Promise<void> } {
  const unitOfWork = new UnitOfWork(db.open().database);
  const read = unitOfWork.read.bind(unitOfWork);
  let count = 0;
  let gate: Promise<void> | null = null;
  let tell = (): void => undefined;
  const answered = new Promise<void>((resolve) => (tell = resolve));
  unitOfWork.read = async (merchantId, work) => {
    count += 1;
    const result = await read(merchantId, work);
    tell();
    if (gate) await gate;
    return result;
  };
  return { directory: new ActorDirectory(unitOfWork), lookUps: () => count, gate: (until) => void (gate = until), answered };
}

function closed(): { until: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const until = new Promise<void>((resolve) => (open = resolve));
  return { until, open };
}

describe('looking up actors', () => {
  it('shares one look-up among all who came while another was under way, each getting its own answer', async () => {
    const { merchantId, adminId } = await newMerchant(db);
    const agents = await Promise.all(Array.from({ length: 5 }, () => newMember(db, merchantId, 'AGENT')));
    const { directory: people, lookUps, gate } = directory();
    const { until, open } = closed();
    gate(until);
    const first = people.member(merchantId, adminId);
    const rest = [...agents, ...agents, 'nobody'].map((id) => people.member(merchantId, id));
    open();
    expect((await first)?.id).toBe(adminId);
    expect((await Promise.all(rest)).map((actor) => actor?.id ?? null)).toEqual([...agents, ...agents, null]);
    expect(lookUps()).toBe(2);
  });

  it('never answers from a look-up that began before the question', async () => {
    const { merchantId } = await newMerchant(db);
    const memberId = await newMember(db, merchantId, 'SUPERVISOR');
    const { directory: people, gate, answered } = directory();
    const { until, open } = closed();
    gate(until);
    const before = people.member(merchantId, memberId);
    await answered;
    await db.owner('DELETE FROM membership WHERE member_id = $1', [memberId]);
    const after = people.member(merchantId, memberId);
    open();
    expect((await before)?.grants).toHaveLength(1);
    expect((await after)?.grants).toEqual([]);
  });

  it('asks for each merchant by itself, and mixes none', async () => {
    const merchants = await Promise.all([newMerchant(db), newMerchant(db), newMerchant(db)]);
    const { directory: people, lookUps } = directory();
    const actors = await Promise.all(merchants.flatMap(({ merchantId }) => merchants.map(({ adminId }) => people.member(merchantId, adminId))));
    expect(actors.map((actor) => (actor ? [actor.merchantId, actor.id] : null))).toEqual(
      merchants.flatMap(({ merchantId }) => merchants.map((other) => (other.merchantId === merchantId ? [merchantId, other.adminId] : null))),
    );
    expect(lookUps()).toBe(6);
  });

  it('fails those who asked when the database does, and answers the next', async () => {
    const { merchantId, adminId } = await newMerchant(db);
    const { directory: people, gate } = directory();
    gate(Promise.reject(new Error('gone')));
    await expect(people.member(merchantId, adminId)).rejects.toThrow('gone');
    gate(null);
    expect((await people.member(merchantId, adminId))?.id).toBe(adminId);
  });
});
