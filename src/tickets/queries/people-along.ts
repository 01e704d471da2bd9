import { JOINED_MEMBER } from '../../identity/index.js';
import { JOINED_CUSTOMER } from '../../orders/index.js';
import type { Extent } from '../../platform/database/joined.js';

/** Whom a ticket names and how much of them is read along with it; null: not at all. */
export interface PeopleAlong {
  readonly customer: Extent | null;
  readonly assignee: Extent | null;
}

/** What to add to the columns and to the tables of a statement about `ticket t`. */
export function peopleAlong({ customer, assignee }: PeopleAlong): { readonly columns: string; readonly joins: string } {
  return {
    columns: (customer ? JOINED_CUSTOMER.select(customer) : '') + (assignee ? JOINED_MEMBER.select(assignee) : ''),
    joins: (customer ? JOINED_CUSTOMER.join('t.customer_id') : '') + (assignee ? JOINED_MEMBER.join('t.assignee_id') : ''),
  };
}
