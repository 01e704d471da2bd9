import { normalize } from './normalized-text.js';
import { before, phrases, says, type WordList } from './word-list.js';

/** What a customer's words may mention that calls for more than an agent. A mention is a hint for a rule, never a judgement. */
export const ALERT_CLASSES = {
  INJURY: 'Somebody was hurt or fell ill, or might.',
  REGULATOR: 'An authority or a consumers’ association.',
  MEDIA: 'Making it public: press, social media.',
  LEGAL: 'Lawyers, courts, the police.',
  PLATFORM: 'Asking the marketplace to step in.',
  BANK_DISPUTE: 'Taking the payment back through bank or card.',
  COUNTERFEIT: 'The goods being fake.',
} as const satisfies Record<string, string>;
export type AlertClass = keyof typeof ALERT_CLASSES;
export const ALERTS = Object.keys(ALERT_CLASSES) as AlertClass[];

const DENIED = before('不是|没有?|并没有?|不会|不想|不打算|不用', "not|no|never|won't|don't|didn't|isn't|wasn't");
const list = (chinese: string, english: string): WordList => ({ words: phrases(chinese, english), denied: DENIED });

const LISTS: Readonly<Record<AlertClass, WordList>> = {
  INJURY: list('受伤|割伤|烫伤|烧伤|流血|过敏|住院|去医院|中毒|触电|起火|爆炸|着火', 'injur(?:y|ies|ed)|hurt (?:my|her|his|our)|burn(?:ed|t) (?:my|her|his)|bleeding|allergic|hospital|poison(?:ed|ing)|electric shock|caught fire|exploded'),
  REGULATOR: list('12315|12345|市场监管|监管局|工商局?|消协|消费者协会|消保委|质监', 'consumer protection|trading standards|ombudsman|regulator|consumer association'),
  MEDIA: list('曝光|记者|媒体|发微博|发抖音|发小红书|热搜|电视台', 'journalist|reporter|the press|go(?:ing)? public|social media|go viral|tv station'),
  LEGAL: list('起诉|律师|法院|打官司|报警|派出所|律师函', 'lawyer|attorney|solicitor|sue you|court|the police|legal action'),
  PLATFORM: list('(?:平台|小二|客服|官方)(?:来)?介入|申请介入|投诉到平台|平台投诉', '(?:platform|marketplace|taobao|tmall|amazon|ebay) (?:to )?(?:step in|intervene|complaint)|open a case'),
  BANK_DISPUTE: list('拒付|信用卡(?:争议|投诉)|找银行', 'chargeback|dispute the (?:charge|payment)|my bank'),
  COUNTERFEIT: list('假货|假冒|山寨|仿冒|售假|不是正品', 'counterfeit|fake|knock-?off|not genuine|not authentic'),
};

/** The classes a customer's text mentions, in the order above; none for most. */
export function alertsIn(text: string): AlertClass[] {
  const { text: plain } = normalize(text);
  return ALERTS.filter((one) => says(plain, LISTS[one]));
}
