import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a ZIP in which every field may lie. */
export type RawEntry = {
  name: string | Uint8Array;
  data?: Uint8Array;
  /** Stored bytes, where they are not simply `data` deflated. */
  compressed?: Uint8Array;
  method?: number;
  crc?: number;
  size?: number;
  flags?: number;
  /** Unix mode, in the upper half of the external attributes. */
  mode?: number;
  localName?: string;
  /** The directory points at this offset instead, and no local part is written. */
  localAt?: number;
};

function header(fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) buffer.writeUInt16LE(value & 0xffff, at);
    else buffer.writeUInt32LE(value >>> 0, at);
    at += bytes;
  }
  return buffer;
}

/** Packs the entries as told, true or not (PKWARE APPNOTE 4.3). */
export function rawZip(entries: readonly RawEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const { data = new Uint8Array(), method = 8, flags = 0x800, mode = 0o100644 } = entry;
    const compressed = entry.compressed ?? (method === 8 ? deflateRawSync(data, { level: 9 }) : data);
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const { crc = crc32(data), size = data.length } = entry;
    const sizes = [
      [4, crc],
      [4, compressed.length],
      [4, size],
    ] as const;
    offsets.push(entry.localAt ?? at);
    if (entry.localAt === undefined) {
      const local = header([
        [4, 0x04034b50],
        [2, 20],
        [2, flags],
        [2, method],
        [4, 0],
        ...sizes,
        [2, localName.length],
        [2, 0],
      ]);
      parts.push(local, localName, Buffer.from(compressed));
      at += local.length + localName.length + compressed.length;
    }
    const made = [[4, 0x02014b50], [2, 0x0314], [2, 20], [2, flags], [2, method], [4, 0], ...sizes] as const;
    const rest = [
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, mode * 0x10000],
      [4, offsets.at(-1) ?? 0],
    ] as const;
    directory.push(header([...made, ...rest]), name);
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = header([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, length],
    [4, at],
    [2, 0],
  ]);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}
