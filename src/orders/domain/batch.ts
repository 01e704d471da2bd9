import { DomainError } from '../../kernel/error.js';

export const MAX_BATCH = 100;

/** What became of one item of a batch. */
export type Outcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';

export interface Result {
  /** Place in the batch, from 0. */
  readonly index: number;
  readonly outcome: Outcome;
  /** The row's id; null when refused. */
  readonly id: string | null;
  readonly refusal: DomainError | null;
}

/** One item that passed its checks. */
export interface Accepted<Item> {
  readonly index: number;
  readonly item: Item;
}

export interface Sorted<Item> {
  readonly accepted: readonly Accepted<Item>[];
  readonly refused: readonly Result[];
}

export function refuseSize(count: number): void {
  if (count >= 1 && count <= MAX_BATCH) return;
  throw new DomainError('LIMIT_EXCEEDED', { en: `Send 1 to ${MAX_BATCH} items at once.`, zh: `一次请提交 1 至 ${MAX_BATCH} 项。` }, 'items');
}

/** Checks every item by itself: one bad item never costs another. `check` throws the refusal. */
export function sortOut<Input, Item>(inputs: readonly Accepted<Input>[], check: (input: Input, index: number) => Item): Sorted<Item> {
  const accepted: Accepted<Item>[] = [];
  const refused: Result[] = [];
  for (const { index, item: input } of inputs) {
    try {
      accepted.push({ index, item: check(input, index) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ index, outcome: 'REFUSED', id: null, refusal: at(error, index) });
    }
  }
  return { accepted, refused };
}

/** Refuses the second item of the same name: which of two should win is not ours to guess. */
export function onceEach<Item extends { readonly externalId: string }>(): (item: Item, field: string) => Item {
  const seen = new Set<string>();
  return (item, field) => {
    if (seen.has(item.externalId)) {
      throw new DomainError('DUPLICATE', { en: 'The batch names this one twice.', zh: '同一批次中重复出现。' }, field);
    }
    seen.add(item.externalId);
    return item;
  };
}

function at(error: DomainError, index: number): DomainError {
  return new DomainError(error.code, error.text, `items.${index}${error.field === null ? '' : `.${error.field}`}`, error.details);
}
