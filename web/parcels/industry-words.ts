import type { Named } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';

/**
 * An industry in few words, where its code stands beside it: 36 汽车制造业 → 汽车, Manufacture of automobiles →
 * Automobiles. The full name belongs in the element's title.
 */
export function shortIndustryName({ name, nameEn }: Pick<Named, 'name' | 'nameEn'>, locale: Locale): string {
  if (locale === 'zh-CN') return name.replace(/制造业$/, '') || name;
  const short = nameEn.replace(/^Manufacture of (other )?/i, '');
  return short.charAt(0).toUpperCase() + short.slice(1);
}
