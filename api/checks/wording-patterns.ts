/** What a sentence must not promise, each with the ways people write it. Written for text without blanks between Han. */
export type Promised = { rule: string; promises: string; law: string; patterns: RegExp[] };

const tax =
  '(?:税收|税款|税金|所得税|增值税|土地使用税|房产税|契税|地方留存|地方贡献|财政贡献|纳税额?|tax(?:es)?)';
const landPrice = '(?:土地款|出让金|出让价款|土地价款|地价款?|土地成本)';
const cost = '(?:设备|投资额?|电费|水费|租金|房租|厂房|贷款|利息|装修|物流)';
const given = '(?:返还|奖返|返补|全返|退还|退返|返给|返利|奖励|奖补|补贴|补助|减免|免征|减半|优惠|兑现)';

const fairness = '公平竞争审查条例第十条';
const admission = '公平竞争审查条例第八条';
const sale = '招标拍卖挂牌出让国有建设用地使用权规定';

/** 公平竞争审查条例 (国务院令第 783 号), and the rule that land is sold only by tender, auction or listing. */
export const promisedWordings: readonly Promised[] = [
  {
    rule: 'wording-tax',
    promises: '税收返还或优惠',
    law: fairness,
    patterns: [
      new RegExp(`${tax}[^，。]{0,12}?${given}`, 'i'),
      new RegExp(`(?:返还|奖返|全返|退还|减免|免征|补贴)[^，。]{0,10}?${tax}`, 'i'),
      /先征后(?:返|奖|补)/,
      /(?:返|(?<!出口)退|免|减|让)税(?!务)|零税负|税负?(?:为)?零|(?:税收|税负)(?:全免|洼地)/,
      /[一二两三四五六七八九十\d]免[一二两三四五六七八九十\d]减半/,
      /\btax (?:refund|rebate|holiday|exemption|break|return|credit|relief)s?\b/i,
      /\b(?:refund|rebate|reimburse|return|waive)(?:s|d|ed|ing|ment)?\b[^.;]{0,40}\btax(?:es)?\b/i,
      /\btax(?:es)?\b[^.;]{0,30}\b(?:refunded|rebated|reimbursed|returned|waived)\b/i,
    ],
  },
  {
    rule: 'wording-rebate',
    promises: '土地价款返还或选择性补贴',
    law: fairness,
    patterns: [
      new RegExp(`${landPrice}[^，。]{0,12}?${given}`),
      new RegExp(`(?:返还|退还|减免|补贴|奖励)[^，。]{0,8}?${landPrice}`),
      new RegExp(`${cost}[^，。]{0,10}?(?:返还|全额补贴|补贴|奖补|奖励|减免|减半)`),
      /零地价|一企一策|一事一议|量身定制/,
      /(?<!\btax )\b(?:rebate|cash ?back|kickback)s?\b/i,
      /\bfree land\b|\bland (?:price|cost) (?:discount|refund|reduction|subsid(?:y|ies))\b/i,
      /\b(?:rent|equipment|electricity|power|investment) subsid(?:y|ies)\b/i,
    ],
  },
  {
    rule: 'wording-exclusive',
    promises: '独家或限定经营者',
    law: admission,
    patterns: [
      /独家|排他|独占|垄断经营|专营权?|唯一(?:供应|经营|投资|合作|意向)/,
      /(?:仅限|只限|限于|只面向|仅面向|只允许)[^，。]{0,10}?(?:企业|公司|集团|投资人|投资者)/,
      /指定(?:企业|公司|供应商|经营者|投资人)/,
      /\bexclusiv(?:e|ely|ity)\b(?! of\b)/i,
      /\bsole (?:supplier|operator|investor|bidder|right)s?\b/i,
      /\bonly (?:local|designated) (?:companies|enterprises|firms|investors)\b/i,
    ],
  },
  {
    rule: 'wording-allotment',
    promises: '预留或内定供地',
    law: sale,
    patterns: [
      /(?:为|给)[^，。]{1,24}?(?:预留|保留|锁定|留用)/,
      /预留给|预留地块|锁定(?:该|本|此)?(?:地块|土地|宗地)|内定|定向(?:出让|供地|供应|挂牌)/,
      /(?:保证|确保|承诺(?!人|书|制)|包)[^，。]{0,6}?(?:供地|拿地|竞得|摘牌|取得(?:土地|地块|使用权)|中标)/,
      /预订|预定|认购/,
      /\b(?:reserved|earmarked|set aside|allotted|allocated) (?:for|to)\b(?! (?:future|roads?|green|public|utilit|expansion|pipe|drain|parking|landscap))/i,
      /\bguarantee(?:d|s)?\b[^.;]{0,30}\b(?:land|plot|parcel|award|win)\b/i,
    ],
  },
];
