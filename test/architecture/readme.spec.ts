import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, isInputObjectType, isInterfaceType, isObjectType, parse, validate, type GraphQLSchema } from 'graphql';
import { documents } from '../../scripts/tables.js';
import { demoCredential } from '../../src/demo/credentials.js';
import { seedDemo } from '../../src/demo/seed.js';
import { ERROR_CODES } from '../../src/kernel/error.js';
import { readConfig, VARIABLES } from '../../src/platform/config.js';
import { startApp } from '../support/app.js';
import { TEST_SECRET } from '../support/token.js';

// The documents promise things. These are kept true here: tables, commands, paths, links, and the examples with their answers.

const READMES = ['README.md', 'README.zh-CN.md'];
const pagesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
const ALL = [...READMES, ...pagesIn('docs'), ...pagesIn('docs/decisions'), 'bench/README.md'];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const textOf = (path: string) => readFileSync(path, 'utf8');

/** First cells of the rows of a table that stands in the text between two marks. */
function firstCells(text: string, name: string): string[][] {
  const [, body = ''] = new RegExp(`<!-- table ${name} -->\\n([^]*?)<!-- end -->`).exec(text) ?? [];
  return body.trim().split('\n').slice(2).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', body = '']) => ({ language, text: body }));
}

/** As a link names them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-'));
}

it.each([...documents()])('%s has the tables the code would write (else: npm run docs)', (_path, { present, right }) => {
  expect(present).toBe(right);
});

it('README.zh-CN.md has the same variables, defaults and codes', () => {
  const text = textOf('README.zh-CN.md');
  expect(firstCells(text, 'config').map(([name, byDefault]) => [name, byDefault])).toEqual(
    Object.entries(VARIABLES).map(([name, { byDefault }]) => [`\`${name}\``, byDefault === null ? '' : `\`${byDefault}\``]),
  );
  expect(firstCells(text, 'errors').map(([code]) => code)).toEqual(Object.keys(ERROR_CODES).map((code) => `\`${code}\``));
  for (const row of [...firstCells(text, 'config').map(([, , said]) => said), ...firstCells(text, 'errors').map(([, said]) => said)]) {
    expect(row).toMatch(/\p{Script=Han}/u);
  }
  // Names and values stand in code type in both languages; a sentence in it is translated.
  const words = (readme: string) => ['config', 'errors'].flatMap((name) => firstCells(textOf(readme), name)).map((row) =>
    [...row.join(' ').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word).filter((word) => !/[\s\p{Script=Han}]/u.test(word)).sort());
  expect(words('README.zh-CN.md')).toEqual(words('README.md'));
});

it('says the same in both languages, section by section', () => {
  const [english, chinese] = READMES.map((path) => ({
    headings: textOf(path).match(/^## /gm)?.length,
    languages: blocksOf(textOf(path)).map(({ language }) => language),
    commands: [...new Set(textOf(path).match(/npm [a-z:-]+(?: [a-z:-]+)*|docker compose [a-z -]+|\.ci\/run/g))].sort(),
  }));
  expect(chinese).toEqual(english);
});

it.each(READMES)('%s fits into a sitting', (path) => {
  expect(textOf(path).split('\n').length).toBeLessThanOrEqual(300);
});

it.each(ALL)('%s names only commands, files and pages that are there', (path) => {
  const text = textOf(path);
  const run = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:]*)/g)].map(([, name = '']) => name);
  expect(run.filter((name) => !(name in scripts))).toEqual([]);
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#([^)]*))?\)/g)].map(([, to = '', heading]) => ({ to: join(dirname(path), to), heading }));
  expect(links.filter(({ to }) => !existsSync(to))).toEqual([]);
  expect(links.filter(({ to, heading }) => heading !== undefined && !headingsOf(textOf(to)).includes(heading))).toEqual([]);
  const files = [...text.matchAll(/`((?:src|test|docs|migrations|scripts|deploy|bench)\/[\w./-]*)`/g)].map(([, name = '']) => name);
  expect(files.filter((name) => !existsSync(name))).toEqual([]);
});

it.each(ALL)('%s asks only what the schema answers', (path) => {
  const schema = buildSchema(textOf('src/schema.graphql'));
  const operations = blocksOf(textOf(path)).filter(({ language }) => language === 'graphql');
  for (const { text } of operations) expect(validate(schema, parse(text))).toEqual([]);
});

/** Every word of the sources, so that a name in a document can be told from an invention. */
function wordsOfSources(): ReadonlySet<string> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.spec)\.ts$/.test(name));
  return new Set(files.flatMap((name) => textOf(join('src', name)).match(/[\w.]+/g) ?? []).flatMap((word) => [word, ...word.split('.')]));
}

