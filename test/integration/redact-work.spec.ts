import { decodeId, encodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import { REDACTED } from '../../src/kernel/text.js';
import { testApp } from '../support/app.js';
import { BusyMerchant, type Worked } from '../support/busy-merchant.js';
import { columnsHolding } from '../support/columns-holding.js';
import { soon } from '../support/remedy-journey.js';
import { REACHED } from '../support/words-of-people.js';

// Words planted wherever tasks and remedies have room for them, and looked for everywhere once they were redacted.

const WORD = 'kanarienvogel4410';
const PLANTED = [...REACHED.TASK, ...REACHED.REMEDY].sort();
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
  await desk.act('ADMIN', 'recordFinding', ticket, { causedByUs: false, fault: 'CUSTOMER_PREFERENCE', cause: 'Another colour was expected.' });
  const declining = { legs: [{ type: 'EXPLANATION', note: `told ${WORD}` }], refusal: { reason: 'DEMAND_EXCEEDS_LOSS', alternative: `rather ${WORD}` } };
  const { offer } = await desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy, summary: `no ${WORD}`, ...declining }, 'offer { id }');
  await desk.act('ADMIN', 'withdrawOffer', ticket, { offerId: (offer as { id: string }).id, reason: `second thoughts ${WORD}` });
  await desk.act('ADMIN', 'recordFinding', ticket, { causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: 'A bad seam.' });
  const made = await desk.act('ADMIN', 'makeOffer', ticket, {
    fulfilBy, summary: `summary ${WORD}`, legs: [{ type: 'RETURN', note: `leg ${WORD}`, ...line }], refund: { lines: [line] },
  }, 'offer { id legs { id type } }');
  const { id: offerId, legs } = made['offer'] as MadeOffer;
  await desk.act('ADMIN', 'sendOffer', ticket, { offerId, channel: 'CHAT', body: `We refund 50 yuan to you by ${plus(fulfilBy, 28_800_000).slice(0, 10)}. Is that all right?` });
  await desk.act('ADMIN', 'acceptOffer', ticket, { offerId, messageId: await desk.hear(ticket, 'Fine.'), note: `decided ${WORD}` });
  const [legId, refundId] = [legs.find(({ type }) => type === 'RETURN')?.id, legs.find(({ type }) => type !== 'RETURN')?.id];
  await desk.act('ADMIN', 'issueReturn', ticket, { legId, address: `1 Return Road, ask for ${WORD}` });
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

it('leaves no copy of what was asked in tasks and noted on remedies, and all that was decided as it was', async () => {
  await remedied();
  await asked();
  expect(await columnsHolding(app, WORD)).toEqual(PLANTED);
  const decided = () => app.owner(
    `SELECT o.state, o.decided_at, l.type, l.amount_minor, l.state, l.proof_ref, k.department, k.state, k.proof_ref
       FROM offer o JOIN offer_leg l ON l.offer_id = o.id JOIN task k ON k.ticket_id = o.ticket_id WHERE o.ticket_id = $1 ORDER BY l.position, k.id`, [decodeId('Ticket', ticket.id)],
  );
  const before = await decided();
  expect(before).toHaveLength(6);

  await desk.act('ADMIN', 'redactTicketText', ticket, { texts: ['TASK', 'REMEDY'], reason: 'personal' });

  expect(await columnsHolding(app, WORD)).toEqual([]);
  expect(await decided()).toEqual(before);
  const { data } = await desk.base.as<{ ticket: object }>('ADMIN', 'query T($id: ID!) { ticket(id: $id) { tasks { question answer cancelReason } offers { summary decisionNote refusal { alternative } legs { note endedNote goods { returnAddress } } } } }', { id: ticket.id });
  expect(data?.ticket).toEqual({
    tasks: expect.arrayContaining([
      { question: REDACTED, answer: REDACTED, cancelReason: null }, { question: REDACTED, answer: null, cancelReason: REDACTED },
    ]) as unknown,
    offers: [{ summary: REDACTED, decisionNote: REDACTED, refusal: { alternative: REDACTED }, legs: [{ note: REDACTED, endedNote: null, goods: null }] }, { summary: REDACTED, decisionNote: REDACTED, refusal: null, legs: [{ note: REDACTED, endedNote: null, goods: { returnAddress: REDACTED } }, { note: null, endedNote: REDACTED, goods: null }] }],
  });
  for (const text of ['TASK', 'REMEDY']) {
    await expect(desk.act('ADMIN', 'redactTicketText', ticket, { texts: [text], reason: 'again' })).rejects.toThrow(/NOTHING_TO_DO/);
  }
});

