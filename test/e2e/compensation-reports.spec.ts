import { encodeId } from '../../src/kernel/ids.js';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { testApp, type CallOptions } from '../support/app.js';
import { newShop } from '../support/merchant.js';
import { RemedyDesk, type Case } from '../support/remedy-desk.js';
import { tableHashes } from '../support/table-hashes.js';
import { testToken } from '../support/token.js';

// Five accepted offers and some that do not count, as small as every sum can be checked by hand.

const app = testApp();
const FROM = '2026-03-01T00:00:00.000Z';
const TO = '2026-04-01T00:00:00.000Z';
const WITHIN = '2026-03-15T00:00:00.000Z';
const RANGE = { from: FROM, to: TO };
let desk: RemedyDesk;
let secondShop: string;
let a: Case, b: Case, c: Case, e: Case;
let elsewhere: string;
const as: Record<string, CallOptions> = {};

beforeAll(async () => {
  desk = await RemedyDesk.open({ owner: app.owner, open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }) });
  await app.owner('UPDATE membership SET shop_id = NULL WHERE member_id = $1', [desk.auditor.id]);
  for (const { id, name } of [desk.agent, desk.leader, desk.supervisor, desk.finance, desk.auditor]) as[name] = { token: await testToken({ sub: id, merchant: desk.merchantId }) };
  await arrangeTickets();
  await arrangeOffers();
  await arrangeRequests();
});

async function arrangeTickets(): Promise<void> {
  const { merchantId, shopId } = desk;
  const first = await desk.order();
  [a, b, c, e] = [await desk.atRemedy('SUPPLIER', first), await desk.atRemedy('SUPPLIER', first), await desk.atRemedy(), await desk.atRemedy()];
  await app.owner(`UPDATE order_line SET sku = 'SKU-2' WHERE id = $1`, [c.lineId]);
  await app.owner(
    `INSERT INTO reason (merchant_id, id, shop_id, kind, code, family, label_en, label_zh, default_fault, freight_payer) VALUES ($1, gen_random_uuid(), $2, 'RETURN_EXCHANGE', 'WRONG', 'QUALITY', 'Wrong', '错发', 'WAREHOUSE', 'MERCHANT')`,
    [merchantId, shopId],
  );
  await app.owner(`UPDATE ticket SET verified_reason_code = 'WRONG' WHERE id = $1`, [c.ticketId]);
  secondShop = await newShop(app, merchantId);
  elsewhere = (await desk.atRemedy()).ticketId;
  // A ticket of another shop, and of no line: past the rules that keep both as they are.
  await app.owner(`DO $$ BEGIN SET LOCAL session_replication_role = replica; UPDATE ticket SET shop_id = '${secondShop}' WHERE id = '${elsewhere}'; DELETE FROM ticket_line WHERE ticket_id = '${elsewhere}'; END $$`);
  for (const [orderId, carrier] of [[a.orderId, 'SF'], [a.orderId, 'SF'], [c.orderId, 'SF'], [c.orderId, 'YTO']] as const) {
    await app.owner(
      `INSERT INTO parcel (merchant_id, id, shop_id, external_id, order_id, direction, carrier, waybill, status) SELECT $1, u, $2, u::text, $3, 'OUTBOUND', $4, u::text, 'SIGNED' FROM gen_random_uuid() u`,
      [merchantId, shopId, orderId, carrier],
    );
  }
}

interface Leg {
  readonly minor: number;
  readonly basis?: 'GOODWILL' | 'STATUTORY' | 'PACK';
  readonly state?: 'PENDING' | 'FULFILLED' | 'CANCELLED';
  readonly line?: string;
}

