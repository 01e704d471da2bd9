import type { RuleSet } from './rule.js';

/**
 * What a new merchant starts with. A missed deadline goes to the leader on duty and, half of the target later, to the supervisor; a severe case goes
 * to the supervisor at once, who has 30 minutes to take note of it before the administrators hear; an unkept promise, a second reopening and whoever
 * comes in from outside go to where they can be decided; a ticket nobody is free for goes to the leader. Offsets are ours to tune: they are data.
 */
export const DEFAULT_RULES: RuleSet = {
  rules: [
    {
      key: 'severe',
      title: { en: 'A severe case waits for a supervisor', zh: '严重工单等待主管处理' },
      trigger: { on: 'SEVERITY', is: 'SEVERE' },
      levels: [
        {
          afterMinutes: 0,
          actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'RAISE_PRIORITY', to: 'URGENT' }, { type: 'REQUIRE_SUPERVISOR' }],
        },
        { afterMinutes: 30, actions: [{ type: 'NOTIFY', to: { type: 'ROLE', role: 'ADMIN' } }], acknowledgeWithinMinutes: 90 },
      ],
    },
    {
      key: 'deadline-missed',
      title: { en: 'A deadline was missed', zh: '工单已超时' },
      trigger: { on: 'CLOCK_BREACHED', kinds: ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'STEP', 'RESOLUTION', 'KEEP_INFORMED', 'TASK', 'APPROVAL'] },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' }, hold: true }] },
        { afterPercent: 50, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' }, hold: true }, { type: 'RAISE_PRIORITY', to: 'HIGH' }] },
      ],
    },
    {
      key: 'deadline-near',
      title: { en: 'A deadline is near', zh: '工单即将超时' },
      trigger: { on: 'CLOCK_WARNED' },
      levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ASSIGNEE' }, hold: true }] }],
    },
    {
      key: 'promise-broken',
      title: { en: 'A promise to the customer was not kept', zh: '对顾客的承诺未兑现' },
      trigger: { on: 'PROMISE_BROKEN', times: 1 },
      levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' } }, { type: 'RAISE_PRIORITY', to: 'HIGH' }] }],
    },
    {
      key: 'promise-broken-again',
      title: { en: 'A second promise to the customer was not kept', zh: '对顾客的承诺再次未兑现' },
      trigger: { on: 'PROMISE_BROKEN', times: 2 },
      levels: [{
        afterMinutes: 0,
        actions: [
          { type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'REASSIGN', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'REQUIRE_SUPERVISOR' },
        ],
      }],
    },
    {
      key: 'reopened-twice',
      title: { en: 'The ticket was reopened a second time', zh: '工单第二次被重新打开' },
      trigger: { on: 'REOPENED', times: 2 },
      levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' } }, { type: 'RAISE_PRIORITY', to: 'HIGH' }] }],
    },
    {
      key: 'nobody-free',
      title: { en: 'Nobody is free to take a ticket', zh: '暂无人员可接手工单' },
      trigger: { on: 'UNASSIGNED' },
      levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' }, hold: true }] }],
    },
    {
      key: 'outsider',
      title: { en: 'Somebody from outside came into the case', zh: '平台、监管或媒体已介入' },
      trigger: { on: 'OUTSIDER', who: ['PLATFORM', 'REGULATOR', 'MEDIA', 'BANK_DISPUTE'] },
      levels: [{
        afterMinutes: 0,
        actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'RAISE_PRIORITY', to: 'URGENT' }, { type: 'WEBHOOK', name: 'outsider' }],
      }],
    },
  ],
};
