import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { randomBytes } from 'node:crypto';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { AUTHENTICATOR, type Authenticator } from '../auth.js';
import { CONFIG, type Config } from '../config.js';
import { errorFacts, LOG, type Log } from '../runtime/log.js';
import { RateLimit } from '../runtime/rate-limit.js';
import { contextBuilder } from './build-context.js';
import { internalText } from './edge-error.js';
import { fillIn } from './glossary.js';
import { JitExecutor } from './jit-executor.js';
import { bindPlainFields } from './plain-field.js';
import { dropPropertyResolvers } from './plain-property.js';
import { SHAPE_LIMITS } from './operation-shape.js';
import { answerRefusals } from './user-errors.js';
import { fieldOfWrongLiteral } from './wrong-variable.js';

export const GRAPHQL_PATH = '/graphql';

/** Apollo Server on Fastify, code first, with every door closed that Apollo leaves open by default. */
export function graphqlModule(): DynamicModule {
  return GraphQLModule.forRootAsync<ApolloDriverConfig>({
    driver: ApolloDriver,
    imports: [DiscoveryModule],
    inject: [CONFIG, LOG, DiscoveryService, MetadataScanner, { token: AUTHENTICATOR, optional: true }],
    useFactory: (config: Config, log: Log, discovery: DiscoveryService, scanner: MetadataScanner, authenticator?: Authenticator) =>
      options(config, log, authenticator ?? null, (schema) => bindPlainFields(schema, discovery, scanner)),
  });
}

function options(config: Config, log: Log, authenticator: Authenticator | null, bind: (schema: GraphQLSchema) => void): Omit<ApolloDriverConfig, 'driver'> {
  const executor = new JitExecutor(log);
  return {
    path: GRAPHQL_PATH,
    autoSchemaFile: true,
    sortSchema: true,
    fieldResolverEnhancers: [], // a guard per field of every row would cost more than the row; the guard covers operations, resolvers what a field hides
    buildSchemaOptions: { numberScalarMode: 'integer' },
    transformSchema: (schema: GraphQLSchema) => {
      bind(schema);
      dropPropertyResolvers(schema);
      answerRefusals(schema);
      fillIn(schema);
      executor.capture(schema);
      return schema;
    },
    context: contextBuilder({ authenticator, perActor: new RateLimit(config.RATE_PER_ACTOR) }),
    plugins: [ApolloServerPluginCacheControlDisabled(), executor.plugin], // the first, because it wraps every field for a header nobody reads
    graphiql: false,
    introspection: config.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    preserveHttpStatusForExecutionErrors: false,
    autoTransformHttpErrors: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: SHAPE_LIMITS.selections,
    parseOptions: { maxTokens: SHAPE_LIMITS.tokens },
    validationOptions: { maxErrors: 10 },
    formatError: formatter(log),
    logger: { debug: () => undefined, info: () => undefined, warn: (message: string) => log.warn(message), error: (message: string) => log.error(message) },
  };
}

/** Errors of execution arrive in our words; what Apollo found wrong before that gets our codes, and what broke in it is masked. */
function formatter(log: Log): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = formatted.extensions?.['code'] as string;
    if (OURS_AS_THEIRS.has(code)) return asInputError(formatted, error);
    if (code !== 'INTERNAL_SERVER_ERROR') return formatted;
    const reference = randomBytes(6).toString('hex');
    log.error({ reference, error: errorFacts(error) }, 'unexpected error');
    return { message: internalText('en'), extensions: { code: 'INTERNAL', reference } };
  };
}

function asInputError({ message, locations }: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  return { message, locations, extensions: { code: 'INVALID_INPUT', field: fieldOfWrongLiteral(error), retryable: false } };
}

const OURS_AS_THEIRS: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED',
]);
