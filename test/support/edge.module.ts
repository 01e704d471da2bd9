import { Module, type DynamicModule } from '@nestjs/common';
import { Args, ArgsType, Field, InputType, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import type { Actor } from '../../src/kernel/actor.js';
import { DomainError } from '../../src/kernel/error.js';
import { AUTHENTICATOR, type Authenticator } from '../../src/platform/auth.js';
import { sql } from '../../src/platform/database/sql.js';
import { Database } from '../../src/platform/database/database.js';
import { Connection, PageArgs, pageOf, type Page } from '../../src/platform/graphql/connection.js';
import { Payload } from '../../src/platform/graphql/payload.js';
import { Ctx, actorOf, type RequestContext } from '../../src/platform/graphql/request-context.js';
import { DateTimeScalar } from '../../src/platform/graphql/scalars.js';
import { PlatformModule, type PlatformOptions } from '../../src/platform/platform.module.js';

// A small schema to attack the edge with: deep, paged, failing and slow fields, and a mutation that can be refused in every way.

@ObjectType()
class Item {
  @Field(() => Int)
  n: number;
}

@ObjectType()
class ItemConnection extends Connection(Item, 'Item') {}

@ObjectType()
class RenamePayload extends Payload {
  @Field(() => Item, { nullable: true })
  item?: Item | null;
}

@InputType()
class LineInput {
  @Field(() => Int)
  @IsInt()
  @Min(1)
  @Max(9)
  quantity: number;
}

@InputType()
class RenameInput {
  @Field()
  @IsString()
  @MaxLength(10)
  name: string;

  @Field(() => [LineInput], { defaultValue: [] })
  @ValidateNested({ each: true })
  @Type(() => LineInput)
  @ArrayMaxSize(3)
  lines: LineInput[];
}

@InputType()
class SearchInput {
  @Field(() => Int, { nullable: true })
  first?: number;
}

@ArgsType()
class LastArgs {
  @Field(() => Int, { nullable: true })
  last?: number;

  @Field(() => Int, { nullable: true })
  limit?: number;

  @Field(() => SearchInput, { nullable: true })
  search?: SearchInput;
}

const items = (count: number): Item[] => Array.from({ length: count }, (_, n) => ({ n }));

@Resolver(() => Item)
class ItemResolver {
  /** What resolvers were really asked for; a refused request leaves it as it was. */
  static asked = 0;
  static renamed: string[] = [];

  constructor(private readonly database: Database) {}

  @Query(() => Item)
  item(): Item {
    ItemResolver.asked += 1;
    return { n: 1 };
  }

  @Query(() => ItemConnection)
  items(@Args() page: PageArgs): Page<Item> {
    ItemResolver.asked += 1;
    return pageOf(items(page.first + 1), page, (row) => row, (row) => String(row.n));
  }

  @Query(() => [Item])
  search(@Args() args: LastArgs): Item[] {
    ItemResolver.asked += 1;
    return items(args.last ?? args.limit ?? args.search?.first ?? 1);
  }

  @Query(() => String)
  at(@Args('when', { type: () => DateTimeScalar }) when: string): string {
    return when;
  }

  @Query(() => String, { nullable: true })
  secret(@Ctx() context: RequestContext): string {
    return actorOf(context).name;
  }

  @Query(() => String, { nullable: true })
  hidden(): string {
    throw new DomainError('FORBIDDEN', { en: 'Not for you.', zh: '无权查看。' });
  }

  @Query(() => String, { nullable: true })
  broken(@Args('note') note: string): string {
    throw new Error(`could not read ${note} from table customer`);
  }

  @Query(() => String, { nullable: true })
  async badSql(@Args('note') note: string): Promise<string> {
    await this.database.query(sql('test.bad', 'SELECT $1::uuid'), [note]);
    return 'unreachable';
  }

  @Query(() => String, { nullable: true })
  async slow(@Args('seconds') seconds: number): Promise<string> {
    await this.database.query(sql('test.slow', 'SELECT pg_sleep($1)'), [seconds]);
    return 'done';
  }

  @Query(() => String)
  missing(): string | null {
    return null;
  }

  @Mutation(() => RenamePayload)
  rename(@Args('input') input: RenameInput): Partial<RenamePayload> {
    if (input.name === 'forbidden') throw new DomainError('FORBIDDEN', { en: 'Not for you.', zh: '无权操作。' });
    if (input.name === 'nobody') throw new DomainError('UNAUTHENTICATED', { en: 'Sign in first.', zh: '请先登录。' });
    ItemResolver.renamed.push(input.name);
    return { item: { n: 1 }, userErrors: [] };
  }

  @ResolveField(() => Item)
  child(@Parent() parent: Item): Item {
    return { n: parent.n };
  }

  @ResolveField(() => ItemConnection)
  children(@Args() page: PageArgs): Page<Item> {
    return pageOf(items(page.first), page, (row) => row, (row) => String(row.n));
  }
}

export { ItemResolver };

const somebody: Actor = {
  kind: 'MEMBER', id: 'b7f1f9a0-0000-7000-8000-000000000001', merchantId: 'b7f1f9a0-0000-7000-8000-000000000002', personId: null, name: 'Somebody', grants: [], scopes: [],
};

const authenticator: Authenticator = {
  authenticate(headers) {
    if (headers.authorization === undefined) return Promise.resolve(null);
    if (headers.authorization === 'Bearer good') return Promise.resolve(somebody);
    return Promise.reject(new DomainError('UNAUTHENTICATED', { en: 'The token does not hold.', zh: '令牌无效。' }));
  },
};

@Module({})
class AuthenticatorModule {}

@Module({})
export class EdgeModule {
  static forRoot(options: Omit<PlatformOptions, 'entities'>): DynamicModule {
    const global: DynamicModule = {
      module: AuthenticatorModule, global: true, providers: [{ provide: AUTHENTICATOR, useValue: authenticator }], exports: [AUTHENTICATOR],
    };
    return { module: EdgeModule, imports: [PlatformModule.forRoot({ ...options, entities: [] }), global], providers: [ItemResolver] };
  }
}
