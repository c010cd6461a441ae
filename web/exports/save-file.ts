import { shanghaiDay } from '../../api/calendar/rules.ts';
import type { Locale } from '../../api/units/rules.ts';

export type FileKind = 'csv' | 'xlsx' | 'geojson';

/** `招商地块-2026-11-22.xlsx`: the day in Shanghai on which the file was made. */
export function fileName(kind: FileKind, locale: Locale, now: Date): string {
  const name = locale === 'en' ? 'parcels' : '招商地块';
  return `${name}-${shanghaiDay(now)}.${kind}`;
}

/** Hands a file to the browser, which saves it where the person's settings say. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the object after this turn; half a minute is enough for the slowest disk.
  setTimeout(() => URL.revokeObjectURL(url), 30_000);
}
