import { uuidv7 } from 'uuidv7';
import { MakeOffer, type MakeOfferRequest } from '../../src/remedies/index.js';
import { atOnce, times, untilFree } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import { lockTable } from '../support/locked-table.js';
import { inDays, RemedyDesk } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
let make: MakeOffer;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  make = new MakeOffer(desk.work);
});

const goods = (orderLineId: string, quantity = 1): MakeOfferRequest['legs'][number] => ({
  type: 'RETURN', amount: null, orderLineId, quantity, days: null, note: null,
});

describe('makeOffer', () => {
  it('drafts the offer with its legs, on record as a fact, and proposes who pays the freight', async () => {
    const { ticketId, orderId, lineId } = await desk.atRemedy('WAREHOUSE');
    const { legs, ...rest } = desk.offer(ticketId, { validForHours: 24 });

    const done = await make.execute(desk.agent, { ...rest, legs: [goods(lineId), ...legs] });

    const [offer] = await db.owner('SELECT state, order_id, freight_payer, valid_for_ms::int, valid_until, made_by, summary FROM offer WHERE id = $1', [done.value]);
    expect(offer).toEqual({
      state: 'DRAFT', order_id: orderId, freight_payer: 'MERCHANT', valid_for_ms: 86_400_000, valid_until: null, made_by: desk.agent.id,
      summary: 'RETURN, PARTIAL_REFUND 80.00 CNY',
    });
    const kept = await db.owner<{ id: string; type: string; amount: string | null }>(
      'SELECT id, type, amount_minor::text AS amount FROM offer_leg WHERE offer_id = $1 ORDER BY position', [done.value]);
    expect(kept.map(({ type, amount }) => [type, amount])).toEqual([['RETURN', null], ['PARTIAL_REFUND', '8000']]);
    const facts = await db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'offer.made'`, [ticketId]);
    expect(facts).toEqual([{ data: { offerId: done.value, legIds: kept.map(({ id }) => id), explanationOnly: false } }]);
    expect(done.ticket.steps.find(({ step }) => step === 'REMEDY')?.missing).toEqual(['OFFER_SENT', 'CUSTOMER_DECIDED']);
  });

  it('keeps a refused demand with its reason, alternative and proof', async () => {
    const { ticketId } = await desk.atRemedy('CUSTOMER_PREFERENCE');
    const proof = uuidv7();
    await db.owner(
      `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, at)
       VALUES ($1, $2, $3, 'PHOTO', 'a.jpg', 'image/jpeg', 1, $4, 'k', 'MEMBER', now())`,
      [desk.merchantId, proof, ticketId, Buffer.alloc(32)],
    );
    const legs = [{ ...goods(''), type: 'EXPLANATION' as const, orderLineId: null, quantity: null, note: 'Worn and washed.' }];
    const refusal = { reason: 'GOODS_NOT_INTACT' as const, alternative: 'We clean and return it.', evidenceIds: [proof] };

    const strangers = { ...refusal, evidenceIds: [uuidv7()] };
    expect(await desk.refused(ticketId, () => make.execute(desk.agent, desk.offer(ticketId, { legs, refusal: strangers }))))
      .toMatchObject({ code: 'NOT_FOUND', field: 'refusal.evidenceIds.0' });
    const { value } = await make.execute(desk.agent, desk.offer(ticketId, { legs, refusal }));

    expect(await db.owner('SELECT refusal_reason, refusal_alternative, refusal_evidence FROM offer WHERE id = $1', [value])).toEqual([
      { refusal_reason: 'GOODS_NOT_INTACT', refusal_alternative: 'We clean and return it.', refusal_evidence: [proof] },
    ]);
  });

  it('answers a repetition with the offer it made, and refuses the key for another', async () => {
    const { ticketId } = await desk.atRemedy();
    const request = { ...desk.offer(ticketId), idempotencyKey: 'make-1' };

    const answers = await Promise.all(Array.from({ length: 5 }, () => make.execute(desk.agent, request)));

    expect(new Set(answers.map(({ value }) => value)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await db.owner('SELECT FROM offer WHERE ticket_id = $1', [ticketId])).toHaveLength(1);
    await expect(make.execute(desk.agent, { ...request, body: { other: true } })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('keeps fifty tickets on one order together within what was paid', async () => {
    const order = await desk.order(20_000n);
    const cases = await Promise.all(times(50, () => desk.atRemedy('WAREHOUSE', order)));

    const outcomes = await Promise.allSettled(cases.map(({ ticketId }) => untilFree(() => make.execute(desk.agent, desk.offer(ticketId, {}, 3_000n)))));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(44);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'CAP_EXCEEDED', field: 'legs', details: { left: '20.00' } });
    expect(await db.owner('SELECT sum(amount_minor)::int, count(*)::int FROM offer_leg WHERE offer_id IN (SELECT id FROM offer WHERE order_id = $1)', [order.orderId]))
      .toEqual([{ sum: 18_000, count: 6 }]);
  });

  it('of two on one order the second waits for the first, and is measured with it', async () => {
    const order = await desk.order(20_000n);
    const [one, two] = [await desk.atRemedy('WAREHOUSE', order), await desk.atRemedy('WAREHOUSE', order)];
    const held = await lockTable(db, 'event'); // the last thing a command writes
    const offers = atOnce([one, two].map(({ ticketId }) => () => make.execute(desk.agent, desk.offer(ticketId, {}, 15_000n))));
    await held.waiting(2);
    await held.release();
    expect(await offers).toEqual({ done: 1, codes: { CAP_EXCEEDED: 1 } });
  });

  it('makes one of fifty offers at once on one ticket', async () => {
    const { ticketId } = await desk.atRemedy();
    const outcomes = await Promise.allSettled(times(50, () => untilFree(() => make.execute(desk.agent, desk.offer(ticketId)))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'ALREADY_DECIDED' });
    expect(await db.owner('SELECT FROM offer WHERE ticket_id = $1', [ticketId])).toHaveLength(1);
  });
});

describe('makeOffer refuses, and leaves nothing behind', () => {
  it.each([
    ['an amount of zero', { minor: 0n, currency: 'CNY' }, 'legs.0.amount'],
    ['a negative amount', { minor: -8_000n, currency: 'CNY' }, 'legs.0.amount'],
    ['more than was paid', { minor: 10n ** 15n, currency: 'CNY' }, 'legs.0.amount'],
    ['another currency', { minor: 8_000n, currency: 'USD' }, 'legs.0.amount.currency'],
  ])('%s', async (_name, amount, field) => {
    const { ticketId } = await desk.atRemedy();
    const request = desk.offer(ticketId);
    const legs = request.legs.map((leg) => ({ ...leg, amount }));
    expect(await desk.refused(ticketId, () => make.execute(desk.agent, { ...request, legs }))).toMatchObject({ code: 'INVALID_INPUT', field });
  });

  it('a line of another order, more than was bought, a past date and a far one', async () => {
    const { ticketId, lineId } = await desk.atRemedy();
    const other = await desk.order();
    const request = desk.offer(ticketId);
    const withGoods = (line: string, quantity: number): MakeOfferRequest => ({ ...request, legs: [goods(line, quantity), ...request.legs] });
    const refused = (wrong: MakeOfferRequest): Promise<unknown> => desk.refused(ticketId, () => make.execute(desk.agent, wrong));
    expect(await refused(withGoods(other.lineId, 1))).toMatchObject({ code: 'NOT_FOUND', field: 'legs.0.orderLineId' });
    expect(await refused(withGoods(lineId, 3))).toMatchObject({ code: 'INVALID_INPUT', field: 'legs.0.quantity' });
    expect(await refused({ ...request, fulfilBy: inDays(-1) })).toMatchObject({ code: 'INVALID_INPUT', field: 'fulfilBy' });
    expect(await refused({ ...request, fulfilBy: inDays(91) })).toMatchObject({ code: 'INVALID_INPUT', field: 'fulfilBy' });
  });

  it('a stale version, a role without the right, another merchant’s ticket, and a closed ticket', async () => {
    const { ticketId } = await desk.atRemedy();
    const request = desk.offer(ticketId);
    expect(await desk.refused(ticketId, () => make.execute(desk.agent, { ...request, expectedVersion: 1 })))
      .toMatchObject({ code: 'VERSION_CONFLICT', details: { currentVersion: 2 } });
    expect(await desk.refused(ticketId, () => make.execute(desk.auditor, request))).toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await RemedyDesk.open(db);
    expect(await desk.refused(ticketId, () => make.execute(stranger.agent, request))).toMatchObject({ code: 'NOT_FOUND', field: 'ticketId' });
    await db.owner(`UPDATE ticket SET status = 'CLOSED', resolution = 'COMPLETED', closed_at = now() WHERE id = $1`, [ticketId]);
    expect(await desk.refused(ticketId, () => make.execute(desk.agent, request))).toMatchObject({ code: 'TICKET_CLOSED' });
  });
});
