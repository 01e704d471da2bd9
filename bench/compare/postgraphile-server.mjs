import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import PostGraphileAmberPreset from 'postgraphile/presets/amber';

// Over the schema as it is, as its owner: no row security, no permissions, nothing masked.
const [, , connectionString, port] = process.argv;
const pgl = postgraphile({
  extends: [PostGraphileAmberPreset.default ?? PostGraphileAmberPreset],
  // By default only the leading columns of an index may be filtered and sorted by, which would leave it without the working queue.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString, schemas: ['public'], poolConfig: { max: 8 } })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(Number(port), '127.0.0.1');
