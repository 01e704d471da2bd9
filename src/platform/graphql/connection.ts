import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { invalid } from '../../kernel/error.js';

/** No list answers more than this in one page. */
export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 20;

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field({ description: 'True when more follow after endCursor.' })
  hasNextPage: boolean;

  @Field({ description: 'True when the page was asked for with `after`, so that something may stand before it.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true })
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
  @MaxLength(400)
  after?: string | null;
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

    @Field(() => NodeType)
    node: Node;
  }

  @ObjectType({ isAbstract: true })
  class ConnectionType implements Page<Node> {
    @Field(() => [EdgeType])
    edges: EdgeType[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;
  }
  return ConnectionType;
}

/** The keyset of the last row seen, bound to the list it belongs to. Cursors carry no secret: row security decides what a query sees. */
export function encodeCursor(list: string, keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...keys])).toString('base64url');
}

/** What a key of a cursor must be, so that one somebody made up is refused here, before the database stumbles over it. */
const KEYS = {
  uuid: (key: unknown) => typeof key === 'string' && UUID.test(key),
  /** As an Instant, or as PostgreSQL prints it with microseconds; deadlines may be infinite. */
  instant: (key: unknown) => key === 'infinity' || (typeof key === 'string' && isInstant(key)),
  /** An id counted up, as text. */
  serial: (key: unknown) => typeof key === 'string' && /^\d{1,18}$/.test(key),
  rank: (key: unknown) => Number.isInteger(key) && Math.abs(key as number) < 32_768,
} as const satisfies Record<string, (key: unknown) => boolean>;
export type CursorKey = keyof typeof KEYS;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^((?!0000)\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,6})?(?:Z|\+00)$/;

function isInstant(text: string): boolean {
  const [, day = '', time = ''] = INSTANT.exec(text) ?? [];
  const read = new Date(`${day}T${time}Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(`${day}T${time}`); // 02-30 would be read as a day of March
}

/** The keys of a cursor of this list; null at the start of the list. */
export function decodeCursor(list: string, cursor: string | null | undefined, keys: readonly CursorKey[]): (string | number)[] | null {
  if (cursor === null || cursor === undefined) return null;
  const refused = invalid('after', { en: 'This cursor does not belong to this list.', zh: '该游标不属于此列表。' });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (!Array.isArray(value) || value.length !== keys.length + 1 || value[0] !== list) throw refused;
  const given = value.slice(1) as (string | number)[];
  if (!keys.every((key, at) => KEYS[key](given[at]))) throw refused;
  return given;
}

/** A page out of `first + 1` rows: the extra row only tells that more follow. */
export function pageOf<Row, Node>(
  rows: readonly Row[],
  args: { first: number; after?: string | null },
  toNode: (row: Row) => Node,
  cursorOf: (row: Row) => string,
): Page<Node> {
  const shown = rows.length > args.first ? rows.slice(0, args.first) : rows;
  const edges = shown.map((row) => ({ cursor: cursorOf(row), node: toNode(row) }));
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
