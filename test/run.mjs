// `npm test`: Jest with what it needs, and a closing line with the counts. Arguments go to Jest: `npm test -- src/kernel -w 1`.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../scripts/typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { startTestServer } = await import('./support/test-server.ts');

const folder = join(root, '.amends', `test-${process.pid}`);
mkdirSync(folder, { recursive: true });
const server = await startTestServer(folder);
const results = join(folder, 'results.json');

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js',
    '--json', `--outputFile=${results}`, ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, AMENDS_TEST_SERVER: server.address } },
);
// Jest gets the same signal from the terminal; this process only waits for it, and then cleans up as ever.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
const code = await new Promise((resolve) => jest.once('exit', (exitCode) => resolve(exitCode ?? 1)));

await server.stop();
const { passed, failed } = countsOf(results, code);
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = code;

/** A file that does not load is a failure too; so is a Jest that died before it could count. */
function countsOf(path, exitCode) {
  try {
    const result = JSON.parse(readFileSync(path, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed: result.numPassedTests, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: exitCode === 0 ? 0 : 1 };
  }
}
