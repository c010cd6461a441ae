/** What was typed over several lines, as the one line that it stands in on letters and records. */
export function oneLine(typed: string): string {
  return typed.trim().replace(/\s+/gu, ' ');
}
