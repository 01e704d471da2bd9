import pg from 'pg';
import { AGENTS, MERCHANT, SHOPS, idOf, sqlId } from '../ids.mjs';
import { addFound, seed } from './seed.mjs';

/** Clients that work at once, each with a team of its own: one who offers, one who approves, two who pay. */
export const TEAMS = 32;
/** So many shops, each with one budget; all offers of one run fall on the first, those of the other on all. */
export const MANY = 100;

const ROLES = ['AGENT', 'SUPERVISOR', 'FINANCE', 'FINANCE'];
export const AGENT = 0;
export const APPROVER = 1;
export const PAYER = 2;
export const SECOND_PAYER = 3;

/** An agent grants 50 yuan alone; the totals of day, customer and shop are bounded too, far above what the bench offers. */
const AUTHORITY = {
  limits: [
    ['AGENT', 'OFFER', '50.00'], ['AGENT', 'AGENT_DAY', '9000000.00'], ['AGENT', 'CUSTOMER_90_DAYS', '9000000.00'], ['SUPERVISOR', 'OFFER', '2000.00'],
    ['SUPERVISOR', 'SHOP_MONTH', '90000000.00'],
  ].map(([role, measure, amount]) => ({ name: `${role} ${measure}`, role, measure, amount: { amount, currency: 'CNY' } }))
    .concat({ name: 'admin', role: 'ADMIN', measure: 'OFFER', amount: null }),
  chains: [{ name: 'supervisor', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 240 }] }],
};

/** A hundred shops with a budget and payment by hand each, the teams, and limits in force. */
export async function seedMoney(url, history) {
  await seed(url, history);
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    const M = `'${MERCHANT}'::uuid`;
    const people = TEAMS * ROLES.length - 1;
    await client.query(`
      INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency)
      SELECT ${M}, ${sqlId('shop', 'n')}, 'S-' || n, 'Shop ' || n, 'taobao', 'Asia/Shanghai', 'CNY' FROM generate_series(${SHOPS}, ${MANY - 1}) n;
      INSERT INTO budget (merchant_id, id, shop_id, period, starts_on, ends_on, currency, limit_minor, created_at)
      SELECT ${M}, ${sqlId('budget', 'n')}, ${sqlId('shop', 'n')}, 'NAMED', '2000-01-01', '2099-12-31', 'CNY', 900000000000, now() FROM generate_series(0, ${MANY - 1}) n;
      INSERT INTO payout_route (merchant_id, shop_id, provider, settings, updated_at)
      SELECT ${M}, ${sqlId('shop', 'n')}, 'MANUAL', '{}', now() FROM generate_series(0, ${MANY - 1}) n;
      DELETE FROM membership WHERE member_id IN (SELECT ${sqlId('member', 'n')} FROM generate_series(0, ${AGENTS - 1}) n);
      INSERT INTO member (merchant_id, id, person_id, name) SELECT ${M}, ${sqlId('member', 'n')}, ${sqlId('person', 'n')}, 'Member ' || n FROM generate_series(0, ${people}) n
        ON CONFLICT (merchant_id, id) DO UPDATE SET person_id = excluded.person_id;
      INSERT INTO membership (merchant_id, id, member_id, role)
      SELECT ${M}, gen_random_uuid(), ${sqlId('member', 'n')}, ('{${ROLES.join(',')}}'::text[])[1 + n / ${TEAMS}] FROM generate_series(0, ${people}) n`);
    await client.query(
      `INSERT INTO authority_policy (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'bench', 1, $3, now())`, [MERCHANT, idOf('authority', 0), AUTHORITY],
    );
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

/** Cases to be made good, numbered from `from` on: each in the shop and with the team of its number. */
export function addCases(client, from, many, shops) {
  return addFound(client, from, many, { shops, agents: TEAMS });
}

/** What must hold of money whatever was measured. Answers what does not. */
export async function wrongWithMoney(client) {
  const { rows } = await client.query(`
    SELECT 'movements that do not balance' AS what, count(*)::int AS n
      FROM (SELECT FROM ledger_movement m LEFT JOIN ledger_posting p ON p.merchant_id = m.merchant_id AND p.movement_id = m.id
             GROUP BY m.merchant_id, m.id HAVING coalesce(sum(p.amount_minor), 1) <> 0) x
    UNION ALL SELECT 'ledgers that do not sum to zero', count(*)::int FROM (SELECT FROM ledger_posting GROUP BY merchant_id, currency HAVING sum(amount_minor) <> 0) x
    UNION ALL SELECT 'budgets above their amount', count(*)::int FROM budget WHERE reserved_minor + committed_minor > limit_minor + overridden_minor
    UNION ALL SELECT 'budgets that are not what the ledger says', count(*)::int
      FROM (SELECT FROM budget b LEFT JOIN ledger_movement m ON m.merchant_id = b.merchant_id AND m.budget_id = b.id
             GROUP BY b.merchant_id, b.id, b.reserved_minor, b.committed_minor
            HAVING b.reserved_minor <> coalesce(sum(CASE m.type WHEN 'RESERVE' THEN m.amount_minor WHEN 'COMMIT' THEN -m.amount_minor ELSE 0 END), 0)
                OR b.committed_minor <> coalesce(sum(m.amount_minor) FILTER (WHERE m.type = 'COMMIT'), 0)) x
    UNION ALL SELECT 'legs with other than one payout', count(*)::int
      FROM (SELECT FROM offer_leg l JOIN offer o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id AND o.state = 'ACCEPTED'
             LEFT JOIN payout p ON p.merchant_id = l.merchant_id AND p.leg_id = l.id GROUP BY l.merchant_id, l.id HAVING count(p.id) <> 1) x
    UNION ALL SELECT 'payouts not paid once in their own amount', count(*)::int
      FROM payout p WHERE p.state <> 'SETTLED' OR p.fulfilled_at IS NULL
        OR (SELECT array_agg(m.amount_minor) FROM ledger_movement m WHERE m.merchant_id = p.merchant_id AND m.leg_id = p.leg_id AND m.type = 'PAY') IS DISTINCT FROM ARRAY[p.amount_minor]
        OR NOT EXISTS (SELECT FROM offer_leg l WHERE l.merchant_id = p.merchant_id AND l.id = p.leg_id AND l.state = 'FULFILLED' AND l.proof_ref = p.reference)
    UNION ALL SELECT 'totals below what was offered', count(*)::int
      FROM (SELECT FROM ledger_movement m LEFT JOIN authority_total t ON t.merchant_id = m.merchant_id AND t.scope = 'SHOP_MONTH' AND t.subject_id = m.shop_id
             WHERE m.type = 'RESERVE' GROUP BY m.shop_id, t.amount_minor HAVING sum(m.amount_minor) IS DISTINCT FROM t.amount_minor) x`);
  return rows.filter(({ n }) => n > 0).map(({ what, n }) => `${n} ${what}`);
}

export async function paidCount(client) {
  const { rows: [{ n }] } = await client.query(`SELECT count(*)::int AS n FROM payout WHERE state = 'SETTLED'`);
  return n;
}
