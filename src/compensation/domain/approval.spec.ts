import fc from 'fast-check';
import type { Role } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { readAuthority } from './authority-check.js';
import { askedAll, askedNow, chainFor, levelPassed } from './approval-chain.js';
import { checkPending, decide, type Agreement, type ApprovalStanding, type Decider } from './approval.js';
import { judge, type AuthorityRequest, type Verdict } from './authority.js';
import { roleOf, type AuthorityPolicy, type Level } from './authority-policy.js';
import { barOf } from './barred.js';
import { checkDelegation, inForce } from './delegation.js';
import { DEFAULT_AUTHORITY } from './default-authority.js';

const DEFAULTS = readAuthority(DEFAULT_AUTHORITY).policy;
const YES: Verdict = { within: true, holder: 'ROLE:LEADER', checked: [], exceeded: [] };
const NO: Verdict = { within: false, holder: 'ROLE:LEADER', checked: [], exceeded: [{ limit: 'l', measure: 'OFFER', allowed: '1', asked: '2', by: '1' }] };
const LEVEL: Level = { approvers: { role: 'LEADER' }, need: 'ANY', withinMinutes: 60 };
const ZERO = { order: 0n, agentDay: 0n, customer90Days: 0n, shopMonth: 0n };

function standing(levels: readonly Level[], more: Partial<ApprovalStanding> = {}): ApprovalStanding {
  return { id: 'r', state: 'PENDING', version: 3, chain: { rule: 'x', levels }, level: 0, escalations: 0, decidedAt: null, ...more };
}

function decider(person: string, more: Partial<Decider> = {}): Decider {
  return { person, barred: null, standing: { forPerson: null, authority: YES }, ...more };
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('a decision', () => {
  it('is refused on what has ended, and on another version than was looked at', () => {
    expect(codeOf(() => checkPending(standing([LEVEL], { state: 'APPROVED' }), null))).toBe('ALREADY_DECIDED');
    expect(codeOf(() => checkPending(standing([LEVEL]), 2))).toBe('VERSION_CONFLICT');
    expect([3, null].map((version) => codeOf(() => checkPending(standing([LEVEL]), version)))).toEqual(['none', 'none']);
  });

  it('of the last level grants, and needs the authority; a level before passes on', () => {
    const two = [LEVEL, { ...LEVEL, approvers: { role: 'ADMIN' as const } }];
    expect(decide(standing([LEVEL]), 'APPROVE', decider('p'), [], new Set(['p']))).toEqual({ state: 'APPROVED', level: 0 });
    expect(codeOf(() => decide(standing([LEVEL]), 'APPROVE', decider('p', { standing: { forPerson: null, authority: NO } }), [], new Set(['p'])))).toBe('AUTHORITY_EXCEEDED');
    expect(decide(standing(two), 'APPROVE', decider('p', { standing: { forPerson: null, authority: NO } }), [], new Set(['p']))).toEqual({ state: 'PENDING', level: 1 });
    expect(decide(standing(two), 'REJECT', decider('p', { standing: { forPerson: null, authority: NO } }), [], new Set(['p']))).toEqual({ state: 'REJECTED', level: 0 });
  });

  it('is refused to who is barred, is not asked, or agreed before by whatever way', () => {
    expect(codeOf(() => decide(standing([LEVEL]), 'REJECT', decider('p', { barred: 'REQUESTER' }), [], new Set()))).toBe('APPROVER_BARRED');
    expect(() => decide(standing([LEVEL]), 'APPROVE', decider('p', { standing: null }), [], new Set())).toThrow(expect.objectContaining({ code: 'FORBIDDEN', details: { level: 1 } }));
    const agreed = (one: Partial<Agreement>): Agreement[] => [{ level: 0, person: 'q', forPerson: null, ...one }];
    const twice = (who: Decider, before: Agreement[]): string => codeOf(() => decide(standing([{ ...LEVEL, need: 3 }]), 'APPROVE', who, before, new Set()));
    expect(twice(decider('q'), agreed({}))).toBe('ALREADY_DECIDED');
    expect(twice(decider('z', { standing: { forPerson: 'q', authority: YES } }), agreed({}))).toBe('ALREADY_DECIDED');
    expect(twice(decider('q'), agreed({ person: 'z', forPerson: 'q' }))).toBe('ALREADY_DECIDED');
    expect(twice(decider('q'), agreed({ forPerson: 'z' }))).toBe('ALREADY_DECIDED');
    expect(twice(decider('p'), agreed({}))).toBe('none');
    expect(twice(decider('p', { standing: { forPerson: 'r', authority: YES } }), agreed({}))).toBe('none');
  });

  it('counts who agreed at its own level, in their own name or for another', () => {
    const before: Agreement[] = [{ level: 0, person: 'q', forPerson: null }];
    expect(decide(standing([LEVEL, { ...LEVEL, need: 2 }], { level: 1 }), 'APPROVE', decider('p'), before, new Set(['p', 'q']))).toEqual({ state: 'PENDING', level: 1 });
    const all = standing([{ ...LEVEL, need: 'ALL' }]);
    expect(decide(all, 'APPROVE', decider('p'), before, new Set(['p', 'q']))).toEqual({ state: 'APPROVED', level: 0 });
    expect(decide(all, 'APPROVE', decider('z', { standing: { forPerson: 'p', authority: YES } }), before, new Set(['p', 'q']))).toEqual({ state: 'APPROVED', level: 0 });
  });

  it('however many decide in whatever order, a level of n passes with the n-th different person, and not before', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 20 }), (need, order) => {
      const request = standing([{ ...LEVEL, need }]);
      const before: Agreement[] = [];
      let state = 'PENDING';
      for (const person of order) {
        if (state !== 'PENDING' || before.some((one) => one.person === person)) continue;
        state = decide(request, 'APPROVE', decider(person), before, new Set('abcdef')).state;
        before.push({ level: 0, person, forPerson: null });
      }
      return (state === 'APPROVED') === (new Set(order).size >= need) && before.length <= need;
    }));
  });
});

