import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { encodeId } from '../dist/src/kernel/ids.js';
import { pgbench } from './compare/pgbench.mjs';
import { Script, transactionsIn, typesOf } from './compare/statements.mjs';
import { ask, load, startProduct, tokenOf } from './drive/product.mjs';
import { KIND, SEEDED, idOf, sqlId } from './ids.mjs';
import { AGENT, APPROVER, MANY, PAYER, SECOND_PAYER, TEAMS, addCases, paidCount, seedMoney, wrongWithMoney } from './seed/money.mjs';
import { openDatabase, openServer, postmasterOf } from './server.mjs';

// Money: `npm run bench -- --part money`. One case at a time for each of 32 clients: an offer beyond the agent's authority is made, approved, sent,
// accepted and paid by two people of finance. Every command is measured by itself over the cases the command before has left.
const FOLDER = fileURLToPath(new URL('.data/statements/', import.meta.url));
const HOOK = fileURLToPath(new URL('compare/capture-hook.mjs', import.meta.url));
const HISTORY = 1_000;
const AMOUNT = { amount: '60.00', currency: 'CNY' };
/** Cases each client has done before anything is measured. */
const WARM_CASES = 16;

const dayFrom = (days) => new Date(Date.now() + days * 86_400_000);
/** The shop's day: eight hours ahead. */
const fulfilBy = () => dayFrom(4).toISOString();
const promised = () => new Date(dayFrom(4).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const mutation = (name, selects) => `mutation M($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code message field } ${selects} } }`;
const TICKET = 'ticket { id version status currentStep }';

/** The commands of one case in order: who asks, what, and what a sound answer holds. `of`: the case as it stands in the database. */
const COMMANDS = {
  propose: { by: AGENT, text: mutation('makeOffer', `offer { id state } ${TICKET}`), input: ({ ticket }) => ({ ticketId: ticket, fulfilBy: fulfilBy(), legs: [{ type: 'PARTIAL_REFUND', amount: AMOUNT }] }), sound: '"state":"DRAFT"' },
  approve: { by: APPROVER, text: mutation('decideApproval', 'approval { id state version }'), input: ({ approval }) => ({ requestId: approval, expectedVersion: 1, decision: 'APPROVE', reason: 'Seen the photos' }), sound: '"state":"APPROVED"' },
  send: {
    by: AGENT, text: mutation('sendOffer', `offer { id state } ${TICKET}`), sound: '"state":"SENT"',
    input: ({ ticket, offer, version }) => ({ ticketId: ticket, offerId: offer, expectedVersion: version, channel: 'CHAT', body: `We would like to pay back ¥60.00 by ${promised()}. Is that all right?` }),
  },
  answer: { by: AGENT, text: mutation('receiveMessage', 'message { id }'), input: ({ ticket }) => ({ ticketId: ticket, channel: 'CHAT', body: 'Yes, thank you.' }), sound: '"message":{' },
  accept: { by: AGENT, text: mutation('acceptOffer', `offer { id state } ${TICKET}`), input: ({ ticket, offer, version, message }) => ({ ticketId: ticket, offerId: offer, expectedVersion: version, messageId: message }), sound: '"state":"ACCEPTED"' },
  enter: { by: PAYER, text: mutation('enterPayoutOutcome', 'payout { id state }'), input: ({ payout, n }) => ({ payoutId: payout, outcome: 'SETTLED', reference: referenceOf(n), reason: 'Transfer of this morning' }), sound: '"state":"REQUESTED"' },
  pay: { by: SECOND_PAYER, text: mutation('confirmPayoutOutcome', 'payout { id state }'), input: ({ payout, n }) => ({ payoutId: payout, reference: referenceOf(n) }), sound: '"state":"SETTLED"' },
};
const NAMES = Object.keys(COMMANDS);
const referenceOf = (n) => `BANK-${n}`;

const STANDING = `
  SELECT t.id AS ticket, t.version, o.id AS offer, r.id AS approval, p.id AS payout, p.key,
         (SELECT m.id FROM message m WHERE m.merchant_id = t.merchant_id AND m.ticket_id = t.id AND m.author_kind = 'CUSTOMER' ORDER BY m.id DESC LIMIT 1) AS message
    FROM generate_series($1::bigint, $2::bigint) n JOIN ticket t ON t.id = ${sqlId('ticket', 'n')}
    LEFT JOIN offer o ON o.merchant_id = t.merchant_id AND o.ticket_id = t.id
    LEFT JOIN approval_request r ON r.merchant_id = o.merchant_id AND r.offer_id = o.id LEFT JOIN payout p ON p.merchant_id = o.merchant_id AND p.offer_id = o.id ORDER BY n`;

export async function money(say = console.log, { cases = 1_920, rounds = 2, alone = false, budgets = [1, MANY] } = {}) {
  const server = await openServer();
  let bench;
  try {
    const database = await openDatabase(server, 'money', false);
    await seedMoney(database.owner, HISTORY);
    const client = new pg.Client({ connectionString: database.owner, options: '-c timezone=UTC' });
    await client.connect();
    client.on('error', () => undefined); // the server stops under it when a part fails
    bench = new MoneyBench({ client, database, cases, postmaster: await postmasterOf(server.url) });
    const results = await bench.run(rounds, alone, budgets);
    say(table(results, budgets));
    say(await bench.checked());
    await client.end();
    if (results.some(({ errors }) => errors > 0)) throw new Error(results.find(({ firstError }) => firstError)?.firstError);
    return results;
  } finally {
    await bench?.api?.stop();
    await server.stop();
  }
}

class MoneyBench {
  next = Math.ceil((HISTORY + 1) / (MANY * TEAMS)) * MANY * TEAMS; // cases of every run begin with the first shop and the first team
  runs = 0;
  done = 0;

  constructor(parts) {
    Object.assign(this, parts);
  }

  async run(rounds, alone, budgets) {
    const scripts = alone ? null : await this.captured();
    this.api = await startProduct(this.database.login);
    this.tokens = await Promise.all(Array.from({ length: TEAMS * 4 }, (_, n) => tokenOf(idOf('member', n))));
    await this.byProduct(budgets.at(-1), WARM_CASES * TEAMS);
    const results = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const shops of budgets) {
        results.push(...(await this.byProduct(shops, this.cases)).map((result) => ({ round, shops, by: 'product', ...result })));
        if (scripts) results.push(...(await this.byPgbench(shops, scripts)).map((result) => ({ round, shops, by: 'pgbench', ...result })));
        const told = (by) => results.filter((result) => result.round === round && result.shops === shops && result.by === by).map(({ name, rate }) => `${name} ${rate.toFixed(0)}/s`);
        for (const by of scripts ? ['product', 'pgbench'] : ['product']) process.stderr.write(`round ${round}, ${shops} budgets, ${by}: ${told(by).join(', ')}\n`);
      }
    }
    return results;
  }

  async byProduct(shops, many) {
    const first = await this.fresh(shops, many);
    const results = [];
    for (const name of NAMES) {
      const requests = await this.requests(name, first, many);
      const result = await load({
        contestant: 'given', workload: name, connections: TEAMS, seconds: 120, warmupSeconds: 0, port: this.api.port, path: this.api.path, tokens: this.tokens,
        pids: { node: this.api.pid, postgres: this.postmaster }, context: { requests, sound: [COMMANDS[name].sound, '"userErrors":[]'], limit: many },
      });
      results.push({ name, ...result });
      if (result.errors > 0) break;
    }
    return results;
  }

  async byPgbench(shops, scripts) {
    const first = await this.fresh(shops, this.cases);
    const variables = { shops, first, base: (this.runs += 1) * 100_000_000 };
    const results = [];
    for (const name of NAMES) {
      const result = await pgbench({ script: scripts[name], login: this.database.login, clients: TEAMS, transactions: this.cases / TEAMS, variables, postmaster: this.postmaster });
      results.push({ name, ...result });
    }
    return results;
  }

  async fresh(shops, many) {
    const first = this.next;
    this.next += Math.ceil(many / (MANY * TEAMS)) * MANY * TEAMS;
    this.done += many;
    await addCases(this.client, first, many, shops);
    return first;
  }

  /** One request for each case, by the member of its team. */
  async requests(name, first, many) {
    const { by, text, input } = COMMANDS[name];
    const { rows } = await this.client.query(STANDING, [first, first + many - 1]);
    return rows.map((row, at) => {
      const n = first + at;
      const ids = { ticket: encodeId('Ticket', row.ticket), ...named('Offer', 'offer', row), ...named('ApprovalRequest', 'approval', row), ...named('Payout', 'payout', row), ...named('Message', 'message', row) };
      return { agent: by * TEAMS + (n % TEAMS), body: JSON.stringify({ query: text, variables: { input: input({ ...ids, version: row.version, n }) } }) };
    });
  }

  /** The statements of one case, command by command, as the product sends them. */
  async captured() {
    mkdirSync(FOLDER, { recursive: true });
    const file = `${FOLDER}captured.jsonl`;
    const api = await startProduct(this.database.login, { nodeOptions: ['--import', HOOK], env: { BENCH_CAPTURE: file } });
    try {
      const first = await this.fresh(1, 4);
      const taken = {};
      for (const name of NAMES) {
        const requests = await this.requests(name, first, 4);
        // The last of a few: by then definitions are known and the document is compiled.
        for (const { agent, body } of requests) {
          writeFileSync(file, '');
          const data = await ask({ ...api, tokens: [await tokenOf(idOf('member', agent))] }, body);
          if (Object.values(data)[0].userErrors.length > 0) throw new Error(JSON.stringify(data));
        }
        taken[name] = transactionsIn(file);
      }
      return await this.written(taken, first + 3);
    } finally {
      await api.stop();
    }
  }

  async written(taken, n) {
    const { rows: [{ key }] } = await this.client.query(STANDING, [n, n]);
    const texts = new Map([[key, 'ampb'], [referenceOf(n), 'BANK-P-']]);
    const fresh = [];
    const scripts = {};
    for (const name of NAMES) {
      const script = new MoneyScript(name, { texts, fresh });
      for (const { text, values } of taken[name].flat()) script.add(text, values, await typesOf(this.client, text));
      scripts[name] = `${FOLDER}money-${name}.sql`;
      writeFileSync(scripts[name], script.print());
    }
    return scripts;
  }

  async checked() {
    const wrong = await wrongWithMoney(this.client);
    const paid = await paidCount(this.client);
    if (paid !== this.done) wrong.push(`${paid} payouts settled of ${this.done} cases`);
    if (wrong.length > 0) throw new Error(`the money is wrong: ${wrong.join('; ')}`);
    return `Checked at the end: ${paid} cases, each paid once in its own amount; every movement and every ledger sums to zero; no budget above its amount, each exactly what its movements say.`;
  }
}

