import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { HOUR } from '../../../kernel/instant.js';
import { REDACTED } from '../../../kernel/text.js';
import { sql } from '../../../platform/database/sql.js';
import { hoursOf, statementAwaited } from '../../../process/index.js';
import { decideKindChange, type KindChangeRequest, type DisputedGoods } from '../../domain/kind-change.js';
import { isRespondent } from '../../domain/respondent.js';
import type { Ticket } from '../../domain/ticket.js';
import { openingContext } from '../../queries/opening-context.query.js';
import { linesOf, parcelIdsOf } from '../../queries/ticket-parts.query.js';
import { tradeTermsOfNamed } from '../../queries/trade-terms.query.js';
import { WORDS_IN_DETAILS } from '../../redacted-words.js';
import { replaceDisputed } from '../../ticket.repository.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import type { TicketSession } from '../../session/ticket-session.js';

export interface ChangeKindRequest extends TicketRequest, Omit<KindChangeRequest, 'goods'> {
  /** Each null: as the ticket names them now. Another order brings none of the former one's lines and parcels. */
  readonly orderId: string | null;
  readonly lines: DisputedGoods['lines'] | null;
  readonly parcelIds: DisputedGoods['parcelIds'] | null;
}

const OWNER = sql('ticket.owner', `SELECT id, person_id AS "personId" FROM member WHERE merchant_id = $1 AND id = $2`);

/** What came as one kind turns out to be another: the same ticket goes on by that kind's rules, with all that was said and found on it. */
@Injectable()
export class ChangeTicketKind {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ChangeKindRequest): Promise<Done<null>> {
    return this.work.run(actor, 'CHANGE_KIND', request, async (session) => {
      const { ticket, tx, now } = session;
      const goods = await goodsOf(session, request);
      const known = await openingContext(tx, {
        shopId: ticket.shopId, kind: request.kind, externalRef: null, customerId: ticket.customerId, orderId: goods.orderId, teamId: null,
        reasonCode: request.statedReasonCode, respondentId: request.complaint?.respondentId ?? null,
      });
      const { patch, fact, reason } = decideKindChange(ticket, { ...request, goods }, known, now);
      await refuseOwnCase(session, known.respondent);
      const messageId = uuidv7();
      session.set(patch);
      if (patch.orderId !== ticket.orderId) session.trade(await tradeTermsOfNamed(tx, ticket.shopId, patch.customerId ?? null, goods.orderId));
      session.fact('ticket.converted', { ...fact, messageId });
      session.note([reason, ...wordsOf(ticket)].join('\n'), messageId);
      dispute(session, request, goods);
      countSilenceAnew(session, request);
      return null;
    });
  }
}

async function goodsOf({ tx, ticket }: TicketSession, { orderId, lines, parcelIds }: ChangeKindRequest): Promise<DisputedGoods> {
  const stays = orderId === null || orderId === ticket.orderId;
  const [named, parcels] = await Promise.all([
    lines === null && stays ? linesOf(tx, [ticket.id]) : [], parcelIds === null && stays ? parcelIdsOf(tx, [ticket.id]) : [],
  ]);
  return {
    orderId: orderId ?? ticket.orderId,
    lines: lines ?? named.map(({ orderLineId: id, quantity }) => ({ id, quantity })),
    parcelIds: parcelIds ?? parcels.map(({ parcelId }) => parcelId),
  };
}

/** Whoever is complained about now neither has the ticket nor makes it a complaint, by any of their accounts. */
async function refuseOwnCase({ tx, ticket, actor }: TicketSession, respondent: { readonly id: string; readonly personId: string } | null): Promise<void> {
  if (!respondent) return;
  const about = { respondentId: respondent.id, respondentPersonId: respondent.personId };
  const owners = ticket.assigneeId === null ? [] : await tx.query<{ id: string; personId: string }>(OWNER, [tx.merchantId, ticket.assigneeId]);
  if (![actor, ...owners].some((who) => isRespondent(about, who))) return;
  throw new DomainError('RESPONDENT_BARRED', {
    en: 'The complaint is about whoever has this ticket; hand it over first, and let somebody else make it a complaint.',
    zh: '该投诉涉及工单的现负责人；请先转交，并由他人改为投诉。',
  }, 'complaint.respondentId');
}

/** The customer's words under the kind before stay with the transcript; in the ticket's own data the new kind's take their place. */
function wordsOf({ details }: Ticket): string[] {
  return WORDS_IN_DETAILS.map((key) => details[key]).filter((words) => typeof words === 'string' && words !== REDACTED).map((words) => `“${String(words)}”`);
}

function dispute(session: TicketSession, { orderId, lines, parcelIds }: ChangeKindRequest, goods: DisputedGoods): void {
  if (orderId === null && lines === null && parcelIds === null) return;
  session.event('ticket.disputed', { lines: goods.lines.map(({ id: orderLineId, quantity }) => ({ orderLineId, quantity })), parcelIds: goods.parcelIds });
  replaceDisputed(session.tx, session.ticket.id, goods.lines, goods.parcelIds);
}

/** The new kind may have the customer's silence counted longer, or less long; from the same reminder. */
function countSilenceAnew({ clocks, summary, definition }: TicketSession, { kind }: ChangeKindRequest): void {
  const awaited = statementAwaited(summary);
  const hours = hoursOf(definition, kind, 'STATEMENT_CONFIRMED');
  if (!awaited?.reminded || hours === undefined || !clocks.isOpen('RESTATEMENT', awaited.id)) return;
  clocks.cancel('RESTATEMENT', awaited.id);
  clocks.start('RESTATEMENT', awaited.id, hours * HOUR, awaited.reminded.at);
}
