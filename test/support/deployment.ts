import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One service of docker-compose.yml, as far as the product's own use of it. */
export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly container_name?: string;
  readonly user?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export function readCompose(): Compose {
  return parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
}

const VARIABLE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** `${NAME:?why}` and `${NAME:-default}` as compose reads them. */
export function interpolate(value: string, env: Readonly<Record<string, string>>): string {
  return value.replace(VARIABLE, (_whole, name: string, operator: string | undefined, rest: string | undefined) => {
    const given = env[name] ?? '';
    if (given !== '') return given;
    if (operator === '?') throw new Error(`${name}: ${rest ?? ''}`);
    return operator === '-' ? (rest ?? '') : '';
  });
}

/** Variables the file refuses to go on without. */
export function requiredVariables(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].flatMap(([, name, operator]) => (operator === '?' && name ? [name] : [])))];
}

export interface Instruction {
  readonly name: string;
  readonly args: string;
}

/** The Dockerfile's instructions, continued lines joined, comments left out. */
export function readDockerfile(): Instruction[] {
  const lines = readFileSync('Dockerfile', 'utf8').replace(/\\\n\s*/g, '').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).map((line) => {
    const [, name = '', args = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    return { name, args };
  });
}

/** The exec form: a JSON array. The shell form is refused, because signals would not reach node. */
export function execForm(args: string): string[] {
  return JSON.parse(args) as string[];
}

export interface Finished {
  readonly code: number | null;
  readonly said: string;
}

/**
 * Runs a command of the image in this checkout: `dist/src/x.js` as the source it is compiled from, everything else as it stands. The
 * environment is the container's and nothing of ours.
 */
export function runInPlace(command: readonly string[], env: Readonly<Record<string, string>>): { child: ChildProcess; finished: Promise<Finished> } {
  const [program, ...args] = command;
  if (program !== 'node') throw new Error(`the image has no ${program}`);
  const compiled = /^dist\/(.+)\.js$/;
  const child = spawn(
    process.execPath,
    args.flatMap((arg) => (compiled.test(arg) ? ['--import', './scripts/typescript.mjs', arg.replace(compiled, '$1.ts')] : [arg])),
    { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, finished: new Promise((resolve) => child.once('close', (code) => resolve({ code, said }))) };
}
