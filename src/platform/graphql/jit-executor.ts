import { randomBytes } from 'node:crypto';
import {
  execute, getOperationAST, getVariableValues, GraphQLError,
  type DocumentNode, type ExecutionResult, type GraphQLSchema, type VariableDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Log } from '../runtime/log.js';
import { errorFacts } from '../runtime/log.js';
import { declaringCoerced } from './coerced-variables.js';
import { internalText, statusOf, tellable } from './edge-error.js';
import { spreadFields } from './operation-shape.js';
import type { RequestContext } from './request-context.js';
import { fieldOfWrongVariable } from './wrong-variable.js';

/** What Apollo hands to an executor that stands in for its own. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly request: { readonly operationName?: string; readonly variables?: Record<string, unknown> };
  readonly context: RequestContext;
}

const MAX_COMPILED = 300;
/** Wider documents are interpreted: code takes about half a kilobyte a field, and anybody may send one. The product's own pages need a third. */
const WIDEST_COMPILED = 600;
/** A client asked for a document's second run is likely to ask for its thousandth: compiling costs as much as a few runs. */
const COMPILE_FROM_USE = 2;
const MAX_ERRORS = 10;
/**
 * Values of enums and of GraphQL's own scalars are answered as resolvers give them: our enums are their own words and the compiler checks the rest. Checking
 * each again costs two arrays for every leaf of every row, a third of all that a page allocates.
 */
const OPTIONS = { disableLeafSerialization: true };

interface Known {
  uses: number;
  compiled: Compiled | null;
}

interface Compiled {
  readonly query: CompiledQuery;
  readonly variables: readonly VariableDefinitionNode[];
}

/**
 * Runs operations by code compiled from the document, a third of the cost of interpreting it. Apollo has no executor option; the
 * gateway hook is the one that keeps its error codes, status and formatting. Errors are put into words here, where the request is known.
 */
export class JitExecutor {
  private schema: GraphQLSchema;
  /** By document object: Apollo's document store answers the same object for the same text. Least recently used first. */
  private readonly known = new Map<DocumentNode, Map<string, Known>>();

  constructor(private readonly log: Log) {}

  /** For GraphQLModule's `transformSchema`: the first place where the finished schema is seen. */
  capture(schema: GraphQLSchema): void {
    this.schema = schema;
  }

  readonly gateway = {
    onSchemaLoadOrUpdate: (listener: (context: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void): (() => void) => {
      listener({ apiSchema: this.schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor: (request: OperationRequest) => this.run(request) }),
    stop: () => Promise.resolve(),
  };

  async run({ document, request, context }: OperationRequest): Promise<ExecutionResult> {
    const compiled = this.compiled(document, request.operationName);
    const result = await (compiled ? this.runCompiled(compiled, request, context) : this.interpret(document, request, context));
    return result.errors ? this.told(result, document, context) : result;
  }

  private runCompiled(compiled: Compiled, request: OperationRequest['request'], context: RequestContext): ExecutionResult | Promise<ExecutionResult> {
    const { errors, coerced } = getVariableValues(this.schema, compiled.variables, request.variables ?? {}, { maxErrors: MAX_ERRORS });
    return errors ? { errors } : compiled.query.query({}, context, coerced);
  }

  private interpret(document: DocumentNode, request: OperationRequest['request'], context: RequestContext): ExecutionResult | Promise<ExecutionResult> {
    return execute({
      schema: this.schema, document, contextValue: context, variableValues: request.variables, operationName: request.operationName,
      options: { maxCoercionErrors: MAX_ERRORS },
    });
  }

  private compiled(document: DocumentNode, operationName: string | undefined): Compiled | null {
    let byName = this.known.get(document);
    if (byName) this.known.delete(document);
    else if (spreadFields(document) > WIDEST_COMPILED) return null;
    else byName = new Map();
    this.known.set(document, byName);
    if (this.known.size > MAX_COMPILED) this.known.delete(this.known.keys().next().value as DocumentNode);
    const known = byName.get(operationName ?? '') ?? { uses: 0, compiled: null };
    byName.set(operationName ?? '', known);
    known.uses += 1;
    if (known.uses === COMPILE_FROM_USE) known.compiled = this.compile(document, operationName);
    return known.compiled;
  }

  /** null for what cannot be compiled: it is interpreted. */
  private compile(document: DocumentNode, operationName: string | undefined): Compiled | null {
    const operation = getOperationAST(document, operationName);
    if (!operation) return null;
    const declared = declaringCoerced(this.schema, document);
    const query = compileQuery(declared.schema, declared.document, operationName, OPTIONS);
    return isCompiledQuery(query) ? { query, variables: operation.variableDefinitions ?? [] } : null;
  }

  private told(result: ExecutionResult, document: DocumentNode, context: RequestContext): ExecutionResult {
    const errors = (result.errors ?? []).slice(0, MAX_ERRORS);
    // Without data nothing was executed: the variables or the operation's name were wrong, and the message says which.
    if (result.data === undefined) return { errors: errors.map((error) => asInputError(error, document)) };
    const alone = Object.values(result.data ?? {}).every((answer) => answer === null);
    return { ...result, errors: errors.map((error) => this.asTold(error, context, alone)) };
  }

  /** The HTTP status follows the refusal only when there is nothing beside it. */
  private asTold(error: GraphQLError, context: RequestContext, alone: boolean): GraphQLError {
    const cause = error.originalError ?? error;
    const refusal = tellable(cause);
    const reference = refusal ? null : randomBytes(6).toString('hex');
    if (reference) this.log.error({ requestId: context.requestId, reference, path: error.path?.join('.'), error: errorFacts(cause) }, 'unexpected error');
    // A refusal made out of something else (the database is away) is no news to the caller, but to whoever runs the product.
    if (refusal && refusal !== cause) this.log.warn({ requestId: context.requestId, error: errorFacts(cause) }, 'cannot answer');
    const code = refusal?.code ?? 'INTERNAL';
    const told = new GraphQLError(refusal?.text[context.language] ?? internalText(context.language), {
      path: error.path,
      extensions: {
        code,
        ...(refusal ? { field: refusal.field, retryable: refusal.retryable } : { reference }),
        ...(refusal?.details ? { details: refusal.details } : {}),
        ...(alone ? { http: { status: statusOf(code) } } : {}),
      },
    });
    return Object.assign(told, { locations: error.locations });
  }
}

function asInputError(error: GraphQLError, document: DocumentNode): GraphQLError {
  const told = new GraphQLError(error.message.replace(/ Did you mean .*$/s, ''), {
    extensions: { code: 'INVALID_INPUT', field: fieldOfWrongVariable(document, error.message), retryable: false, http: { status: 400 } },
  });
  return Object.assign(told, { locations: error.locations });
}
