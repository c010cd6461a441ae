import type { Typeface } from './typefaces.ts';

/** A character that the paper cannot show, and the dotted path of where it stands: `parties.1.organisation`. */
export class Undrawable extends Error {
  override name = 'Undrawable';
  readonly character: string;
  readonly place: string;

  constructor(character: string, place: string) {
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    super(`the paper cannot show ${character} (U+${point}) in ${place}`);
    this.character = character;
    this.place = place;
  }
}

/**
 * What is invisible, turns the direction of writing or sits on another character (NFD): the text would be another for
 * the eye than for the hash.
 */
const unseen = /\p{C}|\p{M}|\p{Zl}|\p{Zp}/u;

export function isDrawable(char: string, typeface: Typeface): boolean {
  return !unseen.test(char) && typeface.has(char);
}

/** Throws {@link Undrawable} for the first character, in any text inside `value`, that the font has not. */
export function checkDrawable(value: unknown, typeface: Typeface, place = ''): void {
  if (typeof value === 'string') {
    const character = [...value].find((char) => !isDrawable(char, typeface));
    if (character !== undefined) throw new Undrawable(character, place);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value))
      checkDrawable(part, typeface, place === '' ? key : `${place}.${key}`);
  }
}
