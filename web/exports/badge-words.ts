import type { Fact } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';

/** The verification badge in words: 3 天前核实, 待复核 213 天, 未核实. */
export function badgeWords(fact: Pick<Fact, 'badge' | 'ageDays'> | null, locale: Locale): string {
  const days = fact?.ageDays ?? 0;
  switch (fact?.badge) {
    case 'fresh':
    case 'ageing':
      return m.verified_ago({ days }, { locale });
    case 'due':
      return m.recheck_due({ days }, { locale });
    default:
      return m.not_verified({}, { locale });
  }
}
