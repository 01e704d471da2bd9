import { Inject, Injectable, Optional } from '@nestjs/common';
import { holdStanding } from '../../identity/index.js';
import type { Actor } from '../../kernel/actor.js';
import { judge, type Verdict } from '../domain/authority.js';
import type { AuthorityPolicy } from '../domain/authority-policy.js';
import type { Decider } from '../domain/approval.js';
import { barOf, type Concerned } from '../domain/barred.js';
import type { Delegation } from '../domain/delegation.js';
import type { TicketSession } from '../../tickets/index.js';
import { authorityOf, type RequestRow } from './approval.repository.js';
import { accountsIn, askedAt, asksOnDuty, delegationsAbout, leadersOf, type Account, type AskedAccount } from './approvers.js';
import { AuthorityLibrary } from './authority-library.js';
import { readTotals } from './authority-totals.js';
import { DUTY_DESK, type DutyDesk } from './duty-desk.js';
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
  constructor(
    private readonly library: AuthorityLibrary,
    @Optional() @Inject(DUTY_DESK) private readonly duty?: DutyDesk,
  ) {}

  async find(session: Seen, request: RequestRow, terms: OfferTerms, why: 'DECIDING' | 'LOOKING'): Promise<FoundDecider> {
    const { tx, actor, now } = session;
    const person = personOf(actor);
    const concerned = concernedIn(session, request, terms);
    const persons = [concerned.requester, concerned.maker, ...(concerned.respondent ? [concerned.respondent] : []), ...concerned.payees];
    const [standsAs, delegations, accounts, authority] = await Promise.all([
      why === 'DECIDING' ? holdStanding(tx, actor) : actor, delegationsAbout(tx, now, person, persons, why), accountsIn(tx, request.shopId), authorityOf(tx, request.offerId),
    ]);
    const [published, totals, standIns] = await Promise.all([
      this.library.newest(tx), readTotals(tx, authority?.counted ?? [], terms, now), this.duty?.standInsFor(tx, persons, now) ?? [],
    ]);
    const actsFor = (one: string): string[] => [...delegations, ...standIns].filter(({ toPerson }) => toPerson === one).map(({ fromPerson }) => fromPerson);
    const barred = (one: string): boolean => barOf(one, concerned, actsFor(one)) !== null;
    const asked = await this.askedNow(session, request, accounts, barred);
    const judged = (account: Account): Verdict => judge(published?.policy ?? NO_LIMITS, terms.request, totals, account, 'APPROVER');
    const standing = bestOf(asked.flatMap((account) => standingFor(account, person, delegations, request.shopId, judged)));
    return {
      actor: standsAs,
      decider: {
        person, barred: barOf(person, concerned, actsFor(person)),
        standing: standing && { forPerson: standing.delegation?.fromPerson ?? null, authority: standing.authority },
      },
      delegationId: standing?.delegation?.id ?? null,
      eligible: new Set(asked.map(({ personId }) => personId).filter((one) => !barred(one))),
    };
  }

  /** The leaders on duty who may decide; where there are none, every leader of the place: a request waits for no shift that cannot decide it. */
  private async askedNow({ tx, now, ticket }: Seen, request: RequestRow, accounts: readonly Account[], barred: (person: string) => boolean): Promise<AskedAccount[]> {
    const level = request.chain.levels[request.level];
    if (!level) return [];
    const onDuty = this.duty && asksOnDuty(level, request.escalations) ? await this.duty.leaders(tx, ticket, now) : [];
    const able = onDuty.filter(({ memberId }) => accounts.some((account) => account.memberId === memberId && !barred(account.personId)));
    const leaders = able.length > 0 ? able : leadersOf(accounts, ticket.teamId).map(({ memberId }) => ({ memberId, insteadOf: null }));
    return askedAt(level, request.escalations, accounts, leaders);
  }
}

type Seen = Pick<TicketSession, 'tx' | 'actor' | 'now' | 'ticket'>;

const NO_LIMITS: AuthorityPolicy = { limits: [], chains: [] };

function concernedIn({ ticket }: Pick<TicketSession, 'ticket'>, request: Pick<RequestRow, 'requesterPerson' | 'makerPerson'>, terms: Pick<OfferTerms, 'payees'>): Concerned {
  return { requester: request.requesterPerson, maker: request.makerPerson, respondent: ticket.respondentPersonId, payees: terms.payees };
}

/**
 * In one's own name, by whichever account; or for somebody who is asked and delegated it. What was delegated is not delegated on, and neither is
 * standing in for a leader who is away.
 */
function standingFor(account: AskedAccount, person: string, delegations: readonly Delegation[], shopId: string, judged: (account: Account) => Verdict): Standing[] {
  if (account.personId === person) return [{ account, delegation: null, authority: judged(account) }];
  if (account.standsIn) return [];
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
