import { decodeNamed, strictUtf8 } from './text.ts';

export type DirectoryProblem =
  | 'archive-broken'
  | 'archive-zip64'
  | 'archive-encrypted'
  | 'archive-method'
  | 'archive-symlink'
  | 'archive-name'
  | 'archive-duplicate-name'
  | 'archive-overlap'
  | 'archive-nested';

/** One file of a ZIP: its bytes as stored, and what the directory claims of them. */
export type ArchiveEntry = {
  name: string;
  /** 0 stored, 8 deflate. */
  method: number;
  crc: number;
  size: number;
  compressed: Uint8Array;
};

export type DirectoryReading =
  { ok: true; entries: ArchiveEntry[] } | { ok: false; problem: DirectoryProblem; entry?: string };

const signatures = {
  end: 0x06054b50,
  zip64Locator: 0x07064b50,
  central: 0x02014b50,
  local: 0x04034b50,
} as const;
const sizes = { end: 22, central: 46, local: 30, maxComment: 0xffff } as const;

/** Unix file type bits of a symbolic link, in the upper half of the external attributes. */
const symlinkMode = 0xa000;

/** Reads the central directory and refuses everything that can be refused without inflating (names, links, overlaps). */
export function readDirectory(bytes: Uint8Array): DirectoryReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return { ok: false, problem: 'archive-broken' };
  const locatorAt = end - 20;
  if (locatorAt >= 0 && view.getUint32(locatorAt, true) === signatures.zip64Locator) {
    return { ok: false, problem: 'archive-zip64' };
  }
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff || view.getUint16(end + 4, true) !== 0) {
    return { ok: false, problem: 'archive-zip64' };
  }
  // A count for this disk that differs from the total means several disks, or a record that is not true.
  if (view.getUint16(end + 8, true) !== count) return { ok: false, problem: 'archive-broken' };
  // Each entry takes at least 46 bytes, so a directory cannot claim more of them than it has room for.
  if (start > end || count * sizes.central > end - start) return { ok: false, problem: 'archive-broken' };
  return readEntries(view, { start, end, count });
}

function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - sizes.end - sizes.maxComment);
  for (let at = view.byteLength - sizes.end; at >= lowest; at -= 1) {
    const isEnd = view.getUint32(at, true) === signatures.end;
    if (isEnd && at + sizes.end + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return undefined;
}

type Span = { from: number; to: number };

function readEntries(
  view: DataView,
  directory: { start: number; end: number; count: number },
): DirectoryReading {
  const entries: ArchiveEntry[] = [];
  const spans: Span[] = [];
  const names = new Set<string>();
  let at = directory.start;
  for (let index = 0; index < directory.count; index += 1) {
    if (at + sizes.central > directory.end || view.getUint32(at, true) !== signatures.central) {
      return { ok: false, problem: 'archive-broken' };
    }
    const nextAt =
      at +
      sizes.central +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (nextAt > directory.end) return { ok: false, problem: 'archive-broken' };
    const entry = readEntry(view, at, directory.start);
    if (!entry.ok) return entry;
    const key = entry.entry.name.normalize('NFC').toLowerCase();
    if (names.has(key)) return { ok: false, problem: 'archive-duplicate-name', entry: entry.entry.name };
    names.add(key);
    entries.push(entry.entry);
    spans.push(entry.span);
    at = nextAt;
  }
  // Entries that the end record does not count would be seen by other readers and not by this one.
  if (at !== directory.end) return { ok: false, problem: 'archive-broken' };
  spans.sort((a, b) => a.from - b.from);
  const overlap = spans.some((span, index) => span.to > (spans[index + 1]?.from ?? Infinity));
  return overlap ? { ok: false, problem: 'archive-overlap' } : { ok: true, entries };
}

type EntryReading =
  { ok: true; entry: ArchiveEntry; span: Span } | { ok: false; problem: DirectoryProblem; entry?: string };

function readEntry(view: DataView, at: number, directoryStart: number): EntryReading {
  const flags = view.getUint16(at + 8, true);
  const nameBytes = bytesAt(view, at + sizes.central, view.getUint16(at + 28, true));
  const name = decodeName(nameBytes, (flags & 0x800) !== 0);
  const method = view.getUint16(at + 10, true);
  const compressedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const problem = entryProblem({ name, flags, method, mode: view.getUint32(at + 38, true) >>> 16 });
  if (problem !== undefined) return { ok: false, problem, entry: printable(name ?? '') };
  const local = view.getUint32(at + 42, true);
  if (local === 0xffffffff || size === 0xffffffff) return { ok: false, problem: 'archive-zip64' };
  if (local + sizes.local > directoryStart || view.getUint32(local, true) !== signatures.local) {
    return { ok: false, problem: 'archive-broken' };
  }
  const localNameLength = view.getUint16(local + 26, true);
  const from = local + sizes.local + localNameLength + view.getUint16(local + 28, true);
  if (from + compressedSize > directoryStart) return { ok: false, problem: 'archive-broken' };
  // A reader that trusts the local headers would see another name: such an archive means to deceive.
  const localName = bytesAt(view, local + sizes.local, localNameLength);
  if (Buffer.compare(localName, nameBytes) !== 0)
    return { ok: false, problem: 'archive-name', entry: printable(name ?? '') };
  const compressed = bytesAt(view, from, compressedSize);
  const safeName = name ?? '';
  if (isNestedArchive(safeName, compressed, method))
    return { ok: false, problem: 'archive-nested', entry: safeName };
  const crc = view.getUint32(at + 16, true);
  return {
    ok: true,
    entry: { name: safeName, method, crc, size, compressed },
    span: { from: local, to: from + compressedSize },
  };
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

/** Without the UTF-8 flag the encoding is the packer's own: Chinese Windows writes GBK. */
function decodeName(bytes: Uint8Array, isUtf8: boolean): string | undefined {
  return strictUtf8(bytes) ?? (isUtf8 ? undefined : decodeNamed(bytes, 'gb18030'));
}

type EntryTraits = { name: string | undefined; flags: number; method: number; mode: number };

function entryProblem({ name, flags, method, mode }: EntryTraits): DirectoryProblem | undefined {
  if ((flags & 1) !== 0) return 'archive-encrypted';
  if ((mode & 0xf000) === symlinkMode) return 'archive-symlink';
  if (name === undefined || !isPlainPath(name)) return 'archive-name';
  return method === 0 || method === 8 ? undefined : 'archive-method';
}

function isPlainPath(name: string): boolean {
  if (name === '' || name.length > 255 || /^\/|^[a-z]:|\\|[\p{Cc}\ufffd]/iu.test(name)) return false;
  return name
    .replace(/\/$/, '')
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A workbook (.xlsx) is a ZIP too and is read under limits of its own; any other archive inside an archive is refused. */
function isNestedArchive(name: string, compressed: Uint8Array, method: number): boolean {
  if (/\.(?:zip|7z|rar|gz|tgz|tar|bz2|xz|kmz|docx|pptx|jar)$/i.test(name)) return true;
  const storedZip = method === 0 && compressed[0] === 0x50 && compressed[1] === 0x4b && compressed[2] === 3;
  return storedZip && !/\.xlsx$/i.test(name);
}

function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '�').slice(0, 120);
}
