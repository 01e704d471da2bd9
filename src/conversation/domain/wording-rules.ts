import type { Text } from '../../kernel/error.js';

export const WORDING_RULES = [
  'ABSOLUTE', 'SUPERLATIVE', 'FILLER', 'BLAME', 'HONORIFIC', 'HOLD_WITHOUT_TIME', 'NO_STOCK', 'PERSONAL_DATA', 'OFF_PLATFORM', 'PRAISE_SOUGHT',
  'INSULT', 'REASON_STEERED',
] as const;
export type WordingRule = (typeof WORDING_RULES)[number];

export const WORDING_LEVELS = ['WARN', 'BLOCK'] as const;
export type WordingLevel = (typeof WORDING_LEVELS)[number];

interface RuleText {
  readonly advice: Text;
  /** What to write instead of a word, where one word stands for another. */
  readonly instead?: Readonly<Record<string, string>>;
  /** False: nobody may send it, whatever the reason given. */
  readonly overridable: boolean;
}

/** What became of a wait that was told no time. */
export const WAIT_OUTCOMES: Readonly<Record<'promised' | 'unpromised', Text>> = {
  promised: { en: 'The answer is owed by the time of the promise all the same; the customer does not know it.', zh: '系统已按时限策略记录答复承诺，但顾客并不知道该时间。' },
  unpromised: { en: 'Nothing was promised.', zh: '系统未记录任何承诺。' },
};

/** Source of the rules: the merchants' service manuals, the marketplaces' conduct rules, the advertising and personal data laws. */
export const RULE_TEXTS: Readonly<Record<WordingRule, RuleText>> = {
  ABSOLUTE: {
    advice: {
      en: 'Do not vouch for what is not in our hands; say what we will do and by when.',
      zh: '请勿对无法掌控的结果打包票，可说明我们会做什么、何时完成。',
    },
    instead: { 肯定: '会尽量', 保证: '会努力', 绝对: '尽可能', 一定: '尽力', guarantee: 'do our best to ensure', definitely: 'very likely', absolutely: 'really' },
    overridable: true,
  },
  SUPERLATIVE: {
    advice: { en: 'Leave out superlatives; describe the facts.', zh: '请避免使用极限用语，如实描述即可。' },
    overridable: true,
  },
  FILLER: {
    advice: { en: 'A single word sounds cold; answer in a sentence.', zh: '单字回复显得冷淡，请用完整的句子答复。' },
    instead: { 恩: '好的，没问题', 嗯: '好的，没问题', 哦: '好的，我明白了', 好: '好的，没问题', 在: '您好，我在的，请问有什么可以帮您？' },
    overridable: true,
  },
  BLAME: {
    advice: { en: 'Do not lay the fault on the customer; look at our own part first.', zh: '请勿责怪顾客，先从自身查找原因。' },
    overridable: true,
  },
  HONORIFIC: {
    advice: { en: 'Address the customer as 您.', zh: '称呼顾客请用“您”。' },
    instead: { 你: '您' },
    overridable: true,
  },
  HOLD_WITHOUT_TIME: {
    advice: { en: 'Who is asked to wait is told how long; give a time.', zh: '请顾客等待时，请告知具体时间。' },
    overridable: true,
  },
  NO_STOCK: {
    advice: { en: 'Say "temporarily out of stock" and offer something instead.', zh: '请说“暂时无货”，并主动提供替代选择。' },
    instead: { 已无货: '暂时无货', 无货: '暂时无货', 没货: '暂时没货', 没货了: '暂时没货', 'out of stock': 'temporarily out of stock', 'sold out': 'temporarily sold out' },
    overridable: true,
  },
  PERSONAL_DATA: {
    advice: { en: 'Remove the phone, identity or card number; never send one in a message.', zh: '请删除手机号、身份证号或银行卡号，消息中不得发送。' },
    overridable: false,
  },
  OFF_PLATFORM: {
    advice: { en: 'Stay on this platform: no other contacts, accounts or payments.', zh: '请在平台内沟通，勿引导添加联系方式或线下交易。' },
    overridable: true,
  },
  PRAISE_SOUGHT: {
    advice: { en: 'Never ask for, pay for or bargain over a review.', zh: '不得索要好评、以利益换取好评或要求修改评价。' },
    overridable: true,
  },
  INSULT: {
    advice: { en: 'Rewrite it calmly: no insult, no threat.', zh: '请平和地重新表述，不得辱骂或威胁顾客。' },
    overridable: true,
  },
  REASON_STEERED: {
    advice: { en: 'The reason is the customer\'s own; never ask for another one.', zh: '退款原因由顾客自行填写，不得引导更改。' },
    overridable: true,
  },
};
