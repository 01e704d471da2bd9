import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { DAY, elapsed, HOUR } from '../../src/kernel/instant.js';
import { AcceptOffer, InspectGoods, IssueReturn, MoveGoods, RefuseOffer, SendOffer, ShipGoods, type LegInput } from '../../src/remedies/index.js';
import { testDatabase } from '../support/database.js';
import { inDays, RemedyDesk, words, type Case } from '../support/remedy-desk.js';

// What the desk does with a request made on the platform moves the platform's deadlines, as its pack says.

const db = testDatabase();
let desk: RemedyDesk;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  await db.owner(`UPDATE shop SET platform = 'TMALL' WHERE merchant_id = $1`, [desk.merchantId]);
});

let at: Case;
beforeEach(() => begin('WAREHOUSE'));

async function begin(fault: 'WAREHOUSE' | 'NO_FAULT'): Promise<void> {
  at = await desk.atRemedy(fault);
  await db.owner(`UPDATE ticket SET source = 'PLATFORM' WHERE id = $1`, [at.ticketId]);
  await desk.happens(at.ticketId, (session) => session.happened('RETURN_REQUESTED'));
}

const leg = (type: LegInput['type'], more: Partial<LegInput> = {}): LegInput => ({ type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more });
const refund = leg('PARTIAL_REFUND', { amount: { minor: 8_000n, currency: 'CNY' } });

/** `KIND STATE`, and of a running one how many hours it was given. */
async function deadlines(): Promise<string[]> {
  const rows = await db.owner<{ subject: string; state: string; started_at: Date; due_at: Date | null }>(
    `SELECT subject, state, started_at, due_at FROM clock WHERE ticket_id = $1 AND kind = 'EXTERNAL' ORDER BY started_at, id`, [at.ticketId],
  );
  return rows.map(({ subject, state, started_at, due_at }) => (
    `${subject} ${state}${state === 'RUNNING' && due_at ? ` ${elapsed(started_at.toISOString(), due_at.toISOString()) / HOUR}h` : ''}`
  ));
}

async function decide(offerId: string, how: 'accept' | 'refuse'): Promise<void> {
  const messageId = await desk.customerSays(at.ticketId);
  const decision = { ...desk.request(at.ticketId), offerId, messageId, note: null, proofRef: null };
  if (how === 'accept') await new AcceptOffer(desk.work).execute(desk.agent, decision);
  else await new RefuseOffer(desk.work).execute(desk.agent, { ...decision, final: false });
}

const refusal = {
  refusal: { reason: 'DEMAND_EXCEEDS_LOSS', alternative: 'We mend it.', evidenceIds: [] }, legs: [leg('EXPLANATION', { note: 'The tear can be mended.' })],
} as const;

describe('a request the merchant refuses', () => {
  beforeEach(() => begin('NO_FAULT'));

  it('has its answer with the refusal, and from then on it is the buyer\'s turn', async () => {
    expect(await deadlines()).toEqual(['ANSWER_REQUEST RUNNING 36h']);
    const offerId = await desk.made(at.ticketId, refusal);
    expect(await deadlines()).toEqual(['ANSWER_REQUEST RUNNING 36h']); // nobody heard of it yet
    await new SendOffer(desk.work).execute(desk.agent, { ...desk.request(at.ticketId), offerId, message: { body: words(inDays(4)), channel: 'CHAT' } });
    expect(await deadlines()).toEqual(['ANSWER_REQUEST SATISFIED', `BUYER_ANSWER RUNNING ${5 * 24}h`]);
    const [row] = await db.owner(`SELECT source, consequence, pack_row FROM external_deadline WHERE ticket_id = $1 AND kind = 'BUYER_ANSWER'`, [at.ticketId]);
    expect(row).toEqual({ source: 'PACK', consequence: 'AUTO_CLOSE', pack_row: 'tmall@2026-08#refusal.buyer' });
  });

  it.each(['accept', 'refuse'] as const)('is answered by the buyer when they %s what is offered instead', async (how) => {
    const offerId = await desk.sent(at.ticketId, refusal);
    await decide(offerId, how);
    expect((await deadlines()).filter((one) => one.startsWith('BUYER_ANSWER'))).toEqual(['BUYER_ANSWER SATISFIED']);
  });

  it('an offer that refuses nothing leaves the request unanswered', async () => {
    await begin('WAREHOUSE');
    await desk.sent(at.ticketId);
    expect(await deadlines()).toEqual(['ANSWER_REQUEST RUNNING 36h']);
  });

  it('overdue before it was refused, stays missed', async () => {
    await desk.waits(37 * HOUR);
    await desk.sent(at.ticketId, refusal);
    expect(await deadlines()).toEqual(['ANSWER_REQUEST BREACHED', `BUYER_ANSWER RUNNING ${5 * 24}h`]);
  });
});

