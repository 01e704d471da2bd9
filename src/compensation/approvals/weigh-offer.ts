import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../../kernel/actor.js';
import { MINUTE, plus } from '../../kernel/instant.js';
import type { TicketSession } from '../../tickets/index.js';
import { chainFor } from '../domain/approval-chain.js';
import { goodwillOf, isEntitled, judge, looksSplit, type Totals, type Verdict } from '../domain/authority.js';
import type { AuthorityPolicy } from '../domain/authority-policy.js';
import { writeAuthority, writeRequest, type AuthorityRow } from './approval.repository.js';
import { askedOf } from './approvers.js';
import { AuthorityLibrary } from './authority-library.js';
import { count, countedIn, readTotals, type Counted } from './authority-totals.js';
import { termsHere, type OfferTerms } from './offer-terms.js';

/** Measures an offer against the authority of who makes it, and asks for an approval where it is beyond. */
@Injectable()
export class WeighOffer {
  constructor(private readonly library: AuthorityLibrary) {}

  /** At MAKE: counts the offer in its totals, locks them, and judges. */
  async first(session: TicketSession, offerId: string): Promise<void> {
    const [terms, published] = await Promise.all([termsHere(session, offerId), this.library.newest(session.tx)]);
    const counted = countedIn(terms, personOf(session.actor), session.now);
    const totals = await count(session.tx, counted, terms, session.now);
    this.put(session, terms, counted, published, totals, null);
  }

  /** Asked anew for a draft that was refused or withdrawn: by today's limits and totals, in which it is counted already. */
  async again(session: TicketSession, terms: OfferTerms, before: AuthorityRow, note: string | null): Promise<void> {
    const published = await this.library.newest(session.tx);
    const totals = await readTotals(session.tx, before.counted, terms, session.now);
    this.put(session, terms, before.counted, published, totals, note);
  }

  private put(
    session: TicketSession, terms: OfferTerms, counted: readonly Counted[], published: { id: string; policy: AuthorityPolicy } | null, totals: Totals, note: string | null,
  ): void {
    const { tx, ticket, actor, now } = session;
    const verdict = published && !isEntitled(terms.request)
      ? judge(published.policy, terms.request, totals, { memberId: actor.id, roles: rolesIn(actor, ticket.shopId) }, 'MAKER')
      : NOT_ASKED;
    const word = published === null ? 'NO_LIMITS' : isEntitled(terms.request) ? 'ENTITLED' : verdict.within ? 'WITHIN' : 'BEYOND';
    writeAuthority(tx, {
      offerId: terms.offerId, ticketId: ticket.id, shopId: ticket.shopId, orderId: terms.orderId, customerId: terms.customerId,
      policyId: published?.id ?? null, verdict: word, holder: verdict.holder, checked: verdict.checked, exceeded: verdict.exceeded, looksSplit: looksSplit(verdict),
      digest: terms.digest, goodwill: goodwillOf(terms.request), currency: terms.currency, memberId: actor.id, personId: personOf(actor), counted, at: now,
    });
    if (published && word === 'BEYOND') return ask(session, terms, verdict, published.policy, totals, note);
    session.event('offer.authorized', { offerId: terms.offerId, verdict: word, authorityPolicyId: published?.id ?? null, holder: verdict.holder });
  }
}

const NOT_ASKED: Verdict = { within: true, holder: 'NOBODY', checked: [], exceeded: [] };

function ask(session: TicketSession, terms: OfferTerms, verdict: Verdict, policy: AuthorityPolicy, totals: Totals, note: string | null): void {
  const { tx, ticket, actor, now } = session;
  const chain = chainFor(policy, terms.request, totals);
  const [level] = chain.levels;
  if (!level) throw new Error('a chain has a level');
  const requestId = uuidv7();
  const target = level.withinMinutes * MINUTE;
  writeRequest(tx, {
    id: requestId, offerId: terms.offerId, ticketId: ticket.id, shopId: ticket.shopId, purpose: terms.request.refusesEntitlement ? 'REFUSAL' : 'GOODWILL',
    digest: terms.digest, goodwill: goodwillOf(terms.request), currency: terms.currency, exceeded: verdict.exceeded, chain, asked: askedOf(level, 0),
    requestedBy: actor.id, requesterPerson: personOf(actor), makerPerson: terms.makerPerson ?? personOf(actor), note, at: now, dueAt: plus(now, target),
  });
  session.clocks.start('APPROVAL', requestId, target);
  session.fact('approval.requested', { requestId, offerId: terms.offerId });
}

/** Separation of duties is between people; an account without one behind it (a key) is its own. */
export function personOf(actor: Actor): string {
  return actor.personId ?? actor.id;
}

function rolesIn(actor: Actor, shopId: string): Role[] {
  return actor.grants.filter((grant) => grant.shopId === null || grant.shopId === shopId).map(({ role }) => role);
}
