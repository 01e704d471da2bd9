import { DomainError } from '../../src/kernel/error.js';
import { MakeOffer, SendOffer, WithdrawOffer, type RemedyGate, type SendOfferRequest } from '../../src/remedies/index.js';
import { testDatabase } from '../support/database.js';
import { inDays, RemedyDesk, words } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
let withdraw: WithdrawOffer;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  withdraw = new WithdrawOffer(desk.work);
});

describe('withdrawOffer', () => {
  it('takes a draft or a sent offer back, ends its clock and frees its money', async () => {
    const { ticketId } = await desk.atRemedy();
    const draft = await desk.made(ticketId, { legs: desk.offer(ticketId, {}, 19_999n).legs });
    await withdraw.execute(desk.agent, { ...desk.request(ticketId), offerId: draft, reason: 'Wrong amount' });
    const sent = await desk.sent(ticketId);
    await withdraw.execute(desk.agent, { ...desk.request(ticketId), offerId: sent, reason: 'Goods were found' });

    expect(await db.owner('SELECT state, decision_note FROM offer WHERE ticket_id = $1 ORDER BY id', [ticketId])).toEqual([
      { state: 'WITHDRAWN', decision_note: 'Wrong amount' }, { state: 'WITHDRAWN', decision_note: 'Goods were found' },
    ]);
    expect(await db.owner(`SELECT state FROM clock WHERE ticket_id = $1 AND kind = 'OFFER'`, [ticketId])).toEqual([{ state: 'CANCELLED' }]);
    await new MakeOffer(desk.work).execute(desk.agent, desk.offer(ticketId, {}, 19_999n));
  });

  it('refuses without a reason, another ticket’s offer, a stale version, and what was withdrawn before', async () => {
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId);
    const request = { ...desk.request(ticketId), offerId, reason: 'A reason' };
    const refused = (more: Partial<typeof request & { expectedVersion: number }>): Promise<unknown> =>
      desk.refused(ticketId, () => withdraw.execute(desk.agent, { ...request, ...more }));
    expect(await refused({ reason: ' ' })).toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
    expect(await refused({ offerId: ticketId })).toMatchObject({ code: 'NOT_FOUND', field: 'offerId' });
    expect(await refused({ expectedVersion: 2 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    await withdraw.execute(desk.agent, request);
    await desk.made(ticketId);
    expect(await refused({})).toMatchObject({ code: 'ALREADY_DECIDED', field: 'offerId' });
  });
});

describe('a gate before the money', () => {
  it('is asked before every move, and its refusal leaves nothing behind', async () => {
    const moves: string[] = [];
    const gate: RemedyGate = {
      before: async (_session, { move }) => {
        moves.push(move);
        if (move === 'SEND') throw new DomainError('FORBIDDEN', { en: 'Approval is pending.', zh: '等待审批。' });
      },
    };
    const { ticketId } = await desk.atRemedy();
    const { value: offerId } = await new MakeOffer(desk.work, gate).execute(desk.agent, desk.offer(ticketId));
    const sending: SendOfferRequest = { ...desk.request(ticketId), offerId, message: { body: words(inDays(4)), channel: 'CHAT' } };
    expect(await desk.refused(ticketId, () => new SendOffer(desk.work, gate).execute(desk.agent, sending))).toMatchObject({ code: 'FORBIDDEN' });
    await new WithdrawOffer(desk.work, gate).execute(desk.agent, { ...desk.request(ticketId), offerId, reason: 'Not approved' });
    expect(moves).toEqual(['MAKE', 'SEND', 'WITHDRAW']);
  });
});
