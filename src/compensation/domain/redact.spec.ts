import { redact } from './redact.js';

it('keeps what says what happened, and neither secrets nor whose money it is', () => {
  expect(redact({ code: '10000', buyer_logon_id: 'a***@b', refund_fee: '80.00', card: { last4: '4242' }, nested: [{ client_secret: 'x', id: 're_1' }] })).toEqual({
    code: '10000', buyer_logon_id: '[not kept]', refund_fee: '80.00', card: '[not kept]', nested: [{ client_secret: '[not kept]', id: 're_1' }],
  });
});

it('is bounded in depth, width and length', () => {
  const deep = { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } };
  expect(JSON.stringify(redact(deep))).toBe('{"a":{"b":{"c":{"d":{"e":{"f":"…"}}}}}}');
  expect(Object.keys(redact(Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at]))) as object)).toHaveLength(60);
  expect(JSON.stringify(redact([[[[[[[1]]]]]]]))).toBe('[[[[[["…"]]]]]]');
  expect(redact(Array.from({ length: 500 }, () => 1))).toHaveLength(60);
  expect(redact({ ['k'.repeat(500)]: 1 })).toEqual({ ['k'.repeat(80)]: 1 });
  expect([500, 501, 9_000].map((length) => (redact('x'.repeat(length)) as string).length)).toEqual([500, 501, 501]);
});

it('is JSON whatever it was', () => {
  expect(redact({ none: undefined, nothing: null, amountMinor: 8_000n })).toEqual({ none: null, nothing: null, amountMinor: '8000' });
});
