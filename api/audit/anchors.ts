import { createHmac, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/*
 * What the anchors are worth. A row of the log once anchored cannot be changed, moved, removed or cut off unnoticed by
 * - who has every right in the database, a superuser too, but not this file: what he makes of the log disagrees with it;
 * - who has the file besides, but not the installation's key (SECRET_KEY): he can shorten the file, not write into it. With
 *   both shortened to one length nothing disagrees any more. So copy the file where this machine cannot delete: to a
 *   write-once store or a log host, each hour; `audit verify` on any copy finds what was cut.
 * - who has the installation's key too: now and then an anchor has the token of a time stamping authority, which nobody can
 *   make anew for another hash at that time. Copies of it go out with each package of evidence.
 * Nothing here notices rows that somebody appends with the portal's own rights, for that is what the portal does, nor
 * what happens to rows in the moment between their commit and their anchor. Who has database, file and key is the portal.
 */

/** Which log the anchors of a folder speak of. Not taken from the database: who changes that must not change this. */
export type AnchorPlace = {
  dataDir: string;
  /** `embedded`, or host, port and name of the PostgreSQL database. */
  database: string;
  /** Of the installation, the newest first. */
  keys: readonly Buffer[];
};

export type Anchor = {
  seq: number;
  hash: string;
  at: string;
  /** A time stamping authority's token (RFC 3161, TimeStampToken in base64) over that very hash. */
  token?: string | undefined;
};

/** With what the installation's key makes of it (HMAC-SHA-256); the token stands for itself. */
export type KeptAnchor = Anchor & { mac: string };

export type AnchorReading = {
  /** The hash that each anchored row had. */
  anchored: Map<number, string>;
  /** The first line that nobody with the installation's key wrote; null: none. */
  forgedLine: number | null;
};

const AnchorLine = z.strictObject({
  database: z.string(),
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
  token: z.base64().optional(),
});

const fileName = 'audit-anchors.jsonl';

export function anchorsPath({ dataDir }: AnchorPlace): string {
  return join(dataDir, fileName);
}

/** The place for `AnchorPlace.database`: without user and password, which change. */
export function databasePlace(databaseUrl: string | null): string {
  if (databaseUrl === null) return 'embedded';
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** Writes an anchor behind the others, durably. One short write: servers that share the folder do not mix their lines. */
export async function appendAnchor(place: AnchorPlace, anchor: Anchor): Promise<void> {
  const line = JSON.stringify({
    database: place.database,
    ...anchor,
    mac: macOf(place.keys[0], place.database, anchor),
  });
  const file = await open(anchorsPath(place), 'a', 0o600);
  try {
    // A line break first: a crash may have left half a line.
    await file.write(`\n${line}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Every anchor of this database. No file: none. */
export async function readAnchors(place: AnchorPlace): Promise<AnchorReading> {
  const anchored = new Map<number, string>();
  let number = 0;
  for await (const line of linesOf(anchorsPath(place))) {
    number += 1;
    // What a crash left of a line says nothing, as if it had never been written.
    if (!line.endsWith('}')) continue;
    const anchor = readLine(line, place.keys);
    if (anchor === null) return { anchored, forgedLine: number };
    // The first one holds: a log that was cut and grew again is anchored again.
    if (anchor.database === place.database && !anchored.has(anchor.seq))
      anchored.set(anchor.seq, anchor.hash);
  }
  return { anchored, forgedLine: null };
}

/** The anchor with a token that was written last; null: none. */
export async function lastStampedAnchor(place: AnchorPlace): Promise<KeptAnchor | null> {
  let last: KeptAnchor | null = null;
  for await (const anchor of anchorsOf(place)) if (anchor.token !== undefined) last = anchor;
  return last;
}

async function* anchorsOf(place: AnchorPlace): AsyncGenerator<KeptAnchor> {
  for await (const line of linesOf(anchorsPath(place))) {
    const anchor = anchorIn(line, place);
    if (anchor !== null) yield anchor;
  }
}

/** The anchor that a line holds, of this database and written by the installation's key; null: none. */
export function anchorIn(line: string, place: AnchorPlace): KeptAnchor | null {
  const kept = line.endsWith('}') ? readLine(line, place.keys) : null;
  if (kept === null || kept.database !== place.database) return null;
  const { seq, hash, at, mac, token } = kept;
  return { seq, hash, at, mac, ...(token !== undefined && { token }) };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (file !== null) yield* file.readLines();
}

function readLine(line: string, keys: readonly Buffer[]) {
  const parsed = AnchorLine.safeParse(parseJson(line));
  if (!parsed.success) return null;
  const { mac, database, ...anchor } = parsed.data;
  const isOurs = keys.some((key) =>
    timingSafeEqual(Buffer.from(macOf(key, database, anchor), 'hex'), Buffer.from(mac, 'hex')),
  );
  return isOurs ? parsed.data : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function macOf(key: Buffer | undefined, database: string, { seq, hash, at }: Anchor): string {
  if (key === undefined) throw new Error('anchors need the key of the installation');
  const own = createHmac('sha256', key).update('audit anchors').digest();
  return createHmac('sha256', own)
    .update(JSON.stringify([database, seq, hash, at]))
    .digest('hex');
}
