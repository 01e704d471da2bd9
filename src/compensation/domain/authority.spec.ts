import fc from 'fast-check';
import type { Role } from '../../kernel/actor.js';
import type { LegBasis, LegType } from '../../remedies/domain/leg.js';
import { readAuthority } from './authority-check.js';
import { goodwillOf, isEntitled, judge, looksSplit, type AuthorityRequest, type Person, type Totals } from './authority.js';
import type { AuthorityPolicy, Measure } from './authority-policy.js';
import { DEFAULT_AUTHORITY } from './default-authority.js';

const { policy: DEFAULTS, problems: NONE } = readAuthority(DEFAULT_AUTHORITY);
const AGENT: Person = { memberId: 'a', roles: ['AGENT'] };

const yuan = (amount: string): object => ({ amount, currency: 'CNY' });
function policyOf(...limits: object[]): AuthorityPolicy {
  const { policy, problems } = readAuthority({ limits: limits.map((limit, at) => ({ name: `l${at}`, ...limit })), chains: [{ name: 'all', levels: [{ role: 'ADMIN', need: 'ANY', withinMinutes: 1 }] }] });
  expect(problems).toEqual([]);
  return policy;
}

function request(legs: readonly [LegType, bigint, LegBasis?][], more: Partial<AuthorityRequest> = {}): AuthorityRequest {
  return {
    kind: 'COMPLAINT', family: 'QUALITY', shopId: 'shop', currency: 'CNY', paidMinor: 100_000n, refusesEntitlement: false,
    legs: legs.map(([type, minor, basis = 'GOODWILL']) => ({ type, minor, basis })), ...more,
  };
}

function totals(more: Partial<Totals> = {}): Totals {
  return { order: 0n, agentDay: 0n, customer90Days: 0n, shopMonth: 0n, ...more };
}

const within = (policy: AuthorityPolicy, of: AuthorityRequest, sums: Partial<Totals> = {}, who = AGENT): boolean => judge(policy, of, totals(sums), who, 'MAKER').within;

