import { encodeId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { DEFAULT_AUTHORITY } from '../../src/compensation/index.js';
import { testApp, type CallOptions, type TestApp } from '../support/app.js';
import { untilServed } from '../support/at-once.js';
import { inDays, RemedyDesk, words, type DeskDatabase } from '../support/remedy-desk.js';
import { tableHashes } from '../support/table-hashes.js';
import { testToken } from '../support/token.js';

const app = testApp();
let desk: RemedyDesk;
const as: Record<string, CallOptions> = {};
beforeAll(async () => {
  desk = await RemedyDesk.open(databaseOf(app));
  for (const member of [desk.agent, desk.leader, desk.supervisor, desk.finance, desk.auditor]) as[member.name] = { token: await testToken({ sub: member.id, merchant: desk.merchantId }) };
  const adminId = await person('ADMIN');
  as['ADMIN'] = { token: await testToken({ sub: adminId, merchant: desk.merchantId }) };
  const published = await call('ADMIN', 'publishAuthorityPolicy', { name: 'limits', body: DEFAULT_AUTHORITY }, 'policy { name version body }');
  expect(published).toMatchObject({ userErrors: [], policy: { name: 'limits', version: 1, body: DEFAULT_AUTHORITY } });
});

function databaseOf(of: TestApp): DeskDatabase {
  return { owner: (statement, values) => of.owner(statement, values), open: () => ({ unitOfWork: of.nest.get(UnitOfWork, { strict: false }) }) };
}

async function person(role: string, shopId: string | null = null): Promise<string> {
  const [row] = await app.owner<{ id: string }>('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2) RETURNING id', [desk.merchantId, role]);
  await app.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, gen_random_uuid(), $2, $3, $4)', [desk.merchantId, row?.id, role, shopId]);
  return row?.id ?? '';
}

interface Answer {
  readonly userErrors: { code: string; field: string | null; details: Record<string, unknown> | null }[];
  readonly [field: string]: unknown;
}

