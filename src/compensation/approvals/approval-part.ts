import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/error.js';
import type { RemedyMove } from '../../remedies/index.js';
import type { TicketSession } from '../../tickets/index.js';
import type { GatePart } from '../gate-part.js';
import { authorityOf, grantedDigest, pendingRequestOf, writeCounted, writeEnded, type AuthorityRow } from './approval.repository.js';
import { AuthorityLibrary } from './authority-library.js';
import { release, type Counted } from './authority-totals.js';
import { termsHere } from './offer-terms.js';
import { WeighOffer } from './weigh-offer.js';

/** May this offer be given at all: first of the parts that stand between a remedy and the money. */
@Injectable()
export class ApprovalPart implements GatePart {
  constructor(
    private readonly weigh: WeighOffer,
    private readonly library: AuthorityLibrary,
  ) {}

  async before(session: TicketSession, move: RemedyMove): Promise<void> {
    if (move.move === 'RECOVER' || move.move === 'OWE_BACK') return; // what comes in needs nobody's leave
    const { offerId } = move;
    switch (move.move) {
      case 'MAKE': return this.weigh.first(session, offerId);
      case 'SEND': case 'ACCEPT': return this.requireApproved(session, offerId, move.move);
      // What the system fulfils was paid, by a payout that an approved acceptance made: that the money moved is put on record whatever stands now.
      case 'FULFIL': return session.actor.kind === 'SYSTEM' ? undefined : this.requireApproved(session, offerId, 'FULFIL');
      case 'DECLINE': return this.requireSecondWord(session, offerId);
      case 'CANCEL': return releaseLeg(session, offerId, move.leg.id);
      case 'WITHDRAW': case 'REFUSE': case 'LAPSE': return releaseOffer(session, offerId);
    }
  }

  /** A right is refused: also where it came to hold only since the draft, no rule alone lets that pass. SEND, which follows, asks for the approval itself. */
  private async requireSecondWord({ tx }: TicketSession, offerId: string): Promise<void> {
    const authority = await authorityOf(tx, offerId);
    if (authority?.verdict === 'WITHIN' || authority?.verdict === 'ENTITLED') throw required(authority);
  }

  /** What goes to the customer, binds us or is carried out is what was approved, to the digest. */
  private async requireApproved(session: TicketSession, offerId: string, move: 'SEND' | 'ACCEPT' | 'FULFIL'): Promise<void> {
    const { tx } = session;
    const [terms, authority, granted, pending] = await Promise.all([
      termsHere(session, offerId), authorityOf(tx, offerId), grantedDigest(tx, offerId), pendingRequestOf(tx, offerId),
    ]);
    if (!authority) {
      // Made before offers were measured at all: what the customer holds by then binds us, and a draft is made anew.
      if (move === 'SEND' && (await this.library.newest(tx)) !== null) throw required(null);
      return;
    }
    const approved = authority.verdict === 'BEYOND' ? granted : authority.digest;
    if (approved?.equals(terms.digest)) return;
    if (pending) throw new DomainError('APPROVAL_PENDING', { en: 'The offer waits for approval.', zh: '该方案正在等待审批。' }, 'offerId', { limits: authority.exceeded });
    throw required(authority);
  }
}

function required(authority: AuthorityRow | null): DomainError {
  return new DomainError('APPROVAL_REQUIRED', {
    en: 'The offer as it stands has no approval: it was refused, or is not what was approved. Ask again, or withdraw it and make another.',
    zh: '该方案目前未获批准：审批被拒绝，或内容与批准时不一致。请重新申请，或撤回后另行提出。',
  }, 'offerId', { limits: authority?.exceeded ?? [] });
}

/** An offer that comes to nothing frees its totals, and nobody needs to decide about it any more. */
async function releaseOffer(session: TicketSession, offerId: string): Promise<void> {
  const { tx, now } = session;
  const [authority, pending] = await Promise.all([authorityOf(tx, offerId), pendingRequestOf(tx, offerId)]);
  if (authority && authority.counted.length > 0) {
    release(tx, authority.counted);
    writeCounted(tx, offerId, [], now);
  }
  if (!pending) return;
  writeEnded(tx, pending.id, 'WITHDRAWN', now, null);
  session.clocks.cancel('APPROVAL', pending.id);
  session.fact('approval.ended', { requestId: pending.id, offerId, outcome: 'WITHDRAWN' });
}

async function releaseLeg(session: TicketSession, offerId: string, legId: string): Promise<void> {
  const { tx, now } = session;
  const [authority, terms] = await Promise.all([authorityOf(tx, offerId), termsHere(session, offerId)]);
  const leg = terms.legs.find(({ id }) => id === legId);
  if (!authority || !leg) return;
  const freed = authority.counted.map((one): Counted => ({ ...one, minor: leg.basis === 'GOODWILL' || one.scope === 'ORDER' ? leg.minor : '0' }));
  release(tx, freed);
  writeCounted(tx, offerId, authority.counted.map((one, at) => ({ ...one, minor: (BigInt(one.minor) - BigInt(freed[at]?.minor ?? 0)).toString() })), now);
}
