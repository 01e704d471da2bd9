import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Loaded into the product before it starts: writes down every statement it sends, as it sends it.
// The product's driver: the one PostGraphile brought along stands nearer.
const require = createRequire(new URL('../../package.json', import.meta.url));
const pg = require('pg');
const { prepareValue } = require('pg/lib/utils.js');
const query = pg.Client.prototype.query;
/** As the driver sends it, bytes as SQL writes them. */
function asText(value) {
  const prepared = prepareValue(value);
  return Buffer.isBuffer(prepared) ? `\\x${prepared.toString('hex')}` : prepared;
}

let clients = 0;
pg.Client.prototype.query = function (config, ...rest) {
  this.benchNumber ??= (clients += 1);
  const { name = '', text = config, values = [] } = typeof config === 'string' ? {} : config;
  appendFileSync(process.env.BENCH_CAPTURE, `${JSON.stringify({ client: this.benchNumber, name, text, values: values.map(asText) })}\n`);
  return query.call(this, config, ...rest);
};
