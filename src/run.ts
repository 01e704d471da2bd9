import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { readConfig, type Config } from './platform/config.js';
import { ConfigError } from './platform/config-reading.js';
import { startEmbedded } from './platform/database/embedded.js';
import { ensureLogin } from './platform/database/login.js';
import { migrate } from './platform/database/migrate.js';
import { createApi } from './platform/runtime/api.js';
import { Health } from './platform/runtime/health.js';
import { createLog, errorFacts, type Log } from './platform/runtime/log.js';
import { Loops } from './platform/runtime/loops.js';
import { AlreadyRunning, lockProcess } from './platform/runtime/process-lock.js';
import { stopOnFailure, stopOnSignals, Stops } from './platform/runtime/stops.js';
import { createWorker } from './platform/runtime/worker.js';
import { seedDemo } from './demo/seed.js';
import { tokenSecretOf } from './identity/index.js';

export type Part = 'api' | 'worker' | 'both';

export interface RunOptions {
  /** What runs in this process; null leaves it to the variable PROCESS. */
  readonly part: Part | null;
  /** Whether this process also brings the schema up to date and seeds the demo. On several machines one command does that beforehand. */
  readonly prepare: boolean;
}

/** Starts what the options name, and stops it all in the opposite order when told to. */
export async function run(options: RunOptions): Promise<void> {
  const stops = new Stops();
  let log: Log | null = null;
  try {
    const config = readConfig(process.env);
    log = createLog(config.LOG_LEVEL);
    stopOnSignals(stops, log);
    stopOnFailure(stops, log);
    await start(config, log, options, stops);
  } catch (error) {
    explain(error, log);
    process.exitCode = 1;
    await stops.run();
  }
}

async function start(config: Config, log: Log, options: RunOptions, stops: Stops): Promise<void> {
  const databaseUrl = await openDatabase(config, log, options, stops);
  const part = options.part ?? config.PROCESS;
  const common = { config, log, module: AppModule.forRoot({ config, log, databaseUrl }), durable: true };
  if (part === 'worker') {
    const worker = await createWorker(common);
    stops.add('worker', () => worker.close());
    startLoops(worker.context);
    log.info({ port: config.PORT }, 'worker runs');
    return;
  }
  const api = await createApi(common);
  stops.add('api', () => api.close());
  stops.first(() => api.get(Health).stop());
  if (part === 'both') startLoops(api);
  await api.listen(config.PORT, config.host);
  announce(config, await api.getUrl());
}

/** The address the application uses, with everything behind it running and migrated. */
async function openDatabase(config: Config, log: Log, options: RunOptions, stops: Stops): Promise<string> {
  if (config.DATABASE_URL !== null) {
    if (options.prepare) await prepare(config, log, config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL);
    return config.DATABASE_URL;
  }
  mkdirSync(config.dataDir, { recursive: true, mode: 0o711 });
  const unlock = lockProcess(join(config.dataDir, 'amends.pid'));
  stops.add('lock', () => Promise.resolve(unlock()));
  const server = await startEmbedded({ folder: config.dataDir, durable: true });
  stops.add('postgresql', () => server.stop());
  await prepare(config, log, server.ownerUrl);
  return ensureLogin(server.ownerUrl, server.loginPassword);
}

async function prepare(config: Config, log: Log, ownerUrl: string): Promise<void> {
  const applied = await migrate(ownerUrl);
  if (applied.length > 0) log.info({ migrations: applied.length }, 'schema brought up to date');
  if (config.demo) await seedDemo(ownerUrl, tokenSecretOf(config));
}

function startLoops(context: INestApplicationContext): void {
  context.get(Loops).start();
}

function announce(config: Config, url: string): void {
  const lines = [
    '', 'Amends is ready.',
    `  GraphQL    ${url}/graphql`,
    ...(config.explorer ? [`  Explorer   ${url}/explorer`] : []),
    `  Health     ${url}/health/ready`,
    ...(config.demo ? ['  A token    npm run -s token -- --as agent   (leader, supervisor, finance, admin, auditor, integration)'] : []),
    '  Stop       Ctrl-C', '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What the person at the terminal can act on is told in a sentence; the rest goes to the log. */
function explain(error: unknown, log: Log | null): void {
  if (error instanceof ConfigError || error instanceof AlreadyRunning) process.stderr.write(`${error.message}\n`);
  else {
    process.stderr.write(`Amends did not start: ${error instanceof Error ? error.message : String(error)}\n`);
    log?.fatal({ error: errorFacts(error) }, 'did not start');
  }
}
