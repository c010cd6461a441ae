import type { PublicCity } from '../../api/city/schema.ts';
import type { EvaluationResult } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { text } from './cell.ts';
import type { ExportColumn, Source } from './column.ts';

/** 区域评估: how many serve today, and the state of each kind. Every report is a source of its own. */
export function evaluationColumns(
  { evaluations }: Pick<PublicCity, 'evaluations'>,
  locale: Locale,
): ExportColumn[] {
  const label = (kind: string) => evaluations.find(({ key }) => key === kind)?.label[locale] ?? kind;
  const serving = ({ state }: EvaluationResult) => state === 'valid' || state === 'expiring';
  return [
    {
      key: 'evaluationsValid',
      label: m.export_evaluations_valid({}, { locale }),
      unit: m.export_of_count({ count: evaluations.length }, { locale }),
      read: (parcel) => ({
        kind: 'number',
        value: parcel.evaluations.filter(serving).length,
        decimals: 0,
      }),
    },
    {
      key: 'evaluations',
      label: m.evaluations({}, { locale }),
      unit: '',
      read: (parcel) =>
        text(
          parcel.evaluations
            .map((result) => `${label(result.kind)} ${stateWords(result, locale)}`)
            .join(locale === 'en' ? '; ' : '；'),
        ),
      approved: true,
      sources: (parcel) => parcel.evaluations.map((result) => sourceOf(result, label(result.kind), locale)),
    },
  ];
}

function sourceOf(result: EvaluationResult, part: string, locale: Locale): Source {
  return {
    part,
    document: result.reportNumber === null ? null : m.evaluation_report({}, { locale }),
    number: result.reportNumber,
    verifiedBy: result.approvedBy,
    verifiedOn: result.approvedOn,
    validUntil: result.validUntil,
    fact: null,
    state: stateWords(result, locale),
  };
}

function stateWords({ state, daysLeft, coversWhole }: EvaluationResult, locale: Locale): string {
  const days = Math.abs(daysLeft ?? 0);
  const words = {
    valid: m.evaluation_valid({}, { locale }),
    expiring: m.evaluation_days_left({ days }, { locale }),
    expired: m.evaluation_expired({ days }, { locale }),
    missing: m.evaluation_missing({}, { locale }),
  }[state];
  if (coversWhole !== false || state === 'missing') return words;
  return `${words} ・ ${m.evaluation_partly({}, { locale })}`;
}
