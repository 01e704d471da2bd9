import { readFileSync, writeFileSync } from 'node:fs';
import { PERMISSIONS } from '../src/identity/domain/permissions.js';
import { ERROR_CODES } from '../src/kernel/error.js';
import { ROLES } from '../src/kernel/actor.js';
import { VARIABLES } from '../src/platform/config.js';
import { DEFAULT_DEFINITION, REQUIREMENTS, SKIP_REASONS, type Condition, type RequirementCode, type SkipReason, type StepRule } from '../src/process/index.js';

/** The tables of the documents that say what the code says: made from it, so that they cannot say anything else. */
const TABLES: Readonly<Record<string, () => string>> = {
  config: () => table(['Variable', 'Default', 'What it is'], Object.entries(VARIABLES).map(([name, { byDefault, description }]) => [
    `\`${name}\``, byDefault === null ? '' : `\`${byDefault}\``, description,
  ])),
  errors: () => table(['Code', 'Meaning'], Object.entries(ERROR_CODES).map(([code, meaning]) => [`\`${code}\``, meaning])),
  permissions: () => table(['Permission', ...ROLES.slice(0, -1), 'API key scope'], Object.entries(PERMISSIONS).map(([permission, { roles, scope }]) => [
    `\`${permission}\``, ...ROLES.slice(0, -1).map((role) => ((roles as readonly string[]).includes(role) ? 'yes' : '')), scope === null ? '' : `\`${scope}\``,
  ])),
  'steps-return': () => steps('RETURN_EXCHANGE'),
  'steps-logistics': () => steps('LOGISTICS'),
  'steps-complaint': () => steps('COMPLAINT'),
};

const DOCUMENTS = ['README.md', 'docs/api.md', 'docs/steps.md'];

/** Every document by path, with its tables as they should be now. */
export function documents(): Map<string, { readonly present: string; readonly right: string }> {
  return new Map(DOCUMENTS.map((path) => {
    const present = readFileSync(path, 'utf8');
    const right = present.replace(/(<!-- table (\S+) -->\n)[^]*?(<!-- end -->)/g, (_whole, start: string, name: string, end: string) => {
      const make = TABLES[name];
      if (!make) throw new Error(`${path}: there is no table ${name}`);
      return `${start}${make()}${end}`;
    });
    return [path, { present, right }];
  }));
}

function steps(kind: keyof typeof DEFAULT_DEFINITION.kinds): string {
  return table(['Step', 'What must be on record', '需要的记录', 'May be skipped'], DEFAULT_DEFINITION.kinds[kind].steps.flatMap((rule) =>
    rule.requires.map((required, at) => {
      const { en, zh } = REQUIREMENTS[required.code as RequirementCode].advice;
      const only = required.when ? ` *Only if ${words(required.when)}.*` : '';
      const wait = required.hours === undefined ? '' : ` *(${required.hours} h)*`;
      return [at === 0 ? rule.step : '', `${en}${wait}${only}`, zh, at === 0 ? skips(rule) : ''];
    })));
}

function skips(rule: StepRule): string {
  return rule.skips.map(({ reason, by, when }) =>
    `${by.toLowerCase()}: ${SKIP_REASONS[reason as SkipReason].en}${when ? ` *Only if ${words(when)}.*` : ''}`).join('<br>');
}

const FLAGS: Readonly<Record<string, readonly [string, string]>> = {
  severe: ['severe', 'not severe'], angry: ['the customer is angry', 'the customer is not angry'],
  anomaly: ['something is wrong with the parcel', 'nothing is wrong with the parcel'], ours: ['the fault is ours', 'the fault is not ours'],
  misuse: ['it was misuse', 'it was not misuse'], evidenceWanted: ['the reason asks for proof', 'the reason asks for no proof'],
  emotionNeutral: ['the customer is calm', 'the customer is not calm'],
};

function words({ anyOf, reasonFamily, ...flags }: Condition): string {
  const said = Object.entries(flags).map(([name, value]) => FLAGS[name]?.[value ? 0 : 1] ?? name);
  if (reasonFamily !== undefined) said.push(`the reason is one of ${reasonFamily.toLowerCase()}`);
  if (anyOf) said.push(anyOf.map(words).join(' or '));
  return said.join(' and ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** `npm run docs` writes them; a test compares. */
if (process.argv[1]?.endsWith('tables.ts')) {
  for (const [path, { right }] of documents()) writeFileSync(path, right);
}
