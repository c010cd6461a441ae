import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../api/checks/rule-list.ts';
import type { PublicCity } from '../api/city/schema.ts';
import type { Finding } from '../api/imports/schema.ts';
import { findingText } from '../web/console/findings/finding-text.ts';
import { language } from '../web/ui/language.svelte.ts';
import { findingsOfEveryRule } from './support/findings-of-rules.ts';
import { readJinhua } from './support/parcels.ts';

const rules = [...new Set(checks.flatMap((check) => check.rules))];
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

  it('keeps the server’s words where a finding was kept without its values, and where the rule is of reading files', () => {
    language.follow('en');
    const kept = { rule: 'deposit-low', severity: 'warning', message: '保证金低', remedy: '核对' } as const;
    const read = { rule: 'txt-point', severity: 'error', message: '第 3 行', remedy: '补上' } as const;
    for (const finding of [kept, read])
      expect(findingText(finding, { city, locale: 'en' })).toEqual({
        message: finding.message,
        remedy: finding.remedy,
      });
  });
});
