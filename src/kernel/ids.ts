/**
 * Public ids carry their type: `tkt_0192f0c1-7f0e-7c3a-8b1e-0242ac120002`. The part after the prefix is the row's
 * uuid (version 7, so that keys grow with time). An id of the wrong type, or of no type, decodes to `undefined`; callers answer
 * it exactly like an id that does not exist, so that ids tell nothing about other merchants.
 */
export const ID_PREFIX = {
  Merchant: 'mer',
  Shop: 'shp',
  Team: 'tea',
  Member: 'mem',
  ApiKey: 'key',
  Reason: 'rsn',
  Customer: 'cus',
  Order: 'ord',
  OrderLine: 'lin',
  Parcel: 'par',
  ProcessDefinition: 'prc',
  Calendar: 'cal',
  SlaPolicy: 'pol',
  Ticket: 'tkt',
  Event: 'evt',
  Message: 'msg',
  Attachment: 'att',
  Statement: 'stm',
  Finding: 'fnd',
  Clock: 'clk',
  Promise: 'prm',
  Task: 'tsk',
  Offer: 'ofr',
  Leg: 'leg',
  EscalationRules: 'esr',
  Escalation: 'esc',
  Notification: 'ntf',
  DutyRoster: 'ros',
  Absence: 'abs',
  Budget: 'bdg',
  Movement: 'mov',
  Payout: 'pay',
  BankStatement: 'stt',
  StatementLine: 'sln',
  AuthorityPolicy: 'aup',
  ApprovalRequest: 'apr',
  Delegation: 'dlg',
  Override: 'ovr',
  Claim: 'clm',
  CounterOffer: 'cof',
} as const;

export type IdType = keyof typeof ID_PREFIX;

const TYPE_OF_PREFIX = new Map<string, IdType>(
  Object.entries(ID_PREFIX).map(([type, prefix]) => [prefix, type as IdType]),
);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function encodeId(type: IdType, uuid: string): string {
  return `${ID_PREFIX[type]}_${uuid}`;
}

/** The uuid inside a public id of this type, or undefined when it is anything else. */
export function decodeId(type: IdType, id: string): string | undefined {
  const decoded = decodeAnyId(id);
  return decoded?.type === type ? decoded.uuid : undefined;
}

/** Type and uuid of any public id, or undefined when it is none. */
export function decodeAnyId(id: string): { type: IdType; uuid: string } | undefined {
  const at = id.indexOf('_');
  const type = TYPE_OF_PREFIX.get(id.slice(0, at));
  const uuid = id.slice(at + 1);
  return type && UUID.test(uuid) ? { type, uuid } : undefined;
}
