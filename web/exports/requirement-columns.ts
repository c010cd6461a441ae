import type { IndicatorDefinition, LimitDefinition, PublicCity } from '../../api/city/schema.ts';
import type { Admission, Parcel, Requirement } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { factorOf, requirementText } from '../parcels/requirement-text.ts';
import { requirementCell, textOr, type Cell } from './cell.ts';
import { from, sourceAt, type ExportColumn } from './column.ts';

type Definition = Pick<IndicatorDefinition | LimitDefinition, 'key' | 'label' | 'unit' | 'decimals'>;
type RequirementContext = {
  city: Pick<PublicCity, 'indicators' | 'limits'>;
  locale: Locale;
  admissionOf: (parcel: Parcel) => Admission | null;
};

/** 控制指标 of the industry meant, which stands in a column of its own, and 规划条件, which hold for every industry. */
export function requirementColumns({ city, locale, admissionOf }: RequirementContext): ExportColumn[] {
  const industry: ExportColumn = {
    key: 'industry',
    label: m.export_indicators_of({}, { locale }),
    unit: '',
    read: (parcel) => {
      const chosen = admissionOf(parcel)?.industry;
      const name = chosen && (locale === 'en' ? chosen.nameEn : chosen.name);
      return textOr(chosen ? `${chosen.code} ${name}` : null, m.not_stated({}, { locale }));
    },
    sources: (parcel) => [sourceAt(parcel, pathOf(admissionOf(parcel)))],
  };
  const indicators = city.indicators.map((definition): ExportColumn => ({
    ...headOf(definition, locale),
    read: (parcel) => cellOf(admissionOf(parcel)?.indicators[definition.key], definition, locale),
    sources: (parcel) => [sourceAt(parcel, `${pathOf(admissionOf(parcel))}.${definition.key}`)],
  }));
  const limits = city.limits.map((definition): ExportColumn => ({
    ...headOf(definition, locale),
    ...from(`limits.${definition.key}`),
    read: (parcel) => cellOf(parcel.limits[definition.key], definition, locale),
  }));
  return [industry, ...indicators, ...limits];
}

function headOf({ key, label, unit }: Definition, locale: Locale) {
  return { key, label: label[locale], unit: unit[locale] };
}

function pathOf(admission: Admission | null): string {
  return admission === null ? 'admissions' : `admissions.${admission.industry.code}`;
}

function cellOf(requirement: Requirement | null | undefined, definition: Definition, locale: Locale): Cell {
  if (!requirement) return { kind: 'unknown', words: m.not_published({}, { locale }) };
  const { operator, value } = requirementText(requirement, definition, locale);
  const factor = factorOf(definition, locale);
  const decimals = Math.max(0, definition.decimals - Math.round(Math.log10(factor)));
  return requirementCell(requirement, { factor, decimals, text: [operator, value].join(' ').trim() });
}
