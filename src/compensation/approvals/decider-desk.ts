import { Injectable } from '@nestjs/common';
import { holdStanding } from '../../identity/index.js';
import type { Actor } from '../../kernel/actor.js';
import { judge, type Verdict } from '../domain/authority.js';
import type { AuthorityPolicy } from '../domain/authority-policy.js';
import type { Decider } from '../domain/approval.js';
import { barOf, type Concerned } from '../domain/barred.js';
import type { Delegation } from '../domain/delegation.js';
import type { TicketSession } from '../../tickets/index.js';
import { authorityOf, type RequestRow } from './approval.repository.js';
import { accountsIn, delegationsAbout, eligibleAt, type Account } from './approvers.js';
import { AuthorityLibrary } from './authority-library.js';
import { readTotals } from './authority-totals.js';
import type { OfferTerms } from './offer-terms.js';
import { personOf } from './weigh-offer.js';

export interface FoundDecider {
  /** The actor with the roles of this moment, which hold until the transaction ends. */
  readonly actor: Actor;
  readonly decider: Decider;
  /** Set when the standing comes from it. */
  readonly delegationId: string | null;
  /** Persons who may decide the level, those barred left out. */
  readonly eligible: ReadonlySet<string>;
}

interface Standing {
  readonly account: Account;
  readonly delegation: Delegation | null;
  readonly authority: Verdict;
}

/** Finds out, at the time of deciding, whether the actor is asked, in whose name, with what authority, and whether barred. */
@Injectable()
export class DeciderDesk {
  constructor(private readonly library: AuthorityLibrary) {}

  async find(session: Pick<TicketSession, 'tx' | 'actor' | 'now' | 'ticket'>, request: RequestRow, terms: OfferTerms, why: 'DECIDING' | 'LOOKING'): Promise<FoundDecider> {
    const { tx, actor, now, ticket } = session;
    const person = personOf(actor);
    const concerned = concernedIn(session, request, terms);
    const persons = [concerned.requester, concerned.editor, ...(concerned.respondent ? [concerned.respondent] : []), ...concerned.payees];
    const [standsAs, delegations, accounts, authority] = await Promise.all([
      why === 'DECIDING' ? holdStanding(tx, actor) : actor, delegationsAbout(tx, now, person, persons, why), accountsIn(tx, request.shopId), authorityOf(tx, request.offerId),
    ]);
    const [published, totals] = await Promise.all([this.library.newest(tx), readTotals(tx, authority?.counted ?? [], terms, now)]);
    const level = request.chain.levels[request.level];
    const asked = level ? eligibleAt(level, request.escalations, accounts, ticket.teamId) : [];
    const judged = (account: Account): Verdict => judge(published?.policy ?? NO_LIMITS, terms.request, totals, account, 'APPROVER');
    const standing = bestOf(asked.flatMap((account) => standingFor(account, person, delegations, request.shopId, judged)));
    const actsFor = (one: string): string[] => delegations.filter(({ toPerson }) => toPerson === one).map(({ fromPerson }) => fromPerson);
    return {
      actor: standsAs,
      decider: {
        person, barred: barOf(person, concerned, actsFor(person)),
        standing: standing && { forPerson: standing.delegation?.fromPerson ?? null, authority: standing.authority },
      },
      delegationId: standing?.delegation?.id ?? null,
      eligible: new Set(asked.map(({ personId }) => personId).filter((one) => barOf(one, concerned, actsFor(one)) === null)),
    };
  }
}

const NO_LIMITS: AuthorityPolicy = { limits: [], chains: [] };

export function concernedIn({ ticket }: Pick<TicketSession, 'ticket'>, request: Pick<RequestRow, 'requesterPerson' | 'editorPerson'>, terms: Pick<OfferTerms, 'payees'>): Concerned {
  return { requester: request.requesterPerson, editor: request.editorPerson, respondent: ticket.respondentPersonId, payees: terms.payees };
}

/** In one's own name, by whichever account; or for somebody who is asked and delegated it. What was delegated is not delegated on. */
function standingFor(account: Account, person: string, delegations: readonly Delegation[], shopId: string, judged: (account: Account) => Verdict): Standing[] {
  if (account.personId === person) return [{ account, delegation: null, authority: judged(account) }];
  const delegation = delegations.find((one) => one.toPerson === person && one.fromMemberId === account.memberId && (one.shopId === null || one.shopId === shopId));
  return delegation ? [{ account, delegation, authority: judged(account) }] : [];
}

/** One's own name goes first, unless only another's holds the authority. */
function bestOf(standings: readonly Standing[]): Standing | null {
  const ranked = [...standings].sort((a, b) => rank(a) - rank(b));
  return ranked[0] ?? null;
}

function rank({ authority, delegation }: Standing): number {
  return (authority.within ? 0 : 2) + (delegation === null ? 0 : 1);
}
