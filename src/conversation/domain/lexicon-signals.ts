import { before, phrases, type WordList } from './word-list.js';

// What a message was found to say. Lists are matched on normalized text: lower case, simplified, half width.

const FEELINGS_ZH = '心情|感受|着急|焦急|焦虑|担心|担忧|生气|气愤|不满|失望|委屈|难处|顾虑|不便|心里|急切|烦恼|苦恼|难过|无奈';
const FEELINGS_EN =
  'frustrat\\w*|disappoint\\w*|upset\\w*|annoy\\w*|worr\\w*|concern\\w*|anger|angry|anxious|anxiety|stress\\w*|inconvenien\\w*|unpleasant|feel\\w*|distress\\w*';

/** At the beginning, where a greeting stands; a Chinese one may follow the name and title of whom it greets. */
export const GREETING: WordList = {
  words: /^(?:【[^】]*】|\[[^\]]*\])?[^\p{L}]*(?:\p{Script=Han}{1,4}(?:先生|女士|小姐|太太|老师|同学)[^\p{L}]*)?(?:[您你]好(?!好)|亲|早上好|上午好|中午好|下午好|晚上好|早安|晚安|欢迎|尊敬的|(?:hello|hi|hey there|dear|greetings|welcome|good (?:morning|afternoon|evening|day))(?![a-z]))/gu,
};

/** Understanding for how the customer feels; asking the customer for understanding is the opposite of it. */
export const EMPATHY: WordList = {
  words: phrases(
    `(?:非常|特别|完全|十分|很|能够?|可以|真的|也|都|我|深表)(?:能|很|非常|特别|完全|十分)?(?:理解|体谅|体会|明白)(?:到|您|你|您们)?(?:现在|此刻|当下|目前)?的?(?:${FEELINGS_ZH}|$|(?=[,。!;、]))`
      + `|(?:理解|体谅|体会|明白)(?:到|您|你)?(?:现在|此刻|当下|目前)?的?(?:${FEELINGS_ZH})`
      + '|(?:换作|换成|换做)是?我|如果(?:我)?是我(?:遇|碰|收|等)?|(?:我|谁|任何人)(?:遇到|碰到|收到)?.{0,8}(?:也|都)会(?:很|非常|特别)?(?:着急|生气|难过|失望|不高兴|不开心|担心|有意见)'
      + '|感同身受|站在您的(?:角度|立场)|同意您的看法|我也是这么想的|让您(?:受委屈|着急|担心|失望|难受|心烦|不开心)了?',
    `(?:i|we) (?:\\w+ ){0,2}(?:understand|see|imagine|appreciate) (?:how|why|your|that this|that it|this|it)(?: \\w+){0,6} (?:${FEELINGS_EN})`
      + `|(?:i|we) (?:\\w+ ){0,2}(?:understand|appreciate) your (?:${FEELINGS_EN})|(?:i|we) (?:completely|fully|totally|really|truly|quite) understand`
      + `|(?:how|so|very|really|must be|must have been|is|was) (?:${FEELINGS_EN}) (?:this|that|it|for you)|(?:must be|must have been) (?:\\w+ ){0,2}(?:${FEELINGS_EN})`
      + `|in your (?:place|shoes|position)|(?:i|we|anyone) would (?:\\w+ ){0,2}(?:feel|be) (?:\\w+ ){0,2}(?:the same|${FEELINGS_EN})|sorry to hear|sorry that you (?:had|have|are|were)`,
  ),
  except: phrases(
    '(?:请|望|希望|盼|烦请|敬请|恳请|还请|麻烦|谢谢|感谢|多谢)(?:您|你|大家)?(?:的|能够?|可以|多多|们)*(?:理解|体谅|谅解|明白)[^,。!;、]{0,12}|您(?:能|要|应该|也要|得)(?:理解|体谅|明白)[^,。!;、]{0,12}',
    'please (?:try to )?understand|(?:thank you|thanks) for (?:your )?understanding|you (?:must|should|have to|need to) understand(?: \\w+){0,6}',
  ),
  denied: before('不|没|没有|无法|难以|不太|不是|并不|怎么|如何', "not|n't|don't|can't|cannot|couldn't|never|hardly"),
};

