import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PERMISSIONS, SCOPES, type Scope } from '../../src/identity/domain/permissions.js';
import { ALLOW } from '../../src/platform/graphql/allow.js';
import { testApp, type CallOptions, type GraphQLAnswer } from '../support/app.js';
import { BusyMerchant } from '../support/busy-merchant.js';
import { argumentsOf, documentOf, idTypeAt, OPERATIONS, plainValue, unknownId, type Operation } from '../support/operations.js';
import { tableHashes } from '../support/table-hashes.js';
import type { MemberRole } from '../support/merchant.js';

const AGENT = 'AGENT', LEADER = 'LEADER', SUPERVISOR = 'SUPERVISOR', FINANCE = 'FINANCE', INSPECTOR = 'INSPECTOR', ADMIN = 'ADMIN', AUDITOR = 'AUDITOR';
const ROLES: readonly MemberRole[] = [AGENT, LEADER, SUPERVISOR, FINANCE, INSPECTOR, ADMIN, AUDITOR];
const DESK: readonly MemberRole[] = [AGENT, LEADER, SUPERVISOR, ADMIN];

interface Row {
  readonly operations: string;
  readonly roles: readonly MemberRole[];
  /** The one scope a key needs; null: no key. */
  readonly key: Scope | null;
}

/** Who gets through the door of what. Written by hand from the requirement, and not from the code's own table: the two must agree. */
const TABLE: readonly Row[] = [
  { operations: 'me merchant node', roles: ROLES, key: 'tickets:read' },
  { operations: 'shop shops', roles: ROLES, key: 'tickets:read' },
  { operations: 'members', roles: ROLES, key: null },
  { operations: 'processDefinitions slaPolicies', roles: ROLES, key: null },
  { operations: 'checkProcessDefinition checkSlaPolicy', roles: [ADMIN], key: null },
  { operations: 'escalationRules defaultEscalationRules dutyRosters onDuty absences agentProfiles', roles: ROLES, key: null },
  { operations: 'checkEscalationRules checkDutyRoster', roles: [ADMIN], key: null },
  { operations: 'simulatePolicy', roles: [ADMIN], key: null },
  { operations: 'previewPolicy reapplyPolicy bulkReapplyPolicy breachReport holdReport', roles: [SUPERVISOR, ADMIN], key: null },
  { operations: 'policyPacks shopPacks', roles: ROLES, key: null },
  { operations: 'checkPolicyPack publishPolicyPack chooseShopPacks', roles: [ADMIN], key: null },
  { operations: 'observeExternalDeadline observeExternalEvent', roles: DESK, key: 'tickets:write' },
  { operations: 'apiKeys', roles: [ADMIN], key: null },
  { operations: 'businessTime calendar calendars', roles: ROLES, key: 'tickets:read' },
  { operations: 'createCalendar updateCalendar importHolidayYear', roles: [ADMIN], key: null },
  { operations: 'order orderByExternalId', roles: ROLES, key: 'tickets:read' },
  { operations: 'customer', roles: ROLES, key: 'customers:read' },
  { operations: 'ticket ticketByNumber tickets ticketCounts', roles: ROLES, key: 'tickets:read' },
  { operations: 'ticketByExternalRef ticketStatuses', roles: ROLES, key: 'status:read' },

  { operations: 'createShop updateShop createTeam', roles: [ADMIN], key: null },
  { operations: 'createMember disableMember enableMember grantRole revokeRole', roles: [ADMIN], key: null },
  { operations: 'createApiKey revokeApiKey', roles: [ADMIN], key: null },
  { operations: 'upsertReason deactivateReason', roles: [ADMIN], key: null },
  { operations: 'publishProcessDefinition publishSlaPolicy advanceTestClock', roles: [ADMIN], key: null },
  { operations: 'publishEscalationRules publishDutyRoster setAgentProfile setAssignOnOpening', roles: [ADMIN], key: null },
  { operations: 'markNotificationsRead acknowledgeNotifications', roles: [...DESK, FINANCE, INSPECTOR], key: null },
  { operations: 'upsertCustomers upsertOrders upsertParcels', roles: [ADMIN], key: 'orders:write' },
  { operations: 'revealCustomer', roles: DESK, key: null },

  { operations: 'openTicket', roles: DESK, key: 'tickets:write' },
  { operations: 'takeTicket transferTicket holdTicket resumeTicket classifyTicket identifyTicket changeTicketKind tagTicket linkTickets', roles: DESK, key: null },
  { operations: 'acknowledgeEscalation setOutOfOffice endOutOfOffice', roles: DESK, key: null },
  { operations: 'assignTicket assignAutomatically bulkAssignTickets', roles: [LEADER, SUPERVISOR, ADMIN], key: null },
  { operations: 'mergeTicket closeTicket bulkCloseTickets reopenTicket withdrawTicket skipStep', roles: DESK, key: null },
  { operations: 'recordStatement confirmStatement recordFinding reportSeverity extendReceipt sendFeedback', roles: DESK, key: null },
  { operations: 'confirmFinding acknowledgeSeverity', roles: [SUPERVISOR, ADMIN], key: null },

  { operations: 'sendMessage addNote makePromise keepPromise renegotiatePromise', roles: DESK, key: null },
  { operations: 'receiveMessage postAutomaticMessage', roles: DESK, key: 'tickets:write' },
  { operations: 'redactMessage redactTicketText', roles: [SUPERVISOR, ADMIN], key: null },
  { operations: 'createUpload', roles: [...DESK, INSPECTOR], key: 'tickets:write' },

  { operations: 'openTask cancelTask', roles: DESK, key: null },
  { operations: 'answerTask', roles: [...DESK, INSPECTOR, FINANCE], key: null },
  { operations: 'makeOffer declineRequest sendOffer withdrawOffer', roles: DESK, key: null },
  { operations: 'previewRefund ruleTable', roles: ROLES, key: 'tickets:read' },
  { operations: 'publishRuleTable', roles: [ADMIN], key: null },
  { operations: 'submitFinding disputeFinding fileClaim', roles: DESK, key: null },
  { operations: 'arbitrateFinding', roles: [SUPERVISOR, ADMIN], key: null },
  { operations: 'recordRecovery moveClaim', roles: [FINANCE, SUPERVISOR, ADMIN], key: null },
  { operations: 'issueReturn shipGoods moveGoods', roles: [...DESK, INSPECTOR, FINANCE], key: 'tickets:write' },
  { operations: 'inspectGoods', roles: [...DESK, INSPECTOR], key: null },
  { operations: 'acceptOffer refuseOffer recordCounterOffer', roles: DESK, key: 'tickets:write' },
  { operations: 'fulfilLeg', roles: [...DESK, INSPECTOR, FINANCE], key: 'tickets:write' },
  { operations: 'approvalRequest approvals delegations', roles: [...DESK, FINANCE, AUDITOR], key: null },
  { operations: 'decideApproval bulkDecideApprovals delegateApprovals revokeDelegation', roles: [LEADER, SUPERVISOR, FINANCE, ADMIN], key: null },
  { operations: 'requestApproval withdrawApproval', roles: DESK, key: null },
  { operations: 'authorityPolicies', roles: ROLES, key: null },
  { operations: 'checkAuthorityPolicy publishAuthorityPolicy declareCustomerIsMember overrideApproval', roles: [ADMIN], key: null },
  { operations: 'compensationReport authorityReport', roles: [LEADER, SUPERVISOR, FINANCE, ADMIN, AUDITOR], key: null },
  { operations: 'cancelLeg', roles: [SUPERVISOR, ADMIN], key: null },

  { operations: 'payouts payout', roles: [...DESK, FINANCE, AUDITOR], key: null },
  { operations: 'enterPayoutOutcome confirmPayoutOutcome retryPayout importStatement', roles: [FINANCE, ADMIN], key: null },
  { operations: 'payoutRoutes setPayoutRoute setPaymentReference', roles: [ADMIN], key: null },
  { operations: 'recordExchangePayment', roles: [FINANCE, ADMIN], key: 'payouts:report' },
  { operations: 'reportPayout', roles: [], key: 'payouts:report' },
  { operations: 'budgets', roles: [LEADER, SUPERVISOR, FINANCE, ADMIN, AUDITOR], key: null },
  { operations: 'upsertBudget', roles: [FINANCE, ADMIN], key: null },
  { operations: 'overrideBudget', roles: [ADMIN], key: null },
  { operations: 'ledgerMovements ledgerBalances reconciliation', roles: [FINANCE, ADMIN, AUDITOR], key: null },
];
const RULES = new Map(TABLE.flatMap((row) => row.operations.split(' ').map((name) => [name, row] as const)));

