import type { Instant } from '../../kernel/instant.js';
import { cleanText, optionalText } from '../../kernel/text.js';

/** A customer as the merchant's system holds it. */
export interface CustomerRecord {
  readonly externalId: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly accountId: string | null;
  readonly tier: string | null;
}

/** A customer as its row holds it. */
export interface Customer extends CustomerRecord {
  readonly id: string;
  readonly shopId: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type CustomerInput = Pick<CustomerRecord, 'externalId'> & { readonly [field in Exclude<keyof CustomerRecord, 'externalId'>]?: string | null };

export const EXTERNAL_ID = { max: 100 };

/** The customer as it is kept; what is left out is nothing. */
export function checkCustomer(input: CustomerInput): CustomerRecord {
  return {
    externalId: cleanText(input.externalId, 'externalId', EXTERNAL_ID),
    name: optionalText(input.name, 'name', { max: 100 }),
    phone: optionalText(input.phone, 'phone', { max: 40 }),
    email: optionalText(input.email, 'email', { max: 254 }),
    address: optionalText(input.address, 'address', { max: 500, lines: true }),
    accountId: optionalText(input.accountId, 'accountId', { max: 100 }),
    tier: optionalText(input.tier, 'tier', { max: 50 }),
  };
}
