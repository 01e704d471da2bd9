import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { invalid, type DomainError } from '../../kernel/error.js';

/** No list answers more than this in one page. */
export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 20;
const MAX_CURSOR = 400;

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field({ description: 'True when more follow after endCursor.' })
  hasNextPage: boolean;

  @Field({ description: 'True when the page was asked for with `after`, so that something may stand before it.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The place of the first node of this page; null when it is empty.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page.' })
  endCursor: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE, description: `How many, 1 to ${MAX_PAGE}.` })
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  first: number;

  @Field(() => String, { nullable: true, description: 'endCursor of the page before. A cursor belongs to the list and sort order it came from.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CURSOR)
  after?: string | null;
}

/** Whether nothing is wrong with a page; what is wrong with one, its decorators say. */
export function isSoundPage({ first, after }: PageArgs): boolean {
  return Number.isInteger(first) && first >= 1 && first <= MAX_PAGE && (after === undefined || after === null || (typeof after === 'string' && after.length <= MAX_CURSOR));
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Page<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
}

/** `class TicketConnection extends Connection(Ticket) {}`: the Relay connection and edge types of a node. */
export function Connection<Node>(NodeType: Type<Node>, name: string): Type<Page<Node>> {
  @ObjectType(`${name}Edge`)
  class EdgeType implements Edge<Node> {
    @Field({ description: 'The place of this node in the list.' })
    cursor: string;

    @Field(() => NodeType, { description: 'What stands there.' })
    node: Node;
  }

  @ObjectType({ isAbstract: true })
  class ConnectionType implements Page<Node> {
    @Field(() => [EdgeType], { description: 'The nodes of this page in the order of the list, each with its place.' })
    edges: EdgeType[];

    @Field(() => PageInfo, { description: 'Whether there is more, and where to go on.' })
    pageInfo: PageInfo;
  }
  return ConnectionType;
}

/** The keyset of the last row seen, bound to the list it belongs to. Cursors carry no secret: row security decides what a query sees. */
export function encodeCursor(list: string, keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([list, ...keys])).toString('base64url');
}

export function decodeCursor(list: string, cursor: string | null | undefined, keys: number): (string | number | null)[] | null {
  if (cursor === null || cursor === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw foreignCursor();
  }
  const scalar = (part: unknown): boolean => part === null || typeof part === 'string' || typeof part === 'number';
  if (!Array.isArray(value) || value.length !== keys + 1 || value[0] !== list || !value.every(scalar)) throw foreignCursor();
  return value.slice(1) as (string | number | null)[];
}

export function foreignCursor(): DomainError {
  return invalid('after', { en: 'This cursor does not belong to this list.', zh: '该游标不属于此列表。' });
}

/** An edge whose cursor is made when it is asked for: most pages are read without any but the last. */
class RowEdge<Row, Node> implements Edge<Node> {
  constructor(
    private readonly row: Row,
    readonly node: Node,
    private readonly cursorOf: (row: Row) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.row);
  }
}

/** A page out of `first + 1` rows: the extra row only tells that more follow. */
export function pageOf<Row, Node>(
  rows: readonly Row[],
  args: { first: number; after?: string | null },
  toNode: (row: Row) => Node,
  cursorOf: (row: Row) => string,
): Page<Node> {
  const shown = rows.length > args.first ? rows.slice(0, args.first) : rows;
  const edges = shown.map((row) => new RowEdge(row, toNode(row), cursorOf));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      hasPreviousPage: args.after !== null && args.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
