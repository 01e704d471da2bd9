import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Actor, Language } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';

/** What one HTTP request knows of itself. Built once per request, shared by every resolver of it. */
export interface RequestContext {
  /** null when the request came without credentials. */
  readonly actor: Actor | null;
  /** Of texts for people, by Accept-Language; English unless Chinese is preferred. */
  readonly language: Language;
  /** The `Idempotency-Key` header; an `idempotencyKey` in a mutation's input goes before it. */
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  /** DataLoaders of this request alone; never shared, so never another actor's rows. */
  readonly loaders: Map<symbol, unknown>;
}

/** `@Ctx() context: RequestContext` in a resolver. */
export const Ctx = createParamDecorator((_data: unknown, context: ExecutionContext): RequestContext =>
  GqlExecutionContext.create(context).getContext<RequestContext>(),
);

/** The actor, or the refusal a request without credentials gets. */
export function actorOf(context: RequestContext): Actor {
  if (!context.actor) {
    throw new DomainError('UNAUTHENTICATED', {
      en: 'Sign in first: send a bearer token or an API key.',
      zh: '请先登录：请提供访问令牌或 API 密钥。',
    });
  }
  return context.actor;
}

/** The loader of this request under `key`, made at first use. */
export function loaderOf<T>(context: RequestContext, key: symbol, make: () => T): T {
  const known = context.loaders.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  context.loaders.set(key, made);
  return made;
}
