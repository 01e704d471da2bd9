import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Another living process holds the lock. */
export class AlreadyRunning extends Error {
  constructor(
    readonly pid: number,
    path: string,
  ) {
    super(`Already running as process ${pid} (lock ${path}). Stop it first, or set AMENDS_DATA to another folder.`);
    this.name = 'AlreadyRunning';
  }
}

/**
 * Lets one process at a time work on a folder. The file names its holder by pid and start time, so that a lock left by a killed
 * process, or by a pid given to somebody else since, is taken over. Answers the function that gives the lock back.
 */
export function lockProcess(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${process.pid}\n${startOf(process.pid)}\n`;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (;;) {
      if (tryLink(draft, path)) break;
      const theirs = read(path);
      if (theirs === null) continue; // given back between the two looks
      const [pid = '', start = ''] = theirs.split('\n');
      if (isAlive(Number(pid), start)) throw new AlreadyRunning(Number(pid), path);
      takeAway(path, theirs);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path); // fails when the file exists: the one step that decides
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead holder's file, unless a third process replaced it since it was read: that one is put back. */
function takeAway(path: string, expected: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another process took it away first
  }
  if (read(aside) !== expected) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function isAlive(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

/** When the process started, in the kernel's ticks since boot; empty where the system does not tell, and then the pid alone decides. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? '' : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '');
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
