import fc from 'fast-check';
import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { parcelLink } from '../web/parcels/share/parcel-link.ts';
import { qrCode } from '../web/parcels/share/qr.ts';
import { fitted, wrapped } from '../web/parcels/share/share-card.ts';
import { readAddress } from '../web/parcels/read-address.ts';

const modulePx = 4;

/** The path drawn as a camera would see it, read by another library than the one that made it. */
function read({ size, path }: ReturnType<typeof qrCode>): string | undefined {
  const width = size * modulePx;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x = '', y = ''] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < modulePx; row += 1) {
      const from = ((Number(y) * modulePx + row) * width + Number(x) * modulePx) * 4;
      for (let pixel = 0; pixel < modulePx; pixel += 1)
        pixels.fill(0, from + pixel * 4, from + pixel * 4 + 3);
    }
  }
  return jsqr(pixels, width, width)?.data;
}

describe('the QR code', () => {
  it('reads as the link it was made of', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const link = parcelLink('https://land.example.org', { code: 'JKC-2020-07', industry: '36', locale });
      expect(read(qrCode(link))).toBe(link);
    }
  });

  it('keeps four light modules around itself', () => {
    const { size, path } = qrCode('https://land.example.org/parcels/A');
    const places = [...path.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    expect(Math.min(...places)).toBe(4);
    expect(Math.max(...places)).toBe(size - 5);
  });
});

describe('the link of a parcel', () => {
  it('names the parcel, its industry and a language other than Chinese, whatever the code', () => {
    const codes = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((code) => !/[/%\p{Cc}]/u.test(code));
    fc.assert(
      fc.property(codes, fc.option(fc.stringMatching(/^\d{2,4}$/)), (code, industry) => {
        const url = new URL(parcelLink('https://land.example.org', { code, industry, locale: 'en' }));
        // A browser reads `.` and `..` as steps in the path; no parcel has such a code.
        if (code !== '.' && code !== '..') expect(decodeURIComponent(url.pathname)).toBe(`/parcels/${code}`);
        expect(readAddress(url.search).address).toMatchObject({ for: industry, lang: 'en' });
      }),
    );
    expect(parcelLink('https://a.b', { code: 'A', industry: null, locale: 'zh-CN' })).toBe(
      'https://a.b/parcels/A',
    );
  });
});

describe('words on the picture', () => {
  const measure = (text: string) => [...text].length * 10;
  const words = fc.string({ unit: 'grapheme', maxLength: 60 });

  it('never run over, and are cut with an ellipsis only where something is missing', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 400 }), (text, widthPx) => {
        const shown = fitted(text, widthPx, measure);
        expect(measure(shown)).toBeLessThanOrEqual(Math.max(widthPx, 10));
        if (measure(text) <= widthPx) expect(shown).toBe(text);
        else expect(shown.endsWith('…')).toBe(true);
      }),
    );
  });

  it('break between Chinese letters and between Latin words, and lose nothing while there is room', () => {
    expect(wrapped('汽车大道北侧七号地', { widthPx: 50, most: 3, measure })).toEqual([
      '汽车大道北',
      '侧七号地',
    ]);
    expect(wrapped('Plot 7 north of Qiche Avenue', { widthPx: 120, most: 3, measure })).toEqual([
      'Plot 7 north',
      'of Qiche',
      'Avenue',
    ]);
    expect(wrapped('汽车大道北侧七号地', { widthPx: 40, most: 2, measure })).toEqual(['汽车大道', '北侧七…']);
  });
});
