import { DAY, HOUR, MINUTE } from '../../src/kernel/instant.js';
import { idIn, type Call, type Stage } from './stage.js';
import { bringIn, SHOPS } from './trade.js';

/** A logistics query: the parcel has not moved for days; a new one goes out at once, and the customer does not wait for the carrier. */
export async function logistics(call: Call, stage: Stage, run: string): Promise<void> {
  stage.heading('A logistics query: the stalled parcel (Shopify shop, in English)');
  const trade = await bringIn(call, {
    shopId: SHOPS.shopify, name: `STORY-L-${run}`, customer: 'Customer Two', paid: '25.00', title: 'Steel bottle', carrier: 'USPS', delivered: false,
  });
  await stage.act('agent', 'opens the query', 'openTicket', {
    shopId: trade.shopId, kind: 'LOGISTICS', source: 'CUSTOMER', channel: 'CHAT', problem: 'My bottle has not moved for nine days. Where is it?',
    orderId: trade.orderId, parcelIds: [trade.parcelId], severity: 'NORMAL', emotion: 'UPSET', logistics: { subtype: 'STALLED', customerSees: 'Departed regional facility, nine days ago' },
  });
  await stage.act('integration', 'a bot acknowledges', 'postAutomaticMessage', { channel: 'CHAT', origin: 'BOT', body: 'Hello, we have received your message.' });
  stage.at('RESPOND', 'HUMAN_REPLY', 'REPLY_SAYS_WHEN');
  stage.say('     (a bot is not a person: RESPOND is not done)');

  await stage.act('agent', 'takes it', 'takeTicket', {});
  await say(stage, 'greets and says by when', 'Hello, this is Agent One. I can see the parcel has stalled. I am asking the carrier now and will answer you within 1 hour.', {
    replyBy: { reason: 'asking the carrier', at: stage.in(HOUR) },
  });
  stage.expectStatus('RECEIVE', 'DONE');

  const statement = await stage.act('agent', 'records what the customer sees', 'recordStatement', { text: 'The parcel has shown no news for nine days; the bottle is still wanted.', wish: 'DELIVERY' }, 'statement { id }');
  await say(stage, 'restates it', 'So the parcel has shown no news for nine days, and you would still like the bottle. Did I get that right?', {
    restatesStatementId: idIn(statement, 'statement'), answersInFull: true,
  });
  await stage.refused('agent', 'take silence for a yes at once', 'confirmStatement', { statementId: idIn(statement, 'statement'), by: 'SILENCE' }, 'EVIDENCE_MISSING');
  await say(stage, 'reminds once', 'A gentle reminder: is it right that you would still like the bottle? If we hear nothing within 24 hours, we go ahead.', {
    remindsOfStatement: true, answersInFull: true,
  });
  await stage.wait('a day of silence', DAY + 10 * MINUTE);
  stage.at('SOOTHE', 'EMPATHY_SENT', 'EXPLANATION_SENT');

  await stage.refused('agent', 'skip the apology for a parcel that is late', 'skipStep', { step: 'APOLOGIZE', reason: 'ON_ITS_WAY' }, 'STEP_NOT_SKIPPABLE');
  await say(stage, 'soothes, explains, apologizes', 'I understand how annoying the wait is. The carrier has lost track of the parcel at its hub. I am sorry that your parcel got stuck. We will send you a new bottle tomorrow.', {
    explains: { cause: 'The carrier has lost track of the parcel at its hub', nextStep: 'We will send you a new bottle tomorrow' }, apologizesFor: 'your parcel got stuck', answersInFull: true,
  });
  stage.expectStatus('APOLOGIZE', 'DONE');
  await stage.act('agent', 'records the finding', 'recordFinding', { causedByUs: false, fault: 'CARRIER', cause: 'Lost track of at the regional hub.' });

  const by = stage.in(10 * DAY);
  const offer = await stage.act('agent', 'drafts a new parcel', 'makeOffer', { fulfilBy: by, legs: [{ type: 'RESHIP', orderLineId: trade.lineId, quantity: 1 }] }, 'offer { id legs { id } }');
  await stage.approve('leader', 'agrees to another bottle', 'The parcel has been lost track of.');
  const words = `We send you a new bottle at once; it will be with you by ${stage.day(by, 'America/New_York')}. Is that all right?`;
  await stage.act('agent', 'sends the offer', 'sendOffer', { offerId: idIn(offer, 'offer'), body: words, channel: 'CHAT' }, '', words);
  const accepts = await stage.customer('Yes please.');
  await stage.act('agent', 'records the acceptance', 'acceptOffer', { offerId: idIn(offer, 'offer'), messageId: accepts });
  const [leg] = (offer['offer'] as { legs: { id: string }[] }).legs;
  stage.at('FOLLOW_UP', 'LEGS_FULFILLED', 'CUSTOMER_TOLD', 'FEEDBACK_SENT', 'SURVEY_SENT');

  await stage.wait('the new parcel travels for four days', 4 * DAY);
  await stage.act('integration', 'the ERP reports the delivery', 'fulfilLeg', { legId: leg?.id, proofKind: 'WAYBILL_DELIVERED', proofRef: `USPS-NEW-${run}` });
  await stage.act('agent', 'tells the carrier desk', 'sendFeedback', { department: 'CARRIER_DESK', text: 'Parcel lost track of at the hub; file a claim.' });
  await say(stage, 'tells the customer, thanks and asks how it was', 'The carrier tells us your new bottle has arrived. Thank you for your patience, and goodbye. How satisfied were you with our help?', {
    tellsLegIds: [leg?.id], answersInFull: true, surveys: true, closes: true,
  });
  stage.at(null);
  await stage.act('agent', 'closes the ticket', 'closeTicket', {});

  await status(call, stage);
}

/** What the ERP sees when it pulls: the state, and nothing personal. */
async function status(call: Call, stage: Stage): Promise<void> {
  const data = await call('integration', 'query Pull($id: ID!) { ticketStatuses(input: { ids: [$id] }) { number status resolution currentStep waitingOn nextDueAt } }', { id: stage.ticketId });
  stage.expect('what the ERP pulls', data['ticketStatuses'], [
    { number: stage.number, status: 'CLOSED', resolution: 'COMPLETED', currentStep: null, waitingOn: 'NOBODY', nextDueAt: null },
  ]);
  stage.say(`\nThe ERP pulls the status: ${JSON.stringify(data['ticketStatuses'])}`);
}

async function say(stage: Stage, told: string, body: string, declares: object): Promise<void> {
  await stage.act('agent', told, 'sendMessage', { channel: 'CHAT', body, declares }, '', body);
}
