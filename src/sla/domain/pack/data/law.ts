import type { PolicyPack } from '../pack.js';
import { LAW_EXCLUSIONS } from './exclusions.js';
import { calendarDays, days, hours, rowsFrom, t } from './row.js';

const CONSUMER_LAW = 'Law on the Protection of Consumer Rights and Interests (2013)';
const { deadline, window, payout } = rowsFrom({ basis: 'STATUTORY', certainty: 'VERIFIED', source: CONSUMER_LAW });

/** What Chinese law gives every buyer at a distance, on any platform. */
export const CHINESE_LAW: PolicyPack = {
  id: 'cn-law', version: '2026-08', platforms: null, region: 'CN', timeZone: 'Asia/Shanghai',
  title: t('Chinese consumer law', '中国消费者权益保护法律'), source: CONSUMER_LAW,
  rows: [
    window('seven-days', t('Return within seven days without a reason', '七日无理由退货'), {
      right: 'NO_REASON_RETURN', startsWith: 'SIGNED', lasts: hours(168, { from: 'NEXT_DAY' }), exclusions: LAW_EXCLUSIONS,
      returnFreight: 'BUYER', outboundFreight: 'MERCHANT', brokenFreeFreight: 'BUYER', source: `${CONSUMER_LAW}, art. 25; interim measures of 2017, amended 2020`,
      note: t(
        'Goods are intact. Without a step in which the buyer agreed before paying, goods outside the four classes of the law cannot be refused.',
        '商品应当完好。付款前未设置确认环节的，四类法定除外商品以外的商品不得拒绝退货。',
      ),
    }),
    deadline('seven-days.refund', t('Refund after a return without a reason', '无理由退货的退款'), {
      startsWith: 'RETURN_RECEIVED', concerns: 'PAY_REFUND', due: calendarDays(7), missed: ['BREACH_OF_LAW', 'VERIFIED'], source: `${CONSUMER_LAW}, art. 25`,
    }),
    deadline('deliberate-delay', t('Act on a justified demand of the consumer', '处理消费者的合理要求'), {
      startsWith: 'CUSTOMER_DEMANDED', concerns: 'OTHER', due: calendarDays(15), missed: ['PENALTY', 'VERIFIED'],
      source: `${CONSUMER_LAW}, art. 56; measures on penalties, arts 8 to 10`,
      note: t('Later counts as deliberate delay: a fine of one to ten times the unlawful gain, or up to 500,000 yuan.', '逾期视为故意拖延：处违法所得一至十倍或五十万元以下罚款。'),
    }),
    window('quality', t('Return of goods that do not meet the quality owed', '质量不合格商品退货'), {
      right: 'QUALITY_RETURN', startsWith: 'SIGNED', lasts: calendarDays(7), returnFreight: 'MERCHANT', outboundFreight: 'MERCHANT',
      source: `${CONSUMER_LAW}, art. 24`, note: t('Later, where the contract may not be ended, exchange or repair is owed.', '七日后不符合解除合同条件的，可要求更换、修理。'),
    }),
    payout('fraud', t('Fraud: three times the price', '欺诈：退一赔三'), {
      startsWith: 'FRAUD_FOUND', pays: { currency: 'CNY', shares: [{ basisPoints: 30_000, of: 'PRICE' }], min: '500.00' }, source: `${CONSUMER_LAW}, art. 55`,
      note: t('Beside the refund.', '另行退还价款。'),
    }),
    payout('unsafe-food', t('Knowingly sold unsafe food: ten times the price or three times the loss', '明知而销售不安全食品：价款十倍或损失三倍'), {
      startsWith: 'UNSAFE_FOOD_SOLD', source: 'Food Safety Law, art. 148',
      pays: { currency: 'CNY', shares: [{ basisPoints: 100_000, of: 'PRICE' }, { basisPoints: 30_000, of: 'LOSS' }], min: '1000.00' },
      note: t('Flaws of the label alone that mislead nobody are outside it.', '仅标签瑕疵且不致误导的除外。'),
    }),
    deadline('carrier.complaint', t('The express firm answers a complaint', '快递企业处理投诉'), {
      startsWith: 'CARRIER_COMPLAINT', concerns: 'CARRIER_ANSWER', due: calendarDays(7), missed: ['UNKNOWN', 'UNVERIFIED'], source: 'Express Delivery Regulations (2019), art. 28',
    }),
    window('postal.claim', t('Inquiry about something posted', '邮件查询'), {
      right: 'CARRIER_CLAIM', startsWith: 'POSTED', lasts: calendarDays(365), returnFreight: 'NONE', outboundFreight: 'NONE', source: 'Postal Law',
    }),
    deadline('regulator', t('Answer a complaint passed on by the authority', '答复监管部门转办的投诉'), {
      startsWith: 'REGULATOR_COMPLAINT', concerns: 'ANSWER_REGULATOR', due: days(7), missed: ['PENALTY', 'UNVERIFIED'],
      certainty: 'UNVERIFIED', source: 'practice of the trade; the case itself names its date',
    }),
  ],
};

const DIRECTIVE = 'Directive 2011/83/EU, art. 9 to 14';
const eu = rowsFrom({ basis: 'STATUTORY', certainty: 'VERIFIED', source: DIRECTIVE });

