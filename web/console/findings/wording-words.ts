import { m } from '../../paraglide/messages.js';
import type { FindingWords } from './told.ts';

/** 措辞: what a public text seems to promise. The words stay as they are written. */
export const wordingWords: Record<string, FindingWords> = {
  'wording-tax': (told) => ({
    message: m.finding_wording_tax({ words: told.text('words') }),
    remedy: m.finding_wording_fairness_remedy(),
  }),
  'wording-rebate': (told) => ({
    message: m.finding_wording_rebate({ words: told.text('words') }),
    remedy: m.finding_wording_fairness_remedy(),
  }),
  'wording-exclusive': (told) => ({
    message: m.finding_wording_exclusive({ words: told.text('words') }),
    remedy: m.finding_wording_admission_remedy(),
  }),
  'wording-allotment': (told) => ({
    message: m.finding_wording_allotment({ words: told.text('words') }),
    remedy: m.finding_wording_sale_remedy(),
  }),
};
