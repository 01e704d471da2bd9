// `npm run soak -- 30`: every property, on new values in each round, for so many minutes (10 unless told). Ends at the first that fails, with the seed.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [minutes = '10', ...given] = process.argv.slice(2);
const end = Date.now() + Number(minutes) * 60_000;
if (Number.isNaN(end)) throw new Error(`say for how many minutes: npm run soak -- 30 [spec ...]; ${minutes} is no number`);

const specs = given.length > 0 ? given : propertySpecs();
let rounds = 0;
for (; rounds === 0 || Date.now() < end; rounds += 1) {
  const seed = randomInt(2 ** 31);
  console.log(`round ${rounds + 1}: PROPERTY_SEED=${seed}`);
  const { status } = spawnSync(process.execPath, ['test/run.mjs', ...specs], { cwd: root, stdio: 'inherit', env: { ...process.env, PROPERTY_SEED: String(seed) } });
  if (status !== 0) {
    console.error(`failed; again with: PROPERTY_SEED=${seed} npm test -- ${specs.join(' ')}`);
    process.exit(1);
  }
}
console.log(`${rounds} rounds of ${specs.filter((one) => one.endsWith('.ts')).length} suites passed`); // the rest are arguments of Jest

function propertySpecs() {
  const { stdout } = spawnSync('git', ['ls-files', '*.spec.ts'], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter((path) => path !== '' && readFileSync(`${root}/${path}`, 'utf8').includes("from 'fast-check'"));
}
