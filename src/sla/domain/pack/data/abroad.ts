import type { PolicyPack } from '../pack.js';
import { days, hours, rowsFrom, t, workdays } from './row.js';

const NETWORKS = 'published network timelines as told by a dispute service';
const card = rowsFrom({ basis: 'PACK', certainty: 'REPORTED', source: NETWORKS });
const ACQUIRER = t("Acquirers and payment providers give less, 7 to 21 days; the provider's own date is the one to enter.", '收单机构与支付服务商通常只给 7 至 21 天，应以服务商给出的日期为准。');
const CHARGEBACKS = [['visa', 'Visa', 'CHARGEBACK_VISA', 30], ['mastercard', 'Mastercard', 'CHARGEBACK_MASTERCARD', 45], ['amex', 'American Express', 'CHARGEBACK_AMEX', 20],
  ['discover', 'Discover', 'CHARGEBACK_DISCOVER', 30]] as const;

/** Chargebacks: what the networks allow at most. */
export const CARD_NETWORKS: PolicyPack = {
  id: 'card-networks', version: '2026-08', platforms: null, region: '*', timeZone: 'UTC',
  title: t('Card networks', '卡组织'), source: NETWORKS,
  rows: [
    ...CHARGEBACKS.map(([id, name, startsWith, amount]) => card.deadline(`chargeback.${id}`, t(`Answer a chargeback of ${name}`, `回复 ${name} 拒付`), {
      startsWith, concerns: 'ANSWER_DISPUTE', due: days(amount), missed: ['CASE_LOST', 'REPORTED'], note: ACQUIRER,
    })),
    card.window('dispute', t('The cardholder disputes a payment', '持卡人提出争议'), {
      right: 'DISPUTE', startsWith: 'PAID', lasts: days(120), returnFreight: 'NONE', outboundFreight: 'NONE',
      note: t('For goods not received it counts from the day they were due.', '未收到货的，自约定收货日起算。'),
    }),
  ],
};

const PAYPAL_HELP = 'developer.paypal.com and PayPal help pages';
const paypal = rowsFrom({ basis: 'PACK', certainty: 'REPORTED', source: PAYPAL_HELP });

export const PAYPAL: PolicyPack = {
  id: 'paypal', version: '2026-08', platforms: null, region: '*', timeZone: 'UTC', title: t('PayPal disputes', 'PayPal 争议'), source: PAYPAL_HELP,
  rows: [
    paypal.window('dispute', t('The buyer opens a dispute', '买家发起争议'), {
      right: 'DISPUTE', startsWith: 'PAID', lasts: days(180), returnFreight: 'NONE', outboundFreight: 'NONE',
    }),
    paypal.deadline('escalate', t('The buyer turns a dispute into a claim', '买家升级为索赔'), {
      startsWith: 'DISPUTE_OPENED', concerns: 'BUYER_ESCALATE', due: days(20), missed: ['AUTO_CLOSE', 'REPORTED'],
    }),
    paypal.deadline('claim', t('Answer a claim', '回复索赔'), {
      startsWith: 'CLAIM_OPENED', concerns: 'ANSWER_DISPUTE', due: days(10), missed: ['AUTO_REFUND', 'REPORTED'],
    }),
    paypal.deadline('offer', t('The buyer answers an offer', '买家回复方案'), {
      startsWith: 'OFFER_MADE_TO_BUYER', concerns: 'BUYER_ANSWER', due: days(10), missed: ['AUTO_CLOSE', 'REPORTED'],
    }),
  ],
};

const AMAZON_HELP = 'sellercentral.amazon.com G202041210 and 27951';
const amazon = rowsFrom({ basis: 'PACK', certainty: 'REPORTED', source: AMAZON_HELP });

export const AMAZON: PolicyPack = {
  id: 'amazon', version: '2026-08', platforms: ['AMAZON'], region: '*', timeZone: 'UTC', title: t('Amazon A-to-z claims', '亚马逊 A-to-z 索赔'), source: AMAZON_HELP,
  rows: [
    amazon.deadline('contact', t('Answer the buyer before a claim can be made', '在买家可索赔前回复'), {
      startsWith: 'CUSTOMER_DEMANDED', concerns: 'ANSWER_REQUEST', due: hours(48), missed: ['PLATFORM_DECIDES', 'REPORTED'],
    }),
    amazon.deadline('claim', t('Answer a claim', '回复索赔'), {
      startsWith: 'CLAIM_OPENED', concerns: 'ANSWER_DISPUTE', due: hours(72), missed: ['CASE_LOST', 'REPORTED'],
    }),
    amazon.deadline('appeal', t('Appeal against a decision', '对裁决申诉'), {
      startsWith: 'CASE_DECIDED', concerns: 'APPEAL', due: days(30), missed: ['RIGHT_LAPSES', 'REPORTED'],
    }),
  ],
};

const EBAY_HELP = 'ebay.co.uk help 4701';
const ebay = rowsFrom({ basis: 'PACK', certainty: 'REPORTED', source: EBAY_HELP });

export const EBAY: PolicyPack = {
  id: 'ebay', version: '2026-08', platforms: ['EBAY'], region: '*', timeZone: 'Europe/London', title: t('eBay requests', 'eBay 售后请求'), source: EBAY_HELP,
  rows: [
    ebay.deadline('request', t('Answer a request', '回复请求'), {
      startsWith: 'RETURN_REQUESTED', concerns: 'ANSWER_REQUEST', due: workdays(3), missed: ['PLATFORM_DECIDES', 'REPORTED'],
    }),
    ebay.deadline('refund', t('Refund once the return was delivered', '退货送达后退款'), {
      startsWith: 'RETURN_SIGNED', concerns: 'PAY_REFUND', due: workdays(2), missed: ['AUTO_REFUND', 'REPORTED'],
    }),
    ebay.deadline('close', t('The buyer calls the platform in', '买家申请平台介入'), {
      startsWith: 'DISPUTE_OPENED', concerns: 'BUYER_ESCALATE', due: workdays(21), missed: ['AUTO_CLOSE', 'REPORTED'],
    }),
    ebay.deadline('appeal', t('Appeal against a decision', '对裁决申诉'), {
      startsWith: 'CASE_DECIDED', concerns: 'APPEAL', due: days(30), missed: ['RIGHT_LAPSES', 'REPORTED'],
    }),
  ],
};
