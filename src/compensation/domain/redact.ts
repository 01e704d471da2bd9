/** Names of values that are not kept: secrets, signatures, and what says who the payee is. */
const SECRET = /secret|token|sign|password|private|authorization|api_?key|card|account|iban|phone|mobile|email|e-?mail|name|buyer|payee|logon|user|address|open_?id/i;
const DEEPEST = 6;
const MOST_KEYS = 60;
const LONGEST_TEXT = 500;

/** What a provider answered, as it is kept: without secrets and personal data, and of a bounded size. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) return value.slice(0, MOST_KEYS).map((item) => redact(item, depth + 1));
  const kept = Object.entries(value).slice(0, MOST_KEYS);
  return Object.fromEntries(kept.map(([key, of]) => [key.slice(0, 80), SECRET.test(key) ? '[not kept]' : redact(of, depth + 1)]));
}