async function offer(ticketId: string, orderId: string, by: string, legs: readonly Leg[], { state = 'ACCEPTED', at = WITHIN, verdict = 'WITHIN', split = false, shop = desk.shopId } = {}): Promise<string> {
  const [row] = await app.owner<{ id: string }>(
    `INSERT INTO offer (merchant_id, id, ticket_id, order_id, state, summary, fulfil_by, valid_for_ms, valid_until, freight_payer, made_by, decided_at, decision_proof, at)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, 'Words', $6, 1, $6, 'MERCHANT', $5, CASE WHEN $4 = 'ACCEPTED' THEN $6::timestamptz END, CASE WHEN $4 = 'ACCEPTED' THEN 'PROOF-1' END, $6) RETURNING id`,
    [desk.merchantId, ticketId, orderId, state, by, at],
  );
  const id = row?.id ?? '';
  for (const [position, { minor, basis = 'GOODWILL', state: leg = 'PENDING', line = null }] of legs.entries()) {
    await app.owner(
      `INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, amount_minor, currency, basis, state, proof_kind, proof_ref, ended_at, order_line_id, pack_row, cancel_reason)
       SELECT $1, u, $2, $3, $4, CASE WHEN $6 = 'PACK' THEN 'PAYOUT' ELSE 'PARTIAL_REFUND' END, $5, 'CNY', $6, $7, CASE WHEN $7 = 'FULFILLED' THEN 'BANK_REF' END,
              CASE WHEN $7 = 'FULFILLED' THEN u::text END, CASE WHEN $7 <> 'PENDING' THEN $8::timestamptz END, $9,
              CASE WHEN $6 = 'PACK' THEN 'pack/row' END, CASE WHEN $7 = 'CANCELLED' THEN 'CUSTOMER_WAIVED' END FROM gen_random_uuid() u`,
      [desk.merchantId, id, ticketId, position, minor, basis, leg, at, line],
    );
  }
  await app.owner(
    `INSERT INTO offer_authority (merchant_id, offer_id, ticket_id, shop_id, verdict, holder, checked, exceeded, looks_split, digest, goodwill_minor, member_id, person_id, counted, at)
     VALUES ($1, $2, $3, $4, $5, 'ROLE:AGENT', '{}', CASE WHEN $5 = 'BEYOND' THEN '[{}]'::jsonb ELSE '[]' END, $6, sha256('x'), 0, $7, $7, '[]', $8)`,
    [desk.merchantId, id, ticketId, shop, verdict, split, by, at],
  );
  return id;
}

const offers: Record<string, string> = {};

async function arrangeOffers(): Promise<void> {
  const { agent, leader } = desk;
  offers['a'] = await offer(a.ticketId, a.orderId, agent.id, [{ minor: 8_000, state: 'FULFILLED' }, { minor: 1_000, basis: 'STATUTORY' }], { verdict: 'BEYOND', split: true });
  offers['b'] = await offer(b.ticketId, b.orderId, leader.id, [{ minor: 3_000, state: 'FULFILLED', line: b.lineId }, { minor: 9_900, state: 'CANCELLED' }]);
  await offer(c.ticketId, c.orderId, agent.id, [{ minor: 500, basis: 'PACK', state: 'FULFILLED' }], { verdict: 'ENTITLED' });
  offers['f'] = await offer(elsewhere, c.orderId, agent.id, [{ minor: 700 }], { shop: secondShop });
  offers['first'] = await offer(c.ticketId, c.orderId, agent.id, [{ minor: 100 }], { at: FROM }); // the first instant counts
  // None of these: before the range, at its end, and never accepted.
  await offer(c.ticketId, c.orderId, agent.id, [{ minor: 100_000, state: 'FULFILLED' }], { at: plus(FROM, -1) });
  await offer(c.ticketId, c.orderId, agent.id, [{ minor: 100_000, state: 'FULFILLED' }], { at: TO });
  offers['e'] = await offer(e.ticketId, e.orderId, agent.id, [{ minor: 50_000 }], { state: 'SENT', verdict: 'BEYOND' });
}

