import { encodeId } from '../../src/kernel/ids.js';
import { DAY, HOUR, MINUTE } from '../../src/kernel/instant.js';
import { DEMO_MEMBERS } from '../../src/demo/demo-merchant.js';
import { idIn, type Call, type Stage } from './stage.js';
import { bringIn, SHOPS } from './trade.js';

/**
 * The complaint of the trade's own example: a coat arrives with a torn seam, the customer is angry. She is soothed and heard, the supervisor is
 * told, the platform's receipt time is extended, the maker is asked, a call back is agreed and kept, and only then is a remedy found.
 */
export async function complaint(call: Call, stage: Stage, run: string): Promise<void> {
  stage.heading('A complaint: the torn coat (Tmall shop, in Chinese)');
  const trade = await bringIn(call, {
    shopId: SHOPS.tmall, name: `STORY-K-${run}`, customer: '周女士', paid: '300.00', title: '羊毛大衣', carrier: 'SF', delivered: true,
  });
  await stage.act('agent', 'opens the complaint for the customer on the line', 'openTicket', {
    shopId: trade.shopId, kind: 'COMPLAINT', source: 'CUSTOMER', channel: 'CHAT', emotion: 'ANGRY', severity: 'SEVERE',
    problem: '大衣穿第一天腋下就裂开了，太气人了，你们怎么把关的！', orderId: trade.orderId,
    complaint: { type: 'GOODS_QUALITY', origin: 'CUSTOMER', demand: '要说法，要赔偿' },
  });
  stage.at('RESPOND', 'HUMAN_REPLY', 'REPLY_SAYS_WHEN', 'AGENT_ACCEPTED');

  await stage.act('agent', 'takes the ticket', 'takeTicket', {});
  await stage.refused('agent', 'close it at once', 'closeTicket', {}, 'STEP_NOT_READY');

  const hello = '周女士您好，我是本店售后客服一号。衣服第一天就裂开，换作是我也会很生气，非常理解您的心情。我现在就去核实面料和做工，30分钟内给您回复。';
  await say(stage, 'answers: greeting, understanding, what happens next and by when', hello, {
    replyBy: { reason: '核实面料与做工', at: stage.in(30 * MINUTE) }, explains: { nextStep: '我现在就去核实面料和做工' },
  });
  // One message: the human answer with its time, the greeting, and the soothing that an angry customer is owed first.
  stage.expectStatus('RESPOND', 'DONE');
  stage.expectStatus('RECEIVE', 'DONE');
  stage.at('LISTEN', 'STATEMENT_RECORDED', 'STATEMENT_CONFIRMED');

  await stage.act('agent', 'reports the severe case to the supervisor', 'reportSeverity', {
    toMemberId: encodeId('Member', DEMO_MEMBERS.supervisor.id), summary: '顾客情绪激动，大衣首日开线，疑似批次问题。',
  });
  await stage.act('supervisor', 'takes note of it', 'acknowledgeSeverity', {});
  stage.expectStatus('SOOTHE', 'DONE');

  await stage.act('agent', 'extends the platform’s receipt time while it is looked into', 'extendReceipt', { days: 5, platformRef: `TMALL-EXT-${run}` });

  await stage.customer('就是腋下这条线，一抬手就开了。我要你们给个说法，再赔我。');
  const statement = await stage.act('agent', 'records her account', 'recordStatement', {
    text: '大衣穿第一天，抬手时腋下缝线裂开。希望得到说法和赔偿。', wish: 'COMPENSATION',
  }, 'statement { id }');
  const restated = '周女士，跟您确认一下：大衣穿第一天抬手时腋下缝线裂开，您希望我们说明原因并给予赔偿，是这样吗？';
  await say(stage, 'restates it', restated, { restatesStatementId: idIn(statement, 'statement') });
  const yes = await stage.customer('对，就是这样。');
  await stage.act('agent', 'records that she confirmed it', 'confirmStatement', { statementId: idIn(statement, 'statement'), by: 'CUSTOMER', messageId: yes });
  stage.at('APOLOGIZE', 'APOLOGY_SENT');

  await stage.refused('agent', 'apologize without saying what for', 'sendMessage', {
    channel: 'CHAT', body: '真的非常抱歉。', declares: { apologizesFor: '腋下开线' },
  }, 'EVIDENCE_MISSING');
  await say(stage, 'apologizes, naming what went wrong', '周女士，大衣腋下开线给您带来不便和损失，真的非常抱歉，请您谅解。', { apologizesFor: '大衣腋下开线' });
  stage.expectStatus('APOLOGIZE', 'DONE');

  const task = await stage.act('agent', 'asks the maker what happened to this batch', 'openTask', {
    department: 'SUPPLIER', question: '请核实该批次大衣腋下缝线工艺，是否漏缝加固线？', dueAt: stage.in(DAY),
  }, 'task { id }');
  await say(stage, 'proposes a time to call back', '我已请工厂师傅核实缝线工艺。您看明天这个时间我给您回电话，方便吗？', { answersInFull: true });
  const agreed = await stage.customer('可以，打我电话吧。');
  const callback = await stage.act('agent', 'enters the agreed call back', 'makePromise', {
    kind: 'CALLBACK', what: '告知工厂核实结果', channel: 'PHONE', dueAt: stage.in(DAY), messageId: agreed,
  }, 'promise { id }');
  await stage.act('inspector', 'brings the maker’s answer', 'answerTask', {
    taskId: idIn(task, 'task'), answer: '该批次 12 件漏缝加固线，工厂认责。', proofRef: `QC-${run}`,
  });

  await stage.wait('the next day, just before the agreed time', DAY - 30 * MINUTE);
  stage.expect('promises broken: every word was kept in time', await stage.missed('PROMISE'), []);
  const told = '周女士您好，我按约给您回电：工厂师傅核实了，这一批漏缝了腋下的加固线，是我们的问题。';
  const phone = await stage.act('agent', 'calls back as agreed', 'sendMessage', {
    channel: 'PHONE', body: told, declares: { answersInFull: true, explains: { cause: '这一批漏缝了腋下的加固线' }, keepsPromiseIds: [idIn(callback, 'promise')] },
  }, 'message { id }', told);
  stage.expect('the call left a record', typeof idIn(phone, 'message'), 'string');

  const finding = await stage.act('agent', 'records the finding', 'recordFinding', {
    causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: '该批次漏缝加固线', correctiveAction: '同批次下架复检，增加缝线拉力抽检',
  }, 'findingId');
  await stage.act('supervisor', 'confirms it', 'confirmFinding', { findingId: finding['findingId'] });

  const by = stage.in(3 * DAY);
  const offer = await stage.act('agent', 'drafts the remedy', 'makeOffer', {
    fulfilBy: by, legs: [{ type: 'PARTIAL_REFUND', amount: { amount: '80.00', currency: 'CNY' } }],
  }, 'offer { id legs { id } }');
  const words = `周女士，为表歉意，我们为您部分退款80元，大衣您留着，最晚${stage.day(by, 'Asia/Shanghai')}到账，您看可以吗？`;
  const sending = { offerId: idIn(offer, 'offer'), body: words, channel: 'CHAT' };
  await stage.refused('agent', 'send it before anybody agreed to so much', 'sendOffer', sending, 'APPROVAL_PENDING');
  await stage.approve('leader', 'agrees to the 80 yuan', '同批次质量问题，工厂认责。');
  await stage.act('agent', 'sends it', 'sendOffer', sending, '', words);
  stage.at('REMEDY', 'CUSTOMER_DECIDED');
  const accepts = await stage.customer('行吧，80就80，谢谢你打电话来。');
  await stage.act('agent', 'records that she accepted', 'acceptOffer', { offerId: idIn(offer, 'offer'), messageId: accepts });
  stage.expectStatus('REMEDY', 'DONE');

  const [leg] = (offer['offer'] as { legs: { id: string }[] }).legs;
  await stage.refused('agent', 'call it paid with a note', 'fulfilLeg', { legId: leg?.id, proofKind: 'COUPON_ID', proofRef: 'a-note' }, 'INVALID_INPUT');
  await stage.act('finance', 'pays, and enters the reference', 'fulfilLeg', { legId: leg?.id, proofKind: 'ALIPAY_REF', proofRef: `ALI-${run}` });
  await say(stage, 'tells her how it stands', '周女士，80元已经退到您的支付宝，请您查收。', { answersInFull: true, tellsLegIds: [leg?.id] });
  await stage.act('agent', 'passes it on to quality', 'sendFeedback', { department: 'QUALITY', text: '同批次漏缝加固线，请复检。' });
  await stage.refused('supervisor', 'close it before the visit back', 'closeTicket', {}, 'STEP_NOT_READY');

  await stage.wait('three days later', 3 * DAY + HOUR);
  await say(stage, 'visits back', '周女士您好，退款收到了吗？大衣穿着还合适吗？', { answersInFull: true, visitsBack: true });
  await stage.customer('收到了，挺好的。');
  await say(stage, 'asks how it was, and says goodbye', '谢谢您的体谅。方便的话请为这次服务评价一下，祝您生活愉快，再见。', { answersInFull: true, surveys: true, closes: true });
  stage.at(null);
  await stage.refused('agent', 'close the severe case alone', 'closeTicket', {}, 'FORBIDDEN');
  await stage.act('supervisor', 'reviews and closes it', 'closeTicket', {});
  stage.say(`\nComplaint ${stage.number} is closed; her words and the proof of every step stay on record.`);
}

async function say(stage: Stage, told: string, body: string, declares: object = {}): Promise<void> {
  await stage.act('agent', told, 'sendMessage', { channel: 'CHAT', body, declares }, '', body);
}