describe('authority', () => {
  it('has defaults that can be published', () => {
    expect(NONE).toEqual([]);
  });

  it('reaches to the limit and no further', () => {
    expect(within(DEFAULTS, request([['COUPON', 5_000n]]))).toBe(true);
    expect(judge(DEFAULTS, request([['COUPON', 5_001n]]), totals(), AGENT, 'MAKER').exceeded).toEqual([
      { limit: 'agent-offer-cny', measure: 'OFFER', allowed: '50.00 CNY', asked: '50.01 CNY', by: '0.01 CNY' },
    ]);
  });

  it('is nothing where no limit of an offer applies: another currency, another role, another kind of remedy', () => {
    expect(judge(DEFAULTS, request([['COUPON', 1n]], { currency: 'JPY' }), totals(), AGENT, 'MAKER').exceeded).toEqual([{ limit: null, measure: 'OFFER', allowed: '0 JPY', asked: '1 JPY', by: '1 JPY' }]);
    expect(within(DEFAULTS, request([['COUPON', 1n]]), {}, { memberId: 'i', roles: ['INSPECTOR'] })).toBe(false);
    // Without an order there is no money, and with nothing given there is nothing to grant.
    expect(judge(DEFAULTS, request([['EXPLANATION', 0n]], { currency: null }), totals(), { memberId: 'n', roles: [] }, 'MAKER'))
      .toEqual({ within: false, holder: 'NOBODY', checked: [], exceeded: [{ limit: null, measure: 'OFFER', allowed: '0.00', asked: '0.00', by: '0.00' }] });
    expect(within(DEFAULTS, request([['EXPLANATION', 0n]]), {}, { memberId: 'i', roles: ['INSPECTOR'] })).toBe(true);
    const coupons = policyOf({ role: 'AGENT', measure: 'OFFER', amount: yuan('20'), when: { legTypes: ['COUPON'] } });
    expect(within(coupons, request([['COUPON', 2_000n]]))).toBe(true);
    expect(within(coupons, request([['FREIGHT', 100n]]))).toBe(false);
  });

  it('by remedy type, reason family, kind and shop', () => {
    const policy = policyOf(
      { role: 'AGENT', measure: 'OFFER', amount: yuan('100') },
      { role: 'AGENT', measure: 'OFFER', amount: yuan('10'), when: { legTypes: ['COUPON'] } },
      { role: 'AGENT', measure: 'OFFER', amount: yuan('30'), when: { families: ['PRICE'] } },
      { role: 'AGENT', measure: 'OFFER', amount: yuan('40'), when: { kinds: ['LOGISTICS'] } },
      { role: 'AGENT', measure: 'TYPE', when: { legTypes: ['GIFT'] } },
    );
    expect(within(policy, request([['FREIGHT', 10_000n]]))).toBe(true);
    // The coupon's own bound counts the coupon alone.
    expect(within(policy, request([['FREIGHT', 9_000n], ['COUPON', 1_000n]]))).toBe(true);
    expect(within(policy, request([['FREIGHT', 1n], ['COUPON', 1_001n]]))).toBe(false);
    expect(within(policy, request([['FREIGHT', 3_001n]], { family: 'PRICE' }))).toBe(false);
    expect(within(policy, request([['FREIGHT', 4_001n]], { kind: 'LOGISTICS' }))).toBe(false);
    expect(judge(policy, request([['GIFT', 0n]]), totals(), AGENT, 'MAKER').exceeded).toMatchObject([{ measure: 'TYPE', asked: 'GIFT' }]);
    expect(judge(policy, request([['GIFT', 0n]]), totals(), AGENT, 'APPROVER').within).toBe(true);
    expect(within(policy, request([['COUPON', 1_000n], ['COUPON', 9_000n, 'PACK'], ['GIFT', 0n, 'STATUTORY']]))).toBe(true);
    const shopId = '01935d00-0000-7000-8000-000000000041';
    const ofShop = policyOf({ role: 'AGENT', measure: 'OFFER', amount: yuan('9') }, { role: 'AGENT', measure: 'OFFER', amount: yuan('1'), when: { shopIds: [shopId] } });
    expect([within(ofShop, request([['COUPON', 101n]], { shopId })), within(ofShop, request([['COUPON', 101n]]))]).toEqual([false, true]);
  });

  it('by share of the order, without rounding: a third of one yuan is not half a cent too much', () => {
    const policy = policyOf({ role: 'AGENT', measure: 'OFFER', amount: null }, { role: 'AGENT', measure: 'ORDER_SHARE', percent: 33 });
    expect(within(policy, request([['COUPON', 33n]], { paidMinor: 100n }))).toBe(true);
    expect(judge(policy, request([['COUPON', 34n]], { paidMinor: 100n }), totals(), AGENT, 'MAKER').exceeded)
      .toEqual([{ limit: 'l1', measure: 'ORDER_SHARE', allowed: '0.33 CNY', asked: '0.34 CNY', by: '0.01 CNY' }]);
    expect(within(policy, request([['COUPON', 1n]], { paidMinor: 3n }))).toBe(false);
  });

  it('of several roles the most generous counts; a member’s own limits replace them all', () => {
    const both: Person = { memberId: 'm', roles: ['AGENT', 'LEADER'] };
    expect(judge(DEFAULTS, request([['COUPON', 20_000n]]), totals(), both, 'MAKER')).toMatchObject({ within: true, holder: 'ROLE:LEADER' });
    // Where none of them reaches, the nearest to it is told.
    const over = (roles: Person['roles']) => judge(DEFAULTS, request([['COUPON', 20_001n]]), totals({ agentDay: 40_000n }), { memberId: 'm', roles }, 'MAKER');
    for (const roles of [['AGENT', 'LEADER'], ['LEADER', 'AGENT']] as const) expect(over(roles)).toMatchObject({ within: false, holder: 'ROLE:LEADER', exceeded: [{ measure: 'OFFER' }] });
    expect(judge(DEFAULTS, request([['COUPON', 100n]]), totals(), { memberId: 'm', roles: ['LEADER', 'AGENT', 'INSPECTOR'] }, 'MAKER').holder).toBe('ROLE:LEADER');
    const memberId = '01935d00-0000-7000-8000-000000000031';
    const own = policyOf({ role: 'LEADER', measure: 'OFFER', amount: null }, { memberId, measure: 'OFFER', amount: yuan('1') });
    expect(judge(own, request([['COUPON', 101n]]), totals(), { memberId, roles: ['LEADER'] }, 'MAKER')).toMatchObject({ within: false, holder: `MEMBER:${memberId}` });
    expect(judge(own, request([['COUPON', 101n]]), totals(), { memberId: 'other', roles: ['LEADER'] }, 'MAKER')).toMatchObject({ within: true, holder: 'ROLE:LEADER' });
  });

  it('leaves entitlements alone, and grants nobody to refuse them', () => {
    const owed = request([['REFUND', 90_000n, 'STATUTORY'], ['PRICE_DIFFERENCE', 900n, 'PACK']]);
    expect([isEntitled(owed), within(DEFAULTS, owed, { order: 900_000n, agentDay: 900_000n })]).toEqual([true, true]);
    expect([isEntitled({ ...owed, refusesEntitlement: true }), isEntitled(request([['REFUND', 1n, 'STATUTORY'], ['COUPON', 1n]]))]).toEqual([false, false]);
    const refusing = request([['EXPLANATION', 0n]], { refusesEntitlement: true });
    expect([isEntitled(refusing), within(DEFAULTS, refusing), within(DEFAULTS, refusing, {}, { memberId: 'x', roles: ['ADMIN'] })]).toEqual([false, false, false]);
    expect(judge(DEFAULTS, refusing, totals(), { memberId: 's', roles: ['SUPERVISOR'] }, 'APPROVER').within).toBe(true);
  });

  it('running totals bind, and a request they alone exceed looks split', () => {
    const over = judge(DEFAULTS, request([['COUPON', 100n]]), totals({ agentDay: 30_001n }), AGENT, 'MAKER');
    expect(over).toMatchObject({ within: false, exceeded: [{ measure: 'AGENT_DAY', allowed: '300.00 CNY', asked: '300.01 CNY', by: '0.01 CNY' }] });
    expect(looksSplit(over)).toBe(true);
    expect(looksSplit(judge(DEFAULTS, request([['COUPON', 5_001n]]), totals({ agentDay: 30_001n }), AGENT, 'MAKER'))).toBe(false);
    expect(looksSplit(judge(DEFAULTS, request([['COUPON', 1n]]), totals(), AGENT, 'MAKER'))).toBe(false);
    // The day is the asker's: who approves is not measured by it.
    expect(judge(DEFAULTS, request([['COUPON', 100n]]), totals({ agentDay: 10n ** 9n }), { memberId: 'l', roles: ['LEADER'] }, 'APPROVER').within).toBe(true);
  });
});

