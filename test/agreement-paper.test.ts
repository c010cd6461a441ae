import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fontkit from '@pdf-lib/fontkit';
import jsqr from 'jsqr';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateSheet } from '../api/agreements/certificate-words.ts';
import { drawPaper } from '../api/agreements/paper/paper.ts';
import { Undrawable } from '../api/agreements/paper/undrawable.ts';
import { fileSignatures } from '../api/signatures/file-signatures.ts';
import { letterOfIntent, longAgreement, paperOptions } from './support/agreement-texts.ts';
import { blankCharacters, charactersOf, pixelsPerPoint, rasterOf } from './support/paper-ink.ts';
import { textLayer, writtenIn } from './support/paper-text.ts';
import { makeTrust, signAs } from './support/signed-agreement.ts';
import { askVerifiers } from './support/verifiers/pdf-verifiers.ts';

type Paper = Awaited<ReturnType<typeof drawPaper>>;

let letter: Paper;
let long: Paper;

beforeAll(async () => {
  letter = await drawPaper(letterOfIntent, paperOptions);
  long = await drawPaper(longAgreement.text, longAgreement.options);
});

/** Poppler draws a sheet, or Java starts, several times. */
const slowMs = 60_000;

describe('the text layer of the paper', () => {
  it('has every word of every clause, every figure and its capitals', () => {
    const layer = textLayer(letter.bytes);
    for (const text of writtenIn(letterOfIntent)) expect(layer).toContain(text);
    expect(layer).toContain('第六条效力');
    expect(layer).toContain('第1页共3页');
    expect(layer).toContain('文本摘要9f3c51e8…a07d22b4');
  });

  it('says in the head that certificates are for testing, where they are', async () => {
    const real = await drawPaper(letterOfIntent, { ...paperOptions, isTest: false });
    expect(textLayer(letter.bytes).split('测试证书，不构成可靠电子签名')).toHaveLength(4);
    expect(textLayer(real.bytes)).not.toContain('测试证书');
  });
});

it('a company from abroad stands with its country and its number there, on the paper and on the certificate of signing', async () => {
  const parties = letterOfIntent.parties.map((party) =>
    party.party === 'company'
      ? { ...party, organisation: 'Beispiel GmbH', creditCode: null, foreignRegistration: 'DE HRB 12345' }
      : party,
  );
  const paper = await drawPaper({ ...letterOfIntent, parties }, paperOptions);
  const layer = textLayer(paper.bytes);
  expect(layer).toContain('BeispielGmbH');
  expect(layer).toContain('注册地德国，登记编号HRB12345');
  expect((await blankCharacters(paper.bytes, 1)).blank).toEqual([]);
  const sheet = certificateSheet({
    ...letterOfIntent,
    parties,
    tier: 'T0',
    contentSha256: '',
    completedAt: new Date('2026-11-20T00:00:00Z'),
    signers: [],
    revisions: [],
    verifyUrl: '',
    verifyCode: '',
  });
  const lines = sheet.sections.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
  expect(lines.find(({ label }) => label === '乙方 Party')?.lines).toEqual([
    'Beispiel GmbH',
    '注册地德国，登记编号 HRB 12345',
  ]);
});

describe('the ink of the paper', () => {
  it(
    'is there for every character, Chinese, Latin and figures, regular and bold',
    async () => {
      const ofLetter = await blankCharacters(letter.bytes, 3);
      expect(ofLetter.blank).toEqual([]);
      expect(ofLetter.seen).toBeGreaterThan(1000);
      expect((await blankCharacters(long.bytes, 1)).blank).toEqual([]);
    },
    slowMs,
  );

  it(
    'would be missed where a font is cut down while it is embedded, although the text layer is whole',
    async () => {
      const document = await PDFDocument.create();
      document.registerFontkit(fontkit);
      const file = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
      const font = await document.embedFont(readFileSync(fileURLToPath(import.meta.resolve(file))), {
        subset: true,
      });
      const words = writtenIn(letterOfIntent).map((text) => text.slice(0, 30));
      const page = document.addPage([595.28, 841.89]);
      for (const [index, text] of words.entries())
        page.drawText(text, { x: 60, y: 780 - index * 24, size: 12, font });
      const bytes = await document.save({ useObjectStreams: false });
      expect(textLayer(bytes)).toContain(words[4]);
      const { blank, seen } = await blankCharacters(bytes, 1);
      expect(blank.length).toBeGreaterThan(seen / 4);
    },
    slowMs,
  );

  it('reads back as the address where the file is checked', () => {
    const { width, height, dark } = rasterOf(letter.bytes, 2);
    const from = Math.round(height * 0.75);
    const pixels = Uint8ClampedArray.from({ length: width * (height - from) * 4 }, (_, index) =>
      index % 4 === 3 ? 255 : 255 - (dark[from * width + Math.floor(index / 4)] ?? 0),
    );
    expect(jsqr(pixels, width, height - from)?.data).toBe(paperOptions.verifyUrl);
  });
});

