import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid } from '../../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../../kernel/instant.js';
import type { Money } from '../../../kernel/money.js';
import { optionalText } from '../../../kernel/text.js';
import { latestFinding } from '../../../process/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { claimsOf, insertClaim } from '../../claim.repository.js';
import { isOver, type ClaimSide } from '../../domain/claim.js';
import { reference } from '../../domain/proof.js';

const MOST_AHEAD = 365 * DAY;

export interface FileClaimRequest extends TicketRequest {
  readonly against: ClaimSide;
  readonly amount: Money;
  readonly dueAt: Instant;
  readonly externalRef: string | null;
  readonly note: string | null;
}

/**
 * Asks money back from the side at fault. The customer's remedy never waits for it, and it may outlive the ticket. One claim against a side is open at a time.
 * Answers the claim's id.
 */
@Injectable()
export class FileClaim {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: FileClaimRequest): Promise<Done<string>> {
    return this.work.run(actor, 'FILE_CLAIM', request, async (session) => {
      const { amount, against } = request;
      if (amount.minor <= 0n) throw invalid('amount', { en: 'Give an amount above zero.', zh: '金额必须大于零。' });
      const ahead = elapsed(session.now, request.dueAt);
      if (ahead <= 0 || ahead > MOST_AHEAD) throw invalid('dueAt', { en: 'Expect the answer from now to a year ahead.', zh: '答复期限须在现在之后、一年之内。' });
      const externalRef = request.externalRef === null ? null : reference(request.externalRef, 'externalRef');
      const note = optionalText(request.note, 'note', { max: 500, lines: true });
      const findingId = judged(session, against);
      await refuseSecond(session, against);
      const id = uuidv7();
      insertClaim(session, { id, findingId, against, amount, dueAt: request.dueAt, externalRef, note });
      session.event('claim.filed', { claimId: id, against, amountMinor: amount.minor.toString(), currency: amount.currency });
      return id;
    });
  }
}

function judged({ summary }: TicketSession, against: ClaimSide): string {
  const finding = latestFinding(summary);
  if (finding && (finding.fault === against || finding.shared === true)) return finding.id;
  throw new DomainError('EVIDENCE_MISSING', { en: `The finding does not hold the ${against} at fault.`, zh: `责任判断未将责任归于 ${against}。` }, 'against');
}

async function refuseSecond({ tx, ticket }: TicketSession, against: ClaimSide): Promise<void> {
  const open = (await claimsOf(tx, [ticket.id])).some((claim) => claim.against === against && !isOver(claim.state));
  if (open) throw new DomainError('ALREADY_DECIDED', { en: 'A claim against this side is open already.', zh: '已有针对该方的进行中索赔。' }, 'against');
}
