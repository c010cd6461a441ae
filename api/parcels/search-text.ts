import { pinyinSyllables } from '../pinyin/rules.ts';

/** What a parcel is found by, as it stands in `parcel_public`. */
export type SearchText = { written: string; read: string };

/** Raised with every change of the rule below: what an older one made is made anew at the next start. */
export const searchVersion = 2;

/**
 * A line for each text, so that no word is found across two of them. `written` is lower-case, without the blanks that set
 * letters and digits apart from Chinese characters (科创街北侧 1 号地): some people write them, some do not, and no word
 * that is looked for has a blank in it. `read` is the pinyin of its Chinese characters: the initials in capitals behind ^,
 * then each syllable between apostrophes, so that letters are found at the beginning of a syllable only.
 */
export function searchTextOf(texts: string[]): SearchText {
  const lines = [...new Set(texts.map((text) => text.normalize('NFKC').toLowerCase()))].filter(Boolean);
  return { written: lines.map(closeUp).join('\n'), read: lines.map(readingOf).filter(Boolean).join('\n') };
}

function closeUp(text: string): string {
  return text.replace(besideHan, '');
}

/** Blanks between a Chinese character and a letter or digit of another script, in either order. */
const besideHan =
  /(?<=\p{Script=Han})[^\S\n]+(?=[\p{Script=Latin}\d])|(?<=[\p{Script=Latin}\d])[^\S\n]+(?=\p{Script=Han})/gu;

function readingOf(text: string): string {
  const syllables = pinyinSyllables(text);
  if (syllables.length === 0) return '';
  const initials = syllables.map((syllable) => syllable.charAt(0).toUpperCase()).join('');
  return `^${initials} '${syllables.join("'")}'`;
}
