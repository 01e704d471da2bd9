// Compiles to dist/, and with --if-changed only when a source is newer than the last build: starting again should take a second.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'dist/.built';
const SOURCES = ['src', 'migrations', 'scripts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

const builtAt = changedAt(STAMP);
if (process.argv.includes('--if-changed') && builtAt > Math.max(...SOURCES.map(newest))) process.exit(0);
if (!process.argv.includes('--if-changed')) rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status === 0) writeFileSync(STAMP, '');
process.exitCode = status ?? 1;

function newest(path) {
  const own = changedAt(path);
  if (!statSync(path).isDirectory()) return own;
  return Math.max(own, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