async function arrangeRequests(): Promise<void> {
  const asked = (offerId: string | undefined, state: string, seconds: number | null, at = WITHIN): Promise<unknown> => app.owner(
    `INSERT INTO approval_request (merchant_id, id, offer_id, ticket_id, shop_id, purpose, state, version, digest, goodwill_minor, exceeded, chain, level, asked_roles, asked_members, requested_by, requester_person, editor_person, requested_at, due_at, ended_at)
     SELECT merchant_id, gen_random_uuid(), id, ticket_id, $2, 'GOODWILL', $3, 1, sha256('x'), 0, '[]', '{}', 0, '{}', '{}', made_by, made_by, made_by, $4, CASE WHEN $3 = 'PENDING' THEN $4::timestamptz END,
            $4::timestamptz + $5 * interval '1 second' FROM offer WHERE id = $1`,
    [offerId, desk.shopId, state, at, seconds],
  );
  await asked(offers['a'], 'APPROVED', 600);
  await asked(offers['e'], 'REJECTED', 1_200);
  await asked(offers['e'], 'OVERRIDDEN', 60);
  await asked(offers['f'], 'WITHDRAWN', 5);
  await asked(offers['b'], 'PENDING', null);
  await asked(offers['b'], 'REJECTED', 9_999, TO); // outside
  const [claim] = await app.owner<{ id: string }>(
    `WITH f AS (INSERT INTO finding (merchant_id, id, ticket_id, caused_by_us, fault, liability, cause, recorded_by, at) VALUES ($1, gen_random_uuid(), $2, true, 'SUPPLIER', 'PENDING', 'Torn', $3, $4) RETURNING id)
     INSERT INTO recovery_claim (merchant_id, id, ticket_id, finding_id, against, state, claimed_minor, recovered_minor, currency, due_at, filed_by, filed_at)
     SELECT $1, gen_random_uuid(), $2, f.id, 'SUPPLIER', 'AGREED', 9000, 5300, 'CNY', $4, $3, $4 FROM f RETURNING id`,
    [desk.merchantId, a.ticketId, desk.agent.id, WITHIN],
  );
  for (const [minor, at] of [[2_000, WITHIN], [320, plus(TO, -1)], [3_000, TO]] as const) {
    await app.owner(`INSERT INTO recovery (merchant_id, id, claim_id, amount_minor, currency, ref, recorded_by, at) SELECT $1, u, $2, $3, 'CNY', u::text, $4, $5 FROM gen_random_uuid() u`, [desk.merchantId, claim?.id, minor, desk.finance.id, at]);
  }
}

const SUMS = 'query ($range: ReportRangeInput!, $by: CompensationDimension!, $first: Int! = 50) { compensationReport(range: $range, by: $by, first: $first) { key offers given { amount currency } goodwill { amount } carriedOut { amount } } }';
const FIGURES = `query ($range: ReportRangeInput!) { authorityReport(range: $range) { offers within beyond entitled withinShare looksSplit splitShare asked approved rejected withdrawn overridden pending
  overrideShare medianSeconds p90Seconds recovery { paid { amount currency } recovered { amount } rate } } }`;

type Sum = { key: string | null; offers: number; given: { amount: string; currency: string }; goodwill: { amount: string }; carriedOut: { amount: string } };

/** `key offers given goodwill carriedOut`, one text a row. */
async function sums(by: string, more: object = {}, who = 'AUDITOR', range: object = RANGE): Promise<string[]> {
  const { data, errors } = await app.gql<{ compensationReport: Sum[] }>(SUMS, { range, by, ...more }, as[who]);
  expect(errors).toBeUndefined();
  return (data?.compensationReport ?? []).map(({ key, offers, given, goodwill, carriedOut }) => [key ?? '-', offers, given.amount, goodwill.amount, carriedOut.amount].join(' '));
}

