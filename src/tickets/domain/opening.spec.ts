import { describe, expect, it } from '@jest/globals';
import { plus, DAY } from '../../kernel/instant.js';
import { isSevereComplaint } from './kind-data.js';
import { cleanTags, decideOpening, MAX_TAGS, type OpeningContext, type OpeningRequest } from './opening.js';
import { COMPLAINT_ORIGINS, COMPLAINT_TYPES, LOGISTICS_SUBTYPES } from './ticket.js';

const NOW = '2026-11-22T08:00:00.000Z';
const COMPLAINT = { type: 'PRICE', origin: 'CUSTOMER', demand: 'The difference', respondentId: null, respondentDepartment: null, caseNumber: null, caseDueAt: null } as const;
const REQUEST: OpeningRequest = {
  kind: 'COMPLAINT', statedReasonCode: null, returnExchange: null, logistics: null, complaint: COMPLAINT, source: 'AGENT', channel: 'CHAT', externalRef: null, subject: null,
  problem: 'Cheaper\tthe next day\nand more', priority: 'NORMAL', severity: null, emotion: 'CALM', tags: [], customerId: null, orderId: 'order', teamId: null, lines: [], parcelIds: [],
  statedReasonText: null, structured: false,
};
const KNOWN: OpeningContext = {
  reason: null, respondent: null, customerId: null, order: { id: 'order', customerId: 'customer' }, lines: [{ id: 'line', quantity: 2 }], parcelIds: ['parcel'], teamKnown: false,
};

describe('what a new ticket says', () => {
  it('gives it the first line as its subject and the customer of its order', () => {
    expect(decideOpening(REQUEST, KNOWN, NOW)).toMatchObject({ subject: 'Cheaper the next day', customerId: 'customer', severity: 'NORMAL', fact: { customerKnown: true, orderKnown: true, problem: true } });
    expect(decideOpening({ ...REQUEST, subject: 'Price', orderId: null }, { ...KNOWN, order: null }, NOW)).toMatchObject({ subject: 'Price', customerId: null, fact: { customerKnown: false, orderKnown: false } });
    expect(decideOpening({ ...REQUEST, lines: [{ id: 'line', quantity: 2 }], parcelIds: ['parcel'] }, KNOWN, NOW).customerId).toBe('customer');
  });

  it.each<[string, Partial<OpeningRequest>, string, Partial<OpeningContext>?]>([
    ['a team that is not there', { teamId: 'team' }, 'teamId'], ['a customer who is not there', { customerId: 'nobody' }, 'customerId'],
    ["another customer's order", { customerId: 'other' }, 'customerId', { customerId: 'other' }], ['lines of no order', { orderId: null, lines: [{ id: 'line', quantity: 1 }] }, 'orderId', { order: null }],
    ['parcels of no order', { orderId: null, parcelIds: ['parcel'] }, 'orderId', { order: null }], ['a parcel of another order', { parcelIds: ['other'] }, 'parcelIds.0'],
    ['a line of another order', { lines: [{ id: 'other', quantity: 1 }] }, 'lines.0.orderLineId'], ['more than was bought', { lines: [{ id: 'line', quantity: 3 }] }, 'lines.0.quantity'],
    ['a part of one', { lines: [{ id: 'line', quantity: 1.5 }] }, 'lines.0.quantity'], ['none of one', { lines: [{ id: 'line', quantity: 0 }] }, 'lines.0.quantity'],
    ['a reason the shop does not use any more', { statedReasonCode: 'OLD' }, 'statedReasonCode', { reason: { family: 'QUALITY', evidenceWanted: [], active: false } }],
    ['a date more than a year away', { complaint: { ...COMPLAINT, caseDueAt: plus(NOW, 367 * DAY) } }, 'complaint.caseDueAt'],
    ['a date more than a year ago', { complaint: { ...COMPLAINT, caseDueAt: plus(NOW, -367 * DAY) } }, 'complaint.caseDueAt'],
    ['a colleague who is not there', { complaint: { ...COMPLAINT, respondentId: 'nobody' } }, 'complaint.respondentId'],
  ])('is refused with its field: %s', (_what, request, field, known = {}) => {
    expect(() => decideOpening({ ...REQUEST, ...request }, { ...KNOWN, ...known }, NOW)).toThrow(expect.objectContaining({ field }));
  });

  it('may be a date within a year either way', () => {
    for (const days of [-366, 366]) expect(() => decideOpening({ ...REQUEST, complaint: { ...COMPLAINT, caseDueAt: plus(NOW, days * DAY) } }, KNOWN, NOW)).not.toThrow();
  });

  it('tells the steps of an active reason its family, and whether it asks for evidence', () => {
    const told = (evidenceWanted: readonly string[]): unknown => decideOpening({ ...REQUEST, statedReasonCode: 'R' }, { ...KNOWN, reason: { family: 'QUALITY', evidenceWanted, active: true } }, NOW).fact;
    expect([told([]), told(['PHOTO'])]).toMatchObject([{ reasonFamily: 'QUALITY', evidenceWanted: false }, { reasonFamily: 'QUALITY', evidenceWanted: true }]);
  });

  it('is an anomaly of a parcel unless it only asks for something', () => {
    const anomalies = LOGISTICS_SUBTYPES.filter((subtype) => decideOpening({ ...REQUEST, kind: 'LOGISTICS', complaint: null, logistics: { subtype, customerSees: 'Nothing', neededBy: null } }, KNOWN, NOW).fact.anomaly);
    expect(LOGISTICS_SUBTYPES.filter((subtype) => !anomalies.includes(subtype))).toEqual(['WHERE_IS_IT', 'URGE', 'ADDRESS_CHANGE', 'INTERCEPT', 'RETURN_PARCEL_QUERY']);
  });
});

