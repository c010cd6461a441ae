/**
 * 谁 × 做什么 × 什么: promises told by their parts, so that another name of the same side, deed or thing is found as well. Those
 * whose 不 is the promise stand apart, as in `lint-patterns.ts`.
 */
const anyOf = (...words: string[]) => `(?:${words.join('|')})`;
/** Some words between two parts of one clause. */
const within = (most: number) => `[^,，。;；]{0,${most}}?`;

/** 甲方 and whoever acts for it: its companies, funds and boards. */
const promoter = anyOf(
  '甲方',
  '政府',
  '管委会',
  '园区',
  '开发区',
  '财政',
  '(?:平台|国有|国资|城投|产投|交投|建投|下属|所属|指定|关联|控股|全资)[\\u4e00-\\u9fff]{0,6}?公司',
  '(?:产业|引导|政府)基金',
);
const company = anyOf('乙方', '承诺人', '项目公司', '该企业', '该公司', '投资方', '本项目');
/** What somebody pays who takes land. */
const landMoney = anyOf(
  '竞买保证金',
  '投标保证金',
  '土地(?:出让)?(?:价款|款|金|成本|费用)',
  '出让(?:金|价款|价)',
  '地价款?',
  '购地(?:款|成本|费用)',
  '成交价款?',
  '契税',
);
const paysFor = anyOf(
  '代?缴纳?',
  '代?付',
  '支付',
  '承担',
  '负担',
  '分担',
  '垫付?',
  '补足',
  '补齐',
  '解决',
  '消化',
  '兜底',
);
/** What concerns the company's own paying, and pays nothing. */
const onlyHelps = '(?!(?:依法|依规)?(?:协助|督促|通知|提醒|监督|敦促|要求|代收|收取|退还))';
/** What the treasury keeps of taxes. */
const localTax = anyOf(
  '(?:县|区|市|镇|本|地方|乡镇)级?(?:财政)?(?:留存|留成|实得|所得|可得|分享|分成|可用)的?(?:税收?|税款|财力|收入|部分|增值税|企业所得税)',
  '(?:税收?|税款|增值税|所得税)的?(?:县|区|市|镇|本|地方)级?(?:留存|留成|实得|所得|可得|分享|分成)(?:部分)?',
);
const share =
  '(?:百分之[一二三四五六七八九十百点]+|[\\d.]+ ?%|[一二三四五六七八九十\\d.]+成|一半|半数|全部|全额)';
const gives = anyOf(
  '投入',
  '注入',
  '投资',
  '拨付',
  '拨给',
  '支付',
  '兑付',
  '出资',
  '入股',
  '奖',
  '补',
  '返',
  '扶持',
  '支持',
  '给予',
);
const otherBidders = anyOf(
  '(?:其他|其它|别的|第二|另外|另一|任何第三)[\\u4e00-\\u9fff]{0,3}?(?:竞买人|企业|公司|单位|客商|投资人|投资者|人|方|家)',
);
const bids = anyOf('报名', '参与', '参加', '竞买', '竞价', '竞标', '应价', '举牌', '竞争', '摘牌');
const assures = '(?<!不[^,，。;；]{0,4}|未[^,，。;；]{0,3}|无法|难以)(?:确保|保证|保障|承诺|负责|力保)';
const dealsWith = '(?:deal|negotiat|discuss|contract|talk|cooperat|work|sign|engag)\\w*';

const patternOf = (...parts: string[]) => new RegExp(parts.join(''), 'i');

/** Land money that the other side pays: 竞买保证金由甲方平台公司代为缴纳; 平台公司承担超出部分的土地款. */
export const paidForLand: readonly RegExp[] = [
  patternOf(landMoney, '[^。;；]{0,24}?', '由', within(6), promoter, onlyHelps, within(8), paysFor),
  patternOf(
    promoter,
    onlyHelps,
    within(4),
    anyOf('代', '替', '为', '帮'),
    within(6),
    paysFor,
    within(8),
    landMoney,
  ),
  patternOf(promoter, '(?:承担|负担|分担|垫付|补足|补齐|兜底|消化)', within(16), landMoney),
];

/** Taxes that come back as something else: 县级留存税收的八成，由甲方以产业基金名义投入乙方. */
export const givenOfTaxes: readonly RegExp[] = [
  patternOf(localTax, '[^。;；]{0,14}?', promoter, '[^。;；]{0,20}?', gives, within(8), company),
  patternOf('(?:税收?|税款|财力)(?:总额)?的?', share, '[^。;；]{0,24}?', gives, within(6), company),
];

/** 只与乙方: in English. */
export const dealtAlone: readonly RegExp[] = [
  patternOf(
    '\\b(?:party a|government|authority|committee)\\b[^.;]{0,40}\\b',
    dealsWith,
    '\\b[^.;]{0,12}\\b(?:solely|only|exclusively|alone)\\b[^.;]{0,4}\\bwith\\b',
  ),
  patternOf(
    '\\b(?:party a|government|authority|committee)\\b[^.;]{0,30}\\b(?:solely|only|exclusively)\\b ',
    dealsWith,
    '\\b[^.;]{0,12}\\bwith\\b',
  ),
];

/** 甲方确保无其他竞买人报名: the 无 is the promise. */
export const keptFromBidding: readonly RegExp[] = [
  patternOf(
    assures,
    within(10),
    '(?:没有|无|不(?:会|再|让|使|得|准)?(?:有|出现)?)',
    within(4),
    otherBidders,
    within(8),
    bids,
  ),
  patternOf(
    promoter,
    within(24),
    '(?<!不)不(?:得|再|会|应)?',
    within(8),
    '(?:与|向|同|和)',
    within(2),
    otherBidders,
    within(10),
    anyOf('洽谈', '商谈', '面谈', '协商', '谈判', '磋商', '签订', '签约', '接触', '推介', '招商', '合作'),
  ),
];
