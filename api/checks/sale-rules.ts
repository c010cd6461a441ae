import { formatMoney } from '../units/rules.ts';
import type { Finding } from '../imports/schema.ts';
import { plain } from './figures.ts';
import type { Check, CheckSubject } from './subject.ts';

/** 保证金 is no less than a fifth of the floor price (国土资发〔2010〕34 号, 一(四)), which is no more than the start price. */
const depositShare = 0.2;

/** Longest terms by first digits of the 2023 classification (城镇国有土地使用权出让和转让暂行条例 第十二条). */
const longestTerms = [
  { uses: /^07/, years: 70 },
  { uses: /^09/, years: 40 },
  { uses: /^/, years: 50 },
] as const;

export const saleChecks: Check[] = [
  { rules: ['deposit-low'], of: 'content', find: depositFindings },
  { rules: ['ceiling-below-start'], of: 'content', find: ceilingFindings },
  { rules: ['term-too-long'], of: 'content', find: termFindings },
];

function depositFindings({ content: { fields } }: CheckSubject): Finding[] {
  const { startPriceYuan, depositYuan } = fields;
  if (startPriceYuan === undefined || depositYuan === undefined || startPriceYuan === 0) return [];
  const share = depositYuan / startPriceYuan;
  if (share >= depositShare) return [];
  return [
    {
      rule: 'deposit-low',
      severity: 'warning',
      field: '保证金',
      path: 'fields.depositYuan',
      values: { depositYuan, percent: share * 100, limitPercent: depositShare * 100 },
      message: `保证金 ${money(depositYuan)} 是起始价的 ${plain(share * 100)} %，低于 ${depositShare * 100} %。`,
      remedy: '核对保证金：不得低于出让最低价的 20 %。',
    },
  ];
}

function ceilingFindings({ content: { fields } }: CheckSubject): Finding[] {
  const { startPriceYuan, ceilingPriceYuan } = fields;
  if (startPriceYuan === undefined || ceilingPriceYuan === undefined) return [];
  if (ceilingPriceYuan >= startPriceYuan) return [];
  return [
    {
      rule: 'ceiling-below-start',
      severity: 'error',
      field: '最高限价',
      path: 'fields.ceilingPriceYuan',
      values: { ceilingYuan: ceilingPriceYuan, startYuan: startPriceYuan },
      message: `最高限价 ${money(ceilingPriceYuan)} 低于起始价 ${money(startPriceYuan)}。`,
      remedy: '核对两个价格及其单位。',
    },
  ];
}

function termFindings({ content: { fields } }: CheckSubject): Finding[] {
  const { termYears, useCode } = fields;
  const longest = longestTerms.find(({ uses }) => uses.test(useCode ?? ''))?.years;
  if (termYears === undefined || longest === undefined || termYears <= longest) return [];
  return [
    {
      rule: 'term-too-long',
      severity: 'error',
      field: '出让年限',
      path: 'fields.termYears',
      values: { years: termYears, limitYears: longest },
      message: `出让年限 ${termYears} 年，超过该用途的法定最高年限 ${longest} 年。`,
      remedy: `改为 ${longest} 年或以下，或核对用途。`,
    },
  ];
}

function money(yuan: number): string {
  const { value, unit } = formatMoney(yuan, { locale: 'zh-CN' });
  return `${value} ${unit}`;
}