describe('the fields of the paper', () => {
  it.each([
    ['a letter', () => letter, ['party_1', 'party_2', 'platform']],
    [
      'an agreement that four sign, one approves and one witnesses',
      () => long,
      ['party_1', 'party_2', 'party_3', 'party_4', 'platform'],
    ],
  ])(
    'of %s are one for each who signs and the platform, and touch neither text nor each other',
    async (_, paper, names) => {
      const { bytes, fields } = paper();
      expect(fields.map(({ name }) => name)).toEqual(names);
      const pages = await charactersOf(bytes);
      for (const { page, rect } of fields) {
        const [right, top] = [rect.left + rect.width, rect.bottom + rect.height];
        const within = (pages[page] ?? []).filter(
          ({ bbox }) =>
            bbox.x < right &&
            bbox.x + bbox.width > rect.left &&
            bbox.y < top &&
            bbox.y + bbox.height > rect.bottom,
        );
        expect(within).toEqual([]);
        const touching = fields.filter(
          (other) =>
            other.page === page &&
            other.rect.bottom < top &&
            other.rect.bottom + other.rect.height > rect.bottom &&
            other.rect.left < right &&
            other.rect.left + other.rect.width > rect.left,
        );
        expect(touching).toHaveLength(1);
      }
    },
  );

  it(
    'are signed one after another, valid for every verifier that is not ours',
    async () => {
      const trust = await makeTrust();
      let { bytes } = letter;
      for (const [index, { field }] of paperOptions.signers.entries()) {
        const credential = trust.parties[index];
        if (credential === undefined || field === null) throw new Error('nobody signs');
        const mark = { strokes: [], seal: true };
        ({ bytes } = await signAs(trust, credential, { bytes, field, mark }));
      }
      const verdicts = askVerifiers(bytes, trust.root.certificate);
      expect(verdicts.pdfsig).toEqual(['Signature is Valid.', 'Signature is Valid.']);
      expect(verdicts.qpdf).toBe(true);
      const read = await fileSignatures(bytes, [trust.root.certificate]);
      expect(read.map(({ field, isIntact, flaws }) => ({ field, isIntact, flaws }))).toEqual([
        { field: 'party_1', isIntact: true, flaws: [] },
        { field: 'party_2', isIntact: true, flaws: [] },
      ]);
      // The seal's cinnabar ring stands inside its own field.
      const raster = rasterOf(bytes, 2);
      const rect = letter.fields[0]?.rect;
      if (rect === undefined) throw new Error('no field');
      const y = Math.round(raster.height - (rect.bottom + rect.height / 2) * pixelsPerPoint);
      const [left, right] = [rect.left + 10, rect.left + rect.width - 10].map((x) =>
        Math.round(x * pixelsPerPoint),
      );
      const row = raster.dark.slice(y * raster.width + (left ?? 0), y * raster.width + (right ?? 0));
      expect(Math.max(...row)).toBeGreaterThan(100);
    },
    slowMs,
  );

  it('are none in a draft, which says 草稿 on every sheet', async () => {
    const draft = await drawPaper(letterOfIntent, { ...paperOptions, stage: 'draft' });
    expect(draft.fields).toEqual([]);
    const pages = await charactersOf(draft.bytes);
    for (const characters of pages) {
      const large = characters.filter(({ fontSize }) => fontSize > 100);
      expect(large.map(({ char }) => char).sort()).toEqual(['稿', '草']);
    }
    expect(textLayer(draft.bytes)).toContain('草稿不可签署');
  });

  it('say 演练 on every sheet of a rehearsal, signed or not, and that it has no effect', async () => {
    for (const stage of ['draft', 'final'] as const) {
      const paper = await drawPaper(letterOfIntent, { ...paperOptions, stage, isRehearsal: true });
      const pages = await charactersOf(paper.bytes);
      for (const characters of pages) {
        const large = characters.filter(({ fontSize }) => fontSize > 100);
        expect(large.map(({ char }) => char).sort()).toEqual(['演', '练'].sort());
      }
      expect(textLayer(paper.bytes).split('演练文件，不产生任何效力')).toHaveLength(pages.length + 1);
    }
  });
});

describe('the same text', () => {
  it('gives the same bytes', async () => {
    const again = await drawPaper(structuredClone(letterOfIntent), structuredClone(paperOptions));
    expect(Buffer.compare(again.bytes, letter.bytes)).toBe(0);
    const other = await drawPaper({ ...letterOfIntent, number: 'TZ-2026-0032' }, paperOptions);
    expect(Buffer.compare(other.bytes, letter.bytes)).not.toBe(0);
  });
});

describe('a character that the paper cannot show', () => {
  it.each([
    ['😀', 'an emoji'],
    ['𠮷', 'a rare name that the font has not'],
    ['\u202E', 'a mark that turns the direction'],
    ['\u200B', 'an invisible space'],
    ['e\u0301'.slice(1), 'an accent of its own'],
    ['\n', 'the end of a line'],
  ])('%j, %s, is refused with its place', async (character) => {
    const parties = letterOfIntent.parties.map((party) => ({
      ...party,
      organisation: `示例${character}公司`,
    }));
    const refused: unknown = await drawPaper({ ...letterOfIntent, parties }, paperOptions).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(Undrawable);
    expect(refused).toMatchObject({ character, place: 'parties.0.organisation' });
  });
});
