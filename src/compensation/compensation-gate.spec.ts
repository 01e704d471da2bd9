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

  it('of several refusals hears the one of the part that stands first, whichever came sooner', async () => {
    const [first, second, free] = [
      { before: () => new Promise((_, reject) => { setImmediate(() => reject(new Error('not approved'))); }) },
      { before: () => Promise.reject(new Error('no budget')) },
      { before: () => Promise.resolve() },
    ] as const satisfies readonly GatePart[];
    await expect(new CompensationGate([free, first, second]).before(session, move)).rejects.toThrow('not approved');
    await expect(new CompensationGate([free, second, first]).before(session, move)).rejects.toThrow('no budget');
  });
});
