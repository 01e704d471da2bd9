import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR } from '../../src/kernel/instant.js';
import { AcceptOffer, LapseOffer, RefuseOffer, SendOffer, type AcceptOfferRequest } from '../../src/remedies/index.js';
import { atOnce, times } from '../support/at-once.js';
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
  it('at once: exactly one wins, fifty times over', async () => {
    const race = await RemedyDesk.open(db);
    const [acceptance, lapse] = [new AcceptOffer(race.work), new LapseOffer()];
    const cases = await Promise.all(times(50, async () => {
      const { ticketId } = await race.atRemedy();
      return { ticketId, offerId: await race.sent(ticketId), messageId: await race.customerSays(ticketId) };
    }));
    await race.waits(73 * HOUR);

    let lapsed = 0;
    const { done, codes } = await atOnce(cases.flatMap(({ ticketId, offerId, messageId }, n) => {
      const both = [
        async () => {
          const was = await race.happens(ticketId, (session) => lapse.lapseOffer(session, offerId));
          lapsed += Number(was);
        },
        () => acceptance.execute(race.agent, accepting(ticketId, offerId, { messageId })),
      ];
      return n % 2 === 0 ? both : both.reverse();
    }));

    // Whoever comes second finds nothing left to decide: the lapse keeps quiet, the acceptance is told.
    expect([done, codes]).toEqual([100 - lapsed, lapsed === 0 ? {} : { NOTHING_TO_DO: lapsed }]);
    const ended = `SELECT o.state, count(*)::int AS n, count(DISTINCT o.id)::int AS offers FROM offer o
      JOIN event e ON e.subject_id = o.ticket_id AND e.type IN ('offer.accepted', 'offer.lapsed') WHERE o.merchant_id = $1 AND e.type = 'offer.' || lower(o.state) GROUP BY 1 ORDER BY 1`;
    const expected = [{ state: 'ACCEPTED', n: 50 - lapsed, offers: 50 - lapsed }, { state: 'LAPSED', n: lapsed, offers: lapsed }].filter(({ n }) => n > 0);
    expect(await db.owner(ended, [race.merchantId])).toEqual(expected);
    expect(await db.owner(`SELECT FROM event WHERE merchant_id = $1 AND type IN ('offer.accepted', 'offer.lapsed')`, [race.merchantId])).toHaveLength(50);
  }, 60_000);

  it('at the very instant the time ends it is too late, whichever of the two is asked first', async () => {
    const race = await RemedyDesk.open(db);
    const { ticketId } = await race.atRemedy();
    const offerId = await race.sent(ticketId);
    // Said at exactly the end: the time is open up to it, and not at it.
    const messageId = await race.customerSays(ticketId);
    await db.owner(`UPDATE offer SET valid_until = (SELECT at FROM event WHERE subject_id = $2 AND data->>'messageId' = $3) WHERE id = $1`, [offerId, ticketId, messageId]);
    expect(await race.refused(ticketId, () => new AcceptOffer(race.work).execute(race.agent, accepting(ticketId, offerId, { messageId }))))
      .toMatchObject({ code: 'ALREADY_DECIDED', field: 'offerId' });
    expect(await race.happens(ticketId, (session) => new LapseOffer().lapseOffer(session, offerId))).toBe(true);
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

  it('an offer that was decided, while another one is before the customer', async () => {
    const { ticketId } = await desk.atRemedy();
    const first = await desk.sent(ticketId);
    const refuse = new RefuseOffer(desk.work);
    await refuse.execute(desk.agent, { ...accepting(ticketId, first, { messageId: await desk.customerSays(ticketId) }), final: false });
    await desk.sent(ticketId);
    const messageId = await desk.customerSays(ticketId);
    const late = accepting(ticketId, first, { messageId });
    for (const decide of [() => accept.execute(desk.agent, late), () => refuse.execute(desk.agent, { ...late, final: true })]) {
      expect(await desk.refused(ticketId, decide)).toMatchObject({ code: 'ALREADY_DECIDED', field: 'offerId', details: { state: 'REFUSED' } });
    }
  });

  it('once only, of fifty at the same time, 25 who accept and 25 who refuse', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.sent(ticketId);
    const messageId = await desk.customerSays(ticketId);
    const refuse = new RefuseOffer(desk.work);
    const { done, codes } = await atOnce(times(50, (n) => () => (n % 2 === 0
      ? accept.execute(desk.agent, accepting(ticketId, offerId, { messageId })) : refuse.execute(desk.agent, { ...accepting(ticketId, offerId, { messageId }), final: false }))));
    expect([done, codes]).toEqual([1, { NOTHING_TO_DO: 49 }]);
    const [offer] = await db.owner<{ state: string }>('SELECT state FROM offer WHERE id = $1', [offerId]);
    expect(await db.owner(`SELECT type FROM event WHERE subject_id = $1 AND type IN ('offer.accepted', 'offer.refused')`, [ticketId]))
      .toEqual([{ type: `offer.${offer?.state.toLowerCase()}` }]);
  });
});
