import { HttpException } from '@nestjs/common';
import type { Language } from '../../kernel/actor.js';
import { DomainError, type ErrorCode } from '../../kernel/error.js';

/** The HTTP status of a refusal that is the whole answer. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  VERSION_CONFLICT: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  DUPLICATE: 409,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  BUSY: 503,
  UNAVAILABLE: 503,
};

export function statusOf(code: string): number {
  return STATUS[code as ErrorCode] ?? 400;
}

const NO_DATABASE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', '57014']);
const NO_CONNECTION = /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated)/;

/** What may be told of an error: a DomainError, or null when it is unexpected and nothing of it may leave the process. */
export function tellable(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  const status = statusWithin(error);
  if (status !== null) return ofStatus(status);
  return lacksDatabase(error) ? unavailable() : null;
}

/** No connection to be had, or the one we had is lost: the same request may succeed a little later. */
function lacksDatabase(error: unknown): boolean {
  const { code, message, severity } = (error ?? {}) as { code?: unknown; message?: unknown; severity?: unknown };
  // FATAL ends a connection; classes 08, 53 and 57P are connection, resources and shutdown.
  return severity === 'FATAL' || NO_DATABASE.has(String(code)) || /^(08|53|57P)/.test(String(code)) || NO_CONNECTION.test(String(message));
}

export function unavailable(): DomainError {
  return new DomainError('UNAVAILABLE', { en: 'The service cannot answer now; please retry shortly.', zh: '服务暂时无法响应，请稍后重试。' });
}

/** Of an unexpected error only the number under which it stands in the log. For answers that go on beside it. */
export function unexpected(reference: string): DomainError {
  return new DomainError('INTERNAL', { en: internalText('en'), zh: internalText('zh') }, null, { reference });
}

/** `seconds` until the same request would be served; the answer says so in Retry-After too. */
export function rateLimited(seconds: number): DomainError {
  return new DomainError('RATE_LIMITED', { en: `Too many requests; please retry in ${seconds} s.`, zh: `请求过于频繁，请在 ${seconds} 秒后重试。` }, null, {
    retryAfterSeconds: seconds,
  });
}

/** The body of an answer that is nothing but a refusal, on GraphQL and plain HTTP alike. */
export function refusalBody(error: DomainError, language: Language): object {
  const { code, field, retryable, details } = error;
  return { errors: [{ message: error.text[language], extensions: { code, field, retryable, ...(details ? { details } : {}) } }] };
}

/** Of an unexpected error a caller learns the number under which it stands in the log. */
export function internalBody(reference: string, language: Language): object {
  return { errors: [{ message: internalText(language), extensions: { code: 'INTERNAL' satisfies ErrorCode, reference } }] };
}

export function internalText(language: Language): string {
  return language === 'zh' ? '发生意外错误，请联系我们并提供参考编号。' : 'Something unexpected failed. Contact us with the reference number.';
}

function statusWithin(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const { name, statusCode } = (error ?? {}) as { name?: unknown; statusCode?: unknown };
  return name === 'FastifyError' && typeof statusCode === 'number' ? statusCode : null;
}

/** Refusals of the HTTP layer itself, in our words: the framework's may quote what was sent. */
function ofStatus(status: number): DomainError | null {
  switch (status) {
    case 401: return new DomainError('UNAUTHENTICATED', { en: 'No valid credentials came with the request.', zh: '请求未携带有效凭证。' });
    case 403: return new DomainError('FORBIDDEN', { en: 'You have no permission for this here.', zh: '您没有此处的操作权限。' });
    case 404: return new DomainError('NOT_FOUND', { en: 'There is nothing at this address.', zh: '该地址不存在。' });
    case 413: return new DomainError('LIMIT_EXCEEDED', { en: 'The request body is too large.', zh: '请求体过大。' });
    case 503: return unavailable();
    default:
      if (status >= 500) return null;
      return new DomainError('INVALID_INPUT', { en: 'The request is malformed.', zh: '请求格式不正确。' });
  }
}
