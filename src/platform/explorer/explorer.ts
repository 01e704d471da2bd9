import { createReadStream, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { GRAPHQL_PATH } from '../graphql/graphql.module.js';
import { EXAMPLES } from './examples.js';

const ROOT = '/explorer';
const OPTIONS_SCRIPT = 'initial_options.js';
/** The page wants a whole address, which only the browser knows: behind a proxy ours is not the one people use. */
const ENDPOINT = '@origin/graphql';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon',
  '.woff': 'font/woff', '.woff2': 'font/woff2', '.ttf': 'font/ttf', '.eot': 'application/vnd.ms-fontobject', '.map': 'application/json',
};

/** Everything from this server and nothing from elsewhere; the editor sets styles inline. */
const PAGE_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:",
  "connect-src 'self'", "worker-src 'self' blob:", "frame-src 'self'", "base-uri 'self'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');
/** Where the page runs a user's scripts: an origin of its own, without ours. */
const SANDBOX_POLICY = `sandbox allow-scripts; frame-ancestors 'self'`;

interface Page {
  readonly html: string;
  readonly script: string;
  /** Address below /explorer/ to file: only what was there at first use is served, so no path leads out of the folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** The GraphQL explorer, from node_modules alone. Loaded when first asked for: most processes never show it. */
export function registerExplorer(fastify: FastifyInstance): void {
  let loading: Promise<Page> | null = null;
  const page = (): Promise<Page> => (loading ??= load());

  fastify.get(ROOT, async (_request, reply) =>
    reply.type(TYPES['.html'] ?? '').header('content-security-policy', PAGE_POLICY).send((await page()).html));
  fastify.get(`${ROOT}/`, async (_request, reply) => reply.redirect(ROOT, 308));
  fastify.get(`${ROOT}/${OPTIONS_SCRIPT}`, async (_request, reply) => reply.type(TYPES['.js'] ?? '').send((await page()).script));
  fastify.get<{ Params: { '*': string } }>(`${ROOT}/*`, async (request, reply) => {
    const path = request.params['*'];
    const file = (await page()).files.get(path);
    const type = TYPES[extname(path)];
    if (!file || !type) return reply.code(404).send({ errors: [{ message: 'There is nothing at this address.', extensions: { code: 'NOT_FOUND' } }] });
    if (path.startsWith('iframe-sandbox/')) void reply.header('content-security-policy', SANDBOX_POLICY);
    return reply.type(type).header('cache-control', 'public, max-age=3600').send(createReadStream(file));
  });
}

/** What we use of altair-static. Its own types spell out a whole validation library, which would double the time of every build. */
interface Altair {
  getDistDirectory(): string;
  renderAltair(options: object): string;
  renderInitSnippet(options: object): string;
}

async function load(): Promise<Page> {
  const name: string = 'altair-static';
  const { default: altair } = (await import(name)) as { default: Altair };
  const options = {
    baseURL: `${ROOT}/`,
    endpointURL: ENDPOINT,
    serveInitialOptionsInSeperateRequest: OPTIONS_SCRIPT,
    instanceStorageNamespace: 'amends',
    preserveState: false,
    disableAccount: true,
    initialWindows: EXAMPLES.map(({ name, query, variables }) => ({
      initialName: name, initialQuery: query, initialVariables: variables ?? '{}', endpointURL: ENDPOINT,
    })),
    initialSettings: {
      disablePushNotification: true, 'alert.disableUpdateNotification': true, 'banners.disable': true, 'schema.reloadOnStart': true,
    },
  };
  const folder = altair.getDistDirectory();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return {
    html: altair.renderAltair(options),
    script: altair.renderInitSnippet(options).replaceAll(ENDPOINT, `\${location.origin}${GRAPHQL_PATH}`),
    files: new Map(files.map((file) => [relative(folder, file).split(sep).join('/'), file])),
  };
}
