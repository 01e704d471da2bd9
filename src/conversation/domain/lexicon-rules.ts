import { before, phrases, type WordList } from './word-list.js';

// What an agent's text should not say. Each list has the phrases that made it cry wolf beside it; add to both when a rule is reviewed.

const NOT_ZH = '不能|无法|不敢|没法|没办法|不可能|不会|不|并非|不是|很难|难以|未必|不一定|没有|没|不用|无需|不必|请勿|切勿|别|谨防|勿|禁止|不得|不需要|不要求您?|不会要求您?';
const NOT_EN = "not|cannot|can't|won't|don't|doesn't|didn't|isn't|never|no|without|unable to|not able to|n't|do not need to|need not|no need to|nobody can|no one can|never ask you (?:to|for)|never ask for";

export const ABSOLUTE: WordList = {
  words: phrases('肯定|保证|绝对|百分之?百|100%|一定(?!要|得|程度|的(?:时间|影响|误差|色差|差异|帮助))|必定|包您|铁定', "guarantee[sd]?|definitely|absolutely|100%|certainly will|for sure|without fail|no doubt|promise you that"),
  except: phrases(
    '保证[金书]|绝对值|(?:您|你|顾客|客户|大家)(?:对[^,。]{0,8})?的肯定|(?:感谢|谢谢|得到|获得|收到)[^,。]{0,10}肯定|肯定[和与](?:支持|鼓励|信任)|不一定|说不定|肯定(?:让|给|是)您(?:着急|添|造成)|您(?:一定|肯定)(?:很|特别|非常|着急|生气|等|觉得|是)',
    'money[ -]back guarantee|guarantee (?:card|period|terms?|certificate)|under guarantee|absolutely (?:right|understand|understandable|agree|sorry|unacceptable)|you (?:are|were) definitely|(?:you|that) (?:must|would) (?:definitely|certainly)',
  ),
  denied: before(NOT_ZH, NOT_EN),
};

/** What an absolute word must never be said about: carriers, arrival, the outcome of a refund. */
export const OUTCOME: WordList = {
  words: phrases(
    '快递|物流|运输|派送|配送|包裹|送达|送到|到货|准时|按时到|不会(?:丢|坏|破|晚|迟|延误)|不(?:丢|坏|破|晚点|延误)|退款(?:成功|下来|能)|能退|退到|到账|审核通过|平台(?:会|能)|赔付|赔到',
    'courier|carrier|parcel|package|shipment|deliver\\w*|arriv\\w*|on time|refund(?:ed)?|approv\\w*|lost|damaged|late',
  ),
};

/** What we ourselves will do; with a time beside it, a firm word is a promise we can be held to, and a good one. */
export const OUR_DEED: WordList = {
  words: phrases(
    '回复|答复|联系您|给您(?:回电|电话|结果|答案)|回电|致电|处理|跟进|寄出|发出|补发|发货|核实|告知|通知您|提交|登记',
    "(?:reply|answer|call|contact|write|get back|come back|update|send|ship|dispatch|process|submit|let you know|tell you|check)(?:ed|ing)?",
  ),
};

export const SUPERLATIVE: WordList = {
  words: phrases(
    '国家级|世界级|全球级|最高级|最佳|最好的|(?:质量|品质|服务|面料|效果|价格|做工)(?:都?是|也)?最好|最优|最低价|最便宜|最大|最强|最先进|最顶级|第一(?:品牌|名牌|选择|家|大)|全网(?:最低|第一|最优)|销量第一|排名第一|no\\.?1|顶级|极品|极致|独一无二|史无前例|绝无仅有|万能|首选|王牌|无敌',
    'the best (?:quality|price|product|brand|seller|shop|store|service|in|on)|best in the world|number one|no\\. ?1|world[ -]class|unbeatable|unrivalled|unrivaled|(?:the )?cheapest|(?:the )?lowest prices?|second to none|the finest|perfect quality',
  ),
  except: phrases(
    '最好的(?:办法|方法|方式|结果|解决|时间|洗法)|最大(?:的)?(?:努力|程度|限度|诚意|尽|可能)|(?:尽|以)[^,。]{0,6}最大|最佳(?:方案|处理|解决|办法|联系|时间|方式)|排名第一[位页]?的?(?:原因|理由)|(?:顶级|首选)(?:域名|项|语言|联系)',
    'number one (?:cause|reason|priority)|the best (?:in|on) (?:your|our) (?:case|side)',
  ),
  denied: before(NOT_ZH, NOT_EN),
};

