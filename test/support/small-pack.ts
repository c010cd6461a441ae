import type { BatchOptions } from '../../api/imports/batch.ts';
import { jinhuaExtent } from './survey-files.ts';

const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const unit = (zh: string) => ({ 'zh-CN': zh, en: zh, enFactor: 1 });
const indicator = {
  operator: '>=',
  phase: 'annual',
  decimals: 1,
  basic: true,
  breaks: null,
  perMu: null,
  synonyms: [] as string[],
} as const;
const limit = { decimals: 1, scaleMax: 100, basic: false, synonyms: [] as string[] };

/** As much of a city pack as the readers need. */
export const smallPack: BatchOptions['pack'] = {
  crs: { degrees: 3, zone: 40 },
  extent: [...jinhuaExtent],
  indicators: [
    {
      ...indicator,
      key: 'tax_per_mu',
      label: label('亩均税收', 'Tax per mu'),
      short: label('税收', 'Tax'),
      unit: unit('万元/亩·年'),
    },
    {
      ...indicator,
      key: 'energy_std',
      operator: '<=',
      label: label('单位能耗', 'Energy'),
      short: label('能耗', 'Energy'),
      unit: unit('吨标煤/万元'),
    },
    {
      ...indicator,
      key: 'rd_ratio',
      label: label('研发占比', 'R&D share'),
      short: label('研发', 'R&D'),
      unit: unit('%'),
    },
  ],
  limits: [
    { ...limit, key: 'far', label: label('容积率', 'Floor area ratio'), unit: unit('') },
    { ...limit, key: 'green_ratio', label: label('绿地率', 'Green space'), unit: unit('%') },
    { ...limit, key: 'height', label: label('建筑高度', 'Height'), unit: unit('m') },
  ],
  utilities: [{ key: 'power', label: label('供电', 'Power'), icon: 'zap', synonyms: ['通电'] }],
  costs: [
    {
      key: 'power',
      label: label('工业用电', 'Electricity'),
      unit: label('元/kWh', 'CNY/kWh'),
      synonyms: ['电价'],
    },
  ],
};
