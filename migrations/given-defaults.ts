// What merchants made before there were such rules are given: the defaults as they were on that day. A migration runs without the code around it.

export const GIVEN_RULES = {
  rules: [
    {
      key: 'severe', title: { en: 'A severe case waits for a supervisor', zh: '严重工单等待主管处理' },
      trigger: { on: 'SEVERITY', is: 'SEVERE' },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'RAISE_PRIORITY', to: 'URGENT' }, { type: 'REQUIRE_SUPERVISOR' }] },
        { afterMinutes: 30, actions: [{ type: 'NOTIFY', to: { type: 'ROLE', role: 'ADMIN' } }], acknowledgeWithinMinutes: 90 },
      ],
    },
    {
      key: 'deadline-missed', title: { en: 'A deadline was missed', zh: '工单已超时' },
      trigger: { on: 'CLOCK_BREACHED', kinds: ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'STEP', 'RESOLUTION', 'KEEP_INFORMED', 'TASK', 'APPROVAL'] },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' }, hold: true }] },
        { afterPercent: 50, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' }, hold: true }, { type: 'RAISE_PRIORITY', to: 'HIGH' }] },
      ],
    },
    {
      key: 'deadline-near', title: { en: 'A deadline is near', zh: '工单即将超时' },
      trigger: { on: 'CLOCK_WARNED' },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ASSIGNEE' }, hold: true }] },
      ],
    },
    {
      key: 'promise-broken', title: { en: 'A promise to the customer was not kept', zh: '对顾客的承诺未兑现' },
      trigger: { on: 'PROMISE_BROKEN', times: 1 },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' } }, { type: 'RAISE_PRIORITY', to: 'HIGH' }] },
      ],
    },
    {
      key: 'promise-broken-again', title: { en: 'A second promise to the customer was not kept', zh: '对顾客的承诺再次未兑现' },
      trigger: { on: 'PROMISE_BROKEN', times: 2 },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'REASSIGN', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'REQUIRE_SUPERVISOR' }] },
      ],
    },
    {
      key: 'reopened-twice', title: { en: 'The ticket was reopened a second time', zh: '工单第二次被重新打开' },
      trigger: { on: 'REOPENED', times: 2 },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' } }, { type: 'RAISE_PRIORITY', to: 'HIGH' }] },
      ],
    },
    {
      key: 'nobody-free', title: { en: 'Nobody is free to take a ticket', zh: '暂无人员可接手工单' },
      trigger: { on: 'UNASSIGNED' },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' }, hold: true }] },
      ],
    },
    {
      key: 'outsider', title: { en: 'Somebody from outside came into the case', zh: '平台、监管或媒体已介入' },
      trigger: { on: 'OUTSIDER', who: ['PLATFORM', 'REGULATOR', 'MEDIA', 'BANK_DISPUTE'] },
      levels: [
        { afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'SUPERVISOR' } }, { type: 'RAISE_PRIORITY', to: 'URGENT' }, { type: 'WEBHOOK', name: 'outsider' }] },
      ],
    },
  ],
};

export const GIVEN_AUTHORITY = {
  limits: [
    { name: 'agent-offer-cny', role: 'AGENT', measure: 'OFFER', amount: { amount: '50.00', currency: 'CNY' } },
    { name: 'agent-agent-day-cny', role: 'AGENT', measure: 'AGENT_DAY', amount: { amount: '300.00', currency: 'CNY' } },
    { name: 'agent-customer-90-days-cny', role: 'AGENT', measure: 'CUSTOMER_90_DAYS', amount: { amount: '200.00', currency: 'CNY' } },
    { name: 'leader-offer-cny', role: 'LEADER', measure: 'OFFER', amount: { amount: '200.00', currency: 'CNY' } },
    { name: 'leader-agent-day-cny', role: 'LEADER', measure: 'AGENT_DAY', amount: { amount: '1000.00', currency: 'CNY' } },
    { name: 'leader-customer-90-days-cny', role: 'LEADER', measure: 'CUSTOMER_90_DAYS', amount: { amount: '600.00', currency: 'CNY' } },
    { name: 'supervisor-offer-cny', role: 'SUPERVISOR', measure: 'OFFER', amount: { amount: '2000.00', currency: 'CNY' } },
    { name: 'supervisor-customer-90-days-cny', role: 'SUPERVISOR', measure: 'CUSTOMER_90_DAYS', amount: { amount: '4000.00', currency: 'CNY' } },
    { name: 'supervisor-shop-month-cny', role: 'SUPERVISOR', measure: 'SHOP_MONTH', amount: { amount: '50000.00', currency: 'CNY' } },
    { name: 'agent-offer-usd', role: 'AGENT', measure: 'OFFER', amount: { amount: '8.00', currency: 'USD' } },
    { name: 'agent-agent-day-usd', role: 'AGENT', measure: 'AGENT_DAY', amount: { amount: '50.00', currency: 'USD' } },
    { name: 'agent-customer-90-days-usd', role: 'AGENT', measure: 'CUSTOMER_90_DAYS', amount: { amount: '30.00', currency: 'USD' } },
    { name: 'leader-offer-usd', role: 'LEADER', measure: 'OFFER', amount: { amount: '30.00', currency: 'USD' } },
    { name: 'leader-agent-day-usd', role: 'LEADER', measure: 'AGENT_DAY', amount: { amount: '150.00', currency: 'USD' } },
    { name: 'leader-customer-90-days-usd', role: 'LEADER', measure: 'CUSTOMER_90_DAYS', amount: { amount: '90.00', currency: 'USD' } },
    { name: 'supervisor-offer-usd', role: 'SUPERVISOR', measure: 'OFFER', amount: { amount: '300.00', currency: 'USD' } },
    { name: 'supervisor-customer-90-days-usd', role: 'SUPERVISOR', measure: 'CUSTOMER_90_DAYS', amount: { amount: '600.00', currency: 'USD' } },
    { name: 'supervisor-shop-month-usd', role: 'SUPERVISOR', measure: 'SHOP_MONTH', amount: { amount: '7500.00', currency: 'USD' } },
    { name: 'agent-order-share', role: 'AGENT', measure: 'ORDER_SHARE', percent: 50 },
    { name: 'admin-offer', role: 'ADMIN', measure: 'OFFER', amount: null },
  ],
  chains: [
    { name: 'leader-cny', purpose: 'GOODWILL', upTo: { amount: '200.00', currency: 'CNY' }, levels: [{ onDuty: 'LEADER', need: 'ANY', withinMinutes: 120 }] },
    { name: 'leader-usd', purpose: 'GOODWILL', upTo: { amount: '30.00', currency: 'USD' }, levels: [{ onDuty: 'LEADER', need: 'ANY', withinMinutes: 120 }] },
    { name: 'supervisor-cny', purpose: 'GOODWILL', upTo: { amount: '2000.00', currency: 'CNY' }, levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }] },
    { name: 'supervisor-usd', purpose: 'GOODWILL', upTo: { amount: '300.00', currency: 'USD' }, levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }] },
    { name: 'refusal', purpose: 'REFUSAL', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }] },
    { name: 'large', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }, { role: 'ADMIN', need: 'ANY', withinMinutes: 480 }] },
  ],
};
