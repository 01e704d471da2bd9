import { DAY, HOUR } from '../../src/kernel/instant.js';
import { idIn, type Call, type Stage } from './stage.js';
import { bringIn, SHOPS } from './trade.js';

/** A return from the marketplace's own form: boots that leak, sent back, inspected, and the money returned. */
export async function returnStory(call: Call, stage: Stage, run: string): Promise<void> {
  stage.heading('A return: the leaking boots (Shopify shop, in English)');
  const trade = await bringIn(call, {
    shopId: SHOPS.shopify, name: `STORY-R-${run}`, customer: 'Customer One', paid: '64.50', title: 'Hiking boots, 42', carrier: 'UPS', delivered: true,
  });
  const input = {
    shopId: trade.shopId, kind: 'RETURN_EXCHANGE', source: 'PLATFORM', channel: 'PLATFORM', externalRef: `REFUND-${run}`, structured: false,
    problem: 'The left boot lets water in. I would like my money back.', orderId: trade.orderId, lines: [{ orderLineId: trade.lineId, quantity: 1 }],
    statedReasonCode: 'DEFECTIVE', statedReasonText: 'leaks at the seam', returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' },
  };
  await stage.act('integration', 'opens the marketplace’s refund request', 'openTicket', input, 'created');
  const first = stage.ticketId;
  const again = await stage.act('integration', 'sends the same request once more (its own retry)', 'openTicket', input, 'created');
  stage.expect('the second opening', [again['created'], stage.ticketId], [false, first]);

  await stage.act('agent', 'takes it', 'takeTicket', {});
  await stage.act('agent', 'looks at severity and mood', 'classifyTicket', { severity: 'NORMAL', emotion: 'UPSET' });
  await say(stage, 'answers: who, why not at once, and by when', 'Hello, this is Agent One from the shop. I am checking the seam with our warehouse and will write to you again within 2 hours.', {
    replyBy: { reason: 'checking the seam', at: stage.in(2 * HOUR) },
  });
  stage.expectStatus('RECEIVE', 'DONE');
  stage.at('LISTEN', 'STATEMENT_RECORDED', 'PROOF_ASKED_OR_RECEIVED', 'STATEMENT_CONFIRMED');

  const statement = await stage.act('agent', 'records the account', 'recordStatement', { text: 'The left boot leaks at the seam; money back wanted.', wish: 'REFUND' }, 'statement { id }');
  await say(stage, 'restates it and asks for a photo', 'You told us that the left boot leaks at the seam and that you would like your money back. Is that right? Please also send a photo of the seam within 3 days.', {
    restatesStatementId: idIn(statement, 'statement'), requestsProof: { kinds: ['PHOTO'], until: stage.in(3 * DAY) }, answersInFull: true,
  });
  const yes = await stage.customer('Yes, that is right. I have put a photo in the form.');
  await stage.act('agent', 'records the confirmation', 'confirmStatement', { statementId: idIn(statement, 'statement'), by: 'CUSTOMER', messageId: yes });
  stage.at('SOOTHE', 'EMPATHY_SENT', 'EXPLANATION_SENT');

  await say(stage, 'soothes, explains and apologizes in one message', 'I understand how frustrating wet feet are on a hike. The seam was glued badly, and we will sort it out today. I am sorry that your boot leaks.', {
    explains: { cause: 'The seam was glued badly' }, apologizesFor: 'your boot leaks', answersInFull: true,
  });
  stage.expectStatus('SOOTHE', 'DONE');
  stage.expectStatus('APOLOGIZE', 'DONE');

  await stage.refused('agent', 'offer a remedy before judging the cause', 'makeOffer', {
    fulfilBy: stage.in(7 * DAY), legs: [{ type: 'REFUND', amount: { amount: '64.50', currency: 'USD' } }],
  }, 'EVIDENCE_MISSING');
  await stage.act('agent', 'records the finding', 'recordFinding', { causedByUs: true, misuse: false, fault: 'SUPPLIER', verifiedReasonCode: 'QUALITY', cause: 'The seam was glued badly.' });
  await stage.refused('agent', 'offer more than was paid', 'makeOffer', {
    fulfilBy: stage.in(7 * DAY), legs: [{ type: 'REFUND', amount: { amount: '64.51', currency: 'USD' } }],
  }, 'CAP_EXCEEDED');

  const by = stage.in(7 * DAY);
  const offer = await stage.act('agent', 'drafts return and refund', 'makeOffer', {
    fulfilBy: by, legs: [{ type: 'RETURN', orderLineId: trade.lineId, quantity: 1 }, { type: 'REFUND', amount: { amount: '64.50', currency: 'USD' } }],
  }, 'offer { id freightPayer legs { id type } }');
  const made = offer['offer'] as { freightPayer: string; legs: { id: string; type: string }[] };
  stage.expect('who pays the way back', made.freightPayer, 'MERCHANT');
  const words = `Please send the boots back with the label in this chat; the way back is on us. You then get the full $64.50 back, by ${stage.day(by, 'America/New_York')} at the latest. Is that all right for you?`;
  const sending = { offerId: idIn(offer, 'offer'), body: words, channel: 'CHAT' };
  await stage.refused('agent', 'send it before anybody agreed to so much', 'sendOffer', sending, 'APPROVAL_PENDING');
  await stage.approve('supervisor', 'agrees to the full refund', 'A bad batch, and the customer has been polite about it.');
  await stage.act('agent', 'sends the offer', 'sendOffer', sending, '', words);
  const accepts = await stage.customer('Perfect, thank you.');
  await stage.act('agent', 'records the acceptance', 'acceptOffer', { offerId: idIn(offer, 'offer'), messageId: accepts });
  stage.expectStatus('REMEDY', 'DONE');

  const legOf = (type: string): string => made.legs.find((leg) => leg.type === type)?.id ?? '';
  const legId = legOf('RETURN');
  await stage.act('agent', 'sends the address for the return', 'issueReturn', { legId, address: '1 Return Road, Returns Desk' });
  await stage.act('integration', 'the boots travel back', 'shipGoods', { legId, carrier: 'UPS', waybill: `UPS-BACK-${run}` });
  await stage.refused('inspector', 'tick the return off', 'fulfilLeg', { legId, proofKind: 'RETURN_WAYBILL_SIGNED', proofRef: `UPS-BACK-${run}` }, 'STATE_CONFLICT');
  await stage.act('inspector', 'receives the boots', 'moveGoods', { legId, to: 'RECEIVED' });
  await stage.act('inspector', 'looks at them', 'inspectGoods', { legId, units: [{ condition: 'OPENED', accessoriesComplete: true, verdict: 'ACCEPTED' }] });
  await stage.act('inspector', 'writes them off', 'moveGoods', { legId, to: 'WRITTEN_OFF' });
  await stage.act('finance', 'sends the money back', 'fulfilLeg', { legId: legOf('REFUND'), proofKind: 'PLATFORM_REFUND_ID', proofRef: `RF-${run}` });
  await stage.refused('finance', 'send it twice', 'fulfilLeg', { legId: legOf('REFUND'), proofKind: 'PLATFORM_REFUND_ID', proofRef: `RF2-${run}` }, 'NOTHING_TO_DO');
  await stage.act('agent', 'passes it on to the maker', 'sendFeedback', { department: 'SUPPLIER', text: 'Seams of this batch are glued badly.' });
  await say(stage, 'tells how both stand, thanks, and asks how it was', 'Your boots arrived and your $64.50 is on its way to your card. Thank you for your patience, and goodbye. How satisfied were you with our service?', {
    tellsLegIds: made.legs.map((leg) => leg.id), answersInFull: true, surveys: true, closes: true,
  });
  stage.at(null);
  await stage.act('agent', 'closes the ticket', 'closeTicket', {});
  stage.say(`\nReturn ${stage.number} is closed.`);
}

async function say(stage: Stage, told: string, body: string, declares: object): Promise<void> {
  await stage.act('agent', told, 'sendMessage', { channel: 'CHAT', body, declares }, '', body);
}
