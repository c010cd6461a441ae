/** 谁, 什么: the words that `lint-tables.ts` puts together. */
export const anyOf = (...words: string[]) => `(?:${words.join('|')})`;

/** Some words between two parts of one clause. */
export const within = (most: number) => `[^,，。;；]{0,${most}}?`;

/** The same where a 不 would turn the next one round. */
export const withoutDenial = (most: number) => `[^,，。;；不]{0,${most}}?`;

/** 甲方 and whoever acts for it: its companies, funds and boards. */
export const promoter = anyOf(
  '甲方',
  '政府',
  '管委会',
  '园区',
  '开发区',
  '财政',
  '(?:平台|国有|国资|城投|产投|交投|建投|下属|所属|指定|关联|控股|全资)[\\u4e00-\\u9fff]{0,6}?公司',
  '(?:产业|引导|政府)基金',
);

export const company = anyOf('乙方', '承诺人', '项目公司', '该企业', '该公司', '投资方', '本项目');

/** What somebody pays who takes land. */
export const landMoney = anyOf(
  '竞买保证金',
  '投标保证金',
  '土地(?:出让)?(?:价款|款|金|成本|费用)',
  '出让(?:金|价款|价)',
  '地价款?',
  '购地(?:款|成本|费用)',
  '成交价款?',
  '契税',
);

export const share =
  '(?:百分之[一二三四五六七八九十百点]+|[\\d.]+ ?%|[一二三四五六七八九十\\d.]+成|一半|半数|全部|全额)';

export const otherBidders = anyOf(
  '(?:其他|其它|别的|第二|另外|另一|任何第三)[\\u4e00-\\u9fff]{0,3}?(?:竞买人|企业|公司|单位|客商|投资人|投资者|人|方|家)',
);

export const bids = anyOf('报名', '参与', '参加', '竞买', '竞价', '竞标', '应价', '举牌', '竞争', '摘牌');

export const inEnglish = {
  promoter: '\\b(?:party a|government|authority|committee)\\b',
  company: '\\b(?:party b|the company|the investor)\\b',
};

export const patternOf = (...parts: string[]) => new RegExp(parts.join(''), 'i');
