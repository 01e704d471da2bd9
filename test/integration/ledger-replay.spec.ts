import fc from 'fast-check';
import { postingsOf, type Account, type Posting } from '../../src/compensation/domain/ledger.js';
import { balancesOf } from '../support/balances.js';
import { testDatabase } from '../support/database.js';
import { FakeBank } from '../support/fake-bank.js';
import { outcome, PayDesk } from '../support/pay-desk.js';

const db = testDatabase();
let desk: PayDesk;
beforeAll(async () => {
  desk = await PayDesk.open(db);
  await desk.route('WEBHOOK', { url: 'https://payer.example/pay' });
});

const LIMIT = 20_000n;

/** A leg's way, in the words of the desk; the model says which movements it must leave. */
const ENDS = {
  DRAFT: [], WITHDRAWN: ['RELEASE'], REFUSED: ['RELEASE'], ACCEPTED: ['COMMIT'], CANCELLED: ['COMMIT', 'RELEASE'], PAID: ['COMMIT', 'PAY'],
} as const;
type End = keyof typeof ENDS;

async function goes(end: End, minor: bigint, bank: FakeBank): Promise<boolean> {
  const { base } = desk;
  const at = await base.atRemedy();
  const { ticketId } = at;
  if (end === 'DRAFT' || end === 'WITHDRAWN') {
    const offerId = await outcome(desk.made(ticketId, minor));
    if (typeof offerId !== 'object' || !('done' in (offerId as object))) return false;
    if (end === 'WITHDRAWN') await desk.withdraw.execute(base.agent, { ...base.request(ticketId), offerId: (offerId as { done: string }).done, reason: 'Another' });
    return true;
  }
  const refused = async () => {
    const offerId = await desk.sent(ticketId);
    const messageId = await base.customerSays(ticketId);
    await desk.refuse.execute(base.agent, { ...base.request(ticketId), offerId, messageId, note: null, proofRef: null, final: false });
  };
  const done = await outcome(end === 'REFUSED' ? refused() : desk.accepted({}, at));
  if (!('done' in (done as object))) return false;
  if (end === 'REFUSED' || end === 'ACCEPTED') return true;
  const { legId, payoutId } = (done as { done: { legId: string; payoutId: string } }).done;
  if (end === 'CANCELLED') await desk.cancel.execute(base.supervisor, { ...base.request(ticketId), legId, reason: 'CUSTOMER_WAIVED', note: 'Given up' });
  else await desk.worker(bank).attempt({ merchantId: base.merchantId, id: payoutId });
  return true;
}

/** What the model says the ledger holds, and whether the next one still fits the limit. */
function modelOf(ways: readonly (readonly [End, bigint])[]): { balances: Record<string, string>; fits: (minor: bigint) => boolean } {
  const postings = ways.flatMap(([end, minor]): Posting[] => [
    ...postingsOf('RESERVE', minor), ...ENDS[end].flatMap((type) => postingsOf(type, minor, end === 'CANCELLED' ? 'COMMITTED' : 'RESERVED')),
  ]);
  const balances = balancesOf(postings);
  const taken = -(balances.get('AVAILABLE') ?? 0n);
  return { balances: Object.fromEntries([...balances].filter(([, minor]) => minor !== 0n).map(([account, minor]) => [account, minor.toString()])), fits: (minor) => taken + minor <= LIMIT };
}

it('whatever becomes of offers, the ledger holds what the model says, the budget agrees, and neither passes the limit', async () => {
  const way = fc.tuple(fc.constantFrom<End>('DRAFT', 'WITHDRAWN', 'REFUSED', 'ACCEPTED', 'CANCELLED', 'PAID'), fc.bigInt({ min: 1n, max: 12_000n }));
  await fc.assert(fc.asyncProperty(fc.array(way, { minLength: 1, maxLength: 6 }), async (ways) => {
    await desk.noBudgets();
    const budget = await desk.budget({ limit: LIMIT });
    const bank = new FakeBank();
    const went: (readonly [End, bigint])[] = [];
    for (const [end, any] of ways) {
      // An offer that is sent states 80 yuan; a draft may be of any amount.
      const minor = end === 'DRAFT' || end === 'WITHDRAWN' ? any : 8_000n;
      const { fits } = modelOf(went);
      expect(await goes(end, minor, bank)).toBe(fits(minor));
      if (fits(minor)) went.push([end, minor]);
    }
    const held = await db.owner<{ account: Account; minor: string }>(
      `SELECT p.account, sum(p.amount_minor)::text AS minor FROM ledger_movement m JOIN ledger_posting p ON p.movement_id = m.id WHERE m.budget_id = $1
        GROUP BY 1 HAVING sum(p.amount_minor) <> 0`, [budget],
    );
    const { balances } = modelOf(went);
    expect(Object.fromEntries(held.map(({ account, minor }) => [account, minor]))).toEqual(balances);
    const use = await desk.use(budget);
    expect([use.reserved, use.committed]).toEqual([Number(balances['RESERVED'] ?? 0), Number(balances['COMMITTED'] ?? 0) + Number(balances['PAID'] ?? 0)]);
  }), { numRuns: 12 });
}, 120_000);