describe('what accepted offers cost', () => {
  it.each<[string, () => string[]]>([
    ['ORDER', () => [`${encodeId('Order', a.orderId)} 2 120.00 110.00 110.00`, `${encodeId('Order', c.orderId)} 3 13.00 8.00 5.00`]],
    ['TICKET', () => [`${encodeId('Ticket', a.ticketId)} 1 90.00 80.00 80.00`, `${encodeId('Ticket', b.ticketId)} 1 30.00 30.00 30.00`, `${encodeId('Ticket', elsewhere)} 1 7.00 7.00 0.00`, `${encodeId('Ticket', c.ticketId)} 2 6.00 1.00 5.00`]],
    ['REASON', () => ['TORN 3 127.00 117.00 110.00', 'WRONG 2 6.00 1.00 5.00']],
    ['SKU', () => ['SKU 2 120.00 110.00 110.00', '- 1 7.00 7.00 0.00', 'SKU-2 2 6.00 1.00 5.00']],
    ['CARRIER', () => ['SF 2 120.00 110.00 110.00', '- 3 13.00 8.00 5.00']],
    ['AGENT', () => [`${encodeId('Member', desk.agent.id)} 4 103.00 88.00 85.00`, `${encodeId('Member', desk.leader.id)} 1 30.00 30.00 30.00`]],
  ])('by %s', async (by, expected) => {
    expect(await sums(by)).toEqual(expected());
  });

  it('is of the shops the reader may see, or of those asked for', async () => {
    expect(await sums('REASON', {}, 'LEADER')).toEqual(['TORN 2 120.00 110.00 110.00', 'WRONG 2 6.00 1.00 5.00']);
    expect(await sums('REASON', {}, 'AUDITOR', { ...RANGE, shopIds: [encodeId('Shop', secondShop)] })).toEqual(['TORN 1 7.00 7.00 0.00']);
    const { errors } = await app.gql(SUMS, { range: { ...RANGE, shopIds: [encodeId('Shop', secondShop)] }, by: 'AGENT' }, as['LEADER']);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is bounded: so many rows, so long a time', async () => {
    expect(await sums('TICKET', { first: 1 })).toEqual([`${encodeId('Ticket', a.ticketId)} 1 90.00 80.00 80.00`]);
    const refused = async (variables: object): Promise<unknown> => (await app.gql(SUMS, { range: RANGE, by: 'AGENT', ...variables }, as['AUDITOR'])).errors?.[0]?.extensions;
    for (const first of [0, -1, 201]) expect(await refused({ first })).toMatchObject({ code: expect.stringMatching(/INVALID_INPUT|LIMIT_EXCEEDED/) });
    for (const range of [{ from: TO, to: FROM }, { from: FROM, to: FROM }, { from: FROM, to: plus(FROM, 366 * 24 * HOUR + MINUTE) }]) {
      expect(await refused({ range })).toMatchObject({ code: 'INVALID_INPUT', field: 'range.to' });
    }
    expect(await refused({ range: { from: FROM, to: plus(FROM, 366 * 24 * HOUR) } })).toBeUndefined();
  });
});

describe('who granted it, how fast, and what came back', () => {
  it('in figures', async () => {
    const { data } = await app.gql(FIGURES, { range: RANGE }, as['AUDITOR']);
    expect(data).toEqual({ authorityReport: {
      offers: 6, within: 3, beyond: 2, entitled: 1, withinShare: 0.6, looksSplit: 1, splitShare: 0.2,
      asked: 5, approved: 1, rejected: 1, withdrawn: 1, overridden: 1, pending: 1, overrideShare: 1 / 3, medianSeconds: 900, p90Seconds: 1_140,
      recovery: [{ paid: { amount: '115.00', currency: 'CNY' }, recovered: { amount: '23.20' }, rate: 2_320 / 11_500 }],
    } });
  });

  it('of a time without any of it is nothing, and no share', async () => {
    const { data } = await app.gql(FIGURES, { range: { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' } }, as['AUDITOR']);
    expect(data).toMatchObject({ authorityReport: { offers: 0, withinShare: null, splitShare: null, overrideShare: null, medianSeconds: null, p90Seconds: null, recovery: [] } });
  });

  it('is read by leaders, supervisors, finance, admins and auditors, not by agents, and changes nothing', async () => {
    const before = await tableHashes(app);
    for (const who of ['LEADER', 'SUPERVISOR', 'FINANCE', 'AUDITOR']) expect((await app.gql(FIGURES, { range: RANGE }, as[who])).errors).toBeUndefined();
    for (const query of [FIGURES, SUMS]) {
      expect((await app.gql(query, { range: RANGE, ...(query === SUMS ? { by: 'AGENT' } : {}) }, as['AGENT'])).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await tableHashes(app)).toEqual(before);
  });
});