function named(type, name, row) {
  return row[name] === null ? {} : { [name]: encodeId(type, row[name]) };
}

/** Team and shop follow from the number of the case, as they do for the product. */
class MoneyScript extends Script {
  seeded(uuid) {
    const kind = uuid.slice(SEEDED.length, SEEDED.length + 3);
    const prefix = uuid.slice(0, -12);
    if (kind === KIND.member || kind === KIND.person) return [quoted(prefix), `:m${Math.floor((Number(uuid.slice(-12)) % 1_000_000) / TEAMS)}::text`];
    if (kind === KIND.shop || kind === KIND.budget) return [quoted(prefix), ':shop::text'];
    if (kind === KIND.authority) return [quoted(uuid)];
    return super.seeded(uuid);
  }

  partsOf(piece) {
    const kind = piece.startsWith(SEEDED) ? piece.slice(SEEDED.length, SEEDED.length + 3) : null;
    return kind === KIND.shop || kind === KIND.member ? this.seeded(piece) : super.partsOf(piece);
  }

  drawn() {
    return ':first + (:seq - 1) * :clients + :client_id';
  }

  print() {
    const text = super.print();
    const places = [...Array(4).keys()].map((role) => `\\set m${role} 100000000000 + ${role * TEAMS} + :client_id`);
    return text.replace('\\set due random(:due_from, :due_to)', [...places, '\\set n :first + (:seq - 1) * :clients + :client_id', '\\set shop 100000000000 + :n % :shops'].join('\n'));
  }
}

