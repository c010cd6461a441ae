import type { CityPack } from '../../api/city/schema.ts';
import type { Inputs, ParcelInput } from './inputs.ts';

/** 亩 of an area in m²: 15 亩 are one hectare. */
export function muOf(areaM2: number): number {
  return (areaM2 * 3) / 2000;
}

/** 起始价 and 保证金 (20 %) in whole 万元; the start price in steps of ten so that the deposit is whole too. */
export function pricesOf({
  offeredAreaM2,
  startPriceWanPerMu,
}: ParcelInput): { start: number; deposit: number } | null {
  if (startPriceWanPerMu === null) return null;
  const start = Math.round((startPriceWanPerMu * muOf(Number(offeredAreaM2))) / 10) * 10;
  return { start, deposit: start / 5 };
}

// What a site asks more or less than the guide tells fully on money per 亩, and hardly on what an industry can do at all.
const mildShare = 0.4;
const fullKeys = ['fixed_invest_intensity', 'tax_per_mu', 'value_added_per_mu'];
/** Investment intensity is asked in steps of so many 万元/亩. */
const investmentStep = 5;

/** One admission row: the industry's guide values as this parcel asks them, in the order of the pack's indicators. */
export function indicatorValues(
  input: ParcelInput,
  industry: string,
  { pack, inputs }: { pack: CityPack; inputs: Inputs },
) {
  const guide = inputs.guides.find(({ code }) => code === industry);
  if (guide === undefined) throw new Error(`${input.code}: no guide values for industry ${industry}`);
  return pack.indicators.map(({ key, decimals }, index) => {
    const demand = fullKeys.includes(key) ? input.demand : 1 + mildShare * (input.demand - 1);
    const value = (guide.values[index] ?? 0) * demand;
    if (key === 'fixed_invest_intensity') return Math.round(value / investmentStep) * investmentStep;
    return Number(value.toFixed(decimals));
  });
}

/** Capacities that grow with the parcel: kVA per 亩 of supply, m³ of water a day per 亩. */
const demandPerMu = { powerKva: 95, waterM3: 26 };

/** 供电 and 供水 in whole thousands of kVA and hundreds of m³ a day. */
export function sizedCapacities(areaM2: number): {
  power: [zh: string, en: string];
  water: [zh: string, en: string];
} {
  const kva = (Math.ceil((muOf(areaM2) * demandPerMu.powerKva) / 1000) * 1000).toLocaleString('en-US');
  const m3 = (Math.ceil((muOf(areaM2) * demandPerMu.waterM3) / 100) * 100).toLocaleString('en-US');
  return {
    power: [`${kva} kVA，10 kV 双回路`, `${kva} kVA, two 10 kV feeds`],
    water: [`${m3} m³/d，DN300`, `${m3} m³/d, DN300`],
  };
}
