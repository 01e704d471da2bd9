/** How deep JSON may nest in variables; the deepest input of the product needs 5. */
const MAX_DEPTH = 12;
const MAX_VALUES = 20_000;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** Control characters no text of people holds; NUL also cannot be stored. Tab and line ends are fine. */
// eslint-disable-next-line no-control-regex -- naming them is the point
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export type VariablesProblem = { readonly kind: 'depth' | 'size' | 'key' | 'text'; readonly path: string };

/** Whether a text may be stored and shown: no control characters, no half of a surrogate pair. */
export function isCleanText(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed();
}

/** The first thing wrong with a JSON value whatever the schema says, or null. A stack of its own: ten thousand levels must not end ours. */
export function variablesProblem(variables: unknown): VariablesProblem | null {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: variables, path: '', depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path, depth } = next;
    seen += 1;
    if (seen > MAX_VALUES) return { kind: 'size', path: '' };
    if (typeof value === 'string' && !isCleanText(value)) return { kind: 'text', path };
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) return { kind: 'depth', path: '' };
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) return { kind: 'key', path };
      open.push({ value: (value as Record<string, unknown>)[key], path: path ? `${path}.${key}` : key, depth: depth + 1 });
    }
  }
  return null;
}