function quoted(text) {
  return `'${text}'`;
}

const median = (numbers) => {
  const sorted = numbers.filter((number) => Number.isFinite(number)).sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};
const shown = (number, places) => (Number.isFinite(number) ? number.toFixed(places) : '-');

/** Medians over the rounds by command, and the whole case: as many a second as its commands, one after the other, leave time for. */
function table(results, budgets) {
  const lines = [['command', 'by', 'budgets', 'per second', 'p50 ms', 'p99 ms', 'CPU ms node', 'CPU ms Postgres', 'errors', 'to pgbench'], Array(10).fill('---')];
  for (const shops of budgets) {
    const whole = { product: 0, pgbench: 0 };
    const cpu = { node: 0, product: 0, pgbench: 0 };
    for (const name of NAMES) {
      const of = (by, field) => median(results.filter((result) => result.name === name && result.by === by && result.shops === shops).map((result) => result[field]));
      const ratio = of('product', 'rate') / of('pgbench', 'rate');
      for (const by of ['product', 'pgbench']) {
        whole[by] += 1 / of(by, 'rate');
        cpu[by] += of(by, 'postgresMs');
        if (Number.isFinite(of(by, 'rate'))) lines.push([name, by, shops, shown(of(by, 'rate'), 0), shown(of(by, 'p50'), 1), shown(of(by, 'p99'), 1), shown(of(by, 'nodeMs'), 2), shown(of(by, 'postgresMs'), 2), shown(of(by, 'errors'), 0), by === 'product' ? shown(ratio, 2) : '']);
      }
      cpu.node += of('product', 'nodeMs');
    }
    for (const by of ['product', 'pgbench']) {
      if (Number.isFinite(whole[by])) lines.push(['**whole case**', by, shops, shown(1 / whole[by], 1), '', '', by === 'product' ? shown(cpu.node, 2) : '-', shown(cpu[by], 2), '', by === 'product' ? shown(whole.pgbench / whole.product, 2) : '']);
    }
  }
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { cases: { type: 'string', default: '1920' }, rounds: { type: 'string', default: '2' }, alone: { type: 'boolean', default: false }, budgets: { type: 'string', default: `1,${MANY}` } },
  });
  await money(console.log, { cases: Number(values.cases), rounds: Number(values.rounds), alone: values.alone, budgets: values.budgets.split(',').map(Number) });
}