describe('severity', () => {
  const severe = (type: (typeof COMPLAINT_TYPES)[number], origin: (typeof COMPLAINT_ORIGINS)[number]): boolean => isSevereComplaint({ type, origin });

  it('is severe by its type or its origin alone', () => {
    expect(COMPLAINT_TYPES.filter((type) => severe(type, 'CUSTOMER')).toSorted()).toEqual(['BROKEN_PROMISE', 'COUNTERFEIT', 'HARASSMENT', 'PRIVACY', 'SAFETY_INJURY']);
    expect(COMPLAINT_ORIGINS.filter((origin) => severe('PRICE', origin)).toSorted()).toEqual(['MEDIA', 'REGULATOR']);
  });

  it('is what was given, or NORMAL, where nothing makes it severe; and nobody makes less of what is', () => {
    const of = (severity: OpeningRequest['severity'], type: (typeof COMPLAINT_TYPES)[number]): string => decideOpening({ ...REQUEST, severity, complaint: { ...COMPLAINT, type } }, KNOWN, NOW).severity;
    expect([of(null, 'PRICE'), of('MINOR', 'PRICE'), of('SEVERE', 'PRICE'), of(null, 'PRIVACY'), of('SEVERE', 'PRIVACY')]).toEqual(['NORMAL', 'MINOR', 'SEVERE', 'SEVERE', 'SEVERE']);
    expect(() => of('MINOR', 'PRIVACY')).toThrow(expect.objectContaining({ field: 'severity' }));
  });
});

it('tags are trimmed, each once, at most so many', () => {
  const tags = (count: number): string[] => Array.from({ length: count }, (_, at) => `tag${at}`);
  expect(cleanTags([' a ', 'a', 'b'])).toEqual(['a', 'b']);
  expect(cleanTags([...tags(MAX_TAGS), 'tag0'])).toHaveLength(MAX_TAGS);
  expect(() => cleanTags(tags(MAX_TAGS + 1))).toThrow(expect.objectContaining({ field: 'tags' }));
  expect(() => cleanTags(['a', 'not one'])).toThrow(expect.objectContaining({ field: 'tags.1' }));
});
