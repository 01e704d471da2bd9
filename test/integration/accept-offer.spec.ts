import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR } from '../../src/kernel/instant.js';
import { AcceptOffer, LapseOffer, RefuseOffer, SendOffer, type AcceptOfferRequest } from '../../src/remedies/index.js';
import { testDatabase } from '../support/database.js';
import { RemedyDesk } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
let accept: AcceptOffer;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  accept = new AcceptOffer(desk.work);
});

function accepting(ticketId: string, offerId: string, more: Partial<AcceptOfferRequest> = {}): AcceptOfferRequest {
  return { ...desk.request(ticketId), offerId, messageId: null, note: null, proofRef: null, ...more };
}

describe('acceptOffer', () => {
  it('by the customer’s message: the remedy step is done, the legs are owed, the clock is met', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.sent(ticketId);
    const messageId = await desk.customerSays(ticketId);

    const done = await accept.execute(desk.agent, accepting(ticketId, offerId, { messageId, note: 'Glad of it' }));

    expect(await db.owner('SELECT state, decision_message_id, decision_note, decided_at IS NOT NULL AS timed FROM offer WHERE id = $1', [offerId])).toEqual([
      { state: 'ACCEPTED', decision_message_id: messageId, decision_note: 'Glad of it', timed: true },
    ]);
    const remedy = done.ticket.steps.find(({ step }) => step === 'REMEDY');
    expect(remedy).toMatchObject({ status: 'DONE', completedBy: desk.agent.id });
    expect(remedy?.evidence).toEqual(expect.arrayContaining([encodeId('Offer', offerId), encodeId('Message', messageId)]));
    expect(done.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing).toContain('LEGS_FULFILLED');
    expect(await db.owner(`SELECT state FROM clock WHERE ticket_id = $1 AND kind = 'OFFER'`, [ticketId])).toEqual([{ state: 'SATISFIED' }]);
  });

  it('by a platform’s record, through its integration alone', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.sent(ticketId);
    const byRecord = accepting(ticketId, offerId, { proofRef: 'REFUND-4711', note: 'Agreed on the platform' });
    expect(await desk.refused(ticketId, () => accept.execute(desk.agent, byRecord))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });

    await accept.execute(desk.key, byRecord);

    expect(await db.owner('SELECT state, decision_proof, decision_message_id FROM offer WHERE id = $1', [offerId])).toEqual([
      { state: 'ACCEPTED', decision_proof: 'REFUND-4711', decision_message_id: null },
    ]);
  });

  it('of an explanation carries it out by the message it stood in', async () => {
    const { ticketId } = await desk.atRemedy('CUSTOMER_PREFERENCE');
    const legs = [{ type: 'EXPLANATION' as const, amount: null, orderLineId: null, quantity: null, days: null, note: 'Why.' }];
    const offerId = await desk.made(ticketId, { legs });
    await new SendOffer(desk.work).execute(desk.agent, { ...desk.request(ticketId), offerId, message: { body: '原因是这样的。', channel: 'CHAT' } });
    const messageId = await desk.customerSays(ticketId);

    await accept.execute(desk.agent, accepting(ticketId, offerId, { messageId }));

    const [sent] = await db.owner<{ sent_message_id: string }>('SELECT sent_message_id FROM offer WHERE id = $1', [offerId]);
    expect(await desk.legs(offerId)).toEqual([
      expect.objectContaining({ type: 'EXPLANATION', state: 'FULFILLED', proof_kind: 'MESSAGE', proof_ref: sent?.sent_message_id }),
    ]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'leg.fulfilled'`, [ticketId])).toHaveLength(1);
    expect(await db.owner(`SELECT data->>'messageId' AS message FROM event WHERE subject_id = $1 AND type = 'guidance.given'`, [ticketId])).toEqual([
      { message: sent?.sent_message_id },
    ]);
  });
});

describe('a customer’s decision and the end of the time', () => {
  it('at once: exactly one wins, twenty times over', async () => {
    const race = await RemedyDesk.open(db);
    const [acceptance, lapse] = [new AcceptOffer(race.work), new LapseOffer()];
    const cases = [];
    for (let n = 0; n < 20; n += 1) {
      const { ticketId } = await race.atRemedy();
      cases.push({ ticketId, offerId: await race.sent(ticketId), messageId: await race.customerSays(ticketId) });
    }
    await race.waits(73 * HOUR);

    for (const [n, { ticketId, offerId, messageId }] of cases.entries()) {
      const lapsing = (): Promise<boolean> => race.happens(ticketId, (session) => lapse.lapseOffer(session, offerId));
      const deciding = (): Promise<boolean> =>
        acceptance.execute(race.agent, { ...accepting(ticketId, offerId, { messageId }) }).then(() => true, () => false);
      const both = n % 2 === 0 ? [lapsing(), deciding()] : [deciding(), lapsing()];
      expect((await Promise.all(both)).filter((won) => won)).toHaveLength(1);
      const decisions = await db.owner<{ type: string }>(
        `SELECT type FROM event WHERE subject_id = $1 AND type IN ('offer.accepted', 'offer.lapsed')`, [ticketId]);
      expect(decisions).toHaveLength(1);
      const state = decisions[0]?.type === 'offer.accepted' ? 'ACCEPTED' : 'LAPSED';
      expect(await db.owner('SELECT state FROM offer WHERE id = $1', [offerId])).toEqual([{ state }]);
    }
  });

  it('before the end nothing lapses; at the end a silent customer has decided, and the money is free', async () => {
    const late = await RemedyDesk.open(db);
    const { ticketId } = await late.atRemedy();
    const offerId = await late.sent(ticketId);
    const lapse = (): Promise<boolean> => late.happens(ticketId, (session) => new LapseOffer().lapseOffer(session, offerId));
    expect(await lapse()).toBe(false);
    await late.waits(72 * HOUR + 1);

    expect(await lapse()).toBe(true);
    expect(await lapse()).toBe(false);

    expect(await db.owner('SELECT state, decided_at = valid_until AS on_time FROM offer WHERE id = $1', [offerId])).toEqual([{ state: 'LAPSED', on_time: true }]);
    expect(await db.owner(`SELECT state, ended_at IS NOT NULL AS ended FROM clock WHERE ticket_id = $1 AND kind = 'OFFER'`, [ticketId])).toEqual([
      { state: 'BREACHED', ended: true },
    ]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'offer.lapsed'`, [ticketId])).toHaveLength(1);
  });
});

