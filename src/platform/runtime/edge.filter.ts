import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.js';
import { answerError } from './plain-answer.js';

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
    return answerError(error, request, reply, { log: this.log, failed: 'unexpected error' });
  }
}
