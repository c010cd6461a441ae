import type { PublicGeometry } from '../../../api/parcels/schema.ts';

/** What a share picture (分享图) says of one parcel, in words that are ready to draw. */
export type ShareCard = {
  title: string;
  /** City and portal, above the title. */
  site: string;
  /** Code, park and town. */
  place: string;
  status: string;
  figures: { label: string; value: string }[];
  footprint: PublicGeometry;
  colour: string | null;
  /** 示例数据; empty for real data. */
  sample: string;
  /** 以出让公告为准, 数据截至, 示意: one line each. */
  notes: string[];
  /** What the QR code leads to, and what to do with it. */
  link: string;
  scan: string;
};

/** Pixels: 3 : 4, as chats show it whole. */
export const cardSize = { width: 1080, height: 1440 };

/**
 * The text cut to what `measure` (pixels of a text) lets into `widthPx`, with an ellipsis where something is missing.
 */
export function fitted(text: string, widthPx: number, measure: (text: string) => number): string {
  if (measure(text) <= widthPx) return text;
  const letters = [...text];
  while (letters.length > 0 && measure(`${letters.join('')}…`) > widthPx) letters.pop();
  return `${letters.join('')}…`;
}

/** Lines of at most `widthPx`, at most `most` of them; Chinese breaks between letters, Latin between words. */
export function wrapped(
  text: string,
  { widthPx, most, measure }: { widthPx: number; most: number; measure: (text: string) => number },
): string[] {
  const pieces = text.match(/[\p{Script=Han}\p{P}]|[^\s\p{Script=Han}\p{P}]+\s*|\s+/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && measure((line + piece).trimEnd()) > widthPx) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  const rest = lines.slice(most - 1).join(' ');
  return [...lines.slice(0, most - 1), fitted(rest, widthPx, measure)];
}
