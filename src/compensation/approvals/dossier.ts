import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, type ErrorCode, type Text } from '../../kernel/error.js';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { findTicket, type TicketRow } from '../../tickets/index.js';
import { checkPending, decide } from '../domain/approval.js';
import type { Totals } from '../domain/authority.js';
import { approvalsById, type ApprovalView } from '../queries/approvals.query.js';
import { budgetEffect, customerHistory, similarTo, type BudgetEffect, type CustomerHistory } from '../queries/dossier.query.js';
import { agreementsOn, authorityOf, requestById } from './approval.repository.js';
import { readTotals } from './authority-totals.js';
import { DeciderDesk } from './decider-desk.js';
import { termsOf } from './offer-terms.js';

export interface DossierRows {
  readonly request: ApprovalView;
  readonly ticket: TicketRow;
  readonly totals: Totals;
  readonly history: CustomerHistory | undefined;
  readonly budget: BudgetEffect | undefined;
  readonly similar: readonly ApprovalView[];
  /** null: the caller may approve it now. */
  readonly refusal: { readonly code: ErrorCode; readonly text: Text } | null;
}

/** Everything one who decides looks at, read in one transaction. The same rules that will judge the decision say whether it is the caller's. */
@Injectable()
export class Dossier {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly deciders: DeciderDesk,
  ) {}

  /** Undefined: none, or none the caller may see. */
  read(actor: Actor, id: string): Promise<DossierRows | undefined> {
    return this.unit.read(actor.merchantId, async (tx) => {
      const standing = await requestById(tx, id);
      if (!standing || !can(actor, 'approval.read', { shopId: standing.shopId })) return undefined;
      const { offerId } = standing;
      const [[request], ticket, now, authority, history, budget, similarIds, before] = await Promise.all([
        approvalsById(tx, [id]), findTicket(tx, standing.ticketId), tx.now(), authorityOf(tx, offerId), customerHistory(tx, offerId), budgetEffect(tx, offerId),
        similarTo(tx, id), agreementsOn(tx, id),
      ]);
      if (!request || !ticket) return undefined;
      const session = { tx, ticket, actor, now };
      const [terms, similar] = [await termsOf(session, offerId), await approvalsById(tx, similarIds)];
      if (!terms) return undefined;
      const totals = await readTotals(tx, authority?.counted ?? [], terms, now);
      const found = await this.deciders.find(session, standing, terms, 'LOOKING');
      const refusal = refusalOf(() => {
        if (!can(actor, 'approval.decide', { shopId: standing.shopId })) throw new DomainError('FORBIDDEN', { en: 'You do not approve here.', zh: '您在此没有审批权限。' });
        checkPending(standing, null);
        decide(standing, 'APPROVE', found.decider, before, found.eligible);
      });
      const order = new Map(similarIds.map((one, at) => [one, at]));
      return { request, ticket, totals, history, budget, similar: [...similar].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)), refusal };
    });
  }
}

function refusalOf(decision: () => void): DossierRows['refusal'] {
  try {
    decision();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, text: error.text };
    throw error;
  }
}
