import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MINUTE } from '../../kernel/instant.js';
import { DEFAULT_POLICY } from './default-policy.js';
import { asksTrade, calendarsOf, matches, targetOf, thresholds, type PolicyConditions, type PolicyMatter, type PolicyTarget, type SlaPolicy } from './policy.js';
import { policyProblems } from './policy-check.js';
import { covers } from './policy-reach.js';

const MATTER: PolicyMatter = {
  shopId: 'shop-1', platform: 'TMALL', kind: 'COMPLAINT', subtype: 'PRICE', priority: 'NORMAL', severity: 'SEVERE', customerTier: 'VIP', channel: 'CHAT',
  tags: ['press'], amount: { minor: '10000', currency: 'CNY' },
};
const KNOWN = {
  shops: new Set(['shop-1']), calendars: new Set<string>(), platforms: new Set(['TMALL', 'JD']), subtypes: new Set(['PRICE']), priorities: new Set(['NORMAL', 'URGENT']),
  channels: new Set(['CHAT', 'PHONE']),
};
const target = (name: PolicyTarget['target'], durationMs: number): PolicyTarget => ({ target: name, durationMs, calendar: null, warnings: [], pauses: [] });

describe('a policy', () => {
  it('gives each target by the first rule that matches and sets it; later rules fill in the rest', () => {
    const policy: SlaPolicy = {
      rules: [
        { name: 'jd', when: { platforms: ['JD'] }, targets: [target('RESPOND', 1)] },
        { name: 'vip', when: { customerTiers: ['VIP'] }, targets: [target('RESPOND', 2)] },
        { name: 'all', when: null, targets: [target('RESPOND', 3), target('REMEDY', 4)] },
      ],
    };
    expect(targetOf(policy, 'RESPOND', MATTER)).toMatchObject({ rule: 'vip', durationMs: 2 });
    expect(targetOf(policy, 'REMEDY', MATTER)).toMatchObject({ rule: 'all', durationMs: 4 });
    expect(targetOf(policy, 'RESPOND', { ...MATTER, platform: 'JD' })).toMatchObject({ rule: 'jd' });
    expect(targetOf(policy, 'TASK', MATTER)).toBeUndefined();
  });

  it.each([
    [{ kinds: ['COMPLAINT'] }, true], [{ kinds: ['LOGISTICS', 'RETURN_EXCHANGE'] }, false], [{ priorities: ['URGENT'] }, false], [{ shops: ['shop-1'] }, true], [{ shops: ['shop-2'] }, false], [{ tags: ['x', 'press'] }, true], [{ tags: ['x'] }, false],
    [{ subtypes: ['PRICE'], severities: ['MINOR'] }, false], [{ amount: { currency: 'CNY', atLeast: '10000', below: null } }, true],
    [{ amount: { currency: 'CNY', atLeast: null, below: '10000' } }, false], [{ amount: { currency: 'CNY', atLeast: null, below: '10001' } }, true], [{ amount: { currency: 'CNY', atLeast: '10001', below: null } }, false], [{ amount: { currency: 'USD', atLeast: '1', below: null } }, false],
  ] as [PolicyConditions, boolean][])('asks %j', (when, holds) => {
    expect(matches(when, MATTER)).toBe(holds);
  });

  it('a customer of no tier, a ticket without an order, match no condition that asks for one', () => {
    expect(matches({ customerTiers: ['VIP'] }, { ...MATTER, customerTier: null })).toBe(false);
    expect(matches({ amount: { currency: 'CNY', atLeast: '0', below: null } }, { ...MATTER, amount: null })).toBe(false);
  });

  it('warns with so much left, the earliest first', () => {
    expect(thresholds({ durationMs: 10 * MINUTE, warnings: [{ beforeMs: MINUTE }, { percent: 50 }, { percent: 100 }] })).toEqual([5 * MINUTE, MINUTE, 0]);
  });

  it('the default one has nothing against it, and gives every target somewhere', () => {
    expect(policyProblems(DEFAULT_POLICY, KNOWN)).toEqual([]);
    expect(targetOf(DEFAULT_POLICY, 'ACKNOWLEDGEMENT', MATTER)?.durationMs).toBe(6_000);
    expect(targetOf(DEFAULT_POLICY, 'ACKNOWLEDGEMENT', { ...MATTER, channel: 'PHONE' })).toBeUndefined();
    for (const channel of ['CHAT', 'PHONE']) expect(targetOf(DEFAULT_POLICY, 'FIRST_RESPONSE', { ...MATTER, channel })?.durationMs).toBe(180_000);
    expect(targetOf(DEFAULT_POLICY, 'KEEP_INFORMED', MATTER)).toBeDefined();
  });
});