describe('goods that come back', () => {
  const on = (legId: string) => ({ ...desk.request(at.ticketId), legId });
  const agreed = async (legs: readonly LegInput[]): Promise<string[]> => {
    const offerId = await desk.sent(at.ticketId, { legs });
    await decide(offerId, 'accept');
    return (await desk.legs(offerId)).map(({ id }) => id);
  };
  const back = leg('RETURN', { quantity: 1 });

  it('agreed, sent, signed for and restocked, each is a deadline of the platform or of the law', async () => {
    const [legId = ''] = await agreed([{ ...back, orderLineId: at.lineId }, refund]);
    expect(await deadlines()).toEqual(['ANSWER_REQUEST SATISFIED', `BUYER_SHIP_RETURN RUNNING ${7 * 24}h`, 'PAY_COMPENSATION RUNNING 24h']);
    await new IssueReturn(desk.work).execute(desk.agent, { ...on(legId), address: '1 Return Road', labelRef: null, shipWithinDays: null });
    await new ShipGoods(desk.work).execute(desk.agent, { ...on(legId), carrier: 'sf', waybill: uuidv7() });
    expect((await deadlines()).slice(1)).toEqual(['BUYER_SHIP_RETURN SATISFIED', 'PAY_COMPENSATION RUNNING 24h', `CONFIRM_RETURN RUNNING ${7 * 24}h`]);
    await desk.waits(DAY);
    await new MoveGoods(desk.work).execute(desk.agent, { ...on(legId), to: 'RECEIVED', repairRef: null });
    const received = await deadlines();
    expect(received.filter((one) => one.startsWith('CONFIRM_RETURN'))).toHaveLength(1); // the same deadline, a newer time: 48 hours from the signature
    const [confirm] = await db.owner<{ left: number; generation: number }>(
      `SELECT extract(epoch FROM due_at - clock_timestamp() - m.clock_offset)::float8 / 3600 AS left, generation FROM clock c JOIN merchant m ON m.id = c.merchant_id
        WHERE ticket_id = $1 AND subject = 'CONFIRM_RETURN'`, [at.ticketId],
    );
    expect([confirm?.generation, Math.round(confirm?.left ?? 0)]).toEqual([2, 48]);
    expect(received.filter((one) => one.startsWith('PAY_REFUND'))).toHaveLength(1); // the law, whatever the platform
    const unit = { condition: 'INTACT', accessoriesComplete: true, missing: null, serial: 'S-1', serialMatches: true, weightGrams: 900, photoIds: [], verdict: 'ACCEPTED', note: null } as const;
    await new InspectGoods(desk.work).execute(desk.leader, { ...on(legId), units: [unit] });
    await new MoveGoods(desk.work).execute(desk.agent, { ...on(legId), to: 'RESTOCKED', repairRef: null });
    expect((await deadlines()).filter((one) => one.startsWith('CONFIRM_RETURN'))).toEqual(['CONFIRM_RETURN SATISFIED']);
  });

  it('for an exchange they are timed as such, and what is sent in their place starts the buyer\'s receipt', async () => {
    const [returnId = '', exchangeId = ''] = await agreed([{ ...back, orderLineId: at.lineId }, leg('EXCHANGE', { quantity: 1, orderLineId: at.lineId })]);
    await new IssueReturn(desk.work).execute(desk.agent, { ...on(returnId), address: '1 Return Road', labelRef: null, shipWithinDays: null });
    await new ShipGoods(desk.work).execute(desk.agent, { ...on(returnId), carrier: 'sf', waybill: uuidv7() });
    expect(await deadlines()).toContain(`SEND_REPLACEMENT RUNNING ${10 * 24}h`);
    expect((await deadlines()).some((one) => one.startsWith('CONFIRM_RETURN'))).toBe(false);
    await new ShipGoods(desk.work).execute(desk.agent, { ...on(exchangeId), carrier: 'sf', waybill: uuidv7() });
    expect(await deadlines()).toContain(`BUYER_CONFIRM_RECEIPT RUNNING ${10 * 24}h`);
  });
});
