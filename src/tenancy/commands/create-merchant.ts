import type { ClientBase } from 'pg';
import { uuidv7 } from 'uuidv7';
import { cleanText, optionalText } from '../../kernel/text.js';

export interface NewMerchant {
  readonly name: string;
  /** Its first admin, of all shops. */
  readonly admin: { readonly id?: string; readonly name: string; readonly email?: string | null; readonly subject?: string | null };
  /** What its first tickets are opened under, as version 1. */
  readonly definition: { readonly name: string; readonly body: object };
  readonly policy: { readonly name: string; readonly body: object };
  /** Its first business calendar, as version 1. */
  readonly calendar: { readonly name: string; readonly body: object };
  /** Given only where it must be known beforehand (the demo). */
  readonly id?: string;
  /** May move its own clock forward. */
  readonly sandbox?: boolean;
  /** Gets tokens from the command line. */
  readonly demo?: boolean;
}

/**
 * Provisions a merchant: the one thing the application's own role cannot do. `owner` is a connection of the database's owner; all of it happens in
 * one transaction, and only the merchant's row is written with the owner's rights.
 */
export async function createMerchant(owner: ClientBase, merchant: NewMerchant): Promise<{ merchantId: string; adminId: string }> {
  const merchantId = merchant.id ?? uuidv7();
  const adminId = merchant.admin.id ?? uuidv7();
  await owner.query('BEGIN');
  try {
    await owner.query('INSERT INTO merchant (id, name, sandbox, demo) VALUES ($1, $2, $3, $4)', [
      merchantId, cleanText(merchant.name, 'name', { max: 100 }), merchant.sandbox ?? false, merchant.demo ?? false,
    ]);
    await owner.query('SET LOCAL ROLE amends_app');
    await owner.query(`SELECT set_config('app.merchant', $1, true)`, [merchantId]);
    await insertAdmin(owner, merchantId, adminId, merchant.admin);
    await publish(owner, 'process_definition', merchantId, adminId, merchant.definition);
    await publish(owner, 'sla_policy', merchantId, adminId, merchant.policy);
    await publishCalendar(owner, merchantId, adminId, merchant.calendar);
    await owner.query(
      `INSERT INTO event (merchant_id, subject_type, subject_id, subject_version, type, at, actor_kind, cause, is_fact, data)
       VALUES ($1, 'merchant', $1, 0, 'merchant.created', now(), 'SYSTEM', 'createMerchant', false, '{}')`,
      [merchantId],
    );
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
  return { merchantId, adminId };
}

async function insertAdmin(owner: ClientBase, merchantId: string, id: string, admin: NewMerchant['admin']): Promise<void> {
  await owner.query('INSERT INTO member (merchant_id, id, person_id, subject, name, email) VALUES ($1, $2, $3, $4, $5, $6)', [
    merchantId, id, uuidv7(),
    optionalText(admin.subject, 'subject', { max: 255 }), cleanText(admin.name, 'name', { max: 100 }), optionalText(admin.email, 'email', { max: 254 }),
  ]);
  await owner.query(`INSERT INTO membership (merchant_id, id, member_id, role) VALUES ($1, $2, $3, 'ADMIN')`, [merchantId, uuidv7(), id]);
}

async function publish(
  owner: ClientBase,
  table: 'process_definition' | 'sla_policy',
  merchantId: string,
  adminId: string,
  version: { readonly name: string; readonly body: object },
): Promise<void> {
  await owner.query(
    `INSERT INTO ${table} (merchant_id, id, name, version, body, published_at, published_by) VALUES ($1, $2, $3, 1, $4, now(), $5)`,
    [merchantId, uuidv7(), version.name, JSON.stringify(version.body), adminId],
  );
}

async function publishCalendar(owner: ClientBase, merchantId: string, adminId: string, { name, body }: NewMerchant['calendar']): Promise<void> {
  const calendarId = uuidv7();
  await owner.query('INSERT INTO calendar (merchant_id, id, name) VALUES ($1, $2, $3)', [merchantId, calendarId, name]);
  await owner.query(
    `INSERT INTO calendar_version (merchant_id, id, calendar_id, version, body, published_at, published_by) VALUES ($1, $2, $3, 1, $4, now(), $5)`,
    [merchantId, uuidv7(), calendarId, JSON.stringify(body), adminId],
  );
}
