import { randomBytes } from 'node:crypto';
import { HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import {
  execute, getVariableValues,
  type DocumentNode, type ExecutionResult, type GraphQLError, type GraphQLFormattedError, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Log } from '../runtime/log.js';
import { errorFacts } from '../runtime/log.js';
import { declaringCoerced } from './coerced-variables.js';
import { internalText, statusOf, tellable } from './edge-error.js';
import { spreadFields } from './operation-shape.js';
import type { RequestContext } from './request-context.js';
import { fieldOfWrongVariable } from './wrong-variable.js';

/** What Apollo hands to a plugin that answers in the place of its own execution. */
interface OperationRequest {
  readonly document: DocumentNode;
  /** Absent where the document has none of the name asked for. */
  readonly operation?: OperationDefinitionNode;
  readonly request: { readonly operationName?: string; readonly variables?: Record<string, unknown> };
  readonly contextValue: RequestContext;
}

/** An answer in words, and the HTTP status it asks for; without one it is what Apollo makes of it. */
interface Told {
  readonly status?: number;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly data?: ExecutionResult['data'];
}

const MAX_COMPILED = 300;
/** Wider documents are interpreted: code takes about half a kilobyte a field, and anybody may send one. The product's own pages need a third. */
const WIDEST_COMPILED = 600;
/** A client asked for a document's second run is likely to ask for its thousandth: compiling costs as much as a few runs. */
const COMPILE_FROM_USE = 2;
const MAX_ERRORS = 10;
const NO_HEADERS = new HeaderMap();
/**
 * Values of enums and of GraphQL's own scalars are answered as resolvers give them: our enums are their own words and the compiler checks the rest. Checking
 * each again costs two arrays for every leaf of every row, a third of all that a page allocates.
 */
const OPTIONS = { disableLeafSerialization: true };

interface Known {
  uses: number;
  /** null for what cannot be compiled: it is interpreted. */
  compiled: CompiledQuery | null;
}

/**
 * Runs operations by code compiled from the document, a third of the cost of interpreting it. Apollo has no executor option. Of the two ways in, a
 * gateway is the worse: what Apollo makes for it keeps requests, with rows and answers, until the next full collection (decision 0008). Errors are
 * put into words here, where the request is known.
 */
export class JitExecutor {
  private schema: GraphQLSchema;
  /** By the operation's object: Apollo's document store answers the same document for the same text. Least recently used first. */
  private readonly known = new Map<OperationDefinitionNode, Known>();

  constructor(private readonly log: Log) {}

  /** For GraphQLModule's `transformSchema`: the first place where the finished schema is seen. */
  capture(schema: GraphQLSchema): void {
    this.schema = schema;
  }

  private readonly listener = { responseForOperation: (request: OperationRequest) => this.respond(request) };
  readonly plugin: ApolloServerPlugin<RequestContext> = { requestDidStart: () => Promise.resolve(this.listener) };

  private async respond(asked: OperationRequest): Promise<GraphQLResponse> {
    const { errors, data } = await this.run(asked);
    const { status, ...singleResult }: Told = errors ? this.told(errors, data, asked) : { data };
    return { http: { status, headers: NO_HEADERS }, body: { kind: 'single', singleResult } };
  }

  private run({ document, operation, request, contextValue }: OperationRequest): ExecutionResult | Promise<ExecutionResult> {
    const compiled = operation ? this.compiled(document, operation) : null;
    if (!operation || !compiled) {
      return execute({
        schema: this.schema, document, contextValue, variableValues: request.variables, operationName: request.operationName,
        options: { maxCoercionErrors: MAX_ERRORS },
      });
    }
    const { errors, coerced } = getVariableValues(this.schema, operation.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: MAX_ERRORS });
    return errors ? { errors } : compiled.query({}, contextValue, coerced);
  }

  private compiled(document: DocumentNode, operation: OperationDefinitionNode): CompiledQuery | null {
    let known = this.known.get(operation);
    if (known) this.known.delete(operation);
    else if (spreadFields(document) > WIDEST_COMPILED) return null;
    else known = { uses: 0, compiled: null };
    this.known.set(operation, known);
    if (this.known.size > MAX_COMPILED) this.known.delete(this.known.keys().next().value as OperationDefinitionNode);
    known.uses += 1;
    if (known.uses === COMPILE_FROM_USE) {
      const declared = declaringCoerced(this.schema, document);
      const query = compileQuery(declared.schema, declared.document, operation.name?.value, OPTIONS);
      known.compiled = isCompiledQuery(query) ? query : null;
    }
    return known.compiled;
  }

  private told(failures: readonly GraphQLError[], data: ExecutionResult['data'], { document, contextValue }: OperationRequest): Told {
    const first = failures.slice(0, MAX_ERRORS);
    // Without data nothing was executed: the variables or the operation's name were wrong, and the message says which.
    if (data === undefined) return { status: 400, errors: first.map((error) => asInputError(error, document)) };
    const errors = first.map((error) => this.asTold(error, contextValue));
    // The HTTP status follows the refusal only when there is nothing beside it.
    const alone = Object.values(data ?? {}).every((answer) => answer === null);
    return { ...(alone ? { status: statusOf(errors.at(-1)?.extensions.code ?? 'INTERNAL') } : {}), errors, data };
  }

  private asTold(error: GraphQLError, context: RequestContext): GraphQLFormattedError & { readonly extensions: { readonly code: string } } {
    const cause = error.originalError ?? error;
    const refusal = tellable(cause);
    const reference = refusal ? null : randomBytes(6).toString('hex');
    if (reference) this.log.error({ requestId: context.requestId, reference, path: error.path?.join('.'), error: errorFacts(cause) }, 'unexpected error');
    // A refusal made out of something else (the database is away) is no news to the caller, but to whoever runs the product.
    if (refusal && refusal !== cause) this.log.warn({ requestId: context.requestId, error: errorFacts(cause) }, 'cannot answer');
    return {
      message: refusal?.text[context.language] ?? internalText(context.language),
      locations: error.locations,
      path: error.path,
      extensions: {
        code: refusal?.code ?? 'INTERNAL',
        ...(refusal ? { field: refusal.field, retryable: refusal.retryable } : { reference }),
        ...(refusal?.details ? { details: refusal.details } : {}),
      },
    };
  }
}

function asInputError({ message, locations }: GraphQLError, document: DocumentNode): GraphQLFormattedError {
  const extensions = { code: 'INVALID_INPUT', field: fieldOfWrongVariable(document, message), retryable: false };
  return { message: message.replace(/ Did you mean .*$/s, ''), locations, extensions };
}
