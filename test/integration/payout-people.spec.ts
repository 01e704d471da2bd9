import { testDatabase } from '../support/database.js';
import type { FakeBank } from '../support/fake-bank.js';
import { lockTable } from '../support/locked-table.js';
import { outcome, PayDesk } from '../support/pay-desk.js';

const db = testDatabase();
let desk: PayDesk;
let bank: FakeBank;
beforeAll(async () => {
  desk = await PayDesk.open(db);
});
beforeEach(async () => {
  bank = await desk.newBank();
});

describe('two people', () => {
  const request = (payoutId: string) => ({ payoutId, expectedVersion: null, requestId: null });
  const entering = (payoutId: string, more: object = {}) => ({ ...request(payoutId), outcome: 'SETTLED' as const, reference: 'BANK-77001', reason: 'Paid by transfer', ...more });

  it('settle a manual payout: one enters, another confirms the same reference', async () => {
    await desk.route('MANUAL');
    const { payoutId, offerId, legId, ticketId } = await desk.accepted();
    const [second, sameAgain] = [await desk.person('FINANCE'), await desk.person('FINANCE', desk.base.finance.personId ?? '')];
    const nobody = desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77001' });
    expect(await outcome(nobody)).toMatchObject({ code: 'NOTHING_TO_DO' });
    await desk.enter.execute(desk.base.finance, entering(payoutId));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REQUESTED', reference: null });
    for (const one of [desk.base.finance, sameAgain]) {
      expect(await outcome(desk.confirm.execute(one, { ...request(payoutId), reference: 'BANK-77001' }))).toMatchObject({ code: 'APPROVER_BARRED' });
    }
    expect(await outcome(desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77002' }))).toMatchObject({ code: 'INVALID_INPUT', field: 'reference' });
    expect(await outcome(desk.confirm.execute(desk.base.agent, { ...request(payoutId), reference: 'BANK-77001' }))).toMatchObject({ code: 'FORBIDDEN' });
    await desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77001' });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: 'BANK-77001' });
    expect((await desk.base.legs(offerId))[0]).toMatchObject({ state: 'FULFILLED', proof_ref: 'BANK-77001', proof_kind: 'BANK_REF' });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await desk.events(ticketId)).toEqual(['payout.requested', 'payout.entered', 'payout.settled']);
    expect(await outcome(desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77001' }))).toMatchObject({ code: 'NOTHING_TO_DO' });
  });

  it('neither of whom made the offer', async () => {
    await desk.route('MANUAL');
    const { payoutId, offerId } = await desk.accepted();
    await db.owner('UPDATE offer SET made_by = $2 WHERE id = $1', [offerId, desk.base.finance.id]);
    expect(await outcome(desk.enter.execute(desk.base.finance, entering(payoutId)))).toMatchObject({ code: 'APPROVER_BARRED' });
  });

  it('end an unknown one, in either way, and a reversal is owed again', async () => {
    bank.mood = 'LOSES_IT';
    const { payoutId, legId } = await desk.accepted();
    const second = await desk.person('FINANCE');
    expect(await outcome(desk.enter.execute(desk.base.finance, entering(payoutId)))).toMatchObject({ code: 'STATE_CONFLICT' }); // the provider has not been asked
    await desk.worker(bank).round();
    await desk.enter.execute(desk.base.finance, entering(payoutId, { reference: 'BANK-88001' }));
    await desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-88001' });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
    await desk.enter.execute(desk.base.finance, entering(payoutId, { outcome: 'REVERSED', reference: null, reason: 'The account is closed' }));
    await desk.confirm.execute(second, { ...request(payoutId), reference: null });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REVERSED' });
    await desk.enter.execute(desk.base.finance, entering(payoutId, { reference: 'BANK-88002' }));
    await desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-88002' });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE', 'PAY']);

    const failed = await desk.accepted();
    await desk.worker(bank).round();
    await desk.enter.execute(desk.base.finance, entering(failed.payoutId, { outcome: 'FAILED', reference: null, reason: 'The bank says no' }));
    await desk.confirm.execute(second, { ...request(failed.payoutId), reference: null });
    expect(await desk.payout(failed.payoutId)).toMatchObject({ state: 'FAILED', failure: 'DECIDED_BY_PEOPLE' });
  });

  it('are held apart by the database too', async () => {
    const { payoutId } = await desk.accepted();
    const person = desk.base.finance.personId;
    await expect(db.owner('UPDATE payout SET entered_person = $2, confirmed_person = $2 WHERE id = $1', [payoutId, person])).rejects.toThrow('payout_two_people');
    await expect(db.owner('UPDATE payout SET amount_minor = 1 WHERE id = $1', [payoutId])).rejects.toThrow('never changed');
  });

  it('who decide on an old version are told', async () => {
    await desk.route('MANUAL');
    const { payoutId } = await desk.accepted();
    expect(await outcome(desk.enter.execute(desk.base.finance, entering(payoutId, { expectedVersion: 7 })))).toMatchObject({
      code: 'VERSION_CONFLICT', details: { currentVersion: 1 },
    });
  });
});

describe('two people and a worker', () => {
  it('that takes the payout up while the second confirms: what was read is old, and is told so', async () => {
    bank.mood = 'LOSES_IT';
    const { payoutId, legId } = await desk.accepted();
    await desk.worker(bank).round();
    const entered = { payoutId, expectedVersion: null, requestId: null, outcome: 'FAILED' as const, reference: null, reason: 'The bank knows nothing of it' };
    await desk.enter.execute(desk.base.finance, entered);
    const [row] = await db.owner<{ version: number }>('SELECT version FROM payout WHERE id = $1', [payoutId]);
    await desk.comesDue(payoutId);
    const second = await desk.person('FINANCE');
    const held = await lockTable(db, 'payout_attempt'); // what a claim writes last
    const asking = desk.worker(bank).attempt({ merchantId: desk.base.merchantId, id: payoutId });
    await held.waiting(1);
    const confirmed = outcome(desk.confirm.execute(second, { payoutId, expectedVersion: row?.version ?? 0, requestId: null, reference: null }));
    await Promise.race([held.waiting(2), confirmed]);
    await held.release();
    expect(await confirmed).toMatchObject({ code: 'VERSION_CONFLICT' });
    await asking;
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'NOT_FOUND_YET', attempts: 2 });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT']);
  });
});