describe('refuseOffer', () => {
  it('makes room for another offer, unless it is final', async () => {
    const { ticketId } = await desk.atRemedy();
    const refuse = new RefuseOffer(desk.work);
    const first = await desk.sent(ticketId);
    const done = await refuse.execute(desk.agent, { ...accepting(ticketId, first, { messageId: await desk.customerSays(ticketId) }), final: false });
    expect(done.ticket.currentStep).toBe('REMEDY');
    expect(done.ticket.steps.find(({ step }) => step === 'REMEDY')?.missing).toEqual(['OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);

    const second = await desk.sent(ticketId);
    const last = await refuse.execute(desk.agent, { ...accepting(ticketId, second, { messageId: await desk.customerSays(ticketId) }), final: true });
    expect(last.ticket.steps.find(({ step }) => step === 'REMEDY')?.status).toBe('DONE');
    expect(await db.owner('SELECT state, final FROM offer WHERE ticket_id = $1 ORDER BY id', [ticketId])).toEqual([
      { state: 'REFUSED', final: false }, { state: 'REFUSED', final: true },
    ]);
  });
});

describe('acceptOffer and refuseOffer refuse, and leave nothing behind', () => {
  it('without evidence, with a message from before the offer or from nowhere', async () => {
    const { ticketId } = await desk.atRemedy();
    const early = await desk.customerSays(ticketId);
    const offerId = await desk.sent(ticketId);
    for (const command of [
      (more: Partial<AcceptOfferRequest>) => accept.execute(desk.agent, accepting(ticketId, offerId, more)),
      (more: Partial<AcceptOfferRequest>) => new RefuseOffer(desk.work).execute(desk.agent, { ...accepting(ticketId, offerId, more), final: true }),
    ]) {
      const refused = (more: Partial<AcceptOfferRequest>): Promise<unknown> => desk.refused(ticketId, () => command(more));
      expect(await refused({ note: 'said yes' })).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
      expect(await refused({ messageId: early })).toMatchObject({ code: 'INVALID_INPUT', field: 'messageId' });
      expect(await refused({ messageId: uuidv7() })).toMatchObject({ code: 'NOT_FOUND', field: 'messageId' });
    }
  });

  it('an offer not sent, of another ticket, decided before, or after its time', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId);
    const messageId = await desk.customerSays(ticketId);
    expect(await desk.refused(ticketId, () => accept.execute(desk.agent, accepting(ticketId, offerId, { messageId })))).toMatchObject({ code: 'NOTHING_TO_DO' });

    const late = await RemedyDesk.open(db);
    const other = await late.atRemedy();
    const sent = await late.sent(other.ticketId);
    expect(await late.refused(other.ticketId, () => new AcceptOffer(late.work).execute(late.agent, accepting(other.ticketId, offerId, { messageId }))))
      .toMatchObject({ code: 'NOT_FOUND', field: 'offerId' });
    await late.waits(72 * HOUR + 1);
    const tooLate = await late.customerSays(other.ticketId);
    expect(await late.refused(other.ticketId, () => new AcceptOffer(late.work).execute(late.agent, accepting(other.ticketId, sent, { messageId: tooLate }))))
      .toMatchObject({ code: 'ALREADY_DECIDED', field: 'offerId' });
  });

  it('once only, of 10 at the same time', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.sent(ticketId);
    const messageId = await desk.customerSays(ticketId);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => accept.execute(desk.agent, accepting(ticketId, offerId, { messageId }))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'offer.accepted'`, [ticketId])).toHaveLength(1);
  });
});
