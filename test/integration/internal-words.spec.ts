import type { Actor } from '../../src/kernel/actor.js';
import type { RequestContext } from '../../src/platform/graphql/request-context.js';
import { OfferLoaders } from '../../src/remedies/graphql/offer-loaders.js';
import { WithdrawOffer } from '../../src/remedies/index.js';
import { TaskLoaders } from '../../src/tasks/graphql/task-loaders.js';
import { AnswerTask, OpenTask } from '../../src/tasks/index.js';
import { testDatabase } from '../support/database.js';
import { inDays, RemedyDesk } from '../support/remedy-desk.js';

const db = testDatabase();

const asking = (actor: Actor): RequestContext => ({ actor, language: 'en', idempotencyKey: null, requestId: 'r', loaders: new Map() });

describe('our internal words on tasks and offers', () => {
  it('are read by members, never by integrations, and by nobody of another shop', async () => {
    const desk = await RemedyDesk.open(db);
    const { ticketId } = await desk.atRemedy();
    const offerId = await desk.made(ticketId);
    await new WithdrawOffer(desk.work).execute(desk.agent, { ...desk.request(ticketId), offerId, reason: 'Wrong sum' });
    const { value: taskId } = await new OpenTask(desk.work).execute(desk.agent, {
      ...desk.request(ticketId), department: 'QUALITY', question: 'Known?', dueAt: inDays(1),
    });
    await new AnswerTask(desk.work).execute(desk.agent, { ...desk.request(ticketId), taskId, answer: 'Known.', proofRef: 'Q-1' });
    const [tasks, offers] = [new TaskLoaders(desk.unit), new OfferLoaders(desk.unit)];

    const member = asking(desk.auditor);
    expect(await tasks.ofTicket(member).load(ticketId)).toMatchObject([{ question: 'Known?', answer: 'Known.', proofRef: 'Q-1' }]);
    expect(await offers.ofTicket(member).load(ticketId)).toMatchObject([{ state: 'WITHDRAWN', decisionNote: 'Wrong sum' }]);
    const key = asking(desk.key);
    expect(await tasks.ofTicket(key).load(ticketId)).toMatchObject([{ state: 'ANSWERED', question: null, answer: null }]);
    expect(await offers.ofTicket(key).load(ticketId)).toMatchObject([{ state: 'WITHDRAWN', decisionNote: null }]);

    const elsewhere = asking({ ...desk.agent, grants: [{ role: 'AGENT', shopId: offerId, teamId: null }] });
    expect(await tasks.byId(elsewhere).load(taskId)).toBeNull();
    expect(await offers.byId(elsewhere).load(offerId)).toBeNull();
    const [leg] = await desk.legs(offerId);
    expect(await offers.leg(elsewhere, leg?.id ?? '')).toBeNull();
    expect(await offers.leg(member, leg?.id ?? '')).toMatchObject({ type: 'PARTIAL_REFUND', amount: { amount: '80.00', currency: 'CNY' } });
  });
});