describe('the payer’s own report', () => {
  const payer = () => ({ ...desk.base.key, scopes: ['payouts:report'] });
  const told = (key: string, more: object = {}) => ({ key, outcome: 'SETTLED' as const, reference: `PAYER-${key}`, amount: { minor: 8_000n, currency: 'CNY' }, failure: null, requestId: null, ...more });

  it('settles a pending payout, late and twice, once', async () => {
    bank.mood = 'PENDING';
    const { payoutId, key, legId, offerId } = await desk.accepted();
    expect(await outcome(desk.report.execute(payer(), told(key)))).toMatchObject({ code: 'STATE_CONFLICT' }); // nobody has asked it to pay
    await desk.worker(bank).round();
    await desk.report.execute(payer(), told(key));
    await desk.report.execute(payer(), told(key));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: `PAYER-${key}` });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect((await desk.base.legs(offerId))[0]?.state).toBe('FULFILLED');
    expect((await desk.attempts(payoutId)).map((one) => (one as { action: string }).action)).toEqual(['SEND', 'REPORT', 'REPORT']);
    await desk.report.execute(payer(), told(key, { outcome: 'REVERSED', reference: null, amount: null }));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REVERSED' });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE']);
  });

  it('of another amount settles nothing; of another’s key, or without the scope, it is unknown', async () => {
    bank.mood = 'PENDING';
    const { payoutId, key } = await desk.accepted();
    await desk.worker(bank).round();
    await desk.report.execute(payer(), told(key, { amount: { minor: 7_999n, currency: 'CNY' } }));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'OTHER_AMOUNT' });
    expect(await outcome(desk.report.execute(payer(), told('am0')))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await outcome(desk.report.execute(desk.base.key, told(key)))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