describe('a new merchant', () => {
  const rows: readonly [Role, Measure, CNY: bigint, USD: bigint][] = [
    ['AGENT', 'OFFER', 5_000n, 800n], ['AGENT', 'AGENT_DAY', 30_000n, 5_000n], ['AGENT', 'CUSTOMER_90_DAYS', 20_000n, 3_000n],
    ['LEADER', 'OFFER', 20_000n, 3_000n], ['LEADER', 'AGENT_DAY', 100_000n, 15_000n], ['LEADER', 'CUSTOMER_90_DAYS', 60_000n, 9_000n],
    ['SUPERVISOR', 'OFFER', 200_000n, 30_000n], ['SUPERVISOR', 'CUSTOMER_90_DAYS', 400_000n, 60_000n], ['SUPERVISOR', 'SHOP_MONTH', 5_000_000n, 750_000n],
  ];
  const KEYS: Partial<Record<Measure, keyof Totals>> = { AGENT_DAY: 'agentDay', CUSTOMER_90_DAYS: 'customer90Days', SHOP_MONTH: 'shopMonth' };

  it.each(rows)('%s starts with %s up to %s fen or %s cents', (role, measure, yuanBound, dollarBound) => {
    const exceededAt = (minor: bigint, currency: string): unknown[] => {
      const key = KEYS[measure];
      const of = request([['COUPON', key ? 1n : minor]], { currency, paidMinor: 10n ** 9n });
      return judge(DEFAULTS, of, totals(key ? { [key]: minor } : {}), { memberId: 'm', roles: [role] }, 'MAKER').exceeded.map((one) => one.measure);
    };
    expect([exceededAt(yuanBound, 'CNY'), exceededAt(yuanBound + 1n, 'CNY'), exceededAt(dollarBound, 'USD'), exceededAt(dollarBound + 1n, 'USD')]).toEqual([[], [measure], [], [measure]]);
  });

  it('lets an agent give half of what an order was paid, and an admin all there is', () => {
    const half = (minor: bigint): boolean => within(DEFAULTS, request([['COUPON', minor]], { paidMinor: 100n }));
    expect([half(50n), half(51n)]).toEqual([true, false]);
    expect(within(DEFAULTS, request([['COUPON', 10n ** 12n]], { currency: 'JPY' }), {}, { memberId: 'm', roles: ['ADMIN'] })).toBe(true);
  });
});

