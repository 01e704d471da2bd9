/** The words of the trade that several features share. The same in code, table and API. Source: the merchants' own service manuals. */
export const STEPS = ['RESPOND', 'RECEIVE', 'LISTEN', 'SOOTHE', 'APOLOGIZE', 'REMEDY', 'FOLLOW_UP'] as const;
export type Step = (typeof STEPS)[number];

export const KINDS = ['RETURN_EXCHANGE', 'LOGISTICS', 'COMPLAINT'] as const;
export type Kind = (typeof KINDS)[number];

export const SEVERITIES = ['MINOR', 'NORMAL', 'SEVERE'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const EMOTIONS = ['CALM', 'UPSET', 'ANGRY'] as const;
export type Emotion = (typeof EMOTIONS)[number];

export const FAULTS = [
  'MERCHANT', 'SUPPLIER', 'WAREHOUSE', 'CARRIER', 'CUSTOMER_MISUSE', 'CUSTOMER_PREFERENCE', 'PLATFORM', 'UNDETERMINED', 'NO_FAULT',
] as const;
export type Fault = (typeof FAULTS)[number];
/** Faults whose cost is ours to bear towards the customer: feedback to the department is due, whatever is claimed back from others. */
export const OUR_FAULTS: ReadonlySet<Fault> = new Set(['MERCHANT', 'SUPPLIER', 'WAREHOUSE', 'CARRIER']);

export const WAITING_REASONS = [
  'WAITING_ON_CUSTOMER', 'PLATFORM_INTERVENTION', 'WAITING_ON_CARRIER', 'WAITING_ON_WAREHOUSE', 'WAITING_ON_SUPPLIER', 'WAITING_ON_APPROVAL', 'OTHER',
] as const;
export type WaitingReason = (typeof WAITING_REASONS)[number];