describe('a level', () => {
  it('of ALL is passed by everybody who may, and never by nobody', () => {
    expect(levelPassed('ALL', new Set(), new Set())).toBe(false);
    expect(levelPassed('ALL', new Set(['a']), new Set(['a', 'b']))).toBe(false);
    expect(levelPassed('ALL', new Set(['a']), new Set(['a']))).toBe(true);
    expect(levelPassed('ALL', new Set(['a', 'b']), new Set(['a', 'b']))).toBe(true);
  });

  it('asks the role above after each timeout, up to the admin', () => {
    const duty: Level = { ...LEVEL, approvers: { onDuty: 'LEADER' } };
    expect(askedNow(duty, 0)).toEqual([{ onDuty: 'LEADER' }]);
    expect(askedNow(duty, 1)).toEqual([{ onDuty: 'LEADER' }, { role: 'SUPERVISOR' }]);
    expect(askedNow(duty, 7)).toEqual([{ onDuty: 'LEADER' }, { role: 'SUPERVISOR' }, { role: 'ADMIN' }]);
    expect([0, 1, 2].map((n) => askedAll(duty, n))).toEqual([false, false, true]);
    expect(askedAll({ ...LEVEL, approvers: { role: 'ADMIN' } }, 0)).toBe(true);
    // Outside of the ladder, the supervisor comes next.
    for (const approvers of [{ role: 'FINANCE' as const }, { memberIds: ['m'] }]) expect(askedNow({ ...LEVEL, approvers }, 1)).toEqual([approvers, { role: 'SUPERVISOR' }]);
  });
});

