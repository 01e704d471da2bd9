import { Injectable } from '@nestjs/common';
import { REDACTED } from '../../kernel/text.js';
import { sql } from '../../platform/database/sql.js';
import type { TicketSession } from '../session/ticket-session.js';

/** Words that features beside the conversation hold of a ticket's customer, or that somebody wrote about them there. */
export const KEPT_WORDS = ['TASK', 'REMEDY', 'APPROVAL', 'PAYOUT'] as const;
export type KeptWords = (typeof KEPT_WORDS)[number];

/** Replaces all of a ticket's words that the feature holds by the mark of a redaction. False: there are none, or none are left. */
export type WordKeeper = (session: TicketSession) => Promise<boolean>;

/** Columns of a table that hold words. */
export interface KeptColumns {
  readonly table: string;
  readonly columns: readonly string[];
  /** Which rows are the ticket's: a condition on `$1`, the merchant, and `$2`, the ticket. */
  readonly where: string;
}

/** Keeps words that stand in rows. What was left blank stays so; only rows that still hold words are touched. */
export function wordsInRows(places: readonly KeptColumns[]): WordKeeper {
  const statements = places.map(({ table, columns, where }) => {
    const marked = columns.map((column) => `${column} = CASE WHEN ${column} IS NOT NULL THEN $3 END`).join(', ');
    const left = columns.map((column) => `${column} <> $3`).join(' OR ');
    return sql(`${table}.redact_words`, `UPDATE ${table} SET ${marked} WHERE merchant_id = $1 AND ${where} AND (${left}) RETURNING true`);
  });
  return async ({ tx, ticket }) => {
    const rows = await Promise.all(statements.map((statement) => tx.query(statement, [tx.merchantId, ticket.id, REDACTED])));
    return rows.some(({ length }) => length > 0);
  };
}

/** Each feature says how words are taken out of its own rows; whoever redacts knows none of them. */
@Injectable()
export class WordKeepers {
  private readonly keepers = new Map<KeptWords, WordKeeper>();

  register(words: KeptWords, keeper: WordKeeper): void {
    if (this.keepers.has(words)) throw new Error(`${words} has a keeper already`);
    this.keepers.set(words, keeper);
  }

  redact(session: TicketSession, words: KeptWords): Promise<boolean> {
    const keeper = this.keepers.get(words);
    if (!keeper) throw new Error(`nobody keeps the words of ${words}`);
    return keeper(session);
  }
}
