import { describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { TicketDesk } from '../support/ticket-desk.js';

// Policies over the API: what may be published, what is refused and where, and which rule a ticket's clocks go by.

const app = testApp();
const PUBLISH = `mutation($input: PublishSlaPolicyInput!) { publishSlaPolicy(input: $input) { policy { id name version rules {
  name when { shopIds priorities amount { currency atLeast below } } targets { target seconds calendarId warnings { percent secondsBefore } pauses { reason budgetSeconds } } holds { reason budgetSeconds } } }
  userErrors { code field details } } }`;
const CHECK = 'query($rules: [PolicyRuleInput!]!) { checkSlaPolicy(rules: $rules) { path code message } }';
const CATCH_ALL = { name: 'all', targets: [{ target: 'RESOLUTION', seconds: 864_000 }] };

interface Published {
  readonly policy: { readonly id: string; readonly version: number; readonly rules: unknown[] } | null;
  readonly userErrors: readonly { code: string; field: string | null; details: { problems?: { path: string; code: string }[] } | null }[];
}

async function publish(desk: TicketDesk, input: object): Promise<Published> {
  const { data, errors } = await desk.merchant.as<{ publishSlaPolicy: Published }>('ADMIN', PUBLISH, { input });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.publishSlaPolicy;
}

async function problems(desk: TicketDesk, rules: object[]): Promise<string[]> {
  const { data, errors } = await desk.merchant.as<{ checkSlaPolicy: { path: string; code: string; message: string }[] }>('ADMIN', CHECK, { rules });
  if (!data) throw new Error(JSON.stringify(errors));
  for (const { message } of data.checkSlaPolicy) expect(message).toMatch(/^[A-Z].+/);
  return data.checkSlaPolicy.map(({ path, code }) => `${code} ${path}`);
}

describe('publishing', () => {
  it('answers what was put in, counts versions by name, and never changes one', async () => {
    const desk = await TicketDesk.open(app);
    const rules = [
      {
        name: 'urgent', when: { shopIds: [desk.merchant.shopId], priorities: ['URGENT'], amount: { currency: 'CNY', atLeast: '100.00' } },
        targets: [{
          target: 'RESPOND', seconds: 60, warnings: [{ percent: 50 }, { secondsBefore: 10 }], pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 3_600 }],
        }],
        holds: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 7_200 }],
      },
      CATCH_ALL,
    ];
    expect(await problems(desk, rules)).toEqual([]);
    const { policy, userErrors } = await publish(desk, { name: 'desk', rules, idempotencyKey: 'once' });
    expect(userErrors).toEqual([]);
    expect(policy).toMatchObject({
      version: 1,
      rules: [
        {
          name: 'urgent', when: { shopIds: [desk.merchant.shopId], priorities: ['URGENT'], amount: { currency: 'CNY', atLeast: '100.00', below: null } },
          targets: [{
            target: 'RESPOND', seconds: 60, calendarId: null, warnings: [{ percent: 50, secondsBefore: null }, { percent: null, secondsBefore: 10 }],
            pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 3_600 }],
          }],
          holds: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 7_200 }],
        },
        { name: 'all', when: null, holds: [], targets: [{ target: 'RESOLUTION', seconds: 864_000, warnings: [], pauses: [] }] },
      ],
    });
    expect((await publish(desk, { name: 'desk', rules, idempotencyKey: 'once' })).policy?.id).toBe(policy?.id);
    expect((await publish(desk, { name: 'desk', rules: [CATCH_ALL] })).policy?.version).toBe(2);
    await expect(app.owner(`UPDATE sla_policy SET body = '{}' WHERE merchant_id = $1`, [desk.merchant.id])).rejects.toThrow('never changed');
  });

  it('refuses each slip where it stands, and saves nothing', async () => {
    const desk = await TicketDesk.open(app);
    const other = await TicketDesk.open(app);
    const target = (more: object): object[] => [{ name: 'x', targets: [{ target: 'RESPOND', seconds: 60, ...more }] }, CATCH_ALL];
    const when = (conditions: object): object[] => [{ name: 'x', when: conditions, targets: [{ target: 'RESPOND', seconds: 60 }] }, CATCH_ALL];
    const budgets = (...holds: object[]): object[] => [{ name: 'x', when: { tags: ['a'] }, targets: [{ target: 'RESPOND', seconds: 60, pauses: [{ reason: 'WAITING_ON_CUSTOMER' }] }], holds }, CATCH_ALL];
    const cases: [object[], string[]][] = [
      [[], ['NO_RULES rules']],
      [[{ name: 'x', targets: [{ target: 'RESPOND', seconds: 60 }] }], ['NO_CATCH_ALL rules']],
      [[CATCH_ALL, { ...CATCH_ALL, name: 'again' }], ['UNREACHABLE rules.1.targets.0']],
      [[{ ...CATCH_ALL, name: ' ' }], ['NAME_MISSING rules.0.name']],
      [[{ name: 'all', targets: [{ target: 'TASK', seconds: 5 }] }, CATCH_ALL], ['NAME_TWICE rules.1.name']],
      [[{ name: 'x', targets: [] }, CATCH_ALL], ['NO_TARGETS rules.0.targets']],
      [target({ seconds: 0 }), ['DURATION_OUT_OF_RANGE rules.0.targets.0.seconds']],
      [target({ seconds: 315_360_000 }), ['DURATION_OUT_OF_RANGE rules.0.targets.0.seconds']],
      [target({ calendarId: 'cal_01a20000-0000-7000-8000-00000000dead' }), ['UNKNOWN_CALENDAR rules.0.targets.0.calendarId']],
      [target({ warnings: [{ percent: 101 }, { percent: 0 }, { secondsBefore: 60 }, {}, { percent: 5, secondsBefore: 5 }] }),
        [...[0, 1, 2].map((at) => `WARNING_OUT_OF_RANGE rules.0.targets.0.warnings.${at}`), ...[3, 4].map((at) => `WARNING_UNCLEAR rules.0.targets.0.warnings.${at}`)]],
      [target({ warnings: [{ percent: 50 }, { secondsBefore: 30 }] }), ['WARNING_TWICE rules.0.targets.0.warnings.1']],
      [target({ pauses: [{ reason: 'WAITING_ON_WAREHOUSE' }, { reason: 'WAITING_ON_APPROVAL' }, { reason: 'OTHER' }] }),
        [0, 1, 2].map((at) => `PAUSE_INTERNAL rules.0.targets.0.pauses.${at}.reason`)],
      [target({ pauses: [{ reason: 'WAITING_ON_CUSTOMER' }, { reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 0 }] }),
        ['PAUSE_TWICE rules.0.targets.0.pauses.1.reason', 'BUDGET_OUT_OF_RANGE rules.0.targets.0.pauses.1.budgetSeconds']],
      [budgets({ reason: 'WAITING_ON_APPROVAL', budgetSeconds: 60 }, { reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 0 }, { reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 60 }),
        ['PAUSE_INTERNAL rules.0.holds.0.reason', 'BUDGET_OUT_OF_RANGE rules.0.holds.1.budgetSeconds', 'PAUSE_TWICE rules.0.holds.2.reason']],
      [budgets({ reason: 'PLATFORM_INTERVENTION', budgetSeconds: 60 }), ['HOLD_STOPS_NOTHING rules.0.holds.0.reason']],
      [[...budgets({ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 60 }), { name: 'never', when: { kinds: ['COMPLAINT'], tags: ['a'] }, targets: [{ target: 'TASK', seconds: 60 }], holds: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 5 }] }],
        ['UNREACHABLE rules.2.holds.0']],
      [when({}), ['EMPTY_CONDITION rules.0.when']],
      [when({ tags: [] }), ['EMPTY_CONDITION rules.0.when.tags']],
      [when({ kinds: ['COMPLAINT', 'COMPLAINT'] }), ['VALUE_TWICE rules.0.when.kinds.1']],
      [when({ platforms: ['TEMPLE'] }), ['UNKNOWN_VALUE rules.0.when.platforms.0']],
      [when({ shopIds: [other.merchant.shopId] }), ['UNKNOWN_SHOP rules.0.when.shopIds.0']],
      [when({ amount: { currency: 'CNY' } }), ['AMOUNT_INVALID rules.0.when.amount']],
      [when({ amount: { currency: 'CNY', atLeast: '2.00', below: '2.00' } }), ['AMOUNT_INVALID rules.0.when.amount']],
      ...[{ currency: 'XXX', atLeast: '2.00' }, { currency: 'CNY', atLeast: '2.005' }, { currency: 'JPY', below: '2.0' }, { currency: 'CNY', atLeast: '-1.00' }, { currency: 'CNY', below: 'much' },
        { currency: 'CNY', below: '99999999999999.99' }].map((amount): [object[], string[]] => [when({ amount }), ['AMOUNT_INVALID rules.0.when.amount']]),
    ];
    for (const [rules, expected] of cases) {
      expect(await problems(desk, rules)).toEqual(expected);
      const { policy, userErrors } = await publish(desk, { name: 'bad', rules });
      expect([policy, userErrors.map(({ code }) => code)]).toEqual([null, ['POLICY_INVALID']]);
      expect(userErrors[0]?.details?.problems?.map(({ path, code }) => `${code} ${path}`)).toEqual(expected);
    }
    expect(await app.owner('SELECT count(*)::int AS n FROM sla_policy WHERE merchant_id = $1', [desk.merchant.id])).toEqual([{ n: 1 }]);
  });
});