it('gives a target that goes by the shop the calendar it names for the ticket\'s shop, else the target\'s own', () => {
  const by = (calendar: string | null): SlaPolicy => ({
    rules: [{ name: 'all', when: null, targets: [{ ...target('RESPOND', 1), calendar, byShop: true }, { ...target('REMEDY', 2), calendar }] }],
    shopCalendars: [{ shop: 'shop-2', calendar: 'two' }, { shop: 'shop-1', calendar: 'one' }],
  });
  const given = (policy: SlaPolicy, shopId: string): unknown => (['RESPOND', 'REMEDY'] as const).map((name) => targetOf(policy, name, { ...MATTER, shopId })?.calendar);
  expect(['shop-1', 'shop-2', 'shop-3'].map((shopId) => given(by('own'), shopId))).toEqual([['one', 'own'], ['two', 'own'], ['own', 'own']]);
  expect(given(by(null), 'shop-3')).toEqual([null, null]);
  expect(calendarsOf(by('own')).sort()).toEqual(['one', 'own', 'two']);
  expect(calendarsOf({ rules: by('own').rules })).toEqual(['own']);
});

it('has its limits: so many rules, warnings of a target and values of a condition, each told at its place', () => {
  const all = { name: 'all', when: null, targets: [target('RESOLUTION', 3_600_000)] };
  const told = (...rules: SlaPolicy['rules']): string[] => policyProblems({ rules }, KNOWN).map(({ path, code }) => `${path} ${code}`);
  const warned = (count: number): SlaPolicy['rules'][number] => ({ ...all, targets: [{ ...target('RESOLUTION', 3_600_000), warnings: Array.from({ length: count }, (_, at) => ({ beforeMs: (at + 1) * MINUTE })) }] });
  const tagged = (count: number): SlaPolicy['rules'][number] => ({ name: 'tagged', when: { tags: Array.from({ length: count }, (_, at) => `tag ${at}`) }, targets: [target('TASK', MINUTE)] });
  const many = (count: number): SlaPolicy['rules'] => Array.from({ length: count }, (_, at) => ({ name: `rule ${at}`, when: { tags: [`tag ${at}`] }, targets: [target('TASK', MINUTE)] }));
  expect([told(warned(10)), told(warned(11))]).toEqual([[], ['rules.0.targets.0.warnings TOO_MANY']]);
  expect([told(tagged(200), all), told(tagged(201), all)]).toEqual([[], ['rules.0.when.tags TOO_MANY']]);
  expect([told(...many(99), all), told(...many(100), all)]).toEqual([[], ['rules TOO_MANY']]);
});