export const BLAME: WordList = {
  words: phrases(
    '(?:你|您)?(?:自己)(?:没|不|没有)(?:仔细|好好|认真)?(?:看|读|注意|确认|检查|量)|(?:你|您)(?:都|就|也|怎么|为什么|干嘛|为啥)?(?:没|不|没有)(?:仔细|好好|认真|先)(?:看|读|检查|确认)|(?:你|您)[^,。!?]{0,10}没(?:有)?(?:仔细|好好|认真)(?:看|读|检查|确认|量)|谁(?:让|叫)(?:你|您)|明明(?:写|说|标|告诉|提醒)'
      + '|(?:是|都是|还不是|就是|属于)(?:你|您)(?:自己|本人|个人)?的?(?:问题|错|责任|原因|失误)|(?:你|您)(?:自己)?(?:弄|搞|摔|用|洗|穿)(?:坏|破|丢|脏)(?:了|的)|怪(?:你|您)(?:自己)?|(?:你|您)怎么(?:不|没|不早)|(?:早|已经|不是)(?:就)?(?:告诉|说|提醒)过(?:你|您)'
      + '|说了(?:多少|好几|几)(?:遍|次)|(?:你|您)(?:是)?(?:听|看)不懂|(?:你|您)活该|自作自受|(?:你|您)自找的|只能怪|(?:你|您)的(?:疏忽|大意|粗心)',
    "(?:it(?:'s| is| was)|this is|that(?:'s| is)|entirely|all) your (?:own )?(?:fault|mistake|problem|responsibility|error)|your own (?:fault|mistake|carelessness)|you should(?: have|'ve) (?:\\w+ )?(?:read|checked|known|measured|looked|told|asked|noticed)|you (?:clearly |obviously |just |simply )?(?:didn't|did not|never|failed to|forgot to) (?:even )?(?:read|check|look|measure|follow|bother|pay attention)"
      + "|(?:as|like) (?:i|we) (?:already|clearly) (?:told|said|explained|mentioned)|clearly (?:stated|written|said|says|shown)|who (?:told|asked) you to|why didn't you|you (?:broke|damaged|ruined|lost) (?:it|the|your)|you have only yourself|blame yourself|you(?:'re| are) (?:to blame|wrong|the one who)|what did you expect",
  ),
  except: phrases(
    '(?:麻烦|请|劳烦|辛苦)(?:您|你)自己[^,。]{0,12}|(?:怎么|哪)(?:能|会|敢)怪(?:你|您)|(?:不|没)(?:会|能|是)?(?:怪|责怪)(?:你|您)(?:自己)?',
    "(?:not|isn't|is not|wasn't|in no way|never) (?:\\w+ )?your (?:own )?(?:fault|mistake|problem)|if you (?:didn't|did not) (?:\\w+ )?(?:read|check|look|measure)",
  ),
  denied: before('不|并不|不全|不会|不能|没有?说?|并非|绝不|绝非|如果|若|要是', "not|isn't|wasn't|is not|was not|never|n't"),
};

export const HONORIFIC: WordList = {
  words: phrases('你', ''),
  except: phrases('你好|迷你|“[^”]*”|「[^」]*」|『[^』]*』|"[^"\\n]*"|《[^》]*》', ''),
};

export const NO_STOCK: WordList = {
  words: phrases('已?无货|没有?货了?|卖完了?|卖光了?|断货|售罄|缺货', 'out of stock|sold out|no stock|not in stock|none left'),
  except: phrases(
    '(?:暂时|目前|现在|当前|眼下|暂)(?:是|都|还)?(?:无货|没有?货|缺货|断货|售罄|卖完)了?|有没有?货|没有?货(?:不对板|运|号|款)|收没收到货|(?:没有?|未)(?:收到|拿到)货|没货(?:的话|时)',
    '(?:temporarily|currently|presently|for now|at the moment)(?: \\w+)? (?:out of stock|sold out)|out of stock (?:at the moment|for now|right now|until|temporarily)|(?:if|when|whether) (?:\\w+ ){0,3}(?:out of stock|sold out)',
  ),
};

