import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type Log = Logger;
export const LOG = Symbol('Log');

/**
 * JSON lines on stdout. What is logged is chosen field by field: ids, codes, counts and durations. Bodies, variables, headers and
 * messages of the database, which may quote a value, are never among them.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } };
  return destination ? pino(options, destination) : pino(options);
}

/** Errors whose message repeats what it could not understand. */
const QUOTING = new Set(['SyntaxError', 'QueryFailedError', 'EntityNotFoundError']);

/** An error without the values it was about: its kind, its code and where it came from. */
export function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, severity, table, constraint, routine } = error as Error & Record<string, unknown>;
  const quoting = QUOTING.has(error.name) || severity !== undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12).map((line) => line.trim());
  return {
    name: error.name,
    ...(quoting ? { code, table, constraint, routine } : { code, message: error.message }),
    at: frames,
    ...(error.cause instanceof Error ? { cause: errorFacts(error.cause) } : {}),
  };
}

/** Nest's own messages in the same form; its start-up chatter is debug. */
export function nestLogger(log: Log): LoggerService {
  const send = (level: 'debug' | 'warn' | 'error') => (message: unknown, ...rest: unknown[]) => {
    const context = rest.findLast((part) => typeof part === 'string');
    if (message instanceof Error) log[level]({ context, error: errorFacts(message) }, 'framework');
    else log[level]({ context }, String(message));
  };
  return { log: send('debug'), debug: send('debug'), verbose: send('debug'), warn: send('warn'), error: send('error'), fatal: send('error') };
}
