/**
 * Ids of seeded rows end in twelve decimal digits, 100000000000 + n, so that JavaScript, SQL and pgbench (whose variables are numbers) name the
 * same row without a look-up. They read as version 7 of a time before any real one: what a run writes sorts after all that was seeded.
 */
export const BASE = 100_000_000_000;

export const KIND = { merchant: '000', ticket: '001', customer: '002', order: '003', line: '004', parcel: '005', shop: '006', member: '007', definition: '008', policy: '009', person: '00a', budget: '00b', authority: '00c' };

/** Rows a history brings along (messages, clocks, statements...) number their kinds from here on. */
export const FIRST_OWN_KIND = 0x100;

export const SEEDED = '01900000-0000-7000-8';
/** Every id made later than this was written by a run. */
export const AFTER_SEEDED = '01910000-0000-0000-0000-000000000000';

export const digits = (n) => String(BASE + n);
export const idOf = (kind, n) => `${SEEDED}${KIND[kind]}-${digits(n)}`;
/** The same as an SQL expression over a number. */
export const sqlId = (kind, n) => `('${SEEDED}${KIND[kind]}-' || (${BASE} + ${n}))::uuid`;

export const SHOPS = 4;
export const AGENTS = 8;
export const MERCHANT = idOf('merchant', 0);
export const shopOf = (n) => idOf('shop', n % SHOPS);
export const agentOf = (n) => idOf('member', n % AGENTS);
