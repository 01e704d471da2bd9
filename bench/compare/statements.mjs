import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { BASE, KIND, SEEDED } from '../ids.mjs';
import { ask, startProduct } from '../drive/product.mjs';
import { product } from '../drive/workloads.mjs';

const FOLDER = fileURLToPath(new URL('../.data/statements/', import.meta.url));
const HOOK = fileURLToPath(new URL('capture-hook.mjs', import.meta.url));
/** Rows every request shares; all other seeded rows are drawn anew for each transaction. */
const SHARED = new Set([KIND.merchant, KIND.shop, KIND.member, KIND.definition, KIND.policy]);

/**
 * The statements the product sends for each workload, as pgbench scripts: taken down from a running product, with what distinguishes one request
 * from the next turned into variables. Left out is the look-up of the actor, which requests under way at the same time share.
 */
export async function scriptsOf(db, context) {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${FOLDER}captured.jsonl`;
  writeFileSync(file, '');
  const api = await startProduct(db.login, { nodeOptions: ['--import', HOOK], env: { BENCH_CAPTURE: file } });
  const client = new pg.Client({ connectionString: db.owner });
  await client.connect();
  try {
    const scripts = {};
    for (const workload of ['W1', 'W2', 'W3', 'W4', 'W4+', 'W5']) {
      const { transactions, texts } = await captured(api, file, workload, context);
      const script = new Script(workload, { texts, dueKeys: context.dueKeys });
      for (const { text, values } of transactions.flat()) script.add(text, values, await typesOf(client, text));
      scripts[workload] = `${FOLDER}${workload}.sql`;
      writeFileSync(scripts[workload], script.print());
    }
    return scripts;
  } finally {
    await client.end();
    await api.stop();
  }
}

/** The last of a few requests: by then numbers are at hand, definitions known, and the document compiled. */
async function captured(api, file, name, context) {
  const workload = product(name, context);
  const texts = new Map();
  for (let i = 0; i < 4; i += 1) {
    writeFileSync(file, '');
    const { body, agent } = workload.request(i);
    const data = await ask({ ...api, tokens: [api.tokens[agent % api.tokens.length]] }, body);
    texts.clear();
    if (name === 'W1') texts.set(data.openTicket.ticket.number, 'P-').set(JSON.parse(body).variables.input.externalRef, 'bench-p-');
  }
  return { transactions: transactionsIn(file), texts };
}

/** What was taken down, by transaction in the order they began; the look-up of the actor left out. */
export function transactionsIn(file) {
  const byTransaction = new Map();
  const transactions = [];
  for (const line of readFileSync(file, 'utf8').trim().split('\n').map((text) => JSON.parse(text))) {
    if (line.text.startsWith('BEGIN')) {
      byTransaction.set(line.client, []);
      transactions.push(byTransaction.get(line.client));
    }
    byTransaction.get(line.client)?.push(line);
  }
  return transactions.filter((statements) => !statements.some((each) => each.name.startsWith('identity.members-of')));
}

export async function typesOf(client, text) {
  if (!/\$\d/.test(text)) return [];
  await client.query(`PREPARE captured AS ${text}`);
  const { rows: [{ types }] } = await client.query(`SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = 'captured'`);
  await client.query('DEALLOCATE captured');
  return types.map((type) => (type === 'character' ? 'bpchar' : type)); // written in a cast, `character` is one letter
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export class Script {
  statements = [];
  /** Tails of seeded ids in the order met, each a variable of its own. */
  tails = [];

  /** `fresh`: ids that requests make, in the order met. Scripts that go on where another ended share them. */
  constructor(workload, { texts, dueKeys, fresh = [] }) {
    Object.assign(this, { workload, texts, dueKeys, fresh });
  }

  add(text, values, types) {
    // Of the statement's own colons only those in its literals could be met: `HH24:MI`.
    this.statements.push(text.replace(/(?<!:):(?=\w)/g, ":' || '").replace(/\$(\d+)/g, (_, n) => this.expression(values[n - 1], types[n - 1])));
  }

  expression(value, type) {
    if (value === null || value === undefined) return `NULL::${type}`;
    if (this.dueKeys?.has(value)) return `to_timestamp(:due)::${type}`;
    const marks = [...this.texts.keys()].map((text) => text.replace(/[^\w-]/g, '\\$&'));
    const pieces = String(value).split(new RegExp(`(${[UUID.source, ...marks].join('|')})`));
    const parts = pieces.filter((piece) => piece !== '').flatMap((piece) => this.partsOf(piece));
    return `(${parts.join(' || ') || "''"})::${type}`;
  }

  partsOf(piece) {
    if (this.texts.has(piece)) return [quoted(this.texts.get(piece)), ':u::text'];
    if (!new RegExp(`^${UUID.source}$`).test(piece)) return quotedParts(piece);
    if (piece.startsWith(SEEDED)) return SHARED.has(piece.slice(SEEDED.length, SEEDED.length + 3)) ? [quoted(piece)] : this.seeded(piece);
    if (!this.fresh.includes(piece)) this.fresh.push(piece);
    return [quoted(`01b00000-0000-7000-8${String(this.fresh.indexOf(piece)).padStart(3, '0')}-`), ':u::text'];
  }

  seeded(uuid) {
    const tail = uuid.slice(-12);
    if (!this.tails.includes(tail)) this.tails.push(tail);
    return [quoted(uuid.slice(0, -12)), `:v${this.tails.indexOf(tail)}::text`];
  }

  print() {
    return [
      '\\set seq :seq + 1', `\\set u ${BASE} + :base + :client_id * 1000000 + :seq`, '\\set due random(:due_from, :due_to)',
      ...this.tails.map((_, at) => `\\set v${at} ${BASE} + ${this.drawn(at)}`),
      ...this.statements.map((text) => `${text};`), '',
    ].join('\n');
  }

  /** W2 answers each ticket once; lists are of open tickets, five of every ten. */
  drawn(at) {
    if (this.workload === 'W2') return ':first + (:seq - 1) * :clients + :client_id';
    return this.workload.startsWith('W4') ? `random(0, :size / 10 - 1) * 10 + ${at % 5}` : 'random(1, :size)';
  }
}

/** pgbench takes `:word` for a variable inside quotes too: such a colon ends one piece of the text, and the word begins the next. */
function quotedParts(text) {
  return text.split(/(?<=:)(?=\w)/).map(quoted);
}

function quoted(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
