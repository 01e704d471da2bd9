import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Ticket } from '../domain/ticket.js';
import { TICKET_COLUMNS } from '../ticket.repository.js';
import { peopleAlong, type PeopleAlong } from './people-along.js';

/** One for each extent of either, made at first use. */
const BY_PEOPLE = new Map<string, Sql>();

/** The ticket with the people it names, in one statement. */
export async function ticketShown(tx: Tx, id: string, people: PeopleAlong): Promise<Ticket | undefined> {
  const key = `${people.customer}:${people.assignee}`;
  let statement = BY_PEOPLE.get(key);
  if (!statement) {
    const along = peopleAlong(people);
    statement = sql('ticket.shown', `SELECT ${TICKET_COLUMNS}${along.columns} FROM ticket t${along.joins} WHERE t.merchant_id = $1 AND t.id = $2`);
    BY_PEOPLE.set(key, statement);
  }
  const [row] = await tx.query<Ticket>(statement, [tx.merchantId, id]);
  return row;
}
