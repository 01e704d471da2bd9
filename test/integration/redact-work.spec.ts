import { decodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import { REDACTED } from '../../src/kernel/text.js';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import { columnsHolding } from '../support/columns-holding.js';
import { soon } from '../support/remedy-journey.js';

// Words planted wherever tasks and remedies have room for them, and looked for everywhere once they were redacted.

const WORD = 'kanarienvogel4410';
const app = testApp();
let desk: BusyMerchant;
let ticket: Worked;
beforeAll(async () => {
  desk = await BusyMerchant.create(app, 'Redacting');
  ticket = await desk.open('RETURN_EXCHANGE');
  await desk.upToRemedy(ticket);
}, 180_000);

interface MadeOffer {
  readonly id: string;
  readonly legs: readonly { readonly id: string; readonly type: string }[];
}

/** An offer that was answered, carried out and inspected; a note wherever one may stand. */
async function remedied(): Promise<void> {
  await desk.act('ADMIN', 'recordCounterOffer', ticket, { wish: 'REFUND', messageId: await desk.hear(ticket), note: `wants ${WORD}` });
  const line = { orderLineId: ticket.order.lineId, quantity: 1 };
  const fulfilBy = soon(96);
  const made = await desk.act('ADMIN', 'makeOffer', ticket, {
    fulfilBy, summary: `summary ${WORD}`, legs: [{ type: 'RETURN', note: `leg ${WORD}`, ...line }], refund: { lines: [line] },
  }, 'offer { id legs { id type } }');
  const { id: offerId, legs } = made['offer'] as MadeOffer;
  await desk.act('ADMIN', 'sendOffer', ticket, { offerId, channel: 'CHAT', body: `We refund 50 yuan to you by ${plus(fulfilBy, 28_800_000).slice(0, 10)}. Is that all right?` });
  await desk.act('ADMIN', 'acceptOffer', ticket, { offerId, messageId: await desk.hear(ticket, 'Fine.'), note: `decided ${WORD}` });
  const [legId, refundId] = [legs.find(({ type }) => type === 'RETURN')?.id, legs.find(({ type }) => type !== 'RETURN')?.id];
  await desk.act('ADMIN', 'issueReturn', ticket, { legId, address: '1 Return Road' });
  await desk.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: 'SF-REDACT-1' });
  await desk.act('INSPECTOR', 'moveGoods', ticket, { legId, to: 'RECEIVED' });
  const unit = { condition: 'OPENED', accessoriesComplete: false, missing: `missing ${WORD}`, verdict: 'ACCEPTED', note: `unit ${WORD}` };
  await desk.act('INSPECTOR', 'inspectGoods', ticket, { legId, units: [unit] });
  await desk.act('INSPECTOR', 'moveGoods', ticket, { legId, to: 'RESTOCKED' });
  await desk.act('FINANCE', 'fulfilLeg', ticket, { legId: refundId, proofKind: 'BANK_REF', proofRef: 'REF-REDACT-1', note: `paid ${WORD}` });
  await desk.act('ADMIN', 'fileClaim', ticket, { against: 'SUPPLIER', amount: { amount: '5.00', currency: 'CNY' }, dueAt: soon(240), note: `claim ${WORD}` });
}

async function asked(): Promise<void> {
  const open = async (): Promise<string> => {
    const opened = await desk.act('ADMIN', 'openTask', ticket, { department: 'WAREHOUSE', question: `question ${WORD}`, dueAt: soon(24) }, 'task { id }');
    return (opened['task'] as { id: string }).id;
  };
  await desk.act('ADMIN', 'answerTask', ticket, { taskId: await open(), answer: `answer ${WORD}`, proofRef: 'PICK-7' });
  await desk.act('ADMIN', 'cancelTask', ticket, { taskId: await open(), reason: `reason ${WORD}` });
}

const PLANTED = [
  'counter_offer.note', 'leg_unit.missing', 'leg_unit.note', 'offer.decision_note', 'offer.summary', 'offer_leg.ended_note', 'offer_leg.note', 'recovery_claim.note',
  'task.answer', 'task.cancel_reason', 'task.question',
];

it('leaves no copy of what was asked in tasks and noted on remedies, and all that was decided as it was', async () => {
  await remedied();
  await asked();
  expect(await columnsHolding(app, WORD)).toEqual(PLANTED);
  const decided = () => app.owner(
    `SELECT o.state, o.decided_at, l.type, l.amount_minor, l.state, l.proof_ref, k.department, k.state, k.proof_ref
       FROM offer o JOIN offer_leg l ON l.offer_id = o.id JOIN task k ON k.ticket_id = o.ticket_id WHERE o.ticket_id = $1 ORDER BY l.position, k.id`, [decodeId('Ticket', ticket.id)],
  );
  const before = await decided();
  expect(before).toHaveLength(4);

  await desk.act('ADMIN', 'redactTicketText', ticket, { texts: ['TASK', 'REMEDY'], reason: 'personal' });

  expect(await columnsHolding(app, WORD)).toEqual([]);
  expect(await decided()).toEqual(before);
  const { data } = await desk.base.as<{ ticket: object }>('ADMIN', 'query T($id: ID!) { ticket(id: $id) { tasks { question answer cancelReason } offers { summary decisionNote legs { note endedNote } } } }', { id: ticket.id });
  expect(data?.ticket).toEqual({
    tasks: expect.arrayContaining([
      { question: REDACTED, answer: REDACTED, cancelReason: null }, { question: REDACTED, answer: null, cancelReason: REDACTED },
    ]) as unknown,
    offers: [{ summary: REDACTED, decisionNote: REDACTED, legs: [{ note: REDACTED, endedNote: null }, { note: null, endedNote: REDACTED }] }],
  });
  for (const text of ['TASK', 'REMEDY']) {
    await expect(desk.act('ADMIN', 'redactTicketText', ticket, { texts: [text], reason: 'again' })).rejects.toThrow(/NOTHING_TO_DO/);
  }
});

it('is the only change of such words the database lets through', async () => {
  for (const place of PLANTED) {
    const [table = '', column = ''] = place.split('.');
    await expect(app.owner(`UPDATE ${table} SET ${column} = 'other words' WHERE ${column} = $1`, [REDACTED])).rejects.toThrow('never changed');
  }
});