/** Words of apology. Whether the apology says what for is for its author to point out, in words that stand in the text. */
export const APOLOGY: WordList = {
  words: phrases('抱歉|对不起|不好意思|致歉|道歉|歉意|赔不是|赔礼|过意不去|深感愧疚', "sorry|apologi[sz]e|apologi[sz]ing|apology|apologies|regret that|our regrets"),
  except: phrases(
    '(?:接受|等|要求|需要|向我们|跟我们)(?:您的)?道歉',
    'sorry to hear|(?:feel|feeling) sorry for (?:yourself|you)|sorry for yourself|better safe than sorry|you(?:\'ll| will) be sorry|make (?:a|an) sorry',
  ),
  denied: before(
    '不|没有?|无需|不用|不必|不会|不需要|没必要|别|拒绝|凭什么(?:要)?|为什么要',
    "not|n't|no|never|won't|don't|needn't|refuse to|no need to|nothing to|no reason to|not going to|will not|do not|why should we",
  ),
};

const ONCE_ASKED_ZH = '(?:如有|若有|如果您?(?:还|再)?有|有(?:任何|其他|其它|别的|什么|新的)|随时(?:联系|找|咨询|留言))';
const ONCE_ASKED_EN = '(?:if you (?:still |ever )?(?:have|need)|should you|feel free to)';

/** Asks the customer to wait. What we would do at once if they came again asks for no wait now. */
export const HOLD: WordList = {
  words: phrases(
    '稍等|稍候|请等|等一下|等一等|等一会|等会儿?|马上|尽快|尽早|查一下|查询一下|核实一下|看一下|问一下|一会儿|耐心等|请耐心|正在(?:为您)?(?:查|核实|处理)|稍后(?:给您|回复|联系|答复|处理)',
    "(?:one|a|just a|give me a) (?:moment|minute|second|sec)|please wait|hold on|hang on|bear with|let me (?:check|look|see|ask)|(?:will|i'll|we'll) (?:check|look into|get back)|look(?:ing)? into (?:it|this|that)|as soon as possible|asap|shortly|right away|very soon|get back to you|be patient",
  ),
  except: phrases(
    '(?:让|叫|麻烦|害)您(?:久等|等了)[^,。!;]{0,6}|(?:感谢|谢谢)(?:您的)?(?:耐心)?等待|(?<![帮为给替跟向])您(?:可以|能|方便)?(?:先)?(?:看一下|查一下|核实一下|问一下)|(?:麻烦|请|劳烦)您?(?:先|帮忙|再)?(?:看一下|查一下|核实一下|问一下|尽快|尽早)'
      + `|${ONCE_ASKED_ZH}[^。!?\\n]{0,30}(?:尽快|尽早|马上|稍后(?:回复|联系|答复|处理))`,
    'thank(?:s| you) for (?:waiting|bearing with|being patient|your patience)|please (?:check|look|see)|(?:could|can|would) you (?:please )?(?:check|look)'
      + `|${ONCE_ASKED_EN}[^.!?\\n]{0,80}(?:(?:will|i'll|we'll) (?:check|look into|get back)(?: to you)?(?: as soon as possible| shortly| right away)?|as soon as possible|asap|shortly|right away)`,
  ),
};

const NUMBER_ZH = '(?:\\d{1,3}(?:\\.\\d)?|[一二两三四五六七八九十]{1,3}|半|几)';
const DAY_EN = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const MONTH_EN = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\\w*';

