import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';

/** Why a parcel that somebody named has no public record. */
export function goneWords(why: 'unknown' | 'recalled', locale?: Locale): string {
  const words = locale === undefined ? {} : { locale };
  return why === 'recalled' ? m.compare_gone_recalled({}, words) : m.compare_gone_unknown({}, words);
}
