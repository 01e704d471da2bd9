import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import ts from 'typescript';

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
  readonly options: Record<string, unknown>;
}

const root = process.cwd();
const { default: rules } = (await import(join(root, '.dependency-cruiser.mjs'))) as { default: Rules };

async function violations(baseDir: string, folders: string[]): Promise<string[]> {
  const { enhancedResolveOptions, tsConfig: _tsConfig, ...options } = rules.options;
  const tsConfig = { options: ts.parseConfigFileTextToJson('tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8')).config?.compilerOptions as object };
  const result = await cruise(
    folders,
    { ...options, baseDir, validate: true, ruleSet: { forbidden: rules.forbidden } } as unknown as ICruiseOptions,
    enhancedResolveOptions as object,
    { tsConfig: tsConfig as never },
  );
  return (result.output as ICruiseResult).summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`);
}

it('every import keeps the laws of the house', async () => {
  expect(await violations(root, ['src', 'migrations'])).toEqual([]);
}, 120_000);

describe('a law that is broken is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amends-imports-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['kernel-knows-nothing', 'src/kernel/a.ts', 'src/platform/b.ts'],
    ['platform-knows-kernel', 'src/platform/a.ts', 'src/tickets/index.ts'],
    ['domain-is-pure', 'src/tickets/domain/a.ts', 'src/platform/b.ts'],
    ['domain-is-pure', 'src/tickets/domain/a.ts', 'node:fs'],
    ['domain-is-pure', 'src/tickets/domain/a.ts', 'src/tickets/b.ts'],
    ['domain-is-entered-by-domain', 'src/tickets/commands/a.ts', 'src/process/domain/b.ts'],
    ['order-process', 'src/process/domain/a.ts', 'src/tickets/domain/b.ts'],
    ['order-process', 'src/process/a.ts', 'src/tickets/index.ts'],
    ['order-tickets', 'src/tickets/a.ts', 'src/process/b.ts'],
    ['order-insight', 'src/insight/a.ts', 'src/tickets/index.ts'],
    ['graphql-is-nobodys', 'src/tickets/commands/a.ts', 'src/tickets/graphql/b.ts'],
    ['graphql-stays-in-its-feature', 'src/tickets/graphql/a.ts', 'src/process/graphql/b.ts'],
    ['every-folder-has-its-place', 'src/extras/a.ts', 'src/kernel/b.ts'],
    ['no-drawers', 'src/tickets/a.ts', 'src/tickets/utils/b.ts'],
    ['migrations-stand-alone', 'migrations/a.ts', 'src/kernel/b.ts'],
    ['not-from-tests', 'src/tickets/a.ts', 'test/support/b.ts'],
  ])('%s: %s -> %s', async (rule, from, to) => {
    const base = mkdtempSync(join(folder, 'tree-'));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), text);
    };
    const up = '../'.repeat(from.split('/').length - 1);
    write(from, `import { b } from '${to.startsWith('node:') ? to : up + to}';\nexport const a = b;\n`);
    if (!to.startsWith('node:')) write(to, 'export const b = 1;\n');
    const found = await violations(base, [from.split('/')[0] ?? '']);
    expect(found.map((violation) => violation.split(':')[0])).toContain(rule);
  });

  it('no-cycles', async () => {
    mkdirSync(join(folder, 'src/kernel'), { recursive: true });
    writeFileSync(join(folder, 'src/kernel/a.ts'), `import { b } from './b.js';\nexport const a = () => b;\n`);
    writeFileSync(join(folder, 'src/kernel/b.ts'), `import { a } from './a.js';\nexport const b = () => a;\n`);
    expect((await violations(folder, ['src'])).map((violation) => violation.split(':')[0])).toContain('no-cycles');
  });

  it('what the laws allow is let through', async () => {
    const base = mkdtempSync(join(folder, 'good-'));
    const files: Record<string, string> = {
      'src/kernel/a.ts': 'export const a = 1;\n',
      'src/platform/b.ts': `export { a } from '../kernel/a.js';\n`,
      'src/process/domain/c.ts': `export { a } from '../../kernel/a.js';\n`,
      'src/process/index.ts': `export { a } from './domain/c.js';\n`,
      'src/tickets/domain/d.ts': `export { a } from '../../process/domain/c.js';\n`,
      'src/tickets/graphql/e.ts': `import { a } from '../../process/index.js';\nexport const e = a;\n`,
      'src/tickets/tickets.module.ts': `export { e } from './graphql/e.js';\nexport { a } from '../platform/b.js';\n`,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), text);
    }
    expect(await violations(base, ['src'])).toEqual([]);
  });
});
