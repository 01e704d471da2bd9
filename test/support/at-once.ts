import type { DomainError } from '../../src/kernel/error.js';
import type { GraphQLAnswer } from './app.js';

export interface Outcomes {
  /** How many were carried out. */
  readonly done: number;
  /** How often each refusal came; an error that is none of ours counts by its message. */
  readonly codes: Readonly<Record<string, number>>;
}

/** BUSY is an answer to come again, and how often it is given is up to the machine: the work is asked for again, as a client would. */
export async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as Partial<DomainError>).code !== 'BUSY') throw error;
    }
  }
}

/** UNAVAILABLE likewise: of many requests at once the last may not get a connection in time. */
export async function untilServed<Data>(ask: () => Promise<GraphQLAnswer<Data>>): Promise<GraphQLAnswer<Data>> {
  for (;;) {
    const answer = await ask();
    if (answer.errors?.[0]?.extensions['code'] !== 'UNAVAILABLE') return answer;
  }
}

/** '' when the work was carried out, else the code of its refusal. */
function codeOf(work: () => Promise<unknown>): Promise<string> {
  return untilFree(work).then(() => '', (error: Error & Partial<Pick<DomainError, 'code'>>) => (error.name === 'DomainError' && error.code) || error.message);
}

/** Runs all of them at once. */
export async function atOnce(works: readonly (() => Promise<unknown>)[]): Promise<Outcomes> {
  const answers = await Promise.all(works.map(codeOf));
  const codes: Record<string, number> = {};
  for (const code of answers) if (code !== '') codes[code] = (codes[code] ?? 0) + 1;
  return { done: answers.filter((code) => code === '').length, codes };
}

/** As many as told, each with its number. */
export function times<T>(count: number, of: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => of(at));
}
