import { isIP } from 'node:net';

/** A value of the environment that cannot be used. The process says so and does not start. */
export class ConfigError extends Error {
  constructor(
    readonly variable: string,
    problem: string,
  ) {
    super(`${variable}: ${problem}`);
    this.name = 'ConfigError';
  }
}

/** One environment variable: what the README says of it, and how its text becomes a value. */
export interface Variable<T> {
  readonly description: string;
  /** As text, like the variable itself; null when it has none, and then `absent` is the value. */
  readonly byDefault: string | null;
  readonly absent: T;
  readonly read: (text: string) => T;
}

type Reader<T> = (text: string) => T;

/** A variable that always has a value. */
export function variable<T>(byDefault: string, description: string, read: Reader<T>): Variable<T> {
  return { description, byDefault, absent: read(byDefault), read };
}

/** A variable that may be left out. */
export function optional<T>(description: string, read: Reader<T>): Variable<T | null> {
  return { description, byDefault: null, absent: null, read };
}

export const text: Reader<string> = (value) => value;

export function integer(min: number, max: number): Reader<number> {
  return (value) => {
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw new Error(`must be an integer from ${min} to ${max}`);
    return number;
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new Error(`must be one of ${values.join(', ')}`);
    return found;
  };
}

export const flag: Reader<boolean> = (value) => ['1', 'true'].includes(oneOf('0', '1', 'false', 'true')(value));

/** At least 32 bytes, not of a few repeated characters: HS256 is as strong as its secret. */
export const secret: Reader<string> = (value) => {
  if (Buffer.byteLength(value) < 32) throw new Error('must have at least 32 bytes');
  if (new Set(value).size < 8) throw new Error('must not repeat a few characters');
  return value;
};

export function url(...protocols: readonly string[]): Reader<string> {
  return (value) => {
    const protocol = URL.canParse(value) ? new URL(value).protocol : '';
    if (!protocols.includes(protocol)) throw new Error(`must be an address starting with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return value;
  };
}

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) => value.split(',').map((part) => item(part.trim()));
}

/** An address or a network in CIDR notation. */
export const network: Reader<string> = (value) => {
  const [address = '', bits, ...rest] = value.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  const sound = isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
  if (!sound) throw new Error('must list addresses or networks such as 10.0.0.0/8');
  return value;
};

export type Values<Table extends Record<string, Variable<unknown>>> = {
  readonly [Name in keyof Table]: Table[Name] extends Variable<infer T> ? T : never;
};

/** Reads every variable of the table; an empty one counts as left out. The message never repeats the value, which may be a secret. */
export function readVariables<Table extends Record<string, Variable<unknown>>>(
  table: Table,
  env: Readonly<Record<string, string | undefined>>,
): Values<Table> {
  const entries = Object.entries(table).map(([name, entry]) => {
    const given = env[name];
    if (given === undefined || given === '') return [name, entry.absent] as const;
    try {
      return [name, entry.read(given)] as const;
    } catch (error) {
      throw new ConfigError(name, (error as Error).message);
    }
  });
  return Object.fromEntries(entries) as Values<Table>;
}
