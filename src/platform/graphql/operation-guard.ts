import { GraphQLError, Kind, parse, visit, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { DomainError, invalid } from '../../kernel/error.js';
import { MAX_PAGE } from './connection.js';
import { compileCost, type OperationCost } from './operation-cost.js';
import { brokenLimit, SHAPE_LIMITS, type ShapeLimit } from './operation-shape.js';
import { isCleanText, variablesProblem } from './variables.js';

const MAX_KNOWN = 1_000;
/** Longer texts are measured each time rather than kept. */
const MAX_KEPT_TEXT = 16_384;
const MAX_OPERATIONS = 20;

/** A GraphQL request as it came: nothing about it is known to be sound. */
export interface RawRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** What is kept of a document: never its tree, of which a thousand would fill the memory of a process. */
interface Measured {
  readonly refusal: DomainError | null;
  readonly operations: readonly MeasuredOperation[];
}

interface MeasuredOperation extends OperationCost {
  readonly name: string | undefined;
  readonly refusal: DomainError | null;
  /** `mutation.openTicket`: names from the schema only, so that metrics and logs stay bounded and hold nothing a client made up. */
  readonly label: string;
}

const NO_LABEL = 'unknown';
const UNKNOWN = { label: NO_LABEL, cost: 0 };

/**
 * Refuses what is too large before anything is authenticated, validated or executed. A document is measured once and its cost
 * compiled to a function of the variables; from then on a request costs a look-up and some multiplications.
 */
export class OperationGuard {
  private readonly known = new Map<string, Measured>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly maxCost: number,
  ) {}

  /** The label of the operation and its cost. Throws a DomainError; syntax errors and unknown fields are left to validation, which words them better. */
  check(request: RawRequest): { label: string; cost: number } {
    const { query, operationName, variables, extensions } = request;
    if (Array.isArray(request)) throw tooLarge('batch');
    if (extensions !== undefined && extensions !== null && Object.hasOwn(extensions, 'persistedQuery')) {
      throw invalid('extensions.persistedQuery', { en: 'Persisted queries are not supported.', zh: '不支持持久化查询。' });
    }
    checkVariables(variables);
    if (typeof query !== 'string') return UNKNOWN;
    const measured = this.measured(query);
    if (measured.refusal) throw measured.refusal;
    const operation = operationOf(measured, typeof operationName === 'string' ? operationName : undefined);
    if (!operation) return UNKNOWN;
    if (operation.refusal) throw operation.refusal;
    const given = (variables ?? {}) as Record<string, unknown>;
    if (operation.largestPage(given) > MAX_PAGE) {
      throw invalid('first', { en: `A page holds at most ${MAX_PAGE}.`, zh: `每页最多 ${MAX_PAGE} 条。` });
    }
    const cost = operation.cost(given);
    if (cost > this.maxCost) throw tooCostly(cost, this.maxCost);
    return { label: operation.label, cost };
  }

  private measured(text: string): Measured {
    const before = this.known.get(text);
    if (before) {
      this.known.delete(text); // to the end: the map is in order of use
      this.known.set(text, before);
      return before;
    }
    const measured = this.measure(text);
    if (text.length <= MAX_KEPT_TEXT) this.known.set(text, measured);
    if (this.known.size > MAX_KNOWN) this.known.delete(this.known.keys().next().value as string);
    return measured;
  }

  private measure(text: string): Measured {
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: SHAPE_LIMITS.tokens, noLocation: true });
    } catch (error) {
      const tooLong = error instanceof GraphQLError && error.message.includes('tokens');
      return { refusal: tooLong ? tooLarge('tokens') : null, operations: [] };
    }
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    const broken = operations.length > MAX_OPERATIONS ? 'operations' : brokenLimit(document);
    const refusal = broken ? tooLarge(broken) : dirtyLiteral(document);
    return { refusal, operations: refusal ? [] : operations.map((node) => this.operation(document, node)) };
  }

  private operation(document: DocumentNode, node: OperationDefinitionNode): MeasuredOperation {
    const refusal = this.schema.getRootType(node.operation)
      ? null
      : invalid(undefined, { en: `There are no ${node.operation} operations here.`, zh: `不支持 ${node.operation} 操作。` });
    return { ...compileCost(this.schema, document, node), name: node.name?.value, label: labelOf(this.schema, node), refusal };
  }
}

/** The operation of this name; without a name, the only one there is. */
function operationOf({ operations }: Measured, name: string | undefined): MeasuredOperation | undefined {
  if (name) return operations.find((operation) => operation.name === name);
  return operations.length === 1 ? operations[0] : undefined;
}

function labelOf(schema: GraphQLSchema, node: OperationDefinitionNode): string {
  const fields = schema.getRootType(node.operation)?.getFields() ?? {};
  const [first, ...more] = node.selectionSet.selections;
  if (more.length > 0) return `${node.operation}.several`;
  const name = first?.kind === Kind.FIELD ? first.name.value : '';
  return Object.hasOwn(fields, name) || name.startsWith('__') ? `${node.operation}.${name.startsWith('__') ? 'introspection' : name}` : NO_LABEL;
}

function dirtyLiteral(document: DocumentNode): DomainError | null {
  let dirty = false;
  visit(document, {
    StringValue: (node) => {
      dirty ||= !isCleanText(node.value);
    },
  });
  return dirty ? unclean('') : null;
}

function checkVariables(variables: unknown): void {
  if (variables === undefined || variables === null) return;
  const problem = variablesProblem(variables);
  if (!problem) return;
  if (problem.kind === 'text') throw unclean(problem.path);
  if (problem.kind === 'key') {
    throw invalid('variables', { en: 'The variables hold a key that is not allowed.', zh: '变量包含不允许的键。' });
  }
  throw tooLarge('variables');
}

function unclean(path: string): DomainError {
  return invalid(path || undefined, {
    en: 'The text holds control characters or broken Unicode.',
    zh: '文本包含控制字符或无效的 Unicode 字符。',
  });
}

function tooLarge(what: ShapeLimit | 'operations' | 'variables' | 'batch'): DomainError {
  const limit = what in SHAPE_LIMITS ? SHAPE_LIMITS[what as ShapeLimit] : null;
  return new DomainError(
    'LIMIT_EXCEEDED',
    { en: `The request exceeds the limit of ${what}${limit ? ` (${limit})` : ''}.`, zh: `请求超出限制：${what}${limit ? `（${limit}）` : ''}。` },
    null,
    { limit: what, ...(limit ? { most: limit } : {}) },
  );
}

function tooCostly(cost: number, most: number): DomainError {
  return new DomainError(
    'LIMIT_EXCEEDED',
    {
      en: `The answer could hold ${cost} objects; at most ${most} are allowed. Ask for smaller pages.`,
      zh: `结果可能包含 ${cost} 个对象，最多允许 ${most} 个。请减小分页。`,
    },
    null,
    { limit: 'cost', cost, most },
  );
}