async function call(who: string, mutation: string, given: object, selects: string): Promise<Answer> {
  const [ticket] = 'ticketId' in given ? await app.owner<{ version: number }>(`SELECT version FROM ticket WHERE 'tkt_' || id::text = $1`, [given.ticketId]) : [];
  const input = ticket && mutation !== 'makeOffer' ? { ...given, expectedVersion: ticket.version } : given;
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await untilServed(() => app.gql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selects} userErrors { code field details } } }`, { input }, as[who],
  ));
  expect(errors).toBeUndefined();
  return (data as Record<string, Answer>)[mutation];
}

const making = (ticketId: string, amount: string): object => ({ ticketId, fulfilBy: inDays(4), legs: [{ type: 'PARTIAL_REFUND', amount: { amount, currency: 'CNY' } }] });

async function drafted(amount = '80.00'): Promise<{ ticketId: string; offerId: string; requestId: string; uuid: string }> {
  const { ticketId: uuid } = await desk.atRemedy();
  const ticketId = encodeId('Ticket', uuid);
  const made = await call('AGENT', 'makeOffer', making(ticketId, amount), 'offer { id }');
  expect(made.userErrors).toEqual([]);
  const offerId = (made['offer'] as { id: string }).id;
  const [row] = await app.owner<{ id: string }>(`SELECT id FROM approval_request WHERE 'ofr_' || offer_id::text = $1`, [offerId]);
  return { ticketId, offerId, requestId: row ? encodeId('ApprovalRequest', row.id) : '', uuid };
}

const DOSSIER = `query ($id: ID!) { approvalRequest(id: $id) {
  request { id state version goodwill { amount currency } exceeded { limit measure allowed asked by } levels { position approvers need } level requestedBy chainRule looksSplit
    decisions { decision byMemberId reason level } }
  viewerMayApprove { allowed code message } totals { order { amount } agentDay { amount } customer90Days { amount } shopMonth { amount } }
  customer { customerId tickets offersAccepted accepted { amount } requestsRejected } budget { limit { amount } before { amount } after { amount } }
  similar { id state } ticket { id findings { fault } offers { id } attachments { id } } } }`;

describe('approvals over GraphQL', () => {
  it('go from the draft over the queue and the dossier to the sent offer', async () => {
    await app.owner(
      `INSERT INTO budget (merchant_id, id, shop_id, reason_family, period, starts_on, ends_on, currency, limit_minor, created_at)
       VALUES ($1, gen_random_uuid(), $2, NULL, 'NAMED', '2020-01-01', '2099-12-31', 'CNY', 1000000, now())`, [desk.merchantId, desk.shopId],
    );
    const { ticketId, offerId, requestId } = await drafted();
    const gate = await app.gql<{ ticket: { allowedOperations: { operation: string; allowed: boolean; code: string | null; message: string | null }[] } }>(
      'query ($id: ID!) { ticket(id: $id) { allowedOperations { operation allowed code message } } }', { id: ticketId }, as['AGENT']);
    const verdicts = gate.data?.ticket.allowedOperations ?? [];
    expect(verdicts.find(({ operation }) => operation === 'SEND_OFFER')).toEqual({ operation: 'SEND_OFFER', allowed: false, code: 'APPROVAL_PENDING', message: 'The offer waits for approval.' });
    expect(verdicts.find(({ operation }) => operation === 'CLOSE')).toMatchObject({ allowed: false, code: 'APPROVAL_PENDING' });

    const mine = async (who: string): Promise<string[]> => {
      const { data } = await app.gql<{ approvals: { edges: { node: { id: string } }[] } }>('{ approvals(filter: { mine: true }) { edges { node { id } } } }', {}, as[who]);
      return data?.approvals.edges.map(({ node }) => node.id) ?? [];
    };
    expect([await mine('LEADER'), await mine('SUPERVISOR'), await mine('AGENT')]).toEqual([[requestId], [], []]);

    const seen = await app.gql<{ approvalRequest: Record<string, unknown> }>(DOSSIER, { id: requestId }, as['LEADER']);
    expect(seen.data?.approvalRequest).toMatchObject({
      request: {
        id: requestId, state: 'PENDING', version: 1, goodwill: { amount: '80.00', currency: 'CNY' }, level: 1, chainRule: 'leader-cny', looksSplit: false,
        exceeded: [{ limit: 'agent-offer-cny', measure: 'OFFER', allowed: '50.00 CNY', asked: '80.00 CNY', by: '30.00 CNY' }],
        levels: [{ position: 1, approvers: 'ON_DUTY:LEADER', need: 'ANY' }], requestedBy: encodeId('Member', desk.agent.id), decisions: [],
      },
      viewerMayApprove: { allowed: true, code: null }, totals: { order: { amount: '80.00' }, agentDay: { amount: '80.00' }, customer90Days: { amount: '80.00' }, shopMonth: { amount: '80.00' } },
      customer: { tickets: 1, offersAccepted: 0, accepted: { amount: '0.00' }, requestsRejected: 0 },
      budget: { limit: { amount: '10000.00' }, before: { amount: '0.00' }, after: { amount: '80.00' } },
      similar: [], ticket: { id: ticketId, findings: [], offers: [{ id: offerId }], attachments: [] },
    });
    const other = await app.gql<{ approvalRequest: { viewerMayApprove: object } }>(DOSSIER, { id: requestId }, as['AGENT']);
    expect(other.data?.approvalRequest.viewerMayApprove).toMatchObject({ allowed: false, code: 'FORBIDDEN' });

    const decided = await call('LEADER', 'decideApproval', { requestId, expectedVersion: 1, decision: 'APPROVE', reason: 'Seen', idempotencyKey: 'd1' }, 'approval { state version decisions { decision byMemberId reason } } ticket { id version }');
    expect(decided).toMatchObject({
      userErrors: [], ticket: { id: ticketId }, approval: { state: 'APPROVED', version: 2, decisions: [{ decision: 'APPROVE', byMemberId: encodeId('Member', desk.leader.id), reason: 'Seen' }] },
    });
    expect((await call('LEADER', 'decideApproval', { requestId, expectedVersion: 1, decision: 'APPROVE', reason: 'Seen', idempotencyKey: 'd1' }, 'approval { state }')).userErrors).toEqual([]);
    expect(await call('SUPERVISOR', 'decideApproval', { requestId, expectedVersion: 1, decision: 'REJECT', reason: 'No' }, 'approval { state version }')).toMatchObject({
      userErrors: [{ code: 'ALREADY_DECIDED' }], approval: { state: 'APPROVED', version: 2 },
    });
    expect((await call('AGENT', 'sendOffer', { ticketId, offerId, channel: 'CHAT', body: words(inDays(4)) }, 'offer { state }'))).toMatchObject({ userErrors: [], offer: { state: 'SENT' } });

    const next = await drafted('90.00');
    const again = await app.gql<{ approvalRequest: Record<string, unknown> }>(DOSSIER, { id: next.requestId }, as['LEADER']);
    expect(again.data?.approvalRequest).toMatchObject({ similar: [{ id: requestId, state: 'APPROVED' }], budget: { before: { amount: '80.00' }, after: { amount: '170.00' } } });
    const bulk = await call('LEADER', 'bulkDecideApprovals', { decisions: [
      { requestId: next.requestId, decision: 'REJECT', reason: 'Too much' }, { requestId, decision: 'APPROVE', reason: 'Late' }, { requestId: ticketId, decision: 'APPROVE', reason: 'Wrong' },
    ] }, 'results { requestId approval { state } userErrors { code field } }');
    expect(bulk).toMatchObject({ userErrors: [], results: [
      { requestId: next.requestId, approval: { state: 'REJECTED' }, userErrors: [] }, { requestId, approval: { state: 'APPROVED' }, userErrors: [{ code: 'ALREADY_DECIDED' }] },
      { requestId: ticketId, approval: null, userErrors: [{ code: 'NOT_FOUND', field: 'requestId' }] },
    ] });
    expect((await call('AGENT', 'requestApproval', { ticketId: next.ticketId, offerId: next.offerId, note: 'Photos' }, 'ticket { id }')).userErrors).toEqual([]);
    const [asked] = await app.owner<{ id: string }>(`SELECT id FROM approval_request WHERE state = 'PENDING' AND 'ofr_' || offer_id::text = $1`, [next.offerId]);
    expect(await call('AGENT', 'withdrawApproval', { requestId: encodeId('ApprovalRequest', asked?.id ?? ''), reason: 'Changed my mind' }, 'approval { state endedNote }')).toMatchObject({
      userErrors: [], approval: { state: 'WITHDRAWN', endedNote: 'Changed my mind' },
    });
  });

  it('refuses bad input by name, and nothing changes', async () => {
    const { requestId, uuid } = await drafted();
    const before = await desk.state(uuid);
    for (const [who, input, code, field] of [
      ['LEADER', { requestId, decision: 'APPROVE', reason: ' ' }, 'INVALID_INPUT', 'reason'],
      ['LEADER', { requestId, decision: 'APPROVE', reason: 'x', expectedVersion: 7 }, 'VERSION_CONFLICT', 'expectedVersion'],
      ['FINANCE', { requestId, decision: 'APPROVE', reason: 'x' }, 'FORBIDDEN', null],
      ['LEADER', { requestId: requestId.replace(/.$/, 'f').replace(/.{4}$/, 'dead'), decision: 'APPROVE', reason: 'x' }, 'NOT_FOUND', 'requestId'],
      ['AGENT', { requestId, decision: 'APPROVE', reason: 'x' }, 'FORBIDDEN', null],
    ] as const) {
      expect((await call(who, 'decideApproval', input, 'approval { id }')).userErrors).toMatchObject([{ code, field }]);
    }
    const many = Array.from({ length: 51 }, () => ({ requestId, decision: 'APPROVE', reason: 'x' }));
    expect((await call('LEADER', 'bulkDecideApprovals', { decisions: many }, 'results { requestId }')).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'decisions' }]);
    expect(await desk.state(uuid)).toEqual(before);
    const broken = { limits: [{ name: 'a', role: 'AGENT', measure: 'OFFER', amount: { amount: '1e3', currency: 'CNY' } }], chains: [{ name: 'b', upTo: null, purpose: 'REFUSAL', levels: [] }] };
    expect((await call('ADMIN', 'publishAuthorityPolicy', { name: 'limits', body: broken }, 'policy { id }')).userErrors).toMatchObject([{
      code: 'RULE_INVALID', details: { problems: [{ path: 'limits.0.amount' }, { path: 'chains.0.levels' }, { path: 'chains.0' }] },
    }]);
  });

  it('tells all that would keep limits from being published, and writes nothing', async () => {
    const check = async (body: object, who = 'ADMIN') => (await app.gql<{ checkAuthorityPolicy: { path: string; code: string; message: string }[] }>(
      'query ($body: JSONObject!) { checkAuthorityPolicy(body: $body) { path code message } }', { body }, as[who]));
    const limit = { name: 'a', measure: 'OFFER', amount: { amount: '50.00', currency: 'CNY' } };
    const [member, shop] = [encodeId('Member', desk.agent.id), encodeId('Shop', desk.shopId)];
    const unknown = encodeId('Member', '00000000-0000-7000-8000-00000000dead');
    const named = { limits: [{ ...limit, memberId: member, when: { shopIds: [shop] } }], chains: [{ name: 'b', levels: [{ memberIds: [member], need: 'ANY', withinMinutes: 60 }] }] };
    const strangers = { ...named, chains: [{ name: 'b', levels: [{ memberIds: [member, unknown], need: 'ANY', withinMinutes: 60 }] }] };
    const before = await tableHashes(app);
    expect((await check(DEFAULT_AUTHORITY)).data?.checkAuthorityPolicy).toEqual([]);
    expect((await check(named)).data?.checkAuthorityPolicy).toEqual([]);
    expect((await check(strangers)).data?.checkAuthorityPolicy).toEqual([
      { path: 'chains.0.levels.0.memberIds.1', code: 'UNKNOWN_ID', message: `There is no such object: ${unknown}.` },
    ]);
    const misplaced = { ...named, limits: [{ ...limit, memberId: shop, when: { shopIds: [desk.shopId] } }] };
    expect((await check(misplaced)).data?.checkAuthorityPolicy.map(({ path, code }) => `${code} ${path}`)).toEqual([
      'WRONG_FORM limits.0.when.shopIds.0', 'WRONG_FORM limits.0.memberId.0',
    ]);
    expect((await check(DEFAULT_AUTHORITY, 'LEADER')).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await call('ADMIN', 'publishAuthorityPolicy', { name: 'limits', body: strangers }, 'policy { id }')).userErrors).toMatchObject([
      { code: 'RULE_INVALID', field: 'body', details: { problems: [{ path: 'chains.0.levels.0.memberIds.1', code: 'UNKNOWN_ID' }] } },
    ]);
    expect(await tableHashes(app)).toEqual(before);
  });

  it('reports what it cost, who granted it and how long it took', async () => {
    const range = { from: inDays(-1), to: inDays(1) };
    const { data, errors } = await app.gql<{ authorityReport: Record<string, number>; compensationReport: unknown[] }>(
      `query ($range: ReportRangeInput!) { authorityReport(range: $range) { offers within beyond withinShare splitShare asked approved rejected withdrawn overridden overrideShare medianSeconds recovery { rate } }
         compensationReport(range: $range, by: AGENT) { key offers given { amount } goodwill { amount } carriedOut { amount } } }`, { range }, as['AUDITOR']);
    expect(errors).toBeUndefined();
    expect(data?.authorityReport).toMatchObject({ offers: 3, within: 0, beyond: 3, withinShare: 0, asked: 4, approved: 1, rejected: 1, withdrawn: 1, overridden: 0, overrideShare: 0 });
    expect(data?.compensationReport).toEqual([]);
    const [sent] = await app.owner<{ ticket: string; offer: string }>(`SELECT ticket_id AS ticket, id AS offer FROM offer WHERE state = 'SENT'`);
    const messageId = encodeId('Message', await desk.customerSays(sent?.ticket ?? ''));
    expect((await call('AGENT', 'acceptOffer', { ticketId: encodeId('Ticket', sent?.ticket ?? ''), offerId: encodeId('Offer', sent?.offer ?? ''), messageId }, 'offer { state }')).userErrors).toEqual([]);
    for (const [by, key] of [['AGENT', encodeId('Member', desk.agent.id)], ['REASON', 'TORN'], ['SKU', 'SKU'], ['CARRIER', null], ['TICKET', encodeId('Ticket', sent?.ticket ?? '')]] as const) {
      const answer = await app.gql<{ compensationReport: unknown[] }>('query ($range: ReportRangeInput!, $by: CompensationDimension!) { compensationReport(range: $range, by: $by) { key offers given { amount currency } goodwill { amount } carriedOut { amount } } }', { range, by }, as['LEADER']);
      expect(answer.data?.compensationReport).toEqual([{ key, offers: 1, given: { amount: '80.00', currency: 'CNY' }, goodwill: { amount: '80.00' }, carriedOut: { amount: '0.00' } }]);
    }
    const wrong = await app.gql('query ($range: ReportRangeInput!) { authorityReport(range: $range) { offers } }', { range: { from: range.to, to: range.from } }, as['LEADER']);
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('50 approvers at once approve once, 50 acceptances accept once, and one payout is made', async () => {
    const leaders = await Promise.all(Array.from({ length: 10 }, async (_, n) => {
      as[`leader ${n}`] = { token: await testToken({ sub: await person('LEADER', desk.shopId), merchant: desk.merchantId }) };
      return `leader ${n}`;
    }));
    const { ticketId, offerId, requestId, uuid } = await drafted();
    const codes = (answers: readonly Answer[]): string[] => [...new Set(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done'))].sort();
    const decisions = await Promise.all(Array.from({ length: 50 }, (_, n) =>
      call(leaders[n % 10] ?? '', 'decideApproval', { requestId, expectedVersion: 1, decision: 'APPROVE', reason: 'Seen' }, 'approval { state }')));
    expect(decisions.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(codes(decisions).filter((code) => code !== 'BUSY')).toEqual(['ALREADY_DECIDED', 'done']);
    expect((await call('AGENT', 'sendOffer', { ticketId, offerId, channel: 'CHAT', body: words(inDays(4)) }, 'offer { state }')).userErrors).toEqual([]);
    const messageId = encodeId('Message', await desk.customerSays(uuid));
    const accepted = await Promise.all(Array.from({ length: 50 }, () => call('AGENT', 'acceptOffer', { ticketId, offerId, messageId }, 'offer { state }')));
    expect(accepted.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(await app.owner(`SELECT count(*)::int, sum(amount_minor)::text FROM payout WHERE 'ofr_' || offer_id::text = $1`, [offerId])).toEqual([{ count: 1, sum: '8000' }]);
    expect(await app.owner('SELECT count(*)::int FROM approval_decision d JOIN approval_request r ON r.id = d.request_id WHERE r.ticket_id = $1', [uuid])).toEqual([{ count: 1 }]);
  }, 60_000);

  it('the dossier tells in one query what the customer had before, whose fault it is and what shows it', async () => {
    const first = await drafted('60.00'); // approved, sent and accepted, it is what the customer had before
    expect((await call('LEADER', 'decideApproval', { requestId: first.requestId, decision: 'APPROVE', reason: 'Seen' }, 'approval { state }')).userErrors).toEqual([]);
    expect((await call('AGENT', 'sendOffer', { ticketId: first.ticketId, offerId: first.offerId, channel: 'CHAT', body: words(inDays(4), '60元') }, 'offer { state }')).userErrors).toEqual([]);
    const messageId = encodeId('Message', await desk.customerSays(first.uuid));
    expect((await call('AGENT', 'acceptOffer', { ticketId: first.ticketId, offerId: first.offerId, messageId }, 'offer { state }')).userErrors).toEqual([]);

    const [order] = await app.owner<{ orderId: string; lineId: string }>(`SELECT t.order_id AS "orderId", l.id AS "lineId" FROM ticket t JOIN order_line l ON l.order_id = t.order_id WHERE t.id = $1`, [first.uuid]);
    const { ticketId: uuid } = await desk.atRemedy('WAREHOUSE', order);
    const ticketId = encodeId('Ticket', uuid);
    expect((await call('AGENT', 'makeOffer', making(ticketId, '80.00'), 'offer { id }')).userErrors).toEqual([]);
    await app.owner(`INSERT INTO finding (merchant_id, id, ticket_id, caused_by_us, fault, liability, cause, recorded_by, at) VALUES ($1, gen_random_uuid(), $2, true, 'WAREHOUSE', 'PENDING', 'Torn in packing', $3, now())`, [desk.merchantId, uuid, desk.agent.id]);
    await app.owner(
      `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, created_by, at)
       VALUES ($1, gen_random_uuid(), $2, 'PHOTO', 'coat.png', 'image/png', 1, sha256('x'), gen_random_uuid()::text, 'MEMBER', $3, now())`, [desk.merchantId, uuid, desk.agent.id],
    );
    const [request] = await app.owner<{ id: string }>('SELECT id FROM approval_request WHERE ticket_id = $1', [uuid]);
    const seen = await app.gql<{ approvalRequest: Record<string, unknown> }>(DOSSIER, { id: encodeId('ApprovalRequest', request?.id ?? '') }, as['LEADER']);
    expect(seen.errors).toBeUndefined();
    expect(seen.data?.approvalRequest).toMatchObject({
      request: { exceeded: expect.arrayContaining([expect.objectContaining({ limit: 'agent-offer-cny', by: '30.00 CNY' })]) },
      totals: { order: { amount: '140.00' }, customer90Days: { amount: '140.00' } },
      customer: { tickets: 2, offersAccepted: 1, accepted: { amount: '60.00' }, requestsRejected: 0 }, ticket: { findings: [{ fault: 'WAREHOUSE' }], attachments: [{}] },
    });
  });

  it('break-glass takes two admins, and is loud in the log of the ticket and in the report', async () => {
    as['SECOND ADMIN'] = { token: await testToken({ sub: await person('ADMIN'), merchant: desk.merchantId }) };
    const range = { from: inDays(-1), to: inDays(1) };
    const overridden = async (): Promise<unknown> =>
      (await app.gql<{ authorityReport: { overridden: number } }>('query ($range: ReportRangeInput!) { authorityReport(range: $range) { overridden } }', { range }, as['AUDITOR'])).data?.authorityReport.overridden;
    const before = await overridden();
    const { ticketId, requestId } = await drafted();
    const reason = 'The regulator waits for it today';
    expect((await call('ADMIN', 'overrideApproval', { requestId, reason: 'Hurry' }, 'overrideId')).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'reason' }]);
    const asked = await call('ADMIN', 'overrideApproval', { requestId, reason }, 'overrideId approval { state }');
    expect(asked).toMatchObject({ userErrors: [], approval: { state: 'PENDING' } });
    const overrideId = asked['overrideId'];
    expect((await call('ADMIN', 'overrideApproval', { requestId, reason, overrideId }, 'overrideId')).userErrors).toMatchObject([{ code: 'APPROVER_BARRED' }]);
    expect((await call('SUPERVISOR', 'overrideApproval', { requestId, reason, overrideId }, 'overrideId')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await overridden()).toBe(before);
    expect(await call('SECOND ADMIN', 'overrideApproval', { requestId, reason, overrideId }, 'approval { state overrides { reason confirmedReason } }')).toMatchObject({
      userErrors: [], approval: { state: 'OVERRIDDEN', overrides: [{ reason, confirmedReason: reason }] },
    });
    expect(await overridden()).toBe(Number(before) + 1);
    const { data } = await app.gql<{ ticket: { timeline: { edges: { node: { type: string; data: object } }[] } } }>(
      'query ($id: ID!) { ticket(id: $id) { timeline(first: 100) { edges { node { type data } } } } }', { id: ticketId }, as['AUDITOR']);
    const loud = data?.ticket.timeline.edges.filter(({ node }) => node.type.startsWith('approval.overrid')).map(({ node }) => node.type);
    expect(loud).toEqual(['approval.override_asked', 'approval.overridden']);
  });

  it('refusing what the customer is owed asks for a supervisor’s word first', async () => {
    const { ticketId: uuid } = await desk.atRemedy('CUSTOMER_PREFERENCE');
    const ticketId = encodeId('Ticket', uuid);
    const refusal = { reason: 'OUT_OF_TIME', alternative: 'A repair at cost' };
    const made = await call('AGENT', 'makeOffer', { ticketId, fulfilBy: inDays(4), legs: [{ type: 'EXPLANATION', note: 'Worn, not torn' }], refusal }, 'offer { id }');
    expect(made.userErrors).toEqual([]);
    const offerId = (made['offer'] as { id: string }).id;
    const [request] = await app.owner<{ purpose: string; asked_roles: string[]; state: string }>(`SELECT purpose, asked_roles, state FROM approval_request WHERE 'ofr_' || offer_id::text = $1`, [offerId]);
    expect(request).toEqual({ purpose: 'REFUSAL', asked_roles: ['SUPERVISOR'], state: 'PENDING' });
    expect((await call('AGENT', 'sendOffer', { ticketId, offerId, channel: 'CHAT', body: '很抱歉，这次无法为您退款。' }, 'offer { state }')).userErrors).toMatchObject([{ code: 'APPROVAL_PENDING' }]);
  });

  it('delegations and declared payees over the API', async () => {
    const given = await call('LEADER', 'delegateApprovals', { toMemberId: encodeId('Member', desk.finance.id), shopId: encodeId('Shop', desk.shopId), endsAt: inDays(2), reason: 'Away' }, 'delegation { id fromMemberId revokedAt }');
    expect(given).toMatchObject({ userErrors: [], delegation: { fromMemberId: encodeId('Member', desk.leader.id), revokedAt: null } });
    const { requestId } = await drafted();
    const decided = await call('FINANCE', 'decideApproval', { requestId, decision: 'APPROVE', reason: 'For the leader' }, 'approval { state decisions { byMemberId forMemberId } }');
    expect(decided).toMatchObject({ userErrors: [], approval: { state: 'APPROVED', decisions: [{ byMemberId: encodeId('Member', desk.finance.id), forMemberId: encodeId('Member', desk.leader.id) }] } });
    const id = (given['delegation'] as { id: string }).id;
    expect(await call('LEADER', 'revokeDelegation', { delegationId: id }, 'delegation { id }')).toMatchObject({ userErrors: [], delegation: { id } });
    expect((await call('LEADER', 'revokeDelegation', { delegationId: id }, 'delegation { id }')).userErrors).toMatchObject([{ code: 'ALREADY_DECIDED' }]);
    const list = await app.gql<{ delegations: { edges: { node: { id: string } }[] } }>('{ delegations { edges { node { id } } } }', {}, as['LEADER']);
    expect(list.data?.delegations.edges).toEqual([{ node: { id } }]);
  });
});
