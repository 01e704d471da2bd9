const currencies = [
  // What a desk of this kind grants by rank; the second currency for shops abroad, at about the same worth.
  { currency: 'CNY', agent: '50.00', agentDay: '300.00', agentCustomer: '200.00', leader: '200.00', leaderDay: '1000.00', leaderCustomer: '600.00', supervisor: '2000.00', supervisorCustomer: '4000.00', month: '50000.00' },
  { currency: 'USD', agent: '8.00', agentDay: '50.00', agentCustomer: '30.00', leader: '30.00', leaderDay: '150.00', leaderCustomer: '90.00', supervisor: '300.00', supervisorCustomer: '600.00', month: '7500.00' },
] as const;

type Row = (typeof currencies)[number];

function limit(role: string, measure: string, { currency }: Row, amount: string): object {
  return { name: `${role.toLowerCase()}-${measure.toLowerCase().replaceAll('_', '-')}-${currency.toLowerCase()}`, role, measure, amount: { amount, currency } };
}

function limitsOf(row: Row): object[] {
  return [
    limit('AGENT', 'OFFER', row, row.agent),
    limit('AGENT', 'AGENT_DAY', row, row.agentDay),
    limit('AGENT', 'CUSTOMER_90_DAYS', row, row.agentCustomer),
    limit('LEADER', 'OFFER', row, row.leader),
    limit('LEADER', 'AGENT_DAY', row, row.leaderDay),
    limit('LEADER', 'CUSTOMER_90_DAYS', row, row.leaderCustomer),
    limit('SUPERVISOR', 'OFFER', row, row.supervisor),
    limit('SUPERVISOR', 'CUSTOMER_90_DAYS', row, row.supervisorCustomer),
    limit('SUPERVISOR', 'SHOP_MONTH', row, row.month),
  ];
}

/** What a new merchant starts with, as it is published: small gestures at once, larger ones by rank, everything in other currencies by an admin. */
export const DEFAULT_AUTHORITY = {
  limits: [
    ...currencies.flatMap(limitsOf),
    { name: 'agent-order-share', role: 'AGENT', measure: 'ORDER_SHARE', percent: 50 },
    { name: 'admin-offer', role: 'ADMIN', measure: 'OFFER', amount: null },
  ],
  chains: [
    ...currencies.map((row) => ({
      name: `leader-${row.currency.toLowerCase()}`, purpose: 'GOODWILL', upTo: { amount: row.leader, currency: row.currency },
      levels: [{ onDuty: 'LEADER', need: 'ANY', withinMinutes: 120 }],
    })),
    ...currencies.map((row) => ({
      name: `supervisor-${row.currency.toLowerCase()}`, purpose: 'GOODWILL', upTo: { amount: row.supervisor, currency: row.currency },
      levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }],
    })),
    { name: 'refusal', purpose: 'REFUSAL', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }] },
    { name: 'large', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }, { role: 'ADMIN', need: 'ANY', withinMinutes: 480 }] },
  ],
} as const;