const app = testApp();
let merchant: BusyMerchant;
/** Everybody who may come, by name. */
let callers: { name: string; may: (rule: Row) => boolean; call: CallOptions }[];

beforeAll(async () => {
  merchant = await BusyMerchant.create(app);
  const members = await Promise.all(ROLES.map(async (role) => ({
    name: role, may: (rule: Row) => rule.roles.includes(role), call: { token: await merchant.base.token(role) },
  })));
  const keys = await Promise.all(SCOPES.map(async (scope) => ({
    name: `a key of ${scope}`, may: (rule: Row) => rule.key === scope, call: { headers: { 'x-api-key': await merchant.key([scope]) } },
  })));
  callers = [...members, ...keys];
}, 120_000);

function send(operation: Operation, call: CallOptions, id: (type: ReturnType<typeof idTypeAt>) => string): Promise<GraphQLAnswer> {
  const variables = argumentsOf(operation, (path, type) => (type.name === 'ID' ? id(idTypeAt(operation, path)) : plainValue(path, type)));
  return app.gql(documentOf(operation), variables, call);
}

/** Every code of a refusal the answer carries, top-level and in the payload. */
function codesOf(answer: GraphQLAnswer, name: string): unknown[] {
  const payload = answer.data?.[name] as { userErrors?: { code: string }[] } | null | undefined;
  return [...(answer.errors ?? []).map((error) => error.extensions['code']), ...(payload?.userErrors ?? []).map((error) => error.code)];
}