describe('of approvals and payouts', () => {
  const MONEY = [...REACHED.APPROVAL, ...REACHED.PAYOUT].sort();
  const chains = [{ name: 'all', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 60 }] }];
  const limits = [{ name: 'admin', role: 'ADMIN', measure: 'OFFER', amount: { amount: '10.00', currency: 'CNY' } }, { name: 'supervisor', role: 'SUPERVISOR', measure: 'OFFER', amount: null }];
  let paid: Worked;

  async function act(role: 'ADMIN' | 'SUPERVISOR' | 'FINANCE', mutation: string, input: object, who?: string): Promise<Record<string, unknown>> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const selects = mutation === 'overrideApproval' ? 'overrideId' : '';
    const answer = await app.gql<Record<string, Record<string, unknown>>>(
      `mutation Act($input: ${type}!) { ${mutation}(input: $input) { ${selects} userErrors { code message } } }`, { input }, { token: await desk.base.token(role, who) });
    const done = answer.data?.[mutation];
    expect([mutation, answer.errors, done?.['userErrors']]).toEqual([mutation, undefined, []]);
    return done ?? {};
  }
  const pending = async (): Promise<string> => {
    const [row] = await app.owner<{ id: string }>(`SELECT id FROM approval_request WHERE ticket_id = $1 AND state = 'PENDING'`, [decodeId('Ticket', paid.id)]);
    return encodeId('ApprovalRequest', row?.id ?? '');
  };
  /** Deciding moves the ticket on, too. */
  async function looked(): Promise<void> {
    const [row] = await app.owner<{ version: number }>('SELECT version FROM ticket WHERE id = $1', [decodeId('Ticket', paid.id)]);
    paid.version = row?.version ?? 0;
  }
  async function askAgain(offerId: string): Promise<void> {
    await looked();
    await desk.act('ADMIN', 'requestApproval', paid, { offerId, note: `note ${WORD}` });
  }

  it('leaves none of what people wrote, and who decided what as it was', async () => {
    paid = await desk.open('RETURN_EXCHANGE');
    await desk.upToRemedy(paid);
    await act('ADMIN', 'publishAuthorityPolicy', { name: 'default', body: { limits, chains } });
    await act('ADMIN', 'setPayoutRoute', { shopId: desk.base.shopId, provider: 'MANUAL' });
    const made = await desk.makeOffer(paid);
    await act('SUPERVISOR', 'decideApproval', { requestId: await pending(), decision: 'REJECT', reason: `decided ${WORD}` });
    await askAgain(made.offerId);
    await act('ADMIN', 'withdrawApproval', { requestId: await pending(), reason: `taken back ${WORD}` });
    await askAgain(made.offerId);
    const requestId = await pending();
    for (const name of ['second admin', 'third admin']) await desk.base.member('ADMIN', name);
    const { overrideId } = await act('ADMIN', 'overrideApproval', { requestId, reason: `cannot wait ${WORD}` }, 'second admin');
    await act('ADMIN', 'overrideApproval', { requestId, overrideId, reason: `confirmed ${WORD}` }, 'third admin');
    await looked();
    await desk.sendOffer(paid, made);
    await desk.acceptOffer(paid, made.offerId);
    const [payout] = await app.owner<{ id: string }>('SELECT id FROM payout WHERE ticket_id = $1', [decodeId('Ticket', paid.id)]);
    await act('FINANCE', 'enterPayoutOutcome', { payoutId: encodeId('Payout', payout?.id ?? ''), outcome: 'SETTLED', reference: 'ICBC-REDACT-1', reason: `paid ${WORD}` });
    expect(await columnsHolding(app, WORD)).toEqual(MONEY);
    const decided = () => app.owner(
      `SELECT r.id, r.state, r.version, r.digest, r.ended_at, d.decision, d.by_member, d.at, v.asked_by, v.confirmed_by, p.state AS paid, p.entered_reference, p.entered_by FROM approval_request r
         LEFT JOIN approval_decision d ON d.request_id = r.id LEFT JOIN approval_override v ON v.request_id = r.id JOIN payout p ON p.offer_id = r.offer_id WHERE r.ticket_id = $1 ORDER BY r.id`,
      [decodeId('Ticket', paid.id)]);
    const before = await decided();
    expect(before).toHaveLength(3);

    await looked();
    await desk.act('ADMIN', 'redactTicketText', paid, { texts: ['APPROVAL', 'PAYOUT'], reason: 'personal' });

    expect(await columnsHolding(app, WORD)).toEqual([]);
    expect(await decided()).toEqual(before);
    for (const text of ['APPROVAL', 'PAYOUT']) {
      await expect(desk.act('ADMIN', 'redactTicketText', paid, { texts: [text], reason: 'again' })).rejects.toThrow(/NOTHING_TO_DO/);
    }
  });

  it('and nothing else of what has ended is changed', async () => {
    for (const place of MONEY.filter((one) => one !== 'payout.entered_reason')) {
      const [table = '', column = ''] = place.split('.');
      await expect(app.owner(`UPDATE ${table} SET ${column} = 'other words' WHERE ${column} = $1`, [REDACTED])).rejects.toThrow('never changed');
    }
    for (const change of [`UPDATE approval_decision SET decision = 'APPROVE'`, `UPDATE approval_decision SET reason = '${REDACTED}', level = 3`, 'DELETE FROM approval_decision']) {
      await expect(app.owner(change)).rejects.toThrow('never changed');
    }
    await expect(app.owner(`UPDATE approval_request SET state = 'APPROVED', note = '${REDACTED}' WHERE state <> 'PENDING'`)).rejects.toThrow('never changes');
  });
});

it('is the only change of such words the database lets through', async () => {
  for (const place of PLANTED) {
    const [table = '', column = ''] = place.split('.');
    await expect(app.owner(`UPDATE ${table} SET ${column} = 'other words' WHERE ${column} = $1`, [REDACTED])).rejects.toThrow('never changed');
  }
});
