import { Injectable } from '@nestjs/common';
import { Args, Field, ID, InterfaceType, Query, Resolver } from '@nestjs/graphql';
import { decodeAnyId, type IdType } from '../../kernel/ids.js';
import { Allow } from './allow.js';
import { Ctx, type RequestContext } from './request-context.js';

@InterfaceType({
  description: 'Anything with an id of its own. The id carries its type and never changes.',
  resolveType: (value: { id: string }) => decodeAnyId(value.id)?.type,
})
export abstract class Node {
  @Field(() => ID)
  id: string;
}

type LoadNode = (context: RequestContext, uuid: string) => Promise<Node | null>;

/** Each feature says how its nodes are read; with its own permission checks, so that node(id) shows nothing another query would not. */
@Injectable()
export class NodeRegistry {
  private readonly loaders = new Map<IdType, LoadNode>();

  register(type: IdType, load: LoadNode): void {
    this.loaders.set(type, load);
  }

  async load(context: RequestContext, id: string): Promise<Node | null> {
    const decoded = decodeAnyId(id);
    const load = decoded && this.loaders.get(decoded.type);
    return load ? load(context, decoded.uuid) : null;
  }
}

@Resolver()
export class NodeResolver {
  constructor(private readonly registry: NodeRegistry) {}

  @Allow('self.read')
  @Query(() => Node, { nullable: true, description: 'Any object by its id; null when there is none, or none the caller may see.' })
  node(@Ctx() context: RequestContext, @Args('id', { type: () => ID }) id: string): Promise<Node | null> {
    return this.registry.load(context, id);
  }
}