/** Names in code type that stand neither in the schema nor in the sources. `name(` is an operation or field; `Type.field` and `type.field` are of that type. */
function inventions(text: string, schema: GraphQLSchema, sources: ReadonlySet<string>): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInputObjectType(type) || isInterfaceType(type));
  const fields = new Map(types.map((type) => [type.name, new Set(Object.keys(type.getFields()))]));
  const called = new Set([...fields.values()].flatMap((names) => [...names]));
  const spoken = text.replace(/^```[^]*?^```$|<!-- table [^]*?<!-- end -->/gm, '').match(/`[^`\n]+`/g) ?? [];
  return spoken.flatMap((code) => [
    ...[...code.matchAll(/(?<![\w./-])([a-z]\w*)\(/g)].filter(([, name = '']) => !called.has(name)),
    ...[...code.matchAll(/(?<![\w./-])([A-Za-z]\w*)\.([a-z]\w*)(?![\w.])/g)].filter(([word, type = '', field = '']) => {
      const known = fields.get(type.charAt(0).toUpperCase() + type.slice(1));
      const told = known ?? (/^[A-Z]/.test(type) ? new Set<string>() : undefined); // nothing is known of what starts small and is no type
      return told !== undefined && !told.has(field) && !sources.has(word);
    }),
    ...[...code.matchAll(/(?<![\w./-])(?:[a-z]+[A-Z]|[A-Z][a-z]+[A-Z]|[A-Z0-9]+_[A-Z0-9])\w*/g)].filter(([word]) => !sources.has(word)),
  ].map(([word]) => word));
}

it('the pages for users name only what there is', () => {
  const schema = buildSchema(textOf('src/schema.graphql'));
  const sources = new Set([...wordsOfSources(), 'payout.reversed']); // the code makes this event's name from a state
  const found = [...READMES, ...pagesIn('docs')].flatMap((path) => inventions(textOf(path), schema, sources).map((word) => `${path}: ${word}`));
  expect(found).toEqual([]);
  expect(inventions('`makeOfer(input)`, `Ticket.deadlinez`, `Tickets.deadlines`, `ticket.clockz`, `NO_SUCH_WORD`, `noSuchName`; `makeOffer(input)`, `Ticket.deadlines`, `clock.retargeted`', schema, sources))
    .toEqual(['makeOfer(', 'makeOfer', 'Ticket.deadlinez', 'Tickets.deadlines', 'ticket.clockz', 'NO_SUCH_WORD', 'noSuchName']);
});

/** Numbers of ids differ from one database to the next, and so do the hours. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/_[0-9a-f-]{36}"/g, '_id"').replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"time"'));
}

it.each([['README.md', 'en'], ['README.zh-CN.md', 'zh']])('%s shows what a new demo server answers', async (path, language) => {
  const app = await startApp();
  try {
    await seedDemo(app.ownerUrl, TEST_SECRET);
    const token = await demoCredential('agent', readConfig({ AMENDS_DEMO: '1', AUTH_JWT_SECRET: TEST_SECRET }));
    const blocks = blocksOf(textOf(path));
    const shown = blocks.flatMap((block, at) => (block.language === 'json' ? [{ operation: blocks[at - 1]?.text ?? '', answer: JSON.parse(block.text) as unknown }] : []));
    expect(shown).toHaveLength(2);
    for (const { operation, answer } of shown) {
      const { data, errors } = await app.gql(operation, {}, { token, headers: { 'accept-language': language } });
      expect(errors).toBeUndefined();
      expect(comparable({ data })).toEqual(comparable(answer));
    }
  } finally {
    await app.close();
  }
}, 60_000);
