import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { actionWord } from '../web/console/audit/audit-words.ts';
import { detailLines } from '../web/console/audit/detail-lines.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { jinhua } from './support/map-fixtures.ts';

const city = jinhua();

/** Every file of the server that writes into the log. */
const writers = readdirSync('api', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join('api', path), 'utf8'))
  .filter((source) => /appendAudit|AuditedAct/.test(source));

function textsOf(details: Record<string, unknown>, locale: 'zh-CN' | 'en'): string[] {
  overwriteGetLocale(() => locale);
  return detailLines(details, { city, locale }).map(({ label, value }) => `${label} ${value}`);
}

describe('a row of the log', () => {
  beforeEach(() => overwriteGetLocale(() => 'zh-CN'));
  afterAll(() => overwriteGetLocale(() => 'zh-CN'));

  it('has its act in words, whatever the server writes', () => {
    const actions = writers.flatMap((source) =>
      [...source.matchAll(/(?:action: |act\()'([a-z.-]+\.[a-z-]+)'/g)].map(([, action = '']) => action),
    );
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => actionWord(action) === action)).toEqual([]);
  });

  it('has what else it holds in words, whatever the server writes', () => {
    const keys = writers.flatMap((source) =>
      [...source.matchAll(/details(?:: | = )\{([^{}]*)\}/g)].flatMap(([, body = '']) =>
        body
          .split(',')
          .map((part) => part.split(':')[0]?.trim() ?? '')
          .filter((key) => /^[a-z]\w+$/i.test(key)),
      ),
    );
    expect(new Set(keys).size).toBeGreaterThan(15);
    const told = Object.fromEntries(keys.map((key) => [key, 1]));
    const raw = detailLines(told, { city, locale: 'zh-CN' }).filter(({ key, label }) => key === label);
    expect(raw).toEqual([]);
  });

  it('names competences, departments, regions, times and what is switched', () => {
    const details = {
      approved: ['land'],
      waitsFor: ['terms'],
      needs: [],
      department: 'yiwu',
      regions: ['330782', 'park-yw-power'],
      publicFrom: '2026-11-22T02:00:00.000Z',
      locked: false,
      fields: ['name', 'password'],
      cause: 'secrecy',
    };
    const [yiwu] = city.departments.filter(({ code }) => code === 'yiwu');
    const power = city.regions.find(({ code }) => code === 'park-yw-power');
    expect(textsOf(details, 'zh-CN')).toEqual([
      '批准了 几何、面积、限值、日期与状态',
      '还等 价格、成本与文字',
      '须经审核 无',
      `部门 ${yiwu?.name['zh-CN']}`,
      `区域 义乌市、${power?.name['zh-CN']}`,
      '公开时间 2026-11-22 10:00:00',
      '已停用 否',
      '改动项 名称、密码',
      '原因 涉密',
    ]);
    for (const text of textsOf(details, 'en')) expect(text).not.toMatch(/\p{Script=Han}|[a-z]{2}[A-Z]/u);
  });

  it('keeps under its own name what is not known here', () => {
    expect(textsOf({ somethingNew: { a: 1 } }, 'zh-CN')).toEqual(['somethingNew {"a":1}']);
  });
});
