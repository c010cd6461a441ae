import { expect, it } from 'vitest';
import { drawPaper } from '../api/agreements/paper/paper.ts';
import { printedName } from '../api/agreements/paper/printed-name.ts';
import { Undrawable } from '../api/agreements/paper/undrawable.ts';
import { letterOfIntent, paperOptions } from './support/agreement-texts.ts';
import { pixelsPerPoint, rasterOf } from './support/paper-ink.ts';
import { makeTrust, signAs } from './support/signed-agreement.ts';

it('a typed name is drawn into the field as outlines, as wide as its letters, and nowhere else', async () => {
  const trust = await makeTrust();
  const [credential] = trust.parties;
  const { bytes, fields } = await drawPaper(letterOfIntent, paperOptions);
  const [field] = fields;
  if (credential === undefined || field === undefined) throw new Error('there is a party and a field');
  const mark = { strokes: [], seal: false, name: printedName('林国栋') };
  const signed = await signAs(trust, credential, { bytes, field: field.name, mark });
  const [before, after] = [rasterOf(bytes, field.page), rasterOf(signed.bytes, field.page)];
  const { left, bottom, width, height } = field.rect;
  const columns = new Set<number>();
  let outside = 0;
  after.dark.forEach((dark, index) => {
    if (dark <= (before.dark[index] ?? 0) + 60) return;
    const x = (index % after.width) / pixelsPerPoint - left;
    const y = (after.height - Math.floor(index / after.width)) / pixelsPerPoint - bottom;
    if (x < 0 || y < 0 || x > width || y > height) outside += 1;
    else columns.add(Math.floor(x));
  });
  expect(outside).toBe(0);
  // Three letters, each about half the field high or a third of it wide.
  const letter = Math.min((width - 16) / 3, height / 2);
  expect(columns.size).toBeGreaterThan(2.2 * letter);
  expect(Math.max(...columns) - Math.min(...columns)).toBeLessThan(3.2 * letter);
}, 60_000);

it('a letter that the font has not is refused by name', () => {
  expect(() => printedName('林😀')).toThrow(Undrawable);
});
