/** The dotted path, in what was asked for, of the first text in which a character stands; null: in none. */
export function placeSaying(asked: unknown, character: string, place = ''): string | null {
  if (typeof asked === 'string') return asked.includes(character) ? place : null;
  if (typeof asked !== 'object' || asked === null) return null;
  for (const [key, part] of Object.entries(asked)) {
    const found = placeSaying(part, character, place === '' ? key : `${place}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