export const OFF_PLATFORM: WordList = {
  words: phrases(
    '微信|微\\s*信号?|加(?:我|个)?(?:好友|微|v)|v信|vx|薇信|威信号|qq|扣扣|企鹅号|银行卡(?:号|账号)|(?:银行|收款|私人|个人)(?:账号|账户|卡号)|支付宝(?:账号|账户|号)|加我|私下|线下(?:交易|转账|付款|退款)|(?:直接|单独)(?:转账|打款)给?|离开平台|不走平台|站外',
    "we ?chat|whats ?app|telegram|vx|qq|(?:bank|card|debit card|credit card) (?:account |card )?number|iban|add me(?: on)?|my private (?:number|account)|outside (?:of )?(?:the |this )?(?:platform|shop|site|app)|off(?: the)?[ -]platform|venmo|cash ?app|pay me directly|transfer (?:it |the money )?(?:directly )?to my",
  ),
  except: phrases(
    '微信(?:支付|零钱|付款|退款|原路|钱包)|(?:冒充|自称|以)[^,。]{0,12}(?:微信|qq|银行卡)|(?:不会|不要|请勿|切勿|谨防|别|不得|从不|无需|不需要)[^,。]{0,14}(?:微信|qq|银行卡号?|加好友|转账|私下|线下交易|账号|站外|加我)',
    "we ?chat pay|(?:never|not|don't|won't)(?: \\w+){0,6} (?:we ?chat|whats ?app|telegram|qq|(?:bank|card) (?:account |card )?number|iban|outside (?:of )?(?:the |this )?(?:platform|shop|site|app))",
  ),
};

export const PRAISE_SOUGHT: WordList = {
  words: phrases(
    '好评(?:返|有礼|送|有奖|奖励|截图|领)[^,。]{0,6}|(?:返现|红包|优惠券|小礼品|奖励)[^。]{0,10}(?:好评|五星|5星)|(?:好评|五星|5星|晒图)[^。]{0,14}(?:返现|返您?\\d|返\\d|红包|优惠券|礼品|奖励|现金|返钱)|(?:改|修改|更改|删|删除|撤|撤销|撤回|去掉)(?:一下|掉|成|为|了)?(?:您的|你的|那条|这条|该|下)?(?:中|差|好)?评(?:价|论)?|(?:差|中)评[^,。]{0,4}(?:删|改|撤|去掉|取消)|(?:给|打|送|来|留)(?:我们|我|咱们|店铺)?(?:一?个|一下)?(?:五星|5星|全五星)?好评',
    "(?:change|edit|remove|delete|update|revise|take down|withdraw|reconsider) (?:your|the|that|this) (?:\\w+ )?(?:review|rating|comment|feedback)|(?:leave|give|write|post)(?: us| me)? (?:a |an )?(?:good|positive|nice|great|5[ -]star|five[ -]star) (?:review|rating|feedback|comment)|(?:coupon|refund|cash|gift|reward|discount|voucher)[^.!?]{0,40}(?:for|after|if)[^.!?]{0,30}(?:good|positive|5[ -]star|five[ -]star)[^.!?]{0,10}(?:review|rating)|(?:good|positive|5[ -]star|five[ -]star) (?:review|rating)[^.!?]{0,40}(?:coupon|refund|cash|gift|reward|discount|voucher)",
  ),
  except: phrases(
    '(?:不|无需|不用|不必|不会|不能|无法|没有权限)[^,。]{0,10}(?:改|修改|更改|删|删除|撤)[^,。]{0,8}评(?:价|论)?|(?:不影响|无论|与)[^,。]{0,8}(?:好评|评价)',
    "(?:no need to|need not|not|don't|never|won't|can't|cannot)(?: \\w+){0,4} (?:change|edit|remove|delete|update|revise|withdraw)(?: \\w+){1,3}",
  ),
  denied: before('不|不会|无需|不用|不必|不需要|请勿', NOT_EN),
};

