import type { RemedyMove } from '../remedies/index.js';
import type { TicketSession } from '../tickets/index.js';
import { CompensationGate } from './compensation-gate.js';
import type { GatePart } from './gate-part.js';

const session = {} as TicketSession;
const move: RemedyMove = { move: 'SEND', offerId: 'offer' };

describe('the gate', () => {
  it('asks its parts in their order, each once, each with the same move', async () => {
    const asked: [string, RemedyMove][] = [];
    const part = (name: string): GatePart => ({ before: async (_session, of) => void asked.push([name, of]) });
    await new CompensationGate([part('approvals'), part('budgets'), part('payouts')]).before(session, move);
    expect(asked).toEqual([['approvals', move], ['budgets', move], ['payouts', move]]);
  });

  it('asks no further part once one has refused', async () => {
    let asked = 0;
    const refusing: GatePart = { before: () => Promise.reject(new Error('no')) };
    const counting: GatePart = { before: async () => void (asked += 1) };
    await expect(new CompensationGate([counting, refusing, counting]).before(session, move)).rejects.toThrow('no');
    expect(asked).toBe(1);
  });
});
