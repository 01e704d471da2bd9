import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { findPlace, type Place } from './embedded-place.js';

const OWNER = 'amends';
const DATABASE = 'amends';
const START_ATTEMPTS = 5;
const LOG_LIMIT_BYTES = 10_000_000;

export interface EmbeddedOptions {
  /** The folder for everything of ours; the server gets its own folder inside. Secrets stay here, readable by us alone. */
  readonly folder: string;
  /** False only for tests: faster, and the data are removed at the end. */
  readonly durable: boolean;
}

export interface EmbeddedServer {
  /** Owner of the database: migrations and nothing else. */
  readonly ownerUrl: string;
  /** For the login the application gets once the database is migrated. */
  readonly loginPassword: string;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that came with npm, on 127.0.0.1 and a free port. The caller holds the lock of the folder, so a server found
 * running here was left behind by a process that was killed: it is stopped first.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  mkdirSync(options.folder, { recursive: true });
  const place = await findPlace(join(options.folder, 'postgres'));
  const password = ownSecret(place, 'owner-password');
  const data = join(place.folder, 'data');
  await stopLeftBehind(place, data);
  if (!existsSync(data)) await initialise(place, data);
  const port = await start(place, data, options.durable);
  const url = (database: string) => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
  await ensureDatabase(url('postgres'));
  return {
    ownerUrl: url(DATABASE),
    loginPassword: ownSecret(place, 'login-password'),
    async stop() {
      await run(place, 'pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30']);
      if (!options.durable) rmSync(place.folder, { recursive: true, force: true });
    },
  };
}

/** A secret made once and kept in a file only we may read. */
export function secretFile(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}

/** Passwords lie beside the data they open, wherever those had to go, and belong to whom those belong. */
function ownSecret(place: Place, name: string): string {
  const path = join(place.folder, name);
  const secret = secretFile(path);
  if (place.user) chownSync(path, place.user.uid, place.user.gid);
  return secret;
}

async function initialise(place: Place, data: string): Promise<void> {
  const half = `${data}.new`; // renamed when whole: a killed initdb leaves no folder that looks like a database
  rmSync(half, { recursive: true, force: true });
  await run(place, 'initdb', [
    '-D', half, '-U', OWNER, `--pwfile=${join(place.folder, 'owner-password')}`, '--auth=scram-sha-256', '--data-checksums', '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
  ]);
  renameSync(half, data);
}

async function start(place: Place, data: string, durable: boolean): Promise<number> {
  const log = join(place.folder, 'log');
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      await run(place, 'pg_ctl', ['start', '-D', data, '-w', '-t', '60', '-l', log, '-o', settings(port, durable)]);
      return port;
    } catch (error) {
      // The port may be taken meanwhile, and children of a killed server hold its memory for a moment after it.
      if (attempt === START_ATTEMPTS) throw new Error(`PostgreSQL did not start: ${tail(log)}`, { cause: error });
      await new Promise((wake) => setTimeout(wake, 200 * attempt));
    }
  }
}

function settings(port: number, durable: boolean): string {
  const pairs: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off', // our statements are short: compiling them costs more than they do
    client_connection_check_interval: '5s',
    tcp_keepalives_idle: '10',
    log_checkpoints: 'off',
    // Statements and parameters may hold customers' data: the log gets neither.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    // A page changed for the first time after a checkpoint is written to the log whole, and with 1 GB of it busy minutes bring a checkpoint each.
    ...(durable ? { shared_buffers: `${buffersMb()}MB`, max_wal_size: '4GB' } : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' }),
  };
  return [`-p ${port}`, ...Object.entries(pairs).map(([name, value]) => `-c ${name}='${value}'`)].join(' ');
}

/** A sixteenth of the machine's memory, 128 MB to 1 GB: with the default of 128, deadlines that fell due in a database of 1.6 GB read 26 pages anew and wrote 11 each. */
function buffersMb(): number {
  return Math.min(1_024, Math.max(128, Math.floor(totalmem() / 16 / 2 ** 20)));
}

async function stopLeftBehind(place: Place, data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isServerOf(pid, data)) await run(place, 'pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60']);
  // After a power cut the number may belong to somebody else's process: signalling that would be a crime, waiting for it forever.
  else rmSync(pidFile, { force: true });
}

/** The server's working directory is its data directory; where the system does not show it, a living pid must do. */
function isServerOf(pid: number, data: string): boolean {
  try {
    if (existsSync('/proc/self/cwd')) return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process, or not one of ours
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Output goes to a file descriptor the server does not inherit open: a pipe would stay open as long as the server lives. */
function run(place: Place, program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const keepsRunning = args[0] === 'start';
    const child = spawn(join(place.programs, program), args, {
      ...place.user,
      cwd: place.folder,
      stdio: ['ignore', 'ignore', keepsRunning ? 'ignore' : 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: place.folder },
      windowsHide: true,
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args[0]} failed (${code}): ${said.trim()}`));
    });
  });
}

function tail(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(-5).join(' | ') : 'no log';
}
