/**
 * 谁 × 做什么 × 什么: promises told by their parts, so that another name of the same side, deed or thing is found as well. Those
 * whose 不 is the promise stand apart, as in `lint-patterns.ts`.
 */
import {
  anyOf,
  within,
  withoutDenial,
  promoter,
  company,
  landMoney,
  share,
  otherBidders,
  bids,
  inEnglish,
  patternOf,
} from './lint-parts.ts';

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
const assures = '(?<!不[^,，。;；]{0,4}|未[^,，。;；]{0,3}|无法|难以)(?:确保|保证|保障|承诺|负责|力保)';
const dealsWith = '(?:deal|negotiat|discuss|contract|talk|cooperat|work|sign|engag)\\w*';

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

/** Taxes and what the treasury has of them, as a measure of something else. */
const taxPaid = anyOf(
  '(?:入库|实缴|实纳|(?:实际)?(?:缴纳|上缴))的?(?:各项)?税(?:收|款|金|额)',
  '税(?:收|款|金)',
  '(?:个人|企业)?所得税',
  '增值税',
  '(?:财政|地方|经济|税收)[^,，。;；]{0,8}?贡献',
);
const measures = '(?:按照?|以|依照?|依据|根据|参照|就)';
const partOf = `(?:总?额|金额|数额|度)?(?:的|之|为)?(?:${share}|上限|限|基数|依据|基准|标准)?`;
const grants = anyOf('发放', '兑现', '兑付', '拨付', '拨给', '给予', '奖励', '奖补', '补贴', '补助', '扶持');
const granted = anyOf('资金', '补助', '补贴', '奖', '津贴', '扶持', '支持');

/** Whatever it is called, its measure is the tax paid: 按其个人所得税额发放人才津贴; 以财政贡献为上限，甲方兑现研发补助. */
export const measuredByTax: readonly RegExp[] = [
  patternOf(measures, within(14), taxPaid, partOf, '[^。;；后]{0,10}?', grants, within(12), granted),
  /\b(?:pay|grant|give|provide|offer|award)\w*\b[^.;]{0,16}\b(?:subsid|grant|reward|incentive|bonus)\w*\b[^.;]{0,30}\b(?:equal to|equivalent to|based on|in proportion to|linked to|up to)\b[^.;]{0,40}\b(?:vat|tax(?:es)?)\b/i,
];

/** Whatever it is called, its measure is the price of the land: 按成交价的30%拨付产业扶持资金. */
export const measuredByPrice: readonly RegExp[] = [
  patternOf(promoter, within(8), measures, within(12), landMoney, '(?:的|之)?', share, within(8), grants),
  patternOf(
    landMoney,
    within(4),
    '(?:超过|超出|高于|超)',
    within(14),
    '部分[^。;；]{0,8}?',
    promoter,
    within(24),
    grants,
  ),
];

/** Land by the mu with its price, from a side that has none to sell: 提供工业用地约100亩，价格12万元/亩. */
export const pricedLand: readonly RegExp[] = [
  patternOf(
    promoter,
    within(8),
    anyOf('向', '为', '给'),
    company,
    within(4),
    anyOf('提供', '供应', '供给', '安排', '落实'),
    within(8),
    '(?:用地|土地|地块|宗地)(?:约|共|计|不少于)?[\\d.一二三四五六七八九十百千]+ ?亩',
    '[^。;；]{0,10}?(?:价格|单价|地价|价款)[^,，。;；]{0,6}?[\\d.一二三四五六七八九十百千]+ ?万?元',
  ),
];

const asBidder = '(?:参与|参加)?[^,，。;；]{0,2}?(?:竞买|竞价|竞标|报名|应价|举牌|摘牌|挂牌|拍卖)';

/** Others are kept away without a denial: 该地块仅接受乙方报名; 协调其他意向企业退出竞买. */
export const leftAlone: readonly RegExp[] = [
  patternOf('[仅只](?:限|能)?(?:接受|受理|接纳|允许|准许)', company, within(4), bids),
  patternOf(
    promoter,
    within(10),
    anyOf('协调', '劝说', '说服', '动员', '要求', '促使', '安排', '商请', '引导', '确保', '保证', '使', '让'),
    within(6),
    otherBidders,
    within(4),
    anyOf('退出', '放弃', '撤回', '撤销'),
    asBidder,
  ),
  patternOf(inEnglish.company, '[^.;]{0,6}\\b(?:shall|will) (?:be|remain) the (?:only|sole|single) bidder'),
];

/** 预留: in English. */
export const keptForOne: readonly RegExp[] = [
  patternOf(
    inEnglish.promoter,
    '[^.;]{0,16}\\b(?:shall|will|must|agrees? to|undertakes? to) (?:reserve|hold|keep|earmark|set aside)\\b',
    '[^.;]{0,12}\\b(?:parcel|plot|land|site)\\b[^.;]{0,12}\\bfor ',
    inEnglish.company,
  ),
  patternOf(
    '\\b(?:parcel|plot|land|site) (?:shall|will) be (?:reserved|held|kept|earmarked|set aside) for ',
    inEnglish.company,
  ),
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
  patternOf(
    promoter,
    withoutDenial(16),
    '不(?:再|得|会|应|予)?(?:引进|引入|招引|引荐|接纳|批准)',
    within(6),
    '(?:同行业|同行|同业|同类|同质|相同|类似|竞争性?)[\\u4e00-\\u9fff]{0,4}?(?:企业|项目|公司|厂商|客商)',
  ),
  patternOf(
    promoter,
    withoutDenial(12),
    '不(?:再|得|会|应|予)?(?:将|把)',
    within(8),
    '(?:地块|宗地|土地|用地)',
    within(4),
    anyOf('推荐', '推介', '介绍', '引荐', '推送', '出让', '提供'),
    '[给向予至]?',
    within(2),
    anyOf('其他', '其它', '他人', '别人', '第三人', '第三方', '任何人', '另一'),
  ),
  patternOf(
    promoter,
    withoutDenial(4),
    anyOf('帮助', '协助', '支持', '确保', '保证', '助'),
    company,
    withoutDenial(8),
    '(?:竞得|摘牌|取得|获得|拿到)[^。;；]{0,14}?',
    otherBidders,
    within(2),
    '不(?:再|得|会|应)?',
    asBidder,
  ),
  patternOf(
    otherBidders,
    '不(?:再|得|会|能)',
    asBidder,
    '[^。;；]{0,4}?由?',
    promoter,
    '(?:负责|协调|确保|保证|落实)',
  ),
];
