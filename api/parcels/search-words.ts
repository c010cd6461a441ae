import { isSyllable, splitSyllables } from '../pinyin/syllables.ts';

/** How one word of a search is looked for: as it is written, or as pinyin. All are patterns of `like`. */
export type WordPatterns = { written: string; read: string[] };

const mostWords = 10;

/** The words of a search, all of which must be found; `%` and `_` stand for themselves. */
export function wordPatterns(query: string): WordPatterns[] {
  return query
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,，、]+/u)
    .filter(Boolean)
    .slice(0, mostWords)
    .map((word) => ({ written: `%${word.replace(/[\\%_]/g, '\\$&')}%`, read: pinyinPatterns(word) }));
}

/**
 * Only letters can be pinyin: a code with digits never is. Two letters are too few to be looked for as initials anywhere,
 * so they must begin a text. A lone syllable stands for itself and not for the beginning of a longer one.
 */
function pinyinPatterns(word: string): string[] {
  const letters = word
    .replace(/['’]/g, '')
    .replaceAll('ü', 'v')
    .replace(/([ln])ue/g, '$1ve');
  if (!/^[a-z]{2,}$/.test(letters)) return [];
  const split = splitSyllables(letters).filter((syllables) => syllables.length > 1);
  return [
    ...(noInitial.test(letters) ? [] : [`%${letters.length === 2 ? '^' : ''}${letters.toUpperCase()}%`]),
    ...(isSyllable(letters) ? [`%'${letters}'%`] : []),
    ...split.map((syllables) => `%'${syllables.join("'")}%`),
  ];
}

/** No syllable begins with these. */
const noInitial = /[iuv]/;