it('has a rule for every ticket to be done by, and none that no ticket gets to', () => {
  const told = (...rules: SlaPolicy['rules']): string[] => policyProblems({ rules }, KNOWN).map(({ path, code }) => `${path} ${code}`);
  const hold = { reason: 'WAITING_ON_CUSTOMER', budgetMs: MINUTE } as const;
  const pausing = { ...target('TASK', MINUTE), pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetMs: null }] } as const;
  const [tagged, late] = [{ name: 'tagged', when: { tags: ['a'] }, targets: [target('RESOLUTION', MINUTE)] }, { name: 'late', when: { tags: ['a'] }, targets: [pausing, target('RESOLUTION', MINUTE)], holds: [hold] }];
  const all = { name: 'all', when: null, targets: [pausing, target('RESOLUTION', MINUTE)], holds: [hold] };
  expect(told(tagged, all)).toEqual([]);
  expect(told(tagged, { ...all, targets: [pausing] })).toEqual(['rules NO_CATCH_ALL']);
  expect(told(tagged, late)).toEqual(['rules.1.targets.1 UNREACHABLE', 'rules NO_CATCH_ALL']);
  expect(told(all, late)).toEqual(['rules.1.targets.0 UNREACHABLE', 'rules.1.targets.1 UNREACHABLE', 'rules.1.holds.0 UNREACHABLE']);
});

describe('conditions that cover others', () => {
  const list = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), { nil: undefined });
  const conditions = fc.record({ platforms: list, tags: list, customerTiers: list }).map((given) => (
    Object.fromEntries(Object.entries(given).filter(([, values]) => values !== undefined)) as PolicyConditions
  ));
  const value = fc.constantFrom('a', 'b', 'c', 'd');

  it('hold wherever those hold', () => {
    fc.assert(fc.property(conditions, conditions, value, value, fc.uniqueArray(value), (earlier, later, platform, customerTier, tags) => {
      const matter = { ...MATTER, platform, customerTier, tags };
      if (covers(earlier, later) && matches(later, matter)) expect(matches(earlier, matter)).toBe(true);
    }));
  });

  it.each([
    [null, { tags: ['x'] }, true], [{ tags: ['x'] }, null, false], [{ platforms: ['JD', 'TMALL'] }, { platforms: ['JD'] }, true],
    [{ amount: { currency: 'CNY', atLeast: '1', below: null } }, { amount: { currency: 'CNY', atLeast: '5', below: '9' } }, true],
    [{ amount: { currency: 'CNY', atLeast: '6', below: null } }, { amount: { currency: 'CNY', atLeast: '5', below: '9' } }, false],
    ...([[null, '9', null, '9', true], [null, '9', null, '8', true], [null, '9', '5', '10', false], [null, '9', '5', null, false], ['5', '9', '5', '9', true], ['5', null, null, '9', false], ['5', '9', '4', '9', false]] as const)
      .map(([atLeast, below, from, to, expected]) => [{ amount: { currency: 'CNY', atLeast, below } }, { amount: { currency: 'CNY', atLeast: from, below: to } }, expected] as const),
    [{ amount: { currency: 'CNY', atLeast: '1', below: null } }, { amount: { currency: 'USD', atLeast: '5', below: '9' } }, false], [{ amount: { currency: 'CNY', atLeast: '1', below: null } }, {}, false],
  ] as [PolicyConditions | null, PolicyConditions | null, boolean][])('%j covers %j: %s', (earlier, later, expected) => {
    expect(covers(earlier, later)).toBe(expected);
  });
});

describe('asking for shop, customer and order', () => {
  const asked = (when: PolicyConditions | null): boolean => asksTrade({ rules: [{ name: 'plain', when: null, targets: [] }, { name: 'one', when, targets: [] }] });

  it('is what platform, tier and amount do, and nothing else', () => {
    expect([{ platforms: ['JD'] }, { customerTiers: ['VIP'] }, { amount: { currency: 'CNY', atLeast: '1', below: null } }].map(asked)).toEqual([true, true, true]);
    expect([null, {}, { shops: ['a'], kinds: ['COMPLAINT'] as const, priorities: ['HIGH'], channels: ['CHAT'], tags: ['x'], subtypes: ['y'], severities: ['SEVERE'] as const }].map(asked)).toEqual([false, false, false]);
  });
});
