import { decodeAnyId, decodeId, encodeId, ID_PREFIX } from './ids.js';

const UUID = '0192f0c1-7f0e-7c3a-8b1e-0242ac120002';

it('a public id is read back as its type, and as nothing else', () => {
  for (const type of Object.keys(ID_PREFIX) as (keyof typeof ID_PREFIX)[]) expect(decodeAnyId(encodeId(type, UUID))).toEqual({ type, uuid: UUID });
  expect([decodeId('Ticket', encodeId('Ticket', UUID)), decodeId('Order', encodeId('Ticket', UUID))]).toEqual([UUID, undefined]);
});

it.each(['', UUID, `xxx_${UUID}`, `tkt${UUID}`, `tkt_${UUID}0`, `tkt_${UUID.slice(1)}`, `tkt_${UUID.toUpperCase()}`, `TKT_${UUID}`, ` tkt_${UUID}`])('%j is no id', (id) => {
  expect(decodeAnyId(id)).toBeUndefined();
});
