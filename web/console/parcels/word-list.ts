import type { Locale } from '../../../api/units/rules.ts';

/** Words of one kind in a row: 名称、四至; Name, Bounds. */
export function wordList(words: readonly string[], locale: Locale): string {
  return words.join(locale === 'en' ? ', ' : '、');
}
