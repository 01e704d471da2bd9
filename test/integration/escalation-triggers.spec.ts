import { describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { EscalationDesk, tell, title } from '../support/escalation-desk.js';
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
    for (let turn = 0; turn < 2; turn++) await desk.tickets.customerSays(plain);
    expect(await desk.fired(plain)).toEqual(['again 1', 'again 1']);
  });
});
