import { uuidv7 } from 'uuidv7';
import { decodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import type { TestApp } from './app.js';
import type { BusyMerchant, Worked } from './busy-merchant.js';

export interface MadeLeg {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly basis: string;
  readonly amount: { readonly amount: string } | null;
}

export interface Opening {
  readonly reason: string;
  readonly kind?: 'LOGISTICS';
  readonly requestType?: 'RETURN_REFUND' | 'EXCHANGE';
}

export const soon = (hours: number): string => plus(new Date().toISOString(), hours * 3_600_000);

/** What happens on a ticket from its opening to the end of its legs, over the API. */
export class RemedyJourney {
  constructor(private readonly app: TestApp, private readonly desk: BusyMerchant) {}

  async open({ reason, kind, requestType = 'RETURN_REFUND' }: Opening): Promise<Worked> {
    const order = await this.desk.base.order();
    const { ticket } = await this.desk.act('ADMIN', 'openTicket', null, {
      shopId: this.desk.base.shopId, kind: kind ?? 'RETURN_EXCHANGE', channel: 'CHAT', problem: 'Something is wrong.', orderId: order.orderId, statedReasonCode: reason,
      severity: 'NORMAL', lines: [{ orderLineId: order.lineId, quantity: 1 }], parcelIds: [order.parcelId],
      ...(kind ? { logistics: { subtype: reason, customerSees: 'Nothing has come.' } } : { returnExchange: { requestType, goodsState: 'RECEIVED', wish: 'REFUND' } }),
    });
    const worked: Worked = { id: ticket?.id ?? '', version: ticket?.version ?? 0, order, ids: new Map() };
    await this.desk.act('ADMIN', 'takeTicket', worked, {});
    return worked;
  }

  /** Heard, soothed, apologized to, and judged. */
  async judge(ticket: Worked, finding: object): Promise<void> {
    await this.desk.say(ticket, 'Hello, this is the shop. I am checking it and will write to you again within 2 hours.', { replyBy: { reason: 'checking', at: soon(2) } });
    const recorded = await this.desk.act('ADMIN', 'recordStatement', ticket, { text: 'Something is wrong.', wish: 'REFUND' }, 'statement { id }');
    const statementId = (recorded['statement'] as { id: string }).id;
    await this.desk.say(ticket, 'So something is wrong with the order. Is that right? Please send a photo within 3 days.', {
      restatesStatementId: statementId, answersInFull: true, requestsProof: { kinds: ['PHOTO'], until: soon(48) },
    });
    await this.desk.act('ADMIN', 'confirmStatement', ticket, { statementId, by: 'CUSTOMER', messageId: await this.desk.hear(ticket) });
    await this.desk.say(ticket, 'I understand how frustrating this is. The cause has been found. I am sorry that your order went wrong.', {
      explains: { cause: 'The cause has been found' }, apologizesFor: 'your order went wrong', answersInFull: true,
    });
    const found = await this.desk.act('ADMIN', 'recordFinding', ticket, finding, 'findingId');
    // Guidance is due where the cause was not ours, or it was the use.
    if (!('misuse' in finding) || finding.misuse === true) {
      await this.desk.say(ticket, 'This is what we found, and how the goods are best looked after.', { guidesFindingId: found['findingId'], answersInFull: true });
    }
  }

  async settle(ticket: Worked, offer: object): Promise<{ legs: MadeLeg[]; freightPayer: string }> {
    const made = await this.desk.act('ADMIN', 'makeOffer', ticket, { fulfilBy: soon(96), ...offer }, 'offer { id freightPayer fulfilBy legs { id type state basis amount { amount } } }');
    const { id, legs, freightPayer, fulfilBy } = made['offer'] as { id: string; legs: MadeLeg[]; freightPayer: string; fulfilBy: string };
    const amounts = legs.flatMap(({ type, amount }) => (amount && type !== 'GIFT' && type !== 'RESHIP' ? [`${amount.amount} CNY`] : [])).join(' and ');
    if (legs.some(({ type }) => type === 'RESHIP')) await this.approve(ticket, '50.00 CNY');
    await this.desk.act('ADMIN', 'sendOffer', ticket, {
      offerId: id, channel: 'CHAT', body: `We offer you ${amounts || 'what you asked for'}, done by ${plus(fulfilBy, 28_800_000).slice(0, 10)}. Is that all right?`,
    });
    await this.desk.acceptOffer(ticket, id);
    return { legs, freightPayer };
  }

  /** Goods sent again count at their price: here it is beyond the 10.00 the maker may give alone, and a supervisor grants it. */
  async approve(ticket: Worked, asked: string): Promise<void> {
    interface Asked { readonly id: string; readonly version: number; readonly ticketId: string; readonly exceeded: readonly { readonly asked: string }[] }
    const { data } = await this.desk.base.as<{ approvals: { edges: { node: Asked }[] } }>('SUPERVISOR', '{ approvals { edges { node { id version ticketId exceeded { asked } } } } }');
    const request = data?.approvals.edges.map(({ node }) => node).find(({ ticketId }) => ticketId === ticket.id);
    expect(request?.exceeded).toEqual([{ asked }]);
    const decided = await this.desk.base.as<{ decideApproval: { userErrors: object[] } }>('SUPERVISOR',
      'mutation D($i: DecideApprovalInput!) { decideApproval(input: $i) { userErrors { code } } }',
      { i: { requestId: request?.id, expectedVersion: request?.version, decision: 'APPROVE', reason: 'The photos show it.' } });
    expect(decided.data?.decideApproval.userErrors).toEqual([]);
    await this.refresh(ticket);
  }

  async refresh(ticket: Worked): Promise<void> {
    const [row] = await this.app.owner<{ version: number }>(`SELECT version FROM ticket WHERE merchant_id = $1 AND 'tkt_' || id::text = $2`, [this.desk.base.id, ticket.id]);
    ticket.version = row?.version ?? ticket.version;
  }

  async parcelArrives(ticket: Worked, waybill: string): Promise<void> {
    const [order] = await this.app.owner<{ name: string }>('SELECT external_id AS name FROM sales_order WHERE id = $1', [decodeId('Order', ticket.order.orderId)]);
    const { data } = await this.desk.base.as<{ upsertParcels: { results: { outcome: string }[] } }>('ADMIN',
      'mutation P($i: UpsertParcelsInput!) { upsertParcels(input: $i) { results { outcome } } }',
      { i: { shopId: this.desk.base.shopId, items: [{ orderExternalId: order?.name, direction: 'OUTBOUND', carrier: 'SF', waybill, status: 'SIGNED' }] } });
    expect(data?.upsertParcels.results).toEqual([{ outcome: 'CREATED' }]);
    await this.refresh(ticket);
  }

  /** Carries out a leg by what happens to its goods or its money. */
  async carryOut(ticket: Worked, { id: legId, type }: Pick<MadeLeg, 'id' | 'type'>): Promise<void> {
    const ref = `REF-${uuidv7()}`;
    if (type === 'RETURN') {
      await this.desk.act('ADMIN', 'issueReturn', ticket, { legId, address: '1 Return Road, Returns Desk' });
      await this.desk.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: ref });
      await this.desk.act('INSPECTOR', 'moveGoods', ticket, { legId, to: 'RECEIVED' });
      await this.desk.act('INSPECTOR', 'inspectGoods', ticket, { legId, units: [{ condition: 'OPENED', accessoriesComplete: true, verdict: 'ACCEPTED' }] });
      await this.desk.act('INSPECTOR', 'moveGoods', ticket, { legId, to: 'RESTOCKED' });
    } else if (type === 'RESHIP' || type === 'EXCHANGE') {
      await this.desk.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: ref });
      await this.parcelArrives(ticket, ref);
    } else {
      const proofKind = type === 'REPAIR' ? 'REPAIR_ORDER_DONE' : type === 'GIFT' ? 'PLATFORM_ACK' : 'BANK_REF';
      await this.desk.act('FINANCE', 'fulfilLeg', ticket, { legId, proofKind, proofRef: ref });
    }
  }
}
