import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../../kernel/error.js';
import { cleanText } from '../../../kernel/text.js';
import type { Fault } from '../../../kernel/words.js';
import { checkFinding, type FindingRequest } from '../../domain/finding.js';
import { checkLiability } from '../../domain/liability.js';
import { findingOn, insertFinding, writeDispute, writeLiability, type FindingStanding } from '../../finding.repository.js';
import type { TicketSession } from '../../session/ticket-session.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import { stateFinding } from './record-finding.js';

export interface DisputeFindingRequest extends TicketRequest {
  readonly findingId: string;
  /** The side that objects: the one held at fault, or one of those that share it. */
  readonly by: Fault;
  readonly reason: string;
}

export interface ArbitrateFindingRequest extends TicketRequest {
  readonly findingId: string;
  readonly reason: string;
  /** null: the finding is upheld. Otherwise what is found instead. */
  readonly verdict: FindingRequest | null;
}

/** A finding on its way after an agent's first word: submitted, disputed by the side held liable, and decided for good. */
@Injectable()
export class DisputeFinding {
  constructor(private readonly work: TicketWork) {}

  /** Puts a draft before the supervisor; the steps go by it from here on. */
  submit(actor: Actor, request: TicketRequest & { readonly findingId: string }): Promise<Done<string>> {
    return this.work.run(actor, 'SUBMIT_FINDING', request, async (session) => {
      const finding = await known(session, request.findingId);
      checkLiability(finding.liability, 'PENDING');
      writeLiability(session, finding.id, 'PENDING');
      stateFinding(session, { ...finding, findingId: finding.id, liability: 'PENDING', correctiveAction: finding.correctiveAction !== null });
      return finding.id;
    });
  }

  dispute(actor: Actor, request: DisputeFindingRequest): Promise<Done<string>> {
    return this.work.run(actor, 'DISPUTE_FINDING', request, async (session) => {
      const reason = cleanText(request.reason, 'reason', { max: 1_000, lines: true });
      const finding = await known(session, request.findingId);
      checkLiability(finding.liability, 'DISPUTED');
      if (finding.fault !== request.by && !finding.shares.some(({ fault }) => fault === request.by)) {
        throw invalid('by', { en: 'This side was not held at fault.', zh: '责任判断中该方没有责任。' });
      }
      writeDispute(session, finding.id, reason, request.by);
      session.event('finding.disputed', { findingId: finding.id, by: request.by });
      return finding.id;
    });
  }

  /** Decides a dispute. Whoever confirmed the finding does not arbitrate it, by any account. Answers the finding that holds now. */
  arbitrate(actor: Actor, request: ArbitrateFindingRequest): Promise<Done<string>> {
    return this.work.run(actor, 'ARBITRATE_FINDING', request, async (session) => {
      const reason = cleanText(request.reason, 'reason', { max: 1_000, lines: true });
      const finding = await known(session, request.findingId);
      checkLiability(finding.liability, 'ARBITRATED');
      if (actor.personId === null || actor.personId === finding.confirmedByPerson) {
        throw new DomainError('APPROVER_BARRED', { en: 'Whoever confirmed the finding does not decide the dispute about it.', zh: '确认该责任判断的人员不得裁决对它的异议。' });
      }
      writeLiability(session, finding.id, 'ARBITRATED');
      const heldId = request.verdict ? overturned(session, finding, request.verdict, reason) : finding.id;
      session.event('finding.arbitrated', { findingId: finding.id, upheld: request.verdict === null, heldId });
      return heldId;
    });
  }
}

function overturned(session: TicketSession, finding: FindingStanding, verdict: FindingRequest, reason: string): string {
  checkFinding(verdict);
  const id = uuidv7();
  insertFinding(session, { ...finding, ...verdict, id, cause: reason, liability: 'ARBITRATED', overrideReason: null, proposal: null, supersedesId: finding.id });
  stateFinding(session, { ...verdict, findingId: id, liability: 'ARBITRATED', correctiveAction: finding.correctiveAction !== null });
  return id;
}

async function known(session: TicketSession, findingId: string): Promise<FindingStanding> {
  const finding = await findingOn(session, findingId);
  if (!finding) throw notFound('findingId');
  if (!finding.holds && finding.liability !== 'DRAFT') {
    throw new DomainError('NOTHING_TO_DO', { en: 'This is not the finding that holds.', zh: '该责任判断不是当前有效的一份。' }, 'findingId');
  }
  return finding;
}
