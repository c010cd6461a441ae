import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Decision, DropReason } from './terms.ts';

export function reasonWords(reason: DropReason, locale: Locale): string {
  const words = {
    area: m.drop_area,
    price: m.drop_price,
    requirements: m.drop_requirements,
    utilities: m.drop_utilities,
    timing: m.drop_timing,
    location: m.drop_location,
    other: m.drop_other,
  }[reason];
  return words({}, { locale });
}

/** 保留, or 已排除 and why: `已排除：价格，超出预算`. */
export function decisionWords(decision: Decision, locale: Locale): string {
  if (decision.kind === 'kept') return m.decision_kept({}, { locale });
  const reason = [reasonWords(decision.reason, locale), decision.detail].filter((part) => part !== '');
  return m.decision_dropped_for({ reason: reason.join(locale === 'en' ? ', ' : '，') }, { locale });
}
