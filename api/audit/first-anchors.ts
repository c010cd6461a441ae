import { open, type FileHandle } from 'node:fs/promises';
import { anchorIn, anchorsPath, type AnchorPlace, type KeptAnchor } from './anchors.ts';

/** Anchors of a row at or behind `seq`, the next ones in the file; null: none so far, or none near. */
export type FirstAnchors = { first: KeptAnchor | null; firstStamped: KeptAnchor | null };

const chunkBytes = 65_536;
/** An authority that stamps nothing for so long is away; what lies between would be in the package of evidence, too. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Reads no more of the file than that takes. It is in the order of the rows; where it is not, as when two servers write at
 * once, another anchor behind `seq` is found, which proves as much.
 */
export async function firstAnchorsFrom(place: AnchorPlace, seq: number): Promise<FirstAnchors> {
  const file = await open(anchorsPath(place)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (file === null) return { first: null, firstStamped: null };
  try {
    return await nextAnchors({ file, place, size: (await file.stat()).size }, seq);
  } finally {
    await file.close();
  }
}

type AnchorFile = { file: FileHandle; place: AnchorPlace; size: number };

async function nextAnchors(anchors: AnchorFile, seq: number): Promise<FirstAnchors> {
  const start = await placeBefore(anchors, seq);
  let first: { anchor: KeptAnchor; at: number } | null = null;
  for await (const next of anchorsIn(anchors, start, anchors.size)) {
    if (next.anchor.seq < seq) continue;
    first ??= next;
    if (next.at - first.at > mostBytes) break;
    if (next.anchor.token !== undefined) return { first: first.anchor, firstStamped: next.anchor };
  }
  return { first: first && first.anchor, firstStamped: null };
}

/** From which byte on to look: a chunk before the first anchor at or behind `seq` at the most. */
async function placeBefore(anchors: AnchorFile, seq: number): Promise<number> {
  let [low, high] = [0, anchors.size];
  while (high - low > chunkBytes) {
    const middle = Math.floor((low + high) / 2);
    const { value: next } = await anchorsIn(anchors, middle, high).next();
    if (next !== undefined && next.anchor.seq < seq) low = middle;
    else high = middle;
  }
  return low;
}

/** Those between two bytes of the file, each with where its chunk begins; a line that begins before `start` counts as none. */
async function* anchorsIn(
  { file, place }: AnchorFile,
  start: number,
  end: number,
): AsyncGenerator<{ anchor: KeptAnchor; at: number }, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let at = start; at < end; at += chunkBytes) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), { position: at });
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const anchor = anchorIn(line, place);
      if (anchor !== null) yield { anchor, at };
    }
  }
}
