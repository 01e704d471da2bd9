import { beforeAll, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const SEVERE = { severity: 'SEVERE', emotion: 'ANGRY' };

describe('the rules a merchant starts with', () => {
  let desk: EscalationDesk;
  beforeAll(async () => {
    desk = await EscalationDesk.defaults(app);
  });

  it('a severe complaint tells the supervisor at once, and the administrators when nobody took note of it', async () => {
    const ticketId = await desk.tickets.complaint(null, SEVERE);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'severe', state: 'OPEN', level: 1 }]);
    expect(await desk.heard('SUPERVISOR')).toEqual(['severe 1']);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ priority: 'URGENT', version: 1 });
    expect(await desk.tickets.events(ticketId, 'escalation.fired')).toMatchObject([{ cause: 'ESCALATION', data: { rule: 'severe', level: 1, clockId: null } }]);
    const [event] = await app.owner<{ actor_kind: string }>(`SELECT actor_kind FROM event WHERE subject_id = $1 AND type = 'supervisor.required'`, [uuid(ticketId)]);
    expect(event?.actor_kind).toBe('SYSTEM');
    await desk.passes(29 * MINUTE);
    expect(await desk.heard('ADMIN')).toEqual([]);
    await desk.passes(MINUTE);
    expect(await desk.heard('ADMIN')).toEqual(['severe 2']);
    expect((await desk.fired(ticketId)).filter((one) => one.startsWith('severe'))).toEqual(['severe 1', 'severe 2']);
  });
});
