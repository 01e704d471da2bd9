import type { MigrationInterface, QueryRunner } from 'typeorm';

const MARK = `'[Redacted / 内容已删除]'`;
const TYPES = ['RESERVE', 'RELEASE', 'COMMIT', 'PAY', 'RECOVER', 'REVERSE'];
/** Of the time the leg ended: movements are listed by their ids. */
const UUID_AT = `(lpad(to_hex((extract(epoch FROM l.ended_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(l.id::text), 1, 3) || '8' || substr(md5(l.id::text), 4, 15))::uuid`;
const ACCOUNTS = ['AVAILABLE', 'RESERVED', 'COMMITTED', 'PAID', 'RECOVERED', 'OUTSIDE'];

/** All words of findings can be redacted; what customers paid for goods that were called off is held in the ledger until it went back. */
export class HoldMoney1796000000030 implements MigrationInterface {
  name = 'HoldMoney1796000000030';

  async up(runner: QueryRunner): Promise<void> {
    await redactable(runner, ['cause', 'corrective_action', 'override_reason', 'dispute']);
    await runner.query('GRANT UPDATE (override_reason) ON finding TO amends_app');
    await known(runner, [...TYPES, 'HOLD'], [...ACCOUNTS, 'HELD']);
    await holdWhatIsOwed(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    // What was held cannot be told to a ledger that knows no such account: refused while there is any.
    await known(runner, TYPES, ACCOUNTS);
    await runner.query('REVOKE UPDATE (override_reason) ON finding FROM amends_app');
    await redactable(runner, ['cause', 'corrective_action']);
  }
}

async function redactable(runner: QueryRunner, columns: readonly string[]): Promise<void> {
  const rewritten = columns.map((column) => `OLD.${column} IS NOT NULL AND NEW.${column} IS DISTINCT FROM OLD.${column} AND NEW.${column} IS DISTINCT FROM ${MARK}`);
  await runner.query(`
    DROP TRIGGER only_redacted ON finding;
    CREATE TRIGGER only_redacted BEFORE UPDATE OF ${columns.join(', ')} ON finding FOR EACH ROW WHEN (${rewritten.join(' OR ')}) EXECUTE FUNCTION refuse_change();
  `);
}

async function known(runner: QueryRunner, types: readonly string[], accounts: readonly string[]): Promise<void> {
  const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(',');
  await runner.query(`
    ALTER TABLE ledger_movement DROP CONSTRAINT ledger_movement_type_check, ADD CONSTRAINT ledger_movement_type_check CHECK (type IN (${list(types)}));
    ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_account_check, ADD CONSTRAINT ledger_posting_account_check CHECK (account IN (${list(accounts)}));
  `);
}

/** What is owed back already and given by no offer. What an offer gives back stays as it was taken: from what is available. */
async function holdWhatIsOwed(runner: QueryRunner): Promise<void> {
  const tables = ['ticket', 'offer', 'offer_leg', 'leg_exchange', 'ledger_movement', 'ledger_posting'];
  // Forced row security would hide the rows from an owner who is no superuser.
  const force = (how: string): Promise<unknown> => runner.query(tables.map((table) => `ALTER TABLE ${table} ${how} ROW LEVEL SECURITY`).join(';'));
  await force('NO FORCE');
  await runner.query(`
    WITH owed AS (
      SELECT x.merchant_id, ${UUID_AT} AS id, x.leg_id, l.offer_id, l.ticket_id, t.shop_id, x.currency, x.price_minor - x.paid_minor AS minor, x.recorded_by, l.ended_at
        FROM leg_exchange x JOIN offer_leg l ON l.merchant_id = x.merchant_id AND l.id = x.leg_id AND l.state = 'CANCELLED'
        JOIN ticket t ON t.merchant_id = l.merchant_id AND t.id = l.ticket_id
       WHERE x.payment_ref IS NOT NULL AND NOT EXISTS (SELECT FROM offer_leg b JOIN offer v ON v.merchant_id = b.merchant_id AND v.id = b.offer_id AND v.state IN ('DRAFT','SENT','ACCEPTED')
               WHERE b.merchant_id = x.merchant_id AND b.id = x.given_back_by AND b.state <> 'CANCELLED')),
    moved AS (
      INSERT INTO ledger_movement (merchant_id, id, type, subject_id, cause, leg_id, offer_id, ticket_id, shop_id, basis, currency, amount_minor, by_actor, at)
      SELECT merchant_id, id, 'HOLD', leg_id, 'OWED_BACK', leg_id, offer_id, ticket_id, shop_id, 'STATUTORY', currency, minor, recorded_by, ended_at FROM owed
      RETURNING merchant_id, id, currency, amount_minor)
    INSERT INTO ledger_posting (merchant_id, movement_id, account, currency, amount_minor)
    SELECT m.merchant_id, m.id, a.account, m.currency, a.sign * m.amount_minor FROM moved m, (VALUES ('OUTSIDE', -1), ('HELD', 1)) AS a(account, sign)`);
  // A table whose constraints wait for the COMMIT is not altered.
  await runner.query('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED');
  await force('FORCE');
}
