import type { OutlineStep, PrintedName } from '../../signatures/mark.ts';
import { openTypefaces } from './typefaces.ts';
import { checkDrawable } from './undrawable.ts';

/** 改用打字: a name as the outlines of its letters. Throws `Undrawable` for a letter that the font has not. */
export function printedName(name: string): PrintedName {
  const { regular } = openTypefaces();
  checkDrawable(name, regular, 'typedName');
  const outlines: OutlineStep[] = [];
  let width = 0;
  for (const character of name) {
    outlines.push(...regular.outlineOf(character).map((step) => shifted(step, width)));
    width += regular.widthOf(character);
  }
  return { width, outlines };
}

function shifted({ draw, points }: OutlineStep, by: number): OutlineStep {
  return { draw, points: points.map((value, index) => (index % 2 === 0 ? value + by : value)) };
}
