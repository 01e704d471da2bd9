import { readAuthority } from './authority-check.js';

const A = '01935d00-0000-7000-8000-000000000031';
const B = '01935d00-0000-7000-8000-000000000032';
const LIMIT = { name: 'a', role: 'AGENT', measure: 'OFFER', amount: { amount: '50.00', currency: 'CNY' } };
const LEVEL = { role: 'LEADER', need: 'ANY', withinMinutes: 60 };
const LAST = { name: 'last', levels: [LEVEL] };
const limits = (...of: unknown[]): object => ({ limits: of, chains: [LAST] });
const chains = (...of: unknown[]): object => ({ limits: [LIMIT], chains: of });
const level = (of: object): object => chains({ name: 'last', levels: [of] });
const { role: _, ...NOBODY } = LIMIT;
const { role: __, ...UNASKED } = LEVEL;

it.each<[string, unknown, string[]]>([
  ['nothing', null, ['WRONG_TYPE ', 'WRONG_TYPE limits', 'WRONG_TYPE chains']],
  ['another key', { ...limits(LIMIT), more: 1 }, ['UNKNOWN_KEY more']],
  ['nothing in it', { limits: [], chains: [] }, ['EMPTY limits', 'EMPTY chains']],
  ['too many limits', limits(...Array.from({ length: 201 }, (_none, at) => ({ ...LIMIT, name: `l${at}` }))), ['TOO_MANY limits']],
  ['a name twice, of a limit and a chain too', { limits: [LIMIT, LIMIT], chains: [{ ...LAST, name: 'a' }] }, ['NAME_TWICE limits.1.name', 'NAME_TWICE chains.0.name']],
  ['a name badly written, once', limits({ ...LIMIT, name: 'A b' }, { ...LIMIT, name: 'A b' }), ['WRONG_FORM limits.0.name', 'WRONG_FORM limits.1.name']],
  ['an unknown measure', limits({ ...LIMIT, measure: 'YEAR' }), ['UNKNOWN_WORD limits.0.measure']],
  ['a share without a percent', limits({ name: 'a', role: 'AGENT', measure: 'ORDER_SHARE' }), ['PERCENT_OF_SHARE limits.0.percent', 'OUT_OF_RANGE limits.0.percent']],
  ['a share of more than all', limits({ name: 'a', role: 'AGENT', measure: 'ORDER_SHARE', percent: 101 }), ['OUT_OF_RANGE limits.0.percent']],
  ['a percent of what is no share', limits({ ...LIMIT, percent: 5 }), ['PERCENT_OF_SHARE limits.0.percent']],
  ['no amount', limits({ name: 'a', role: 'AGENT', measure: 'OFFER' }), ['AMOUNT_OR_NULL limits.0.amount']],
  ['an amount of a share', limits({ name: 'a', role: 'AGENT', measure: 'ORDER_SHARE', percent: 5, amount: null }), ['AMOUNT_OR_NULL limits.0.amount']],
  ['an amount below zero', limits({ ...LIMIT, amount: { amount: '-0.01', currency: 'CNY' } }), ['BAD_AMOUNT limits.0.amount']],
  ['an amount in no currency', limits({ ...LIMIT, amount: { amount: '1', currency: 'XXX' } }), ['BAD_AMOUNT limits.0.amount']],
  ['an amount that is no text', limits({ ...LIMIT, amount: { amount: 5, currency: 'CNY' } }), ['BAD_AMOUNT limits.0.amount']],
  ['a currency that is no text', limits({ ...LIMIT, amount: { amount: '5', currency: ['CNY'] } }), ['BAD_AMOUNT limits.0.amount']],
  ['a bare number', limits({ ...LIMIT, amount: 5 }), ['WRONG_TYPE limits.0.amount', 'BAD_AMOUNT limits.0.amount']],
  ['TYPE without types', limits({ name: 'a', role: 'AGENT', measure: 'TYPE' }), ['TYPES_MISSING limits.0.when.legTypes']],
  ['an unknown type', limits({ ...LIMIT, when: { legTypes: ['COUPON', 'HUG'] } }), ['UNKNOWN_WORD limits.0.when.legTypes.1']],
  ['no shops', limits({ ...LIMIT, when: { shopIds: [] } }), ['EMPTY limits.0.when.shopIds']],
  ['nobody', limits(NOBODY), ['ONE_HOLDER limits.0', 'UNKNOWN_WORD limits.0.role']],
  ['two holders', limits({ ...LIMIT, memberId: A }), ['ONE_HOLDER limits.0']],
  ['a member that is none', limits({ ...NOBODY, memberId: 'x' }), ['WRONG_FORM limits.0.memberId.0']],
  ['an integration', limits({ ...LIMIT, role: 'INTEGRATION' }), ['UNKNOWN_WORD limits.0.role']],
  ['an unknown purpose', chains({ ...LAST, name: 'b', purpose: 'FUN' }, LAST), ['UNKNOWN_WORD chains.0.purpose']],
  ['seven levels', chains({ name: 'last', levels: Array.from({ length: 7 }, () => LEVEL) }), ['TOO_MANY_LEVELS chains.0.levels']],
  ['a level of nobody', level(UNASKED), ['ONE_KIND_OF_APPROVERS chains.0.levels.0', 'UNKNOWN_WORD chains.0.levels.0.role']],
  ['a level of two kinds', level({ ...LEVEL, memberIds: [A] }), ['ONE_KIND_OF_APPROVERS chains.0.levels.0']],
  ['an agent who approves', level({ ...LEVEL, role: 'AGENT' }), ['UNKNOWN_WORD chains.0.levels.0.role']],
  ['a duty of another role', level({ ...UNASKED, onDuty: 'ADMIN' }), ['UNKNOWN_WORD chains.0.levels.0.onDuty']],
  ['more than the named members', level({ ...UNASKED, memberIds: [A, B], need: 3 }), ['OUT_OF_RANGE chains.0.levels.0.need']],
  ['two of one member named twice', level({ ...UNASKED, memberIds: [A, A], need: 2 }), ['OUT_OF_RANGE chains.0.levels.0.need']],
  ['more of a role than 20', level({ ...LEVEL, need: 21 }), ['OUT_OF_RANGE chains.0.levels.0.need']],
  ['no time', level({ ...LEVEL, withinMinutes: 0 }), ['OUT_OF_RANGE chains.0.levels.0.withinMinutes']],
  ['more than thirty days', level({ ...LEVEL, withinMinutes: 43_201 }), ['OUT_OF_RANGE chains.0.levels.0.withinMinutes']],
  ['a last chain for one purpose', chains({ ...LAST, purpose: 'REFUSAL' }), ['LAST_IS_BOUND chains.0']],
  ['a last chain up to an amount', chains({ ...LAST, name: 'b' }, { ...LAST, upTo: LIMIT.amount }), ['LAST_IS_BOUND chains.1']],
  ['a last chain for some', chains({ ...LAST, when: { kinds: ['COMPLAINT'] } }), ['LAST_IS_BOUND chains.0']],
])('%s is told', (_what, body, told) => {
  expect(readAuthority(body).problems.map(({ path, code }) => `${code} ${path}`)).toEqual(told);
});