describe('a chain', () => {
  const request = (minor: bigint, currency = 'CNY'): AuthorityRequest => ({
    kind: 'COMPLAINT', family: 'QUALITY', shopId: 's', currency, paidMinor: 10n ** 9n, legs: [{ type: 'COUPON', minor, basis: 'GOODWILL' }], refusesEntitlement: false,
  });
  const roles = (policy: AuthorityPolicy, of: AuthorityRequest, more = {}): (Role | null)[] => chainFor(policy, of, { ...ZERO, ...more }).levels.map(({ approvers }) => roleOf(approvers));

  it('follows the first rule that applies, and goes on until somebody holds the authority', () => {
    expect(roles(DEFAULTS, request(8_000n))).toEqual(['LEADER']);
    expect(roles(DEFAULTS, request(20_000n))).toEqual(['LEADER']);
    expect(roles(DEFAULTS, request(20_001n))).toEqual(['SUPERVISOR']);
    expect(roles(DEFAULTS, request(200_001n))).toEqual(['SUPERVISOR', 'ADMIN']);
    expect(roles(DEFAULTS, request(8_000n, 'JPY'))).toEqual(['SUPERVISOR', 'ADMIN']);
    // Small, but too much together: the leader's own bound for a customer is passed, the supervisor's is not.
    expect(roles(DEFAULTS, request(5_000n), { customer90Days: 60_001n })).toEqual(['LEADER', 'SUPERVISOR']);
    expect(roles(DEFAULTS, { ...request(0n), refusesEntitlement: true })).toEqual(['SUPERVISOR']);
  });

  it('takes named members to hold the authority, and ends at the admin where nobody holds it', () => {
    const nobody = (levels: Level[]): AuthorityPolicy => ({ limits: [], chains: [{ name: 'all', when: { legTypes: null, families: null, kinds: null, shopIds: null }, purpose: null, upTo: null, levels }] });
    expect(roles(nobody([{ ...LEVEL, approvers: { memberIds: ['m'] } }]), request(1n))).toEqual([null]);
    expect(roles(nobody([LEVEL]), request(1n))).toEqual(['LEADER', 'SUPERVISOR', 'ADMIN']);
  });

  it('always ends at a role that holds the authority, or at the admin', () => {
    const sums = fc.record({ order: fc.bigInt(0n, 10n ** 7n), agentDay: fc.bigInt(0n, 10n ** 7n), customer90Days: fc.bigInt(0n, 10n ** 7n), shopMonth: fc.bigInt(0n, 10n ** 8n) });
    fc.assert(fc.property(fc.bigInt(1n, 10n ** 7n), sums, fc.constantFrom('CNY', 'USD', 'JPY'), (minor, at, currency) => {
      const levels = chainFor(DEFAULTS, request(minor, currency), at).levels;
      const last = roleOf((levels.at(-1) as Level).approvers) as Role;
      return last === 'ADMIN' || judge(DEFAULTS, request(minor, currency), at, { memberId: '', roles: [last] }, 'APPROVER').within;
    }));
  });
});

describe('who is barred', () => {
  const concerned = { requester: 'asks', maker: 'makes', respondent: 'blamed', payees: ['paid'] };
  it('the four concerned, and whoever acts for one of them', () => {
    expect(['asks', 'makes', 'blamed', 'paid', 'other'].map((one) => barOf(one, concerned, []))).toEqual(['REQUESTER', 'MAKER', 'RESPONDENT', 'PAYEE', null]);
    for (const one of ['asks', 'makes', 'blamed', 'paid']) expect(barOf('other', concerned, ['friend', one])).toBe('DELEGATE');
    expect(barOf('other', concerned, ['friend'])).toBeNull();
  });
});

describe('a delegation', () => {
  const from = '2026-11-22T00:00:00.000Z';
  const to = '2026-11-23T00:00:00.000Z';
  const at = (now: string, revokedAt: string | null = null): boolean => inForce({ startsAt: from, endsAt: to, revokedAt }, now);

  it('begins at its first instant and is over at its last', () => {
    expect([at('2026-11-21T23:59:59.999Z'), at(from), at('2026-11-22T23:59:59.999Z'), at(to)]).toEqual([false, true, true, false]);
    expect([at('2026-11-22T11:59:59.999Z', '2026-11-22T12:00:00.000Z'), at('2026-11-22T12:00:00.000Z', '2026-11-22T12:00:00.000Z')]).toEqual([true, false]);
  });

  it('is refused to oneself, backwards, over, or for more than 90 days', () => {
    const check = (more: object): string => codeOf(() => checkDelegation({ fromPerson: 'a', toPerson: 'b', startsAt: from, endsAt: to, ...more }, from));
    expect([check({}), check({ toPerson: 'a' }), check({ endsAt: from }), check({ startsAt: '2026-11-20T00:00:00.000Z', endsAt: '2026-11-21T00:00:00.000Z' }), check({ endsAt: '2027-02-20T00:00:00.000Z' }), check({ endsAt: '2027-02-20T00:00:00.001Z' })])
      .toEqual(['none', 'INVALID_INPUT', 'INVALID_INPUT', 'INVALID_INPUT', 'none', 'INVALID_INPUT']);
    expect(['2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z'].map((endsAt) => check({ startsAt: '2026-11-25T00:00:00.000Z', endsAt }))).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
    expect(check({ startsAt: '2026-11-21T00:00:00.000Z', endsAt: from })).toBe('INVALID_INPUT');
  });
});
