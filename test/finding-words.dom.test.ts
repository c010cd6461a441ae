import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../api/checks/rule-list.ts';
import type { PublicCity } from '../api/city/schema.ts';
import type { Finding } from '../api/imports/schema.ts';
import { findingText, isWorded } from '../web/console/findings/finding-text.ts';
import { placeText } from '../web/console/findings/place-text.ts';
import { language } from '../web/ui/language.svelte.ts';
import { findingsOfFiles } from './support/findings-of-files.ts';
import { findingsOfEveryRule } from './support/findings-of-rules.ts';
import { readJinhua } from './support/parcels.ts';

const rules = [...new Set(checks.flatMap((check) => check.rules))];
/** Of files that cannot be opened or taken at all: the server refuses the whole of them in its own words. */
const unopened =
  /^(?:archive|file|workbook|import|batch|csv|json|geojson|dbf|shp-(?!parts-missing))-?|^too-many-parcels$/;
/** What is quoted stays as its document has it. */
const unquoted = (text: string) => text.replace(/“[^”]*”/g, '');

describe('a finding in words', () => {
  let city: PublicCity;
  let findings: Finding[];

  beforeAll(async () => {
    const read = await readJinhua();
    city = {
      ...read.pack,
      transport: read.transport,
      mapApprovalNumber: null,
      basemap: { kind: 'sketch' },
      demonstration: null,
    };
    findings = findingsOfEveryRule(read);
  });

  afterAll(() => language.follow('zh-CN'));

  it('is tried for every rule of the health check', () => {
    const found = new Set(findings.map(({ rule }) => rule));
    expect(rules.filter((rule) => !found.has(rule))).toEqual([]);
  });

  for (const locale of ['zh-CN', 'en'] as const)
    it(`has reason and remedy of every rule in ${locale}, with all that it tells filled in`, () => {
      language.follow(locale);
      const marked = findings.map((finding) => ({ ...finding, message: '原文', remedy: '原文' }));
      for (const finding of marked) {
        const { message, remedy } = findingText(finding, { city, locale });
        for (const text of [message, remedy]) {
          expect(text, finding.rule).not.toMatch(/原文|undefined|null|NaN|[{}]|“”|「」| {2}| [,.;，。]/);
          expect(text.length, finding.rule).toBeGreaterThan(4);
          if (locale === 'en')
            expect(unquoted(text), finding.rule).not.toMatch(/[\p{Script=Han}，。；「」]/u);
        }
      }
    });

  it('of reading files is worded as well, with all that it tells filled in', async () => {
    const read = (await findingsOfFiles()).filter(({ rule }) => !unopened.test(rule));
    const found = new Set(read.map(({ rule }) => rule));
    expect(found.size).toBeGreaterThan(40);
    for (const locale of ['zh-CN', 'en'] as const) {
      language.follow(locale);
      const texts = read.flatMap((finding) => {
        const { message, remedy } = findingText(
          { ...finding, message: '原文', remedy: '原文' },
          { city, locale },
        );
        return [`${finding.rule}: ${message}`, `${finding.rule}: ${remedy}`];
      });
      expect(texts.filter((text) => /原文|undefined|null|NaN|[{}]| {2}/.test(text))).toEqual([]);
      if (locale === 'en')
        expect(texts.filter((text) => /[\p{Script=Han}，。；「」]/u.test(unquoted(text)))).toEqual([]);
    }
  });

  it('has words for every rule of reading files that can open them', () => {
    const named = readdirSync('api/imports')
      .map((file) => readFileSync(`api/imports/${file}`, 'utf8'))
      .flatMap((source) => [...source.matchAll(/rule: '([a-z0-9-]+)'/g)].map(([, rule = '']) => rule));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((rule) => !unopened.test(rule) && !isWorded(rule))).toEqual([]);
  });

  it('says where in the files it was found', () => {
    language.follow('en');
    expect(placeText({ file: 'a.txt', line: 12 })).toBe('a.txt, row 12');
    expect(placeText({ row: 3 })).toBe('Row 3');
    expect(placeText({})).toBe('');
  });

  it('keeps the server’s words where it was kept without its values, and where a file cannot be opened', () => {
    language.follow('en');
    const kept = { rule: 'deposit-low', severity: 'warning', message: '保证金低', remedy: '核对' } as const;
    const closed = {
      rule: 'archive-broken',
      severity: 'error',
      message: '损坏',
      remedy: '重新压缩',
    } as const;
    for (const finding of [kept, closed])
      expect(findingText(finding, { city, locale: 'en' })).toEqual({
        message: finding.message,
        remedy: finding.remedy,
      });
  });
});
