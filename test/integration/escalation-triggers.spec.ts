import { describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { DAY, HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { atOnce, times } from '../support/at-once.js';
import { EscalationDesk, tell, title, TWO } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();

describe('actions and conditions', () => {
  it('each does what a person’s command would, as the system', async () => {
    const actions = [
      { type: 'RAISE_PRIORITY', to: 'HIGH' }, { type: 'ADD_TAG', tag: 'watched' }, { type: 'WEBHOOK', name: 'crm.alert' }, { type: 'REQUIRE_SUPERVISOR' },
      { type: 'OPEN_TASK', department: 'LEGAL', question: 'What now?', withinMinutes: 60 }, { type: 'REASSIGN', to: { type: 'ROLE', role: 'LEADER' } },
    ];
    const desk = await EscalationDesk.open(app, [{ key: 'words', title, trigger: { on: 'KEYWORD', classes: ['REGULATOR'] }, levels: [{ afterMinutes: 0, actions }] }]);
    const ticketId = await desk.tickets.complaint(null, { problem: '再不处理我就打 12315' });
    expect(await desk.tickets.row(ticketId)).toMatchObject({ priority: 'HIGH', tags: ['watched'], assignee_id: await desk.tickets.merchant.member('LEADER') });
    expect(await app.owner('SELECT department, opened_by, state FROM task WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ department: 'LEGAL', opened_by: null, state: 'OPEN' }]);
    expect(await desk.tickets.events(ticketId, 'escalation.webhook')).toMatchObject([{ data: { name: 'crm.alert', rule: 'words', level: 1 } }]);
    const plain = await desk.tickets.ticket();
    expect(await desk.fired(plain)).toEqual([]);
    await desk.tickets.finished(plain);
    await desk.tickets.happens(plain, (session) => session.fact('supervisor.required', { rule: 'words' }));
    expect(await desk.tickets.refused('AGENT', 'closeTicket', await desk.tickets.now(plain))).toEqual(['FORBIDDEN']);
    await desk.tickets.does('SUPERVISOR', 'closeTicket', await desk.tickets.now(plain));
  });

  it('the person complained about is neither told nor given the ticket, and where nobody is left that is recorded', async () => {
    const levels = [{ afterMinutes: 0, actions: [tell('LEADER'), { type: 'REASSIGN', to: { type: 'ROLE', role: 'LEADER' } }] }];
    const desk = await EscalationDesk.open(app, [{ key: 'angry', title, trigger: { on: 'EMOTION', is: 'ANGRY' }, levels }]);
    const ticketId = await desk.tickets.complaint(await desk.member('LEADER'), { emotion: 'ANGRY' });
    expect(await desk.heard('LEADER')).toEqual([]);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ assignee_id: null });
    expect((await desk.tickets.events(ticketId, 'escalation.action_left_out')).map(({ data }) => [data['action'], data['why']])).toEqual([['NOTIFY', 'NOBODY'], ['REASSIGN', 'NOBODY']]);
  });

  it('conditions narrow a rule, amounts and repeated contacts set it off', async () => {
    const levels = [{ afterMinutes: 0, actions: [tell('LEADER')] }];
    const desk = await EscalationDesk.open(app, [
      { key: 'dear', title, trigger: { on: 'AMOUNT', of: 'ORDER', atLeast: '100.00', currency: 'CNY' }, when: { kinds: ['RETURN_EXCHANGE'], tags: ['vip', 'gold'] }, levels },
      { key: 'dearer', title, trigger: { on: 'AMOUNT', of: 'ORDER', atLeast: '100.01', currency: 'CNY' }, levels },
      { key: 'again', title, trigger: { on: 'REPEATED_CONTACT', times: 2 }, levels },
    ]);
    const [plain, gold] = [await desk.tickets.ticket(), await desk.tickets.ticket({ tags: ['gold'] })];
    expect([await desk.fired(plain), await desk.fired(gold)]).toEqual([[], ['dear 1']]);
    for (let turn = 0; turn < 3; turn++) await desk.tickets.customerSays(plain);
    expect(await desk.fired(plain)).toEqual(['again 1']);
    await desk.tickets.answered(plain);
    await desk.tickets.customerSays(plain);
    await desk.tickets.answered(plain, { origin: 'BOT' }); // a program's answer is none
    await desk.tickets.customerSays(plain);
    expect(await desk.fired(plain)).toEqual(['again 1', 'again 1']);
  });
});

describe('each trigger', () => {
  const LEADER = [{ afterMinutes: 0, actions: [tell('LEADER')] }];
  const rule = (key: string, trigger: object, levels: object[] = LEADER): object => ({ key, title, trigger, levels });
  let desk: EscalationDesk;
  const open = async (...rules: object[]): Promise<void> => {
    desk = await EscalationDesk.open(app, rules);
  };
  const classify = async (ticketId: string, more: object): Promise<unknown> =>
    desk.tickets.does('AGENT', 'classifyTicket', { ...(await desk.tickets.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', ...more });

  it('a warning of a target, each or the one named, at its own instant and once', async () => {
    await open(
      rule('any', { on: 'CLOCK_WARNED', kinds: ['RESOLUTION'] }),
      rule('second', { on: 'CLOCK_WARNED', level: 2 }, [{ afterMinutes: 0, actions: [tell('SUPERVISOR')] }, { afterPercent: 10, actions: [tell('ADMIN')] }]),
      rule('other', { on: 'CLOCK_WARNED', kinds: ['FIRST_RESPONSE'] }),
    );
    await desk.policy([{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 3_600, warnings: [{ percent: 50 }, { secondsBefore: 600 }] }] }]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(29 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual([]);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['any 1']);
    await desk.passes(20 * MINUTE);
    expect((await desk.fired(ticketId)).sort()).toEqual(['any 1', 'any 1', 'second 1']);
    expect([await desk.heard('LEADER'), await desk.heard('SUPERVISOR'), await desk.heard('ADMIN')]).toEqual([['any 1 x2'], ['second 1'], []]);
    await desk.passes(7 * MINUTE); // a tenth of the target after the second warning
    expect(await desk.heard('ADMIN')).toEqual(['second 2']);
  });

  it('so many tickets of one customer within so many days, this one counted', async () => {
    await open(rule('often', { on: 'REPEATED_TICKETS', times: 3, days: 10 }));
    const { customerId } = await desk.tickets.merchant.order();
    const next = (): Promise<string> => desk.tickets.logistics({ customerId });
    await next();
    await desk.passes(9 * DAY);
    const second = await next();
    await desk.tickets.logistics({ customerId: (await desk.tickets.merchant.order()).customerId });
    await desk.tickets.logistics();
    await desk.passes(2 * DAY); // the first is eleven days old
    const third = await next();
    expect([await desk.fired(second), await desk.fired(third)]).toEqual([[], []]);
    const fourth = await next();
    expect(await desk.fired(fourth)).toEqual(['often 1']);
    expect(await desk.heard('LEADER')).toEqual(['often 1']);
  });

  it('fifty of one customer opened at once are counted one after the other: all but the first see another, all but two see two', async () => {
    await open(rule('again', { on: 'REPEATED_TICKETS', times: 2, days: 10 }), rule('often', { on: 'REPEATED_TICKETS', times: 3, days: 10 }));
    const { customerId } = await desk.tickets.merchant.order();
    const stranger = (await desk.tickets.merchant.order()).customerId;
    expect(await atOnce([...times(50, () => () => desk.tickets.logistics({ customerId })), ...times(2, () => () => desk.tickets.logistics({ customerId: stranger }))])).toEqual({ done: 52, codes: {} });
    const rows = await app.owner(
      `SELECT t.customer_id = $2 AS theirs, count(DISTINCT t.id)::int AS opened, count(*) FILTER (WHERE e.rule = 'again')::int AS again, count(*) FILTER (WHERE e.rule = 'often')::int AS often
         FROM ticket t LEFT JOIN escalation e ON e.merchant_id = t.merchant_id AND e.ticket_id = t.id WHERE t.merchant_id = $1 GROUP BY 1 ORDER BY 1`, [desk.tickets.merchant.id, uuid(customerId)],
    );
    expect(rows).toEqual([{ theirs: false, opened: 2, again: 1, often: 0 }, { theirs: true, opened: 50, again: 49, often: 48 }]);
  });

  it('of a customer with very many tickets the newest are counted', async () => {
    await open(rule('often', { on: 'REPEATED_TICKETS', times: 12, days: 10 }));
    const { customerId } = await desk.tickets.merchant.order();
    const first = await desk.tickets.logistics({ customerId });
    // A hundred of last month, then ten of today.
    await app.owner(
      `INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem, customer_id,
         definition_id, policy_id, steps, waiting_on, opened_at, updated_at)
       SELECT merchant_id, gen_random_uuid(), 'copy-' || n, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem, customer_id,
         definition_id, policy_id, steps, waiting_on, opened_at - CASE WHEN n <= 100 THEN interval '30 days' ELSE '0' END, updated_at
         FROM ticket, generate_series(1, 110) n WHERE id = $1 ORDER BY n`,
      [uuid(first)],
    );
    const last = await desk.tickets.logistics({ customerId });
    expect([await desk.fired(first), await desk.fired(last)]).toEqual([[], ['often 1']]);
  });

  it('what an order cost, also when it is found out later, and what an offer is worth', async () => {
    await open(rule('order', { on: 'AMOUNT', of: 'ORDER', atLeast: '100.00', currency: 'CNY' }), rule('dollars', { on: 'AMOUNT', of: 'ORDER', atLeast: '1.00', currency: 'USD' }),
      rule('offer', { on: 'AMOUNT', of: 'OFFER', atLeast: '60.00', currency: 'CNY' }));
    const ticketId = await desk.tickets.logistics();
    expect(await desk.fired(ticketId)).toEqual([]);
    const { orderId, customerId, lineId } = await desk.tickets.merchant.order();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('AGENT', 'identifyTicket', { ...(await desk.tickets.now(ticketId)), customerId, orderId, lines: [{ orderLineId: lineId, quantity: 1 }] });
    expect(await desk.fired(ticketId)).toEqual(['order 1']);
    await desk.tickets.does('AGENT', 'identifyTicket', { ...(await desk.tickets.now(ticketId)), customerId, orderId, lines: [{ orderLineId: lineId, quantity: 1 }] });
    expect(await desk.fired(ticketId)).toEqual(['order 1']); // the same order again is no news

    const goods = await desk.tickets.ticket();
    await desk.tickets.heard(goods);
    await desk.tickets.happens(goods, (session) => session.fact('finding.recorded', { findingId: uuidv7(), causedByUs: true, misuse: false, fault: 'WAREHOUSE', liability: 'CONFIRMED', correctiveAction: true }));
    const offer = (amount: string): Promise<unknown> => desk.tickets.does('AGENT', 'makeOffer', {
      ticketId: goods, fulfilBy: new Date(Date.now() + 4 * DAY).toISOString(), legs: [{ type: 'PARTIAL_REFUND', amount: { amount, currency: 'CNY' } }],
    });
    await offer('30.00');
    expect(await desk.fired(goods)).toEqual(['order 1']);
    const [small] = await app.owner<{ id: string }>('SELECT id FROM offer WHERE ticket_id = $1', [uuid(goods)]);
    await desk.tickets.does('AGENT', 'withdrawOffer', { ...(await desk.tickets.now(goods)), offerId: `ofr_${small?.id}`, reason: 'More' });
    await offer('60.00');
    expect(await desk.fired(goods)).toEqual(['order 1', 'offer 1']);
  });

  it('how the customer feels, until they feel otherwise', async () => {
    await open(rule('angry', { on: 'EMOTION', is: 'ANGRY' }, TWO));
    const [calmed, angry] = [await desk.tickets.ticket(), await desk.tickets.ticket()];
    for (const ticketId of [calmed, angry]) {
      await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
      await classify(ticketId, { emotion: 'ANGRY' });
      await classify(ticketId, { emotion: 'ANGRY', priority: 'HIGH' });
    }
    await classify(calmed, { emotion: 'CALM' });
    await desk.passes(HOUR);
    expect([await desk.fired(calmed), await desk.fired(angry)]).toEqual([['angry 1'], ['angry 1', 'angry 2']]);
    expect(await desk.chains(calmed)).toEqual([{ rule: 'angry', state: 'SETTLED', level: 1 }]);
  });

  it('the reopening of that number and no other', async () => {
    await open(rule('once', { on: 'REOPENED', times: 1 }), rule('thrice', { on: 'REOPENED', times: 3 }));
    const ticketId = await desk.tickets.ticket();
    const reopened: string[][] = [];
    for (let time = 0; time < 4; time++) {
      await desk.tickets.heard(ticketId);
      await desk.tickets.does('LEADER', 'reopenTicket', { ...(await desk.tickets.now(ticketId)), step: 'RESPOND', reason: 'Again.' });
      reopened.push(await desk.fired(ticketId));
    }
    expect(reopened).toEqual([['once 1'], ['once 1'], ['once 1', 'thrice 1'], ['once 1', 'thrice 1']]);
  });

  it('a promise that was not kept in time, by the clock alone', async () => {
    await open(rule('broken', { on: 'PROMISE_BROKEN', times: 1 }));
    const [kept, broken] = [await desk.tickets.ticket(), await desk.tickets.ticket()];
    for (const ticketId of [kept, broken]) {
      await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
      const { ticket } = await desk.tickets.does('AGENT', 'makePromise', { ...(await desk.tickets.now(ticketId)), kind: 'DEED', what: '补发蓝色', channel: 'CHAT', dueAt: new Date(Date.now() + HOUR).toISOString() });
      expect(ticket?.id).toBe(ticketId);
    }
    await desk.tickets.happens(kept, async (session) => {
      const [row] = await app.owner<{ id: string }>('SELECT id FROM promise WHERE ticket_id = $1', [session.ticket.id]);
      await app.owner(`UPDATE promise SET state = 'KEPT', ended_at = now() WHERE id = $1`, [row?.id]);
      session.clocks.satisfy('PROMISE', row?.id ?? '');
    });
    await desk.passes(2 * HOUR);
    expect([await desk.fired(kept), await desk.fired(broken)]).toEqual([[], ['broken 1']]);
  });

  it('whoever comes in from outside: by the origin of the complaint, or when it is held for the platform', async () => {
    await open(rule('outside', { on: 'OUTSIDER', who: ['PLATFORM', 'REGULATOR'] }), rule('press', { on: 'OUTSIDER', who: ['MEDIA'] }));
    const from = (origin: string): Promise<string> => desk.tickets.complaint(null, { complaint: { type: 'PRICE', origin, demand: 'word', ...(origin === 'REGULATOR' ? { caseNumber: '2026-1' } : {}) } });
    const [regulator, media, customer] = [await from('REGULATOR'), await from('MEDIA'), await from('CUSTOMER')];
    expect([await desk.fired(regulator), await desk.fired(media), await desk.fired(customer)]).toEqual([['outside 1'], ['press 1'], []]);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId: customer });
    await desk.tickets.answered(customer);
    await desk.tickets.does('AGENT', 'holdTicket', { ...(await desk.tickets.now(customer)), reason: 'PLATFORM_INTERVENTION' });
    expect(await desk.fired(customer)).toEqual(['outside 1']);
  });

  it('words of a class that is asked for, in whichever message the customer writes', async () => {
    await open(rule('press', { on: 'KEYWORD', classes: ['MEDIA', 'LEGAL'] }));
    const ticketId = await desk.tickets.ticket();
    const writes = (body: string): Promise<unknown> => desk.tickets.does('AGENT', 'receiveMessage', { ticketId, channel: 'CHAT', body });
    await writes('什么时候退款？');
    await writes('我要打 12315 投诉');
    expect(await desk.fired(ticketId)).toEqual([]);
    await writes('再不处理我就找律师起诉你们');
    expect(await desk.fired(ticketId)).toEqual(['press 1']);
  });
});