/** Distance selling in the European Union and the United Kingdom. */
export const EUROPEAN_LAW: PolicyPack = {
  id: 'eu-law', version: '2026-08', platforms: null, region: '*', timeZone: 'Europe/Brussels',
  title: t('Distance selling in the EU and the UK', '欧盟与英国远程销售规则'), source: DIRECTIVE,
  rows: [
    eu.window('withdrawal', t('Withdrawal within fourteen days', '十四日撤回权'), {
      right: 'WITHDRAWAL', startsWith: 'SIGNED', lasts: calendarDays(14, { rolls: true }), regions: ['EU'], returnFreight: 'BUYER', outboundFreight: 'MERCHANT',
      exclusions: [
        { code: 'MADE_TO_ORDER', title: t('Made to the specification of the buyer', '按消费者要求定制的商品'), needsConsent: false },
        { code: 'PERISHABLE', title: t('Perishable', '易腐商品'), needsConsent: false },
        { code: 'SEALED_HYGIENE', title: t('Sealed for hygiene and unsealed by the buyer', '出于卫生原因密封且已被拆封的商品'), needsConsent: false },
        { code: 'DIGITAL_OPENED', title: t('Recordings and software unsealed by the buyer', '已被拆封的音像制品与软件'), needsConsent: false },
      ],
      note: t(
        'Counted from possession of the last item. Twelve months longer when the buyer was not told. The trader pays the way back unless the buyer was told to.',
        '自收到最后一件商品起算；未告知该权利的延长十二个月。未事先告知由买家承担的，退货运费由商家承担。',
      ),
    }),
    eu.deadline('withdrawal.refund', t('Refund after a withdrawal', '撤回后的退款'), {
      startsWith: 'WITHDRAWAL_DECLARED', concerns: 'PAY_REFUND', due: calendarDays(14), regions: ['EU'], missed: ['BREACH_OF_LAW', 'VERIFIED'],
      note: t('By the same means, standard freight of the way out included; it may wait for the goods or for proof of sending.', '须以原支付方式退还，含标准发货运费；可待收到货物或寄出证明后支付。'),
    }),
    eu.deadline('withdrawal.return', t('The buyer sends the goods back', '买家寄回商品'), {
      startsWith: 'WITHDRAWAL_DECLARED', concerns: 'BUYER_SHIP_RETURN', due: calendarDays(14), regions: ['EU'], missed: ['UNKNOWN', 'UNVERIFIED'],
    }),
    eu.window('withdrawal.button', t('A withdrawal function on the site, all through the time', '撤回期内网站须提供撤回功能'), {
      right: 'WITHDRAWAL', startsWith: 'SIGNED', lasts: calendarDays(14, { rolls: true }), regions: ['EU'], from: '2026-06-19', returnFreight: 'NONE', outboundFreight: 'NONE',
      source: 'Directive (EU) 2023/2673, art. 11a', note: t('Receipt of it is confirmed on a durable medium, with its time.', '须以可保存的形式确认收到，并注明时间。'),
    }),
    eu.window('conformity', t('Lack of conformity', '商品不符合合同'), {
      right: 'CONFORMITY', startsWith: 'SIGNED', lasts: calendarDays(730), regions: ['EU'], returnFreight: 'MERCHANT', outboundFreight: 'MERCHANT',
      certainty: 'UNVERIFIED', source: 'Directive (EU) 2019/771, not read', note: t('Repair or replacement first; in the first year the trader bears the proof.', '首先修理或更换；第一年内由商家举证。'),
    }),
    eu.window('uk.cancel', t('Cancellation within fourteen days', '十四日取消权'), {
      right: 'WITHDRAWAL', startsWith: 'SIGNED', lasts: calendarDays(14), regions: ['GB'], returnFreight: 'BUYER', outboundFreight: 'MERCHANT',
      certainty: 'REPORTED', source: 'Consumer Contracts Regulations 2013, as told by consumer advice pages',
    }),
    eu.deadline('uk.cancel.refund', t('Refund after a cancellation', '取消后的退款'), {
      startsWith: 'WITHDRAWAL_DECLARED', concerns: 'PAY_REFUND', due: calendarDays(14), regions: ['GB'], missed: ['BREACH_OF_LAW', 'REPORTED'],
      certainty: 'REPORTED', source: 'Consumer Contracts Regulations 2013, as told by consumer advice pages',
    }),
    eu.window('uk.reject', t('Short-term right to reject faulty goods', '瑕疵商品短期拒收权'), {
      right: 'SHORT_TERM_REJECTION', startsWith: 'SIGNED', lasts: calendarDays(30), regions: ['GB'], returnFreight: 'MERCHANT', outboundFreight: 'MERCHANT',
      certainty: 'REPORTED', source: 'Consumer Rights Act 2015, as told by consumer advice pages',
    }),
  ],
};

const us = rowsFrom({ basis: 'STATUTORY', certainty: 'VERIFIED', source: '16 CFR 435' });

/** The United States rule on goods ordered at a distance. */
export const UNITED_STATES_LAW: PolicyPack = {
  id: 'us-law', version: '2026-08', platforms: null, region: 'US', timeZone: 'America/New_York',
  title: t('Mail, internet and telephone orders in the US', '美国邮购、网络与电话订购规则'), source: '16 CFR 435',
  rows: [
    us.deadline('ship', t('Ship within the time stated, or thirty days', '按承诺时间或三十日内发货'), {
      startsWith: 'PLACED', concerns: 'SHIP_ORDER', due: calendarDays(30), missed: ['BREACH_OF_LAW', 'VERIFIED'],
      note: t("Where a time was stated, that holds. A delay needs the buyer's consent, or the order is cancelled and refunded.", '有承诺时间的从其承诺；延迟须经买家同意，否则应取消并退款。'),
    }),
    us.deadline('refund', t('Refund of an order not shipped', '未发货订单的退款'), {
      startsWith: 'REFUND_REQUESTED_UNSHIPPED', concerns: 'PAY_REFUND', due: { from: 'EVENT', unit: 'WORKDAYS', amount: 7 }, missed: ['BREACH_OF_LAW', 'VERIFIED'],
      note: t('One billing cycle where the seller gave credit.', '由卖方提供信用的，为一个账单周期。'),
    }),
  ],
};
