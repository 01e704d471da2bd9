import { testApp } from '../support/app.js';
import { BusyMerchant } from '../support/busy-merchant.js';
import { argumentsOf, documentOf, idPaths, idTypeAt, OPERATIONS, plainValue } from '../support/operations.js';

// Strings that stand for a customer's personal data and words are put wherever they may be entered, and every operation is asked. They may stand in the
// rows made for them, and in answers to who may read them; nowhere else.

const METRICS_TOKEN = 'a-token-for-the-scraper-of-32-bytes';
const app = testApp({ env: { METRICS_TOKEN, LOG_LEVEL: 'debug' } });
const PERSON = { name: 'CANARY-NAME', phone: '+86 13911112222', email: 'canary-mail@example.com', address: '浙江省杭州市 CANARY-STREET 1', accountId: 'canary-account' };
const OF_PERSON = ['CANARY-NAME', '13911112222', 'canary-mail', 'CANARY-STREET', 'canary-account'];
const WORDS = 'CANARY-WORDS 13911112222';
let merchant: BusyMerchant;
/** Every answer that was an error, and every refusal. */
const refusals: string[] = [];

beforeAll(async () => {
  merchant = await BusyMerchant.create(app, 'Canaries', { problem: `Hello, I am CANARY-NAME. ${WORDS}`, note: `${WORDS} called.` });
  const { base } = merchant;
  const customers = await app.owner<{ externalId: string }>('SELECT external_id AS "externalId" FROM customer WHERE merchant_id = $1', [base.id]);
  await base.as('ADMIN', 'mutation U($i: UpsertCustomersInput!) { upsertCustomers(input: $i) { results { outcome userErrors { code } } } }', {
    i: { shopId: base.shopId, items: customers.map(({ externalId }) => ({ externalId, ...PERSON })) },
  });
  await base.as('AGENT', 'mutation R($i: RevealCustomerInput!) { revealCustomer(input: $i) { contact { name } userErrors { code } } }', { i: { id: merchant.id('Customer'), reason: 'call back' } });
  for (const ticket of merchant.tickets.values()) await merchant.hear(ticket, `My number is 13911112222, CANARY-NAME, CANARY-STREET. ${WORDS}`);
  await walk();
}, 180_000);

/** Every operation with canaries for text, well-formed and not, with a key and without. */
async function walk(): Promise<void> {
  for (const op of OPERATIONS) {
    for (const also of [[], idPaths(op), ...(op.kind === 'mutation' ? [['input.idempotencyKey']] : [])]) {
      const variables = argumentsOf(op, (path, type) => {
        if (type.name === 'ID') return merchant.id(idTypeAt(op, path));
        if (path === 'input.idempotencyKey') return `walk-${op.name}`;
        // Words of our own vocabulary and the merchant's own names of things are no personal data.
        return type.name === 'String' && !NAMES.test(path) ? WORDS : plainValue(path, type);
      }, also.filter((path) => path !== 'input.idempotencyKey' || takesKey(op.field.args[0]?.type.toString())));
      const answer = await merchant.base.as('ADMIN', documentOf(op, 1), variables);
      if (answer.errors) refusals.push(JSON.stringify(answer.errors));
      const payload = answer.data?.[op.name as never] as { userErrors?: unknown[] } | undefined;
      if (payload?.userErrors?.length) refusals.push(JSON.stringify(payload.userErrors));
    }
  }
}

const NAMES = /(externalId|externalRef|ref|number|code|currency|timeZone|amount|paid|freight|discount|mediaType|waybill|carrier|sku|name|department|platformRef|proofRef|after|reason)$/i;

function takesKey(type = ''): boolean {
  const named = OPERATIONS.flatMap(({ field }) => field.args).find((arg) => arg.type.toString() === type);
  return named !== undefined && idempotent.test(type);
}
const idempotent = /^(Create|AddNote|OpenTask|RecordStatement|ReceiveMessage|SendMessage|OpenTicket|SendFeedback|TagTicket|ExtendReceipt)\w*Input!$/;

const canariesIn = (text: string, canaries: readonly string[] = [...OF_PERSON, 'CANARY-WORDS']): string[] => canaries.filter((canary) => text.includes(canary));

it('the walk left traces to look through', async () => {
  expect(app.logged.length).toBeGreaterThan(150);
  expect(refusals.length).toBeGreaterThan(50);
  const [rows] = await app.owner<{ messages: number; keys: number }>(
    `SELECT (SELECT count(*)::int FROM message WHERE body LIKE '%CANARY%') AS messages, (SELECT count(*)::int FROM idempotency) AS keys`,
  );
  expect(rows?.messages).toBeGreaterThan(5);
  expect(rows?.keys).toBeGreaterThan(2);
});

it('logs hold none of it', () => {
  expect(app.logged.flatMap((line) => canariesIn(JSON.stringify(line)).map((canary) => `${canary}: ${JSON.stringify(line)}`))).toEqual([]);
});

it('refusals hold nothing of the stored person', () => {
  expect(refusals.flatMap((text) => canariesIn(text, OF_PERSON.filter((canary) => canary !== '13911112222')).map((canary) => `${canary}: ${text}`))).toEqual([]);
});

it('metrics hold none of it', async () => {
  const answer = await fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  expect(answer.status).toBe(200);
  expect(canariesIn(await answer.text())).toEqual([]);
});

it.each(['event', 'idempotency', 'clock', 'clock_entry', 'ticket_count'])('%s rows hold none of it', async (table) => {
  const rows = await app.owner<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
  expect(rows.flatMap(({ row }) => canariesIn(row).map((canary) => `${canary}: ${row.slice(0, 400)}`))).toEqual([]);
});

it('it stands only in the rows that were made for it', async () => {
  const found: string[] = [];
  const tables = await app.owner<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`);
  for (const { name } of tables) {
    const [row] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}" t WHERE t::text LIKE '%CANARY-NAME%' OR t::text LIKE '%CANARY-STREET%' OR t::text LIKE '%canary-account%'`);
    if (row?.n) found.push(name);
  }
  expect(found.sort()).toEqual(['customer', 'message', 'ticket']);
});
