import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { invalid } from '../../kernel/error.js';
import type { Authenticator } from '../auth.js';
import { statusOf, tellable } from './edge-error.js';
import { languageOf } from './language.js';
import type { RequestContext } from './request-context.js';

const MAX_KEY = 255;

/** Builds what a request knows of itself. A refusal here is the whole answer, with its own status. */
export function contextBuilder(authenticator: Authenticator | null): (request: FastifyRequest) => Promise<RequestContext> {
  return async (request) => {
    const language = languageOf(request.headers['accept-language']);
    try {
      return {
        actor: authenticator ? await authenticator.authenticate(request.headers) : null,
        language,
        idempotencyKey: idempotencyKeyOf(request.headers['idempotency-key']),
        requestId: request.id,
        loaders: new Map(),
      };
    } catch (error) {
      const refusal = tellable(error);
      if (!refusal) throw error;
      throw new GraphQLError(refusal.text[language], {
        extensions: { code: refusal.code, field: refusal.field, retryable: refusal.retryable, http: { status: statusOf(refusal.code) } },
      });
    }
  };
}

function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && header.length > 0 && header.length <= MAX_KEY) return header;
  throw invalid('idempotencyKey', { en: `An idempotency key has 1 to ${MAX_KEY} characters.`, zh: `幂等键长度应为 1 到 ${MAX_KEY} 个字符。` });
}

