import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/error.js';
import type { Config } from '../config.js';
import { rateLimited, refusalBody, statusOf, unavailable } from '../graphql/edge-error.js';
import { GRAPHQL_PATH } from '../graphql/graphql.module.js';
import { languageOf } from '../graphql/language.js';
import type { OperationGuard } from '../graphql/operation-guard.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { networkOf, RateLimit } from './rate-limit.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it asked for, in words of the schema or the route; set once that is known. */
    operation: string;
    /** Objects the answer may hold; known once the operation is measured. */
    cost: number;
  }
  interface FastifyContextConfig {
    /** A route that moves files takes longer than REQUEST_TIMEOUT_MS; LONGEST_TRANSFER_MS at most. */
    deadlineMs?: number;
  }
}

/** Until then a request must have arrived in full, whatever its route; the deadline of most routes is much earlier. */
export const LONGEST_TRANSFER_MS = 120_000;

/** Probes and scrapes come every few seconds, pages bring dozens of files; none of them asks the database for more than a half-second-old answer. */
const UNLIMITED = / \/(health|metrics|explorer)/;
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
const MAX_HEADERS = 100;
/** Stands for a status where the connection ended before the answer was out; the number that proxies use for it. No client ever sees it. */
const ABANDONED = 499;

/** Node's own limits are generous or off; some of them count only when given as the server is made. */
export function createAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: config.BODY_MAX_BYTES,
    trustProxy: config.TRUST_PROXY ? [...config.TRUST_PROXY] : false,
    requestIdHeader: false,
    genReqId: requestId,
    requestTimeout: LONGEST_TRANSFER_MS,
    keepAliveTimeout: 65_000, // longer than the idle time of usual load balancers, or they meet a closed connection
    routerOptions: { ignoreTrailingSlash: false, ignoreDuplicateSlashes: false, maxParamLength: 200 },
    exposeHeadRoutes: false,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
  });
}

/** A caller's id is kept when it is one, so that it can be followed through several systems. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

export interface EdgeParts {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Asked when the first operation comes: the schema is finished by then. */
  readonly guard: () => OperationGuard;
}

/** What every request passes through, whatever route it finds. */
export function registerEdge(fastify: FastifyInstance, parts: EdgeParts): void {
  fastify.server.maxConnections = parts.config.MAX_CONNECTIONS;
  fastify.decorateRequest('operation', '');
  fastify.decorateRequest('cost', 0);
  const perAddress = new RateLimit(parts.config.RATE_PER_ADDRESS);
  fastify.addHook('onRequest', async (request, reply) => {
    request.operation = `${request.method} ${request.routeOptions.url ?? 'nowhere'}`;
    setDeadline(request, reply, request.routeOptions.config.deadlineMs ?? parts.config.REQUEST_TIMEOUT_MS);
    recordEnd(request, reply, parts);
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    const refusal = refusedByHeaders(request);
    if (refusal) return refuse(request, reply, refusal.error, refusal.status);
    if (UNLIMITED.test(request.operation)) return;
    const wait = perAddress.take(networkOf(request.ip), 1);
    if (wait > 0) return refuse(request, reply.header('retry-after', wait), rateLimited(wait), 429);
  });
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.url !== GRAPHQL_PATH) return;
    try {
      const { label, cost } = parts.guard().check((request.body ?? {}));
      Object.assign(request, { operation: label, cost });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refuse(request, reply, error, statusOf(error.code));
    }
  });
  let closing = false;
  fastify.addHook('preClose', async () => {
    closing = true;
  });
  fastify.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close'); // or a kept-alive connection would hold up the stop
  });
}

/** Logged and counted once, however it ends. Not in onResponse, which Fastify leaves out when the client has gone before the answer. */
function recordEnd(request: FastifyRequest, reply: FastifyReply, { log, metrics }: EdgeParts): void {
  const began = performance.now();
  reply.raw.once('close', () => {
    const milliseconds = performance.now() - began;
    const status = reply.raw.writableFinished ? reply.statusCode : ABANDONED;
    metrics.ended(request.operation, status, milliseconds);
    // They say nothing when all is well.
    const level = UNLIMITED.test(request.operation) ? 'debug' : 'info';
    log[level]({ requestId: request.id, operation: request.operation, status, ms: Math.round(milliseconds * 10) / 10 }, 'request');
  });
}

/**
 * Answers for a request that takes too long; what it set going ends by the limits of the database. Fastify's own handlerTimeout will not
 * do: it is cancelled once the body has arrived.
 */
function setDeadline(request: FastifyRequest, reply: FastifyReply, milliseconds: number): void {
  const deadline = setTimeout(() => {
    if (reply.sent) return;
    if (reply.raw.headersSent) reply.raw.destroy(); // half of an answer is out: there is no other to give
    else refuse(request, reply.header('connection', 'close'), unavailable(), 503);
  }, milliseconds);
  // However it ends: when the client has gone, the timer would hold up the end of the process.
  reply.raw.once('close', () => clearTimeout(deadline));
}

/** GraphQL is spoken by POST of JSON in UTF-8 and no other way: what a form or a link can send from another site never gets in. */
function refusedByHeaders(request: FastifyRequest): { error: DomainError; status: number } | null {
  const refused = (status: number, en: string, zh: string) => ({ status, error: new DomainError('INVALID_INPUT', { en, zh }) });
  if (request.raw.rawHeaders.length > 2 * MAX_HEADERS) return refused(431, 'Too many headers.', '请求头过多。');
  if (request.routeOptions.url !== GRAPHQL_PATH) return null;
  if (request.method !== 'POST') return refused(405, 'Send GraphQL requests by POST.', 'GraphQL 请求请使用 POST。');
  if (request.headers['content-encoding'] !== undefined && request.headers['content-encoding'] !== 'identity') {
    return refused(415, 'Compressed bodies are not accepted.', '不接受压缩的请求体。');
  }
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type !== 'application/json' || !isUtf8) return refused(415, 'Send application/json in UTF-8.', '请使用 UTF-8 编码的 application/json。');
  return null;
}

function refuse(request: FastifyRequest, reply: FastifyReply, error: DomainError, status: number): FastifyReply {
  if (status === 405) void reply.header('allow', 'POST');
  return reply.code(status).send(refusalBody(error, languageOf(request.headers['accept-language'])));
}
