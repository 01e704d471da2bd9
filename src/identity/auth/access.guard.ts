import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { forbidden } from '../../kernel/error.js';
import { ALLOW } from '../../platform/graphql/allow.js';
import { actorOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { can } from '../domain/permissions.js';

/**
 * The door of every GraphQL operation: it opens to whoever holds the permission of `@Allow` somewhere; command or query asks again for the place.
 * An operation that names no permission stays shut. Fields below an operation are not guarded (a guard per field of every row would cost more than
 * the row): what a field hides, its resolver decides. `DoorCheck` refuses an `@Allow` there, so that nobody relies on it.
 * Plain HTTP routes (health, metrics, signed file links) are not ours to guard: each says by itself who may come.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType<GqlContextType>() !== 'graphql') return true;
    const permission = Reflect.getMetadata(ALLOW, context.getHandler()) as string | undefined;
    const actor = actorOf(GqlExecutionContext.create(context).getContext<RequestContext>());
    if (permission === undefined || !can(actor, permission)) throw forbidden();
    return true;
  }
}
