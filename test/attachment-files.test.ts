import { deflateSync } from 'node:zlib';
import { PDFName, PDFString } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { examineFile } from '../api/attachments/examine.ts';
import { examineInProcess } from '../api/attachments/examine-in-process.ts';
import { actsOnOpening, changedPdf, picture, plainPdf } from './support/attachment-files.ts';

async function refusalOf(bytes: Uint8Array): Promise<string | null> {
  const examined = await examineFile(bytes);
  return examined.ok ? null : examined.refusal;
}

describe('an image', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'is drawn anew, without where it was taken (%s)',
    async (format) => {
      const taken = await picture(format);
      expect((await sharp(taken).metadata()).exif).toBeDefined();
      const examined = await examineFile(taken);
      if (!examined.ok) throw new Error(examined.refusal);
      const { exif, width, height } = await sharp(examined.bytes).metadata();
      expect({ exif, width, height }).toEqual({ exif: undefined, width: 40, height: 20 });
      expect(Buffer.from(examined.bytes).includes('Zhang San')).toBe(false);
    },
  );

  it('stands upright as its camera meant it', async () => {
    const examined = await examineFile(
      await sharp(await picture())
        .withMetadata({ orientation: 6 })
        .toBuffer(),
    );
    if (!examined.ok) throw new Error(examined.refusal);
    expect(await sharp(examined.bytes).metadata()).toMatchObject({ width: 20, height: 40 });
  });

  it('carries no page behind it: what is both picture and HTML is a picture alone', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const examined = await examineFile(Buffer.concat([await picture('png'), page]));
    if (!examined.ok) throw new Error(examined.refusal);
    expect(Buffer.from(examined.bytes).includes('<script>')).toBe(false);
  });

  it('is refused by its pixels before it is decoded', async () => {
    expect(await refusalOf(hugePng(7000, 6000))).toBe('too-many-pixels');
    expect(await refusalOf(hugePng(2_000_000, 2_000_000))).toBe('too-many-pixels');
  });

  it('is refused when it is cut, or another format than it says', async () => {
    const taken = await picture('png');
    expect(await refusalOf(taken.subarray(0, taken.length - 30))).toBe('unreadable');
    expect(await refusalOf(Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from('<svg/>')]))).toBe(
      'unreadable',
    );
  });
});

describe('any other file', () => {
  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['DWG', 'AC1032\u0000\u0000'],
    ['a zip', 'PK\u0003\u0004'],
    ['HTML before a PDF', '<html>%PDF-1.7'],
  ])('is refused: %s', async (_name, text) => {
    expect(await refusalOf(Buffer.from(text))).toBe('unknown-format');
  });

  it('is refused when it is empty', async () => {
    expect(await refusalOf(new Uint8Array())).toBe('empty');
  });
});

describe('a PDF', () => {
  const script = { S: 'JavaScript', JS: 'app.alert(1)' };

  it('that does nothing by itself is kept to the byte, since seals sign its bytes', async () => {
    const bytes = await plainPdf();
    expect(await examineFile(bytes)).toEqual({ ok: true, mediaType: 'application/pdf', bytes });
  });

  it.each([true, false])('is refused with a script (in an object stream: %s)', async (useObjectStreams) => {
    const bytes = await changedPdf((document) => actsOnOpening(document, script), { useObjectStreams });
    expect(Buffer.from(bytes).includes('/JavaScript')).toBe(!useObjectStreams);
    expect(await refusalOf(bytes)).toBe('pdf-active');
  });

  it('is refused when it starts a program', async () => {
    const bytes = await changedPdf((document) => actsOnOpening(document, { S: 'Launch', F: 'cmd.exe' }));
    expect(await refusalOf(bytes)).toBe('pdf-active');
  });

  it('is refused with a script whose name is written in escapes', async () => {
    const plain = await changedPdf((document) => actsOnOpening(document, script), {
      useObjectStreams: false,
    });
    const escaped = Buffer.from(plain)
      .toString('latin1')
      .replaceAll('/JavaScript', '/J#61vaScript')
      .replaceAll('/JS', '/#4aS');
    expect(await refusalOf(Buffer.from(escaped, 'latin1'))).toBe('pdf-active');
  });

  it('is refused with a script that a later revision hides', async () => {
    const bytes = await changedPdf((document) => actsOnOpening(document, script), {
      useObjectStreams: false,
    });
    const numbers = [
      ...Buffer.from(bytes)
        .toString('latin1')
        .matchAll(/(\d+) 0 obj/g),
    ].map(([, n]) => n);
    const harmless = numbers.map((number) => `${number} 0 obj\n<< >>\nendobj\n`).join('');
    expect(await refusalOf(Buffer.concat([bytes, Buffer.from(`\n${harmless}`)]))).toBe('pdf-active');
  });

  it('is refused with another file in it', async () => {
    const bytes = await changedPdf((document) => document.attach(Buffer.from('MZ'), 'a.exe'));
    expect(await refusalOf(bytes)).toBe('pdf-embedded');
  });

  it('is refused with a form that runs programs of its own', async () => {
    const bytes = await changedPdf(({ context, catalog }) => {
      catalog.set(PDFName.of('AcroForm'), context.obj({ XFA: PDFString.of('<xdp/>') }));
    });
    expect(await refusalOf(bytes)).toBe('pdf-form');
  });

  it('is refused behind a password', async () => {
    const plain = Buffer.from(await changedPdf(() => undefined, { useObjectStreams: false }));
    const locked = plain
      .toString('latin1')
      .replace('trailer\n<<', 'trailer\n<<\n/Encrypt << /Filter /Standard >>');
    expect(locked).toContain('/Encrypt');
    expect(await refusalOf(Buffer.from(locked, 'latin1'))).toBe('pdf-encrypted');
  });

  it('is refused when it is cut, or nested without end', async () => {
    expect(await refusalOf(Buffer.from('%PDF-1.7\nnothing else'))).toBe('unreadable');
    const nested = `%PDF-1.7\n1 0 obj\n${'['.repeat(200_000)}`;
    expect(await refusalOf(Buffer.from(nested))).toBe('unreadable');
  });

  it('is refused when its object streams unfold into more than a document has', async () => {
    const packed = deflateSync(Buffer.alloc(80 * 1024 * 1024));
    const head = `%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
    const bomb = Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream\nendobj\n')]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusalOf(bomb)).toBe('unreadable');
  });
});

describe('a process of its own', () => {
  it('answers as this one does', async () => {
    const bytes = await plainPdf();
    const examined = await examineInProcess(bytes, undefined);
    expect(examined.ok && Buffer.from(examined.bytes).equals(bytes)).toBe(true);
    expect(await examineInProcess(hugePng(7000, 6000), undefined)).toEqual({
      ok: false,
      refusal: 'too-many-pixels',
    });
  });
});

/** The head of an image that large, and nothing more of it. */
function hugePng(width: number, height: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const header = Buffer.concat([Buffer.from('IHDR'), size, Buffer.from([8, 2, 0, 0, 0])]);
  const chunk = (body: Buffer) => {
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length - 4, 0);
    sum.writeUInt32BE(crc32(body), 0);
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const pixels = Buffer.concat([Buffer.from('IDAT'), deflateSync(Buffer.alloc(100))]);
  return Buffer.concat([signature, chunk(header), chunk(pixels), chunk(Buffer.from('IEND'))]);
}

/** RFC 1952, 8 */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