/** Says a time: how long, which day, what o'clock. */
export const TIME: WordList = {
  words: phrases(
    `${NUMBER_ZH}个?半?(?:秒钟?|分钟|刻钟|小时|钟头|天|个?工作日|周|星期|个月)|(?:今|明|后)(?:天|日|早|晚)|[本这下]周|(?:周|星期|礼拜)[一二三四五六日天末]|\\d{1,2}月\\d{1,2}[日号]|\\d{1,2}[日号](?:前|之前|以前|上午|下午|晚)`
      + '|\\d{1,2}点(?!击|赞|评|开|名|\\d)|\\d{1,2}点[0-5]\\d(?!\\d)|\\d{1,2}时(?=前|之前|以前|左右|整)|[一二两三四五六七八九十]{1,3}点(?=前|之前|以前|半|钟|整|左右|给|联系|回|到|至)|每(?:天|小时|日)|上午|下午|傍晚|中午|今晚|下班前|\\d{1,2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}',
    `(?:\\d{1,3}|an?|one|two|three|four|five|six|seven|ten|half an?|a few|a couple of)(?: and a half)?[ -]?(?:working |business )?(?:minutes?|mins?|hours?|hrs?|days?|weeks?)|every (?:day|hour|morning|evening)|today|tonight|tomorrow|this (?:morning|afternoon|evening)|noon|midnight|next week`
      + `|(?:${DAY_EN})|(?:by|on|before|until) (?:the )?\\d{1,2}(?:st|nd|rd|th)?|${MONTH_EN} \\d{1,2}|\\d{1,2} ${MONTH_EN}|\\d{1,2}(?::\\d{2})? ?(?:am|pm|o'clock)|\\d{1,2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}`,
  ),
  // Names of rules and services, opening hours and greetings hold times that promise nothing; 晚一点 is no hour.
  except: phrases(
    '(?:7|七|15|十五|30|三十)天(?:无理由|包退|包换|保价|质保)|(?:24|二十四)小时(?:客服|在线|热线|服务)|(?:上午|中午|下午|傍晚)好|[早晚快慢多少好大小有这那稍差][一两]点'
      + '|(?:工作|营业|服务|上班)时间[^。!?\\n]{0,30}|(?:周|星期)一(?:到|至|~|-)(?:周|星期)?[五六日天][^。!?\\n]{0,20}',
    '(?:24|twenty-four)[ -]hours? (?:service|hotline|support|line)|\\d{1,2}[ -]day (?:return|refund|money)\\w*|(?:office|opening|business|working) hours[^.!?\\n]{0,40}|monday (?:to|through|-) (?:fri|satur|sun)day[^.!?\\n]{0,30}',
  ),
};

/** A word of ours that the customer is to get. With a time beside it they are left waiting for it, whether or not anybody asks them to. */
export const WORD_TO_COME: WordList = {
  words: phrases(
    '(?:给|向|跟|与|同)您(?:一?个)?(?:明确|准确|具体|最终)?的?(?:答复|回复|回音|回信|回电|回话|来电|去电|致电|(?:打个?)?电话|消息|反馈|结果|答案|说明)|(?:答复|回复|回电|联系|告知|告诉|通知|致电)(?:给)?您',
    "(?:will|[a-z]+'ll|going to) (?:\\w+ )?(?:call|phone|ring|email|e-mail|message|contact|update|answer|notify|tell|let) you|(?:will|[a-z]+'ll|going to) (?:reply|answer|write|report back|come back)|(?:you will|you'll) (?:hear|have (?:an|our) answer)",
  ),
};

/** In the same clause: it was given already, hangs on something that has not happened, or is for others to give. */
export const NOT_TO_COME = phrases(
  '已|刚[刚才]?|昨|曾|(?:[复信电话系诉知馈]|[复系诉知]您)[过了]|打[过了]|如果|如有|若|要是|一旦|(?:收到|签收|到货|到仓|入库|寄回)[^,]{0,6}后|随时|(?<!我.*)(?:快递|物流|配送|派[送件]|骑手|司机|师傅|平台|银行|厂家)|请您|麻烦您|没[有能]?|不(?!久|晚)',
  "if|once|when|after|unless|not|n't|never|(?<!\\b(?:i|we)\\b.*)(?:courier|carrier|driver|platform|bank|manufacturer|they)",
);

export const ASKING: WordList = {
  words: phrases('[?]|吗|对吧|是不是|是否|对不对|好不好|可以不|确认', '[?]|(?:right|correct|confirm|is that so|did i|have i)'),
};

export const SURVEY: WordList = {
  words: phrases('满意|评价|打分|评分|调查|反馈|评一?评', 'satisf\\w*|survey|rate|rating|score|feedback|how did we do'),
};

export const FAREWELL: WordList = {
  words: phrases('谢谢|感谢|再见|祝您|祝你|祝愿|随时(?:联系|找)|期待', '(?:thank|thanks|goodbye|bye|farewell|best (?:wishes|regards)|kind regards|take care|wish you|feel free to|reach us)'),
};