it('reads what may be published, to its bounds, and fills in what was left out', () => {
  const anywhere = { legTypes: null, families: null, kinds: null, shopIds: null };
  const { policy, problems } = readAuthority({
    limits: [
      { ...LIMIT, amount: { amount: '0.00', currency: 'CNY' } },
      { ...NOBODY, name: 'b', memberId: A, amount: null, when: { shopIds: [B], legTypes: null } },
      { name: 'c', role: 'AGENT', measure: 'ORDER_SHARE', percent: 100, when: null },
      { name: 'd', role: 'AGENT', measure: 'TYPE', when: { legTypes: ['GIFT'] } },
    ],
    chains: [
      { name: 'e', purpose: 'REFUSAL', upTo: LIMIT.amount, levels: [{ ...UNASKED, memberIds: [A, B], need: 2 }, ...Array.from({ length: 5 }, () => ({ ...UNASKED, onDuty: 'LEADER' }))] },
      { name: 'f', purpose: null, upTo: null, when: { shopIds: null }, levels: [{ ...LEVEL, need: 20, withinMinutes: 43_200 }, { ...LEVEL, need: 'ALL' }] },
    ],
  });
  expect(problems).toEqual([]);
  expect(policy.limits).toEqual([
    { name: 'a', holder: { role: 'AGENT' }, measure: 'OFFER', when: anywhere, amount: { minor: 0n, currency: 'CNY' }, percent: null },
    { name: 'b', holder: { memberId: A }, measure: 'OFFER', when: { ...anywhere, shopIds: [B] }, amount: null, percent: null },
    { name: 'c', holder: { role: 'AGENT' }, measure: 'ORDER_SHARE', when: anywhere, amount: null, percent: 100 },
    { name: 'd', holder: { role: 'AGENT' }, measure: 'TYPE', when: { ...anywhere, legTypes: ['GIFT'] }, amount: null, percent: null },
  ]);
  const [first, last] = policy.chains;
  expect(first).toMatchObject({ name: 'e', purpose: 'REFUSAL', upTo: { minor: 5_000n, currency: 'CNY' } });
  expect(first?.levels[0]).toEqual({ approvers: { memberIds: [A, B] }, need: 2, withinMinutes: 60 });
  expect(first?.levels.slice(1)).toEqual(Array.from({ length: 5 }, () => ({ approvers: { onDuty: 'LEADER' }, need: 'ANY', withinMinutes: 60 })));
  expect(last).toEqual({
    name: 'f', purpose: null, upTo: null, when: anywhere,
    levels: [{ approvers: { role: 'LEADER' }, need: 20, withinMinutes: 43_200 }, { approvers: { role: 'LEADER' }, need: 'ALL', withinMinutes: 60 }],
  });
});
