import { randomBytes } from 'node:crypto';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { internalBody, refusalBody, statusOf, tellable } from '../graphql/edge-error.js';
import { languageOf } from '../graphql/language.js';
import { errorFacts, type Log } from './log.js';

/**
 * The last place an error reaches. Of GraphQL it passes errors on to the executor, which words them (and Nest, asked to do so, logs no
 * text of theirs); plain HTTP it answers itself.
 */
@Catch()
export class EdgeFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() === 'graphql') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const language = languageOf(request.headers['accept-language']);
    const refusal = tellable(error);
    if (refusal) {
      return reply.code(httpStatusOf(error) ?? statusOf(refusal.code)).send(refusalBody(refusal, language));
    }
    const reference = randomBytes(6).toString('hex');
    this.log.error({ requestId: request.id, reference, error: errorFacts(error) }, 'unexpected error');
    return reply.code(500).send(internalBody(reference, language));
  }
}

function httpStatusOf(error: unknown): number | null {
  const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
  const known = typeof status === 'number' ? status : statusCode;
  return typeof known === 'number' && known >= 400 ? known : null;
}
