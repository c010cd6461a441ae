import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The file with the byte at `at` set to another. */
export function withByte(bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** Where the n-th `what` (latin1) stands, from 0; the file is known to have it. */
export function placeOf(bytes: Uint8Array, what: string | RegExp, nth = 0): number {
  const text = Buffer.from(bytes).toString('latin1');
  const pattern = new RegExp(
    typeof what === 'string' ? what.replace(/[/<>()[\]]/g, '\\$&') : what.source,
    'g',
  );
  const found = [...text.matchAll(pattern)].at(nth);
  if (found === undefined) throw new Error(`the file has no ${String(what)}`);
  return found.index;
}

/** 金额改写: a figure that stands on the first page, and what is to be read there instead. */
type Forgery = { figure: string; instead: string };

/**
 * 遮盖改字: a white box over a figure of the first page and another figure in its place, as page content and text that can be
 * copied, appended as PDF itself allows (ISO 32000-1, 7.5.6).
 */
export function withOverlay(bytes: Uint8Array, { figure, instead }: Forgery): Uint8Array<ArrayBuffer> {
  const before = Buffer.from(bytes).toString('latin1');
  const page = objectWith(before, /\/Type\s*\/Page\b(?!s)/);
  const root = /\/Root\s+(\d+ \d+ R)/.exec(before.slice(before.lastIndexOf('/Root')))?.[1] ?? '';
  const size = Math.max(...[...before.matchAll(/\/Size\s+(\d+)/g)].map(([, number]) => Number(number)));
  const previous = /startxref\s+(\d+)/.exec(before.slice(before.lastIndexOf('startxref')))?.[1] ?? '';
  const { x, y, width, height } = boxOf(bytes, figure);
  const content =
    `q 1 1 1 rg ${x} ${y} ${width} ${height} re f Q ` +
    `q 0 g BT /forged 12 Tf 1 0 0 1 ${x} ${y + height / 3} Tm (${instead}) Tj ET Q`;
  const covered = page.body
    .replace(
      /\/Contents\s*(\[[^\]]*\]|\d+ \d+ R)/,
      (_, old: string) => `/Contents [${old.replace(/^\[|\]$/g, '')} ${size} 0 R]`,
    )
    .replace(/\/Font\s*<</, `/Font << /forged ${size + 1} 0 R`);
  if (!covered.includes(` ${size} 0 R]`) || !covered.includes('/forged'))
    throw new Error('the page has no contents or no fonts of its own');
  const bodies = [
    `${page.head}${covered}endobj\n`,
    `${size} 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`,
    `${size + 1} 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n`,
  ];
  const places: string[] = [];
  let at = bytes.length + 1;
  for (const body of bodies) {
    places.push(`${String(at).padStart(10, '0')} 00000 n \n`);
    at += body.length;
  }
  const [pageAt = '', ...newAt] = places;
  const table =
    `xref\n${page.number} 1\n${pageAt}${size} 2\n${newAt.join('')}` +
    `trailer\n<< /Size ${size + 2} /Root ${root} /Prev ${previous} >>\nstartxref\n${at}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([bytes, Buffer.from(`\n${bodies.join('')}${table}`, 'latin1')]));
}

/** Where a word stands on the first page, in points from its lower left corner. */
function boxOf(bytes: Uint8Array, word: string) {
  const said = inFolder(
    bytes,
    (file) => spawnSync('pdftotext', ['-l', '1', '-bbox', file, '-'], { encoding: 'utf8' }).stdout,
  );
  const tall = Number(/<page width="[\d.]+" height="([\d.]+)"/.exec(said)?.[1]);
  const found = [...said.matchAll(/xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">([^<]*)</g)].find(
    ([, , , , , text]) => text === word,
  );
  if (found === undefined) throw new Error(`${word} is not on the first page`);
  const [left = 0, top = 0, right = 0, bottom = 0] = found.slice(1, 5).map(Number);
  return { x: left, y: tall - bottom, width: right - left, height: bottom - top };
}

/** 第一页的文字, as whoever copies it gets it. */
export function firstPageText(bytes: Uint8Array): string {
  return inFolder(
    bytes,
    (file) => spawnSync('pdftotext', ['-l', '1', file, '-'], { encoding: 'utf8' }).stdout,
  );
}

/** The newest state of the first object whose body fits. */
function objectWith(text: string, pattern: RegExp) {
  const objects = [...text.matchAll(/(?<=[\r\n])(\d+) 0 obj\s*([\s\S]*?)endobj/g)];
  const first = objects.find(([, , body = '']) => pattern.test(body));
  const newest = objects.findLast(([, number]) => number === first?.[1]);
  if (newest === undefined) throw new Error('the file has no page');
  const [, number = '', body = ''] = newest;
  return { number, head: `${number} 0 obj\n`, body };
}

/** Everything written anew, as any tool does that saves a file. */
export function rewritten(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return inFolder(bytes, (file) => {
    const out = `${file}.new`;
    spawnSync('qpdf', [file, out]);
    return new Uint8Array(readFileSync(out));
  });
}

/** What poppler says: one line for each signature that it checks, and how far each reaches. */
export function pdfsig(bytes: Uint8Array): { verdicts: string[]; reach: string[] } {
  const output = inFolder(
    bytes,
    (file) => spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' }).stdout,
  );
  return {
    verdicts: [...output.matchAll(/Signature Validation: (.*)/g)].map(([, verdict = '']) => verdict.trim()),
    reach: [...output.matchAll(/- (Total document signed|Not total document signed)/g)].map(
      ([, reach = '']) => reach,
    ),
  };
}

function inFolder<Answer>(bytes: Uint8Array, ask: (file: string) => Answer): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-changed-'));
  try {
    const file = join(folder, 'file.pdf');
    writeFileSync(file, bytes);
    return ask(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