describe('every operation', () => {
  it('stands in this table, and nothing else does', () => {
    expect([...RULES.keys()].sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
  });

  it('names a permission the code knows', () => {
    const scanner = app.nest.get(MetadataScanner, { strict: false });
    const permissions = new Map<string, unknown>();
    for (const { instance } of app.nest.get(DiscoveryService, { strict: false }).getProviders()) {
      const prototype = (instance && Object.getPrototypeOf(instance)) as Record<string, object> | null;
      for (const name of prototype ? scanner.getAllMethodNames(prototype) : []) {
        const method = Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined;
        if (method && ['Query', 'Mutation'].includes(Reflect.getMetadata('graphql:resolver_type', method) as string)) {
          permissions.set(name, Reflect.getMetadata(ALLOW, method));
        }
      }
    }
    expect([...permissions.keys()].sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
    expect([...permissions.values()].filter((permission) => !Object.hasOwn(PERMISSIONS, permission as string))).toEqual([]);
  });

  it('is closed to who brings no credentials: 401, and nothing else is told', async () => {
    const before = await tableHashes(app);
    const told: string[] = [];
    for (const operation of OPERATIONS) {
      const answer = await send(operation, {}, (type) => merchant.ids.get(type) ?? unknownId(type));
      const closed = answer.status === 401 && (answer.data?.[operation.name] ?? null) === null && JSON.stringify(codesOf(answer, operation.name)) === '["UNAUTHENTICATED"]';
      if (!closed) told.push(`${operation.name}: ${JSON.stringify(answer)}`);
    }
    expect(told).toEqual([]);
    expect(await tableHashes(app)).toEqual(before);
  });
});

describe('at the door', () => {
  it('whoever the table does not name is refused, with ids of real objects too, and nothing is written', async () => {
    const before = await tableHashes(app);
    const passed: string[] = [];
    for (const { name, may, call } of callers) {
      for (const operation of OPERATIONS.filter((one) => !may(RULES.get(one.name) as Row))) {
        const answer = await send(operation, call, (type) => merchant.ids.get(type) ?? unknownId(type));
        if (JSON.stringify(codesOf(answer, operation.name)) !== '["FORBIDDEN"]') passed.push(`${name}: ${operation.name}: ${JSON.stringify(answer)}`);
      }
    }
    expect(passed).toEqual([]);
    expect(await tableHashes(app)).toEqual(before);
  }, 120_000);

  it('whoever the table names gets in', async () => {
    const refused: string[] = [];
    for (const { name, may, call } of callers) {
      for (const operation of OPERATIONS.filter((one) => may(RULES.get(one.name) as Row))) {
        // Unknown objects: the answer tells that the door was open, and nobody disables the caller.
        const answer = await send(operation, call, unknownId);
        const codes = codesOf(answer, operation.name);
        if (answer.status >= 500 || codes.some((code) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED')) {
          refused.push(`${name}: ${operation.name}: ${JSON.stringify(answer)}`);
        }
      }
    }
    expect(refused).toEqual([]);
  }, 120_000);
});

it('an auditor reads everything and writes nothing', async () => {
  const before = await tableHashes(app);
  const call = { token: await merchant.base.token('AUDITOR') };
  for (const operation of OPERATIONS) {
    const answer = await send(operation, call, (type) => merchant.ids.get(type) ?? unknownId(type));
    const administers = [
      'apiKeys', 'checkProcessDefinition', 'checkSlaPolicy', 'checkEscalationRules', 'checkDutyRoster', 'checkAuthorityPolicy', 'previewPolicy', 'simulatePolicy', 'breachReport', 'holdReport', 'checkPolicyPack', 'payoutRoutes',
    ].includes(operation.name);
    const expected = operation.kind === 'mutation' || administers ? ['FORBIDDEN'] : [];
    expect([operation.name, codesOf(answer, operation.name)]).toEqual([operation.name, expected]);
  }
  expect(await tableHashes(app)).toEqual(before);
});

it('a role in one shop opens no door in another', async () => {
  const elsewhere = await app.owner<{ id: string }>(
    `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency)
     VALUES ($1, gen_random_uuid(), 'elsewhere', 'Elsewhere', 'JD', 'Asia/Shanghai', 'CNY') RETURNING id`, [merchant.base.id],
  );
  await merchant.base.member('ADMIN', 'admin elsewhere', { shopUuid: elsewhere[0]?.id ?? null });
  const call = { token: await merchant.base.token('ADMIN', 'admin elsewhere') };
  const before = await tableHashes(app);
  const letIn: string[] = [];
  // What concerns the merchant as a whole, or no shop at all, is asked of nobody's ids.
  const withoutPlace = new Set([
    'me', 'merchant', 'shops', 'members', 'apiKeys', 'processDefinitions', 'checkProcessDefinition', 'slaPolicies', 'businessTime', 'calendar',
    'calendars', 'escalationRules', 'defaultEscalationRules', 'absences', 'agentProfiles', 'checkDutyRoster', 'policyPacks', 'checkPolicyPack',
    'authorityPolicies', 'authorityReport',
  ]);
  for (const operation of OPERATIONS.filter(({ name }) => !withoutPlace.has(name))) {
    const answer = await send(operation, call, (type) => merchant.ids.get(type) ?? unknownId(type));
    const codes = codesOf(answer, operation.name);
    const value = answer.data?.[operation.name];
    const nothing = value == null || (Array.isArray(value) && value.length === 0) || JSON.stringify(value).includes('"edges":[]');
    // Bulk operations answer per item; that nothing was written is asked below.
    const bulk = operation.name.startsWith('bulk');
    if (codes.length === 0 && !nothing && !bulk) letIn.push(`${operation.name}: ${JSON.stringify(answer)}`);
  }
  expect(letIn).toEqual([]);
  expect(await tableHashes(app)).toEqual(before);
});
