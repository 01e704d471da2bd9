import { describe, expect, it } from '@jest/globals';
import { adviceOn, examine, holdsWithoutTime, namesCause, stands } from './wording.js';

const plain = { caring: false };

function rules(text: string, context = plain): string[] {
  return [...new Set(examine(text, context).hits.map((hit) => `${hit.rule}:${hit.level}`))];
}

describe('rules', () => {
  it.each([
    ['这件衣服肯定不会缩水', 'ABSOLUTE:WARN'],
    ['We definitely have the nicest fabric here', 'ABSOLUTE:WARN'],
    ['快递绝对不会弄丢', 'ABSOLUTE:BLOCK'],
    ['退款肯定能到账', 'ABSOLUTE:BLOCK'],
    ['I guarantee the courier will be on time', 'ABSOLUTE:BLOCK'],
    ['我們保證快遞準時到', 'ABSOLUTE:BLOCK'],
    ['这是国家级工艺', 'SUPERLATIVE:WARN'],
    ['我们的面料质量最好', 'SUPERLATIVE:WARN'],
    ['本店销量第一', 'SUPERLATIVE:WARN'],
    ['You get the lowest price with us', 'SUPERLATIVE:WARN'],
    ['哦', 'FILLER:WARN'],
    ['嗯嗯~', 'FILLER:WARN'],
    ['好👌', 'FILLER:WARN'],
    ['Ok.', 'FILLER:WARN'],
    ['你自己没看说明', 'BLAME:WARN'],
    ['这明明写了不能机洗', 'BLAME:WARN'],
    ['您下单的时候没仔细看尺码表吧', 'BLAME:WARN'],
    ['You should have read the page first', 'BLAME:WARN'],
    ['It is your own fault', 'BLAME:WARN'],
    ['请问你需要换货吗', 'HONORIFIC:WARN'],
    ['请稍等，正在为您查询', 'HOLD_WITHOUT_TIME:WARN'],
    ['One moment, let me check this for you', 'HOLD_WITHOUT_TIME:WARN'],
    ['我帮您核实一下哈', 'HOLD_WITHOUT_TIME:WARN'],
    ['这款已无货', 'NO_STOCK:WARN'],
    ['Sorry, it is sold out', 'NO_STOCK:WARN'],
    ['收件人电话是13912345678', 'PERSONAL_DATA:BLOCK'],
    ['电话：１３９ １２３４ ５６７８', 'PERSONAL_DATA:BLOCK'],
    ['幺三九一二三四五六七八', 'PERSONAL_DATA:BLOCK'],
    ['身份证 11010519491231002X', 'PERSONAL_DATA:BLOCK'],
    ['卡号 6222 0212 3456 7894', 'PERSONAL_DATA:BLOCK'],
    ['您加我微信聊吧', 'OFF_PLATFORM:BLOCK'],
    ['加 微 信 给您优惠', 'OFF_PLATFORM:BLOCK'],
    ['加我好友私下退给您', 'OFF_PLATFORM:BLOCK'],
    ['Please send me your bank account number', 'OFF_PLATFORM:BLOCK'],
    ['好评返现5元', 'PRAISE_SOUGHT:BLOCK'],
    ['麻烦您修改一下评价', 'PRAISE_SOUGHT:BLOCK'],
    ['您把差评删了，我给您补20块', 'PRAISE_SOUGHT:BLOCK'],
    ['Could you remove your review please', 'PRAISE_SOUGHT:BLOCK'],
    ['你是不是有病啊', 'INSULT:BLOCK'],
    ['滚远点', 'INSULT:BLOCK'],
    ['You are an idiot', 'INSULT:BLOCK'],
    ['We know where you live', 'INSULT:BLOCK'],
    ['麻烦您改一下退款原因', 'REASON_STEERED:BLOCK'],
    ['退款原因选七天无理由就行', 'REASON_STEERED:BLOCK'],
    ['Please change the refund reason first', 'REASON_STEERED:BLOCK'],
  ])('%s: %s', (text, expected) => {
    expect(rules(text)).toContain(expected);
  });

  it.each([
    '我们不能保证快递的到达时间', '您的保证金已退回', '感谢您的肯定和支持', '绝对值计算如下', '我们保证24小时内给您答复', '不一定是质量问题',
    'We cannot guarantee the arrival date', 'There is a money-back guarantee on it', 'We promise you that we will call back within 2 hours',
    '最近物流较慢', '请在最后一天前寄回', '最好先拍照留存', '第一时间为您处理好了', '我们会尽最大努力', 'We will do our best for you',
    '麻烦您自己先量一下衣长', '这不是您的问题', '怎么能怪您呢', 'This is not your fault', '亲，你好', '这是迷你款', '您说的“你们发错了”我们收到了',
    '请稍等，10分钟内给您答复', '感谢您的耐心等待', 'Please wait, I will be back within ten minutes', '暂时没货', '请问有没有货', '您有没有收到货',
    'It is temporarily out of stock', '运单号 SF1391234567890', '您的订单尾号为 5678', '微信支付的款项会原路退回', '我们不会要求您添加微信或提供银行卡号',
    'We never ask for your bank account number', '您无需修改评价', '谢谢您的评价', 'There is no need to change your review', '滚筒洗衣机请选轻柔',
    '如果您方便，最好当着快递员的面打开检查', 'We will check every morning and tell you',
    '这是傻瓜式操作', '谨防骗子冒充客服', 'That was a stupid mistake of ours', '退款原因请如实选择', '您不需要更改退款原因', '好的，没问题', 'Yes, the parcel was sent today',
  ])('leaves alone: %s', (text) => {
    expect(rules(text)).toEqual([]);
  });

  it("warns of the manuals' own slips: they use the words they forbid", () => {
    expect(rules('因为偶们保证过大家')).toEqual(['ABSOLUTE:WARN']);
    expect(rules('不能保证付款当天发货')).toEqual([]);
  });

  it('refuses blame in what is written to soothe or to apologize', () => {
    expect(rules('这明明写了不能机洗', { caring: true })).toEqual(['BLAME:BLOCK']);
    expect(rules('我非常理解您的心情，可是这明明写了不能机洗')).toEqual(['BLAME:BLOCK']);
  });

  it('lets known numbers stand', () => {
    const text = '退货请寄：仓库，电话 139-1234-5678，订单 6222021234567894';
    expect(rules(text)).toEqual(['PERSONAL_DATA:BLOCK']);
    expect(examine(text, { caring: false, knownNumbers: ['13912345678', '6222021234567894'] }).hits).toEqual([]);
  });

  it('does not take any long number for a card, or any 18 digits for an identity number', () => {
    expect(rules('订单号 4128590374651230987')).toEqual([]);
    expect(rules('编号 110105194912310021')).toEqual([]);
    expect(rules('卡号 6222 0212 3456 7895')).toEqual([]);
  });

  it('points at the words in the text as it was given', () => {
    const text = '亲，ｏｋ的😀，保\u200b证没问题';
    const [hit] = examine(text, plain).hits;
    expect(text.slice(hit?.start, hit?.end)).toBe('保\u200b证');
  });

  it('takes a firm word about our own deed at a named time for a promise, and refuses it about what others do', () => {
    expect(rules('我们一定今天18点前答复您')).toEqual([]);
    expect(rules('我们一定答复')).toEqual(['ABSOLUTE:WARN']);
    for (const text of ['我们让快递一定今天18点前送到', 'The courier will definitely deliver by 6 pm']) expect(rules(text)).toEqual(['ABSOLUTE:BLOCK']);
  });

  it('tells what it found in the order of the text', () => {
    const { hits } = examine('13912345678 你加我微信，亲，这是最好的', plain);
    expect(hits.length).toBeGreaterThan(2);
    expect(hits.map(({ start }) => start)).toEqual(hits.map(({ start }) => start).sort((a, b) => a - b));
  });

  it('says what to write instead', () => {
    expect(adviceOn('NO_STOCK', '没货')).toMatchObject({ suggestion: '暂时没货' });
    expect(adviceOn('HONORIFIC', '你').suggestion).toBe('您');
    expect(adviceOn('INSULT', '滚').suggestion).toBeNull();
  });

  it('reads the longest message allowed in a blink, whatever it is made of', () => {
    const started = performance.now();
    for (const piece of ['请稍等保证', '1 ', ' ', '你', 'guarantee the ', '13912345678 ', '（', '好评返']) examine(piece.repeat(5_000 / piece.length), plain);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

it.each<[string, boolean]>([
  ['抱歉', false], ['非常抱歉，晚', false], ['抱歉，晚发货', true], ['sorry', false], ['Sorry, ab', false], ['Sorry for a box', true], ['Sorry abcd', true],
])('words of an apology that name what for: %s', (words, names) => {
  expect(namesCause(words)).toBe(names);
});

describe('signals', () => {
  const signal = (text: string) => examine(text, plain).signals;

  it('is a filler where no letter or digit stands', () => {
    expect(['。。。', '😀', '嗯', '已为您补发'].map((text) => signal(text).isFiller)).toEqual([true, true, true, false]);
  });

  it.each(['您好，我是售后小林', '周女士您好，我是售后小林', '欧阳先生，您好', '亲，您好～', 'Hello, this is Lin of the service desk', 'Good morning!', '【售后】您好'])('greets: %s', (text) => {
    expect(signal(text).greets).toBe(true);
  });
  it.each(['向您问好不如解决问题', '那位女士你好好说话行吗', 'Highly recommended', '退款已提交，您好好休息'])('does not greet: %s', (text) => {
    expect(signal(text).greets).toBe(false);
  });

  it.each([
    '我非常理解您现在的心情', '换作是我也会着急', '完全能体会您的失望', '如果是我遇到这种事也会生气', 'I understand how frustrating this is',
    'I would feel the same in your place', 'That must be really annoying', 'We understand your disappointment',
  ])('empathizes: %s', (text) => {
    expect(signal(text).empathizes).toBe(true);
  });
  it.each([
    '请您理解', '感谢您的理解', '希望您能理解我们的难处', '不理解您的心情', '我无法理解您的不满', 'Please understand our situation',
    'Thank you for your understanding', "I don't understand your frustration", '我理解您订的是蓝色',
  ])('does not empathize: %s', (text) => {
    expect(signal(text).empathizes).toBe(false);
  });

  it.each(['非常抱歉', '对不起，发错了颜色', '真的不好意思哦', '向您致歉', 'We are sorry', 'Our apologies for the wrong size'])('apologizes: %s', (text) => {
    expect(signal(text).apologizes).toBe(true);
  });
  it.each(['我们不会道歉', '没必要道歉', '您不用不好意思', 'We will not apologize', "I'm not sorry", 'Sorry to hear that'])('does not apologize: %s', (text) => {
    expect(signal(text).apologizes).toBe(false);
  });

  it.each(['30分钟内', '明天上午10点前', '下周三', '半小时后', '3个工作日内', '11月25日前', 'within 2 hours', 'by Friday', 'at 5 pm', 'tomorrow', 'in half an hour', '18点30前', '18时前', '本周内', '晚上8点前'])(
    'names a time: %s',
    (text) => {
      expect(signal(text).namesTime).toBe(true);
    },
  );
  it.each([
    '感谢您的耐心等待', '有任何问题随时联系我们，我们会尽快为您处理', '如果您还有疑问，留言后马上答复您', 'If you have any questions, write to us and we will get back to you shortly', 'Feel free to ask, we will look into it right away',
  ])('asks for no wait: %s', (text) => {
    expect(signal(text).holds).toBe(false);
  });
  it.each([
    '今晚8点前给您答复', '半小时后答复您', '明天下午三点给您打电话', '我们3个工作日内联系您', '主管今天18点前会给您回电', '物流那边我查到后，明天中午前告诉您最新位置', '我让快递员问清楚并在下午告知您',
    "I'll call you tomorrow at 3 pm", 'We will update you by 6 pm', 'You will hear from us by Friday', 'My colleague will email you within two hours', 'We are going to reply tonight',
  ])('leaves the customer waiting by naming when they hear from us: %s', (text) => {
    expect(signal(text)).toMatchObject({ holds: true, namesTime: true });
    expect(holdsWithoutTime(text)).toHaveLength(1);
  });
  it.each([
    '今天上午给您打过电话', '下午已经答复您', '今天中午刚联系您', '快递员明天会联系您', '平台会在3天内给您答复', '请您今晚8点前回复我们', '如果明天还没收到给您回复', '收到退货后3天内给您答复', '已为您登记，会给您回复的', '30分钟前给您回复了', '我们今天没有联系您',
    'The courier will call you tomorrow', 'If it has not arrived by Friday we will call you', 'I called you this morning', 'Once it is back we will update you within a day', 'We will not call you today', 'We will update you', 'They will contact you tomorrow',
  ])('leaves nobody waiting: %s', (text) => {
    expect(signal(text).holds).toBe(false);
  });
  it.each(['我们会尽快为您处理', '您反映的问题我马上核实', 'We will get back to you shortly', 'You have been waiting; we will look into it right away'])('asks to wait: %s', (text) => {
    expect(signal(text).holds).toBe(true);
  });

  it.each(['支持7天无理由退货', '24小时在线', '尽快', 'as soon as possible', '一点小意思没有', '请点击这里', 'our 30-day returns', '下午好', '晚一点给您回复', '工作时间9:00到18:00', '周一至周五9点到18点', 'our business hours are 9:00 to 18:00'])('names no time: %s', (text) => {
    expect(signal(text).namesTime).toBe(false);
  });
});

it('finds declared words in a text whatever their case, width and spacing', () => {
  expect(stands('ＷＲＯＮＧ  size', 'Sorry that we sent the wrong size.')).toBe(true);
  expect(stands('发错颜色', '很抱歉发错颜色了')).toBe(true);
  expect(stands('发错颜色', '很抱歉')).toBe(false);
  expect(stands('  ', '很抱歉')).toBe(false);
});
