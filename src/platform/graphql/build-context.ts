import { HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Actor } from '../../kernel/actor.js';
import { invalid, type DomainError } from '../../kernel/error.js';
import type { Authenticator } from '../auth.js';
import type { RateLimit } from '../runtime/rate-limit.js';
import { rateLimited, statusOf, tellable } from './edge-error.js';
import { languageOf } from './language.js';
import type { RequestContext } from './request-context.js';

const MAX_KEY = 255;
/** So many objects cost as much as a request. */
const OBJECTS_PER_POINT = 100;

export interface ContextParts {
  /** null: nobody can sign in. */
  readonly authenticator: Authenticator | null;
  readonly perActor: RateLimit;
}

/** Builds what a request knows of itself. A refusal here is the whole answer, with its own status. */
export function contextBuilder({ authenticator, perActor }: ContextParts): (request: FastifyRequest) => Promise<RequestContext> {
  return async (request) => {
    const language = languageOf(request.headers['accept-language']);
    try {
      const actor = authenticator ? await authenticator.authenticate(request.headers) : null;
      if (actor) refuseFlood(perActor, actor, request.cost);
      return {
        actor,
        language,
        idempotencyKey: idempotencyKeyOf(request.headers['idempotency-key']),
        requestId: request.id,
        loaders: new Map(),
      };
    } catch (error) {
      const refusal = tellable(error);
      if (!refusal) throw error;
      throw new GraphQLError(refusal.text[language], { extensions: extensionsOf(refusal) });
    }
  };
}

function refuseFlood(perActor: RateLimit, { merchantId, id }: Actor, cost: number): void {
  const wait = perActor.take(`${merchantId}:${id}`, 1 + cost / OBJECTS_PER_POINT);
  if (wait > 0) throw rateLimited(wait);
}

function extensionsOf({ code, field, retryable, details }: DomainError): Record<string, unknown> {
  const wait = details?.['retryAfterSeconds'];
  const headers = new HeaderMap(typeof wait === 'number' ? [['retry-after', String(wait)]] : []);
  return { code, field, retryable, ...(details ? { details } : {}), http: { status: statusOf(code), headers } };
}

function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && header.length > 0 && header.length <= MAX_KEY) return header;
  throw invalid('idempotencyKey', { en: `An idempotency key has 1 to ${MAX_KEY} characters.`, zh: `幂等键长度应为 1 到 ${MAX_KEY} 个字符。` });
}

