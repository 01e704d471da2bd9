import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { GraphQLJSONObject } from './scalars.js';
import type { Language } from '../../kernel/actor.js';
import { DomainError, ERROR_CODES, type ErrorCode } from '../../kernel/error.js';
import type { RequestContext } from './request-context.js';

export const ErrorCodeEnum = Object.fromEntries(Object.keys(ERROR_CODES).map((code) => [code, code])) as Record<ErrorCode, ErrorCode>;
registerEnumType(ErrorCodeEnum, {
  name: 'ErrorCode',
  description: 'Every code of a refusal. Codes are stable: one may be added, none changes its meaning.',
  valuesMap: Object.fromEntries(Object.entries(ERROR_CODES).map(([code, description]) => [code, { description }])),
});

@ObjectType({ description: 'Why a mutation was refused. Nothing was saved.' })
export class UserError {
  @Field(() => ErrorCodeEnum)
  code: ErrorCode;

  @Field({ description: 'For a person, in the language of Accept-Language (English or Chinese).' })
  message: string;

  @Field(() => String, { nullable: true, description: 'Dotted path into the input, e.g. `lines.0.quantity`; null when no single field is at fault.' })
  field: string | null;

  @Field({ description: 'True when the very same request may succeed a little later.' })
  retryable: boolean;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Facts about the refusal, by code: e.g. `currentVersion` with VERSION_CONFLICT, `missing` with STEP_NOT_READY.' })
  details: Record<string, unknown> | null;
}

/** What every mutation answers: the changed object (in the subclass) or the reasons of the refusal. */
@ObjectType({ isAbstract: true })
export abstract class Payload {
  @Field(() => [UserError], { description: 'Empty when the mutation was carried out.' })
  userErrors: UserError[];
}

export function userErrorOf(error: DomainError, language: Language): UserError {
  return { code: error.code, message: error.text[language], field: error.field, retryable: error.retryable, details: error.details };
}

/**
 * Top-level errors with an HTTP status of their own: no valid credentials, overload, and what failed on our side. Everything else is a userError, a
 * missing permission (FORBIDDEN) included. An item of a bulk mutation answers UNAVAILABLE and INTERNAL for itself; see TicketEdge.
 */
const TOP_LEVEL: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'RATE_LIMITED', 'UNAVAILABLE', 'INTERNAL']);

/**
 * The one place where a refusal becomes a payload. `work` answers the payload's own fields; `onRefusal` may add what the caller needs beside the
 * refusal (the current ticket after a version conflict).
 */
export async function payload<T extends object>(
  context: RequestContext,
  work: () => Promise<T>,
  onRefusal?: (error: DomainError) => Promise<Partial<T>>,
): Promise<T & { userErrors: UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof DomainError) || TOP_LEVEL.has(error.code)) throw error;
    const extra = onRefusal ? await onRefusal(error) : {};
    return { ...(extra as T), userErrors: [userErrorOf(error, context.language)] };
  }
}
