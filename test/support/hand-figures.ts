import type { Parcel } from '../../api/parcels/schema.ts';

/**
 * What an investor works out with a pocket calculator from a parcel's record, as a Chinese page writes it. None of the
 * portal's own rules: 15 亩 are 10,000 m², sums in 万元, minima rounded up, what is left rounded to the nearest.
 */
export function handFigures({ offeredAreaM2, prices, admissions, limits, signupEnds }: Parcel) {
  const { start, deposit } = prices;
  const [admission] = admissions;
  const investment = admission?.indicators['fixed_invest_intensity'];
  const tax = admission?.indicators['tax_per_mu'];
  const ratio = limits['far'];
  if (start === null || deposit === null || !investment || !tax || !ratio || signupEnds === null)
    throw new Error('the parcel of the example states them all');
  const mu = (offeredAreaM2 * 15) / 10_000;
  const investmentWan = investment.value * mu;
  const taxWan = tax.value * mu;
  return {
    area: written(mu, 2),
    hectares: written(offeredAreaM2 / 10_000, 2),
    metres: written(offeredAreaM2, 0),
    startWan: written(start / 10_000, 4),
    perMu: `${written(start / 10_000 / mu, 1)} 万元/亩`,
    perMetre: `${written(start / offeredAreaM2, 0)} 元/m²`,
    depositWan: written(deposit / 10_000, 4),
    depositShare: `起始价的 ${written((deposit / start) * 100, 1)}%`,
    /** At a glance in 亿元 and whole 万元, on the parcel's own page to 0.01 万元. */
    investmentYi: `${written(Math.ceil(investmentWan / 100) / 100, 2)} 亿元`,
    investmentWan: `${written(Math.ceil(investmentWan * 100) / 100, 2)} 万元`,
    taxWholeWan: `${written(Math.ceil(taxWan), 0)} 万元`,
    taxWan: `${written(Math.ceil(taxWan * 100) / 100, 2)} 万元`,
    floorArea: [ratio.value, ratio.upper ?? 0].map((far) => written(far * offeredAreaM2, 0)).join('–'),
    daysLeft: String((chineseMidnight(new Date(signupEnds)) - chineseMidnight(new Date())) / 86_400_000),
  };
}

function written(value: number, decimals: number): string {
  return new Intl.NumberFormat('zh-CN', { maximumFractionDigits: decimals }).format(value);
}

/** Milliseconds of the day of an instant by the calendar of China, eight hours ahead of UTC. */
function chineseMidnight(instant: Date): number {
  const ahead = new Date(instant.getTime() + 8 * 3_600_000);
  return Date.UTC(ahead.getUTCFullYear(), ahead.getUTCMonth(), ahead.getUTCDate());
}
