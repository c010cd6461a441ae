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

/** 补页遮盖: a white box over the first page and words on it, appended as PDF itself allows (ISO 32000-1, 7.5.6). */
export function withOverlay(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const before = Buffer.from(bytes).toString('latin1');
  const page = objectWith(before, /\/Type\s*\/Page\b(?!s)/);
  const root = /\/Root\s+(\d+ \d+ R)/.exec(before.slice(before.lastIndexOf('/Root')))?.[1] ?? '';
  const size = Math.max(...[...before.matchAll(/\/Size\s+(\d+)/g)].map(([, number]) => Number(number)));
  const previous = /startxref\s+(\d+)/.exec(before.slice(before.lastIndexOf('startxref')))?.[1] ?? '';
  const content = 'q 1 1 1 rg 60 600 400 120 re f Q';
  const box = `${size} 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
  const covered = page.body.replace(
    /\/Contents\s*(\[[^\]]*\]|\d+ \d+ R)/,
    (_, old: string) => `/Contents [${old.replace(/^\[|\]$/g, '')} ${size} 0 R]`,
  );
  if (covered === page.body) throw new Error('the page has no contents');
  const added = `\n${page.head}${covered}endobj\n`;
  const pageAt = bytes.length + 1;
  const boxAt = bytes.length + added.length;
  const tableAt = boxAt + box.length;
  const table =
    `xref\n${page.number} 1\n${String(pageAt).padStart(10, '0')} 00000 n \n` +
    `${size} 1\n${String(boxAt).padStart(10, '0')} 00000 n \n` +
    `trailer\n<< /Size ${size + 1} /Root ${root} /Prev ${previous} >>\nstartxref\n${tableAt}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([bytes, Buffer.from(added + box + table, 'latin1')]));
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
