/** A number keeps its unit beside it at the end of a line: `过期 52 天`, `20 %`, `72.64 亩`. */
export function keepUnits(text: string): string {
  return text.replaceAll(/(?<=\d) (?=[\p{L}%°])/gu, '\u00a0');
}
