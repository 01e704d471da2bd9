import { DAY } from '../../src/kernel/instant.js';
import { SendOffer, type SendOfferRequest } from '../../src/remedies/index.js';
import { atOnce, times } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import { inDays, RemedyDesk, words } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
let send: SendOffer;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  send = new SendOffer(desk.work);
});

function sending(ticketId: string, offerId: string, body = words(inDays(4))): SendOfferRequest {
  return { ...desk.request(ticketId), offerId, message: { body, channel: 'CHAT' } };
}

describe('sendOffer', () => {
  it('puts the offer before the customer in its message, and the time to decide runs', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId, { validForHours: 24 });

    const done = await send.execute(desk.agent, sending(ticketId, offerId));

    const [offer] = await db.owner<{ state: string; sent_message_id: string; valid_until: Date }>('SELECT * FROM offer WHERE id = $1', [offerId]);
    expect(offer?.state).toBe('SENT');
    expect(await db.owner('SELECT author_kind, visibility, body FROM message WHERE id = $1', [offer?.sent_message_id])).toEqual([
      { author_kind: 'AGENT', visibility: 'PUBLIC', body: words(inDays(4)) },
    ]);
    const [clock] = await db.owner<{ kind: string; subject: string; state: string; due_at: Date; started_at: Date }>(
      `SELECT kind, subject, state, due_at, started_at FROM clock WHERE ticket_id = $1 AND kind = 'OFFER'`, [ticketId]);
    expect(clock).toMatchObject({ subject: offerId, state: 'RUNNING', due_at: offer?.valid_until });
    expect(Number(clock?.due_at) - Number(clock?.started_at)).toBe(DAY);
    expect(await db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'offer.sent'`, [ticketId])).toEqual([
      { data: { offerId, messageId: offer?.sent_message_id } },
    ]);
    expect(done.ticket).toMatchObject({ waitingOn: 'CUSTOMER', currentStep: 'REMEDY' });
  });

  it('leaves the customer no longer than the promised date', async () => {
    const { ticketId } = await desk.atRemedy();
    const fulfilBy = inDays(1);
    const offerId = await desk.made(ticketId, { fulfilBy, validForHours: 72 });
    await send.execute(desk.agent, sending(ticketId, offerId, words(fulfilBy)));
    expect(await db.owner<{ at: boolean }>('SELECT valid_until = fulfil_by AS at FROM offer WHERE id = $1', [offerId])).toEqual([{ at: true }]);
  });

  it('sends once: of fifty at the same time one, and a repetition with its key answers the same', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId);
    const { done, codes } = await atOnce(times(50, () => () => send.execute(desk.agent, sending(ticketId, offerId))));
    expect([done, codes]).toEqual([1, { NOTHING_TO_DO: 49 }]);

    const other = await desk.atRemedy();
    const keyed = { ...sending(other.ticketId, await desk.made(other.ticketId)), idempotencyKey: 'send-1' };
    const answers = await Promise.all([send.execute(desk.agent, keyed), send.execute(desk.agent, keyed)]);
    expect(answers.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    for (const id of [ticketId, other.ticketId]) {
      expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'offer.sent'`, [id])).toHaveLength(1);
    }
  });
});

describe('sendOffer refuses, and leaves nothing behind', () => {
  it('a message without the amount or the day', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId);
    const day = words(inDays(4)).match(/\d{4}-\d{2}-\d{2}/)?.[0];
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, sending(ticketId, offerId, '我们会尽快处理。')))).toMatchObject({
      code: 'INVALID_INPUT', field: 'body', details: { missing: ['80.00 CNY', day] },
    });
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, sending(ticketId, offerId, words(inDays(4), '８１元'))))).toMatchObject({
      details: { missing: ['80.00 CNY'] },
    });
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, sending(ticketId, offerId, words(inDays(5)))))).toMatchObject({ details: { missing: [day] } });
  });

  it('an offer whose order has since been paid back', async () => {
    const { ticketId, orderId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId);
    await db.owner('UPDATE sales_order SET paid_minor = 7999 WHERE id = $1', [orderId]);
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, sending(ticketId, offerId)))).toMatchObject({ code: 'CAP_EXCEEDED', field: 'legs' });
  });

  it('an offer whose promised date has passed', async () => {
    const late = await RemedyDesk.open(db);
    const { ticketId } = await late.atRemedy();
    const offerId = await late.made(ticketId);
    await late.waits(5 * DAY);
    expect(await late.refused(ticketId, () => new SendOffer(late.work).execute(late.agent, sending(ticketId, offerId))))
      .toMatchObject({ code: 'INVALID_INPUT', field: 'fulfilBy' });
  });

  it('an offer of another ticket, one sent before, a stale version, and a role without the right', async () => {
    const { ticketId } = await desk.atRemedy();
    const other = await desk.atRemedy();
    const foreign = await desk.made(other.ticketId);
    const offerId = await desk.made(ticketId);
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, sending(ticketId, foreign)))).toMatchObject({ code: 'NOT_FOUND', field: 'offerId' });
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, { ...sending(ticketId, offerId), expectedVersion: 2 })))
      .toMatchObject({ code: 'VERSION_CONFLICT', details: { currentVersion: 3 } });
    expect(await desk.refused(ticketId, () => send.execute(desk.auditor, sending(ticketId, offerId)))).toMatchObject({ code: 'FORBIDDEN' });
    await send.execute(desk.agent, sending(ticketId, offerId));
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, sending(ticketId, offerId)))).toMatchObject({ code: 'NOTHING_TO_DO' });
  });
});
