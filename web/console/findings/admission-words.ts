import { m } from '../../paraglide/messages.js';
import { industryLabel } from '../parcels/fact-labels.ts';
import type { FindingWords, Told } from './told.ts';

/** 准入条件 and 规划限值: what is asked, and whether it can be met. */
export const admissionWords: Record<string, FindingWords> = {
  'no-admission': () => ({
    message: m.finding_no_admission(),
    remedy: m.finding_no_admission_remedy(),
  }),
  'missing-indicator': (told) => ({
    message: m.finding_missing_indicator({
      industry: industryLabel(told.part(1)),
      indicator: told.indicator(),
    }),
    remedy: m.finding_missing_indicator_remedy(),
  }),
  'missing-limit': (told) => ({
    message: m.finding_missing_limit({ limit: told.fact() }),
    remedy: m.finding_missing_limit_remedy(),
  }),
  'contradictory-interval': (told) => ({
    message: m.finding_contradictory({
      fact: told.fact(),
      lower: bound(told, 'lower'),
      upper: bound(told, 'upper'),
    }),
    remedy: m.finding_contradictory_remedy(),
  }),
  'interval-out-of-range': (told) => ({
    message: m.finding_out_of_range({
      fact: told.fact(),
      value: [told.number('value', 4), told.unit()].filter((part) => part !== '').join(' '),
    }),
    remedy: m.finding_out_of_range_remedy(),
  }),
  'indicator-against-limit': (told) => ({
    message: m.finding_against_limit({ fact: told.fact() }),
    remedy: m.finding_against_limit_remedy(),
  }),
  'far-unreachable': (told) => ({
    message: m.finding_far_unreachable({
      asked: told.number('asked'),
      density: told.number('density'),
      height: told.number('heightM'),
      most: told.number('most'),
    }),
    remedy: m.finding_far_unreachable_remedy(),
  }),
};

const operators: Record<string, string> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' };

function bound(told: Told, side: 'lower' | 'upper'): string {
  return `${operators[told.text(`${side}Op`)] ?? ''} ${told.number(side, 4)}`;
}
