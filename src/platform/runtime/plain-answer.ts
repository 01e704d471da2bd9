import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { internalBody, refusalBody, statusOf, tellable } from '../graphql/edge-error.js';
import { languageOf } from '../graphql/language.js';
import { errorFacts, type Log } from './log.js';

interface Told {
  readonly log: Log;
  /** What the log says of an unexpected error. */
  readonly failed: string;
  /** What the log says of a refusal; left out: nothing. */
  readonly refused?: string;
}

/** Answers an error of plain HTTP: a refusal in our words with its status; of anything else the number under which it stands in the log, and 500. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, { log, failed, refused }: Told): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  const refusal = tellable(error);
  if (refusal) {
    if (refused !== undefined) log.warn({ requestId: request.id, code: refusal.code }, refused);
    const status = httpStatusOf(error) ?? (refusal.code === 'LIMIT_EXCEEDED' ? 413 : statusOf(refusal.code));
    return reply.code(status).send(refusalBody(refusal, language));
  }
  const reference = randomBytes(6).toString('hex');
  log.error({ requestId: request.id, reference, error: errorFacts(error) }, failed);
  return reply.code(500).send(internalBody(reference, language));
}

function httpStatusOf(error: unknown): number | null {
  const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
  const known = typeof status === 'number' ? status : statusCode;
  return typeof known === 'number' && known >= 400 ? known : null;
}