describe('for every request', () => {
  const legs = fc.array(fc.record({
    type: fc.constantFrom<LegType>('COUPON', 'FREIGHT', 'PARTIAL_REFUND', 'REFUND', 'GIFT'), minor: fc.bigInt(0n, 300_000n), basis: fc.constantFrom<LegBasis>('GOODWILL', 'STATUTORY', 'PACK'),
  }), { minLength: 1, maxLength: 6 });
  const sums = fc.record({ order: fc.bigInt(0n, 10n ** 7n), agentDay: fc.bigInt(0n, 10n ** 6n), customer90Days: fc.bigInt(0n, 10n ** 6n), shopMonth: fc.bigInt(0n, 10n ** 8n) });
  const role = fc.constantFrom('AGENT' as const, 'LEADER' as const, 'SUPERVISOR' as const, 'ADMIN' as const);

  it('a verdict is within exactly when nothing is exceeded, and each excess is what is asked less what is allowed', () => {
    fc.assert(fc.property(legs, sums, role, (of, at, held) => {
      const verdict = judge(DEFAULTS, request([], { legs: of }), at, { memberId: 'm', roles: [held] }, 'MAKER');
      const minor = (text: string): bigint => BigInt(text.replace(/\.| CNY/g, ''));
      return verdict.within === (verdict.exceeded.length === 0)
        && verdict.exceeded.every(({ allowed, asked, by }) => minor(asked) - minor(allowed) === minor(by) && minor(by) > 0n);
    }));
  });

  it('more money, higher totals or fewer roles never turn a no into a yes', () => {
    fc.assert(fc.property(legs, sums, role, fc.bigInt(0n, 10_000n), fc.nat(5), (of, at, held, more, which) => {
      const person: Person = { memberId: 'm', roles: [held] };
      const plain = judge(DEFAULTS, request([], { legs: of }), at, person, 'MAKER');
      const dearer = of.map((leg, index) => (index === which % of.length ? { ...leg, minor: leg.minor + more } : leg));
      const higher = { order: at.order + more, agentDay: at.agentDay + more, customer90Days: at.customer90Days + more, shopMonth: at.shopMonth + more };
      const wider: Person = { memberId: 'm', roles: [held, 'ADMIN'] };
      return (plain.within || !judge(DEFAULTS, request([], { legs: dearer }), higher, person, 'MAKER').within)
        && (!plain.within || judge(DEFAULTS, request([], { legs: of }), at, wider, 'MAKER').within);
    }));
  });

  it('only goodwill counts: what is owed may be added without asking', () => {
    fc.assert(fc.property(legs, sums, role, fc.bigInt(0n, 10n ** 9n), (of, at, held, owed) => {
      const base = request([], { legs: of });
      const added = request([], { legs: [...of, { type: 'REFUND', minor: owed, basis: 'STATUTORY' }] });
      const verdict = (one: AuthorityRequest): boolean => judge(DEFAULTS, one, at, { memberId: 'm', roles: [held] }, 'MAKER').within;
      return goodwillOf(base) === goodwillOf(added) && verdict(base) === verdict(added);
    }));
  });
});