export const INSULT: WordList = {
  words: phrases(
    '傻[逼叉子瓜]|煞笔|沙比|蠢|白痴|弱智|脑残|神经病|(?:你|您|脑子)(?:是不是|真是?|才)?有病|去死|滚(?!筒|动|轮|烫|水|边|刷|球|梯|轴|条)|不要脸|骗子|无赖|泼妇|贱人|人渣|废物|穷鬼|妈的|他妈|操你|无理取闹|胡搅蛮缠|你(?:给我)?等着(?!我们|收)|走着瞧|(?:别怪|休怪)(?:我|我们)|(?:知道|有)(?:你|您)(?:家)?(?:住哪|的?地址|家在哪)|(?:找人|派人)[^,。]{0,4}(?:你|您|收拾|教训)|(?:曝光|人肉|收拾|教训|弄死|打)你|(?:告|起诉|举报)(?:你|您)(?!的权利)|让你(?:好看|后悔)|敲诈|讹(?:人|我们|钱)',
    "idiots?|stupid|morons?|dumb|imbeciles?|fools?|retard\\w*|shut up|get lost|go to hell|screw you|f[u*]+ck\\w*|shit\\w*|bitch\\w*|bastards?|assholes?|liars?|scammers?|pathetic|ridiculous (?:customer|person|demand)|we know where you live|i know where you live|you(?:'ll| will) (?:regret|pay for) (?:this|it)|(?:we|i)(?:'ll| will) (?:sue|expose|report) you|you(?:'ll| will) be sorry|watch your(?:self| back)|or else",
  ),
  except: phrases(
    '傻瓜(?:式|相机|操作)|(?:摇|翻|压|打)滚|滚滚|(?:不是|并非|谨防|防止|冒充|遇到|当心|警惕)[^,。]{0,8}骗子|骗子(?:短信|电话|网站|冒充)|(?:您|你)有权[^,。]{0,8}(?:起诉|举报|投诉)|打你(?:的)?电话',
    "(?:our|my|a|such a|this) (?:\\w+ )?(?:stupid|dumb) (?:mistake|error|slip|bug)|(?:don't|not|never|no) (?:\\w+ ){0,3}(?:stupid|dumb|idiot|fool|liar)|fool-?proof|no one is (?:a )?(?:liar|fool)",
  ),
  denied: before('不是|并非|绝不|不会|不|没有', NOT_EN),
};

const PREFERENCE_ZH = '不想要|不喜欢|七天无理由|7天无理由|无理由|拍错|拍多|其他|其它|个人|我不';
export const REASON_STEERED: WordList = {
  words: phrases(
    `(?:改|换|更改|修改|改一下|换一下|改成|换成|改为|调整)(?:一下|成|为|个)?(?:您的|你的|一下)?(?:退款|退货|售后|申请|换货)(?:的)?(?:原因|理由|类型)|(?:原因|理由)(?:请|麻烦|帮忙|您|你|就|可以|那里|那边|栏|处)*(?:选|改|换|填|写|勾)(?:择|选|成|为|一下|个)*[^,。]{0,4}(?:${PREFERENCE_ZH})|(?:选|填|写|勾选|选择)(?:择|成|为)?[“"「]?(?:${PREFERENCE_ZH})[^,。]{0,10}(?:原因|理由|就能退|才能退|退款快|退得快|退货)|(?:重新|再)(?:申请|提交)[^。]{0,12}(?:选|改|换|填)(?:择|成|为)?[“"「]?(?:${PREFERENCE_ZH})`,
    "(?:change|switch|edit|amend|modify|update) (?:your |the )?(?:refund |return |claim )?reason|(?:select|choose|pick|put|set|give|enter|use) ['\"“]?(?:no longer (?:needed|wanted)|changed (?:my|your) mind|ordered by mistake|don't want it|not wanted|other)['\"”]?(?: \\w+){0,4} reason|reason (?:to|as|should be|field to) ['\"“]?(?:no longer|changed|ordered by mistake|not wanted|don't want|other)",
  ),
  except: phrases(
    '(?:不|无需|不用|不必|不会|不能|请勿|切勿)[^,。]{0,8}(?:改|换|更改|修改|调整)[^,。]{0,8}(?:原因|理由)|(?:按|据|如)实[^,。]{0,8}(?:选|填|写)[^,。]{0,8}',
    "(?:no need to|need not|not|don't|never|won't|can't|cannot)(?: \\w+){0,3} (?:change|switch|edit|amend|modify|update)(?: \\w+){1,4}",
  ),
  denied: before('不|无需|不用|不必|不需要|请勿|切勿', NOT_EN),
};

/** A whole message of nothing but this, repeated or not. */
export const FILLER = /^(?:[哦噢喔恩嗯额呃啊哈唉诶好在行是对]+|ok(?:ay)?|k|h+m+|u+h+|oh|yes|yep|yeah|sure)$/u;
