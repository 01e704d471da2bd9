import { Injectable } from '@nestjs/common';
import type { TicketSession } from './ticket-session.js';

/** Words that features beside the conversation hold of a ticket's customer, or that somebody wrote about them there. */
export const KEPT_WORDS = ['TASK', 'REMEDY'] as const;
export type KeptWords = (typeof KEPT_WORDS)[number];

/** Replaces all of a ticket's words that the feature holds by the mark of a redaction. False: there are none, or none are left. */
export type WordKeeper = (session: TicketSession) => Promise<boolean>;

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
