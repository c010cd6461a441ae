import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintAgreement, lintTemplate } from '../api/agreements/lint-rules.ts';
import { prefillValues } from '../api/agreements/prefill.ts';
import { mergeTemplate, type Merged } from '../api/agreements/template-rules.ts';
import type { Template } from '../api/agreements/template-schema.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { templateKeys, type TemplateKey } from '../api/agreements/terms.ts';
import { AgreementText } from '../api/agreements/text-schema.ts';
import { AgreementValues } from '../api/agreements/values-schema.ts';
import {
  agreementValues,
  packNames,
  partyValues,
  statedParcel,
  talentValues,
} from './support/agreement-values.ts';
import { parcelRecord } from './support/parcel-records.ts';

const folder = join(import.meta.dirname, '../data/agreements');
const templates = await readTemplates(folder);

function template(key: TemplateKey): Template {
  const found = templates.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no template ${key}`);
  return found;
}

/** What any template can be filled with: the talent's signs three, and without a parcel. */
function valuesFor({ key, needsParcel }: Template): AgreementValues {
  const values = agreementValues(needsParcel === 'none' ? [] : undefined);
  return key === 'talent-agreement' ? { ...values, parties: [...partyValues, talentValues] } : values;
}

function textOf(merged: Merged): AgreementText {
  if (!merged.ok) throw new Error(`missing: ${merged.missing.map(({ key }) => key).join(', ')}`);
  return merged.text;
}

function wordsOf(text: AgreementText): string {
  const blocks = [...text.preamble, ...text.clauses.flatMap((clause) => clause.blocks)];
  const lines = blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [block.runs.map((run) => run.text).join('')]
      : block.rows.map((row) => [row.name, row.figure, row.capitals].join('|')),
  );
  return lines.join('\n');
}

const merge = (key: TemplateKey, values = valuesFor(template(key))) =>
  wordsOf(textOf(mergeTemplate(template(key), values)));

describe('every template', () => {
  it.each(templateKeys)('%s is filled wholly from a parcel, a company, a project and terms', (key) => {
    const values = AgreementValues.parse(valuesFor(template(key)));
    const text = textOf(mergeTemplate(template(key), values));
    expect(AgreementText.parse(text)).toEqual(text);
    expect(wordsOf(text)).not.toMatch(/[{}*【]|undefined|null|NaN/);
    expect(text.parties.map(({ label }) => label)).toEqual(template(key).parties.map(({ label }) => label));
    expect(mergeTemplate(template(key), structuredClone(values))).toEqual({ ok: true, text });
  });

  it.each(templateKeys)('%s promises nothing that the law forbids, empty or filled', (key) => {
    expect(lintTemplate(template(key))).toEqual([]);
    expect(lintAgreement(textOf(mergeTemplate(template(key), valuesFor(template(key)))))).toEqual([]);
  });

  it.each(templateKeys)(
    '%s with a promise in its title, a party, a label or a row of a table is found out',
    (key) => {
      const of = template(key);
      const promise = '税收返还';
      const award = { key: 'terms.award', kind: 'text', label: `乙方${promise}` } as const;
      const fields = (changed: Template) => lintTemplate(changed).map(({ field }) => field);
      expect(fields({ ...of, title: promise })).toEqual(['title']);
      expect(fields({ ...of, parties: of.parties.map((party) => ({ ...party, label: promise })) })).toEqual([
        'parties',
      ]);
      expect(fields({ ...of, variables: [...of.variables, award] })).toEqual(['variables']);
      const tabled = { ...of, variables: [...of.variables, award] };
      const clauses = [{ heading: '其他', blocks: [{ table: [award.key] }] }];
      expect(fields({ ...tabled, clauses })).toEqual(['clauses.0']);
      const text = textOf(mergeTemplate(of, valuesFor(of)));
      const rows = [{ name: '其他事项', figure: '甲方向乙方返还税款', capitals: '' }];
      const said = { ...text, clauses: [{ heading: '其他', blocks: [{ kind: 'figures' as const, rows }] }] };
      expect(lintAgreement(said).map(({ field }) => field)).toEqual(['clauses.0']);
    },
  );

  it.each(templateKeys)('%s says how land is come by, whose price it is and what if another wins', (key) => {
    const words = merge(key);
    expect(words).toMatch(/(?:乙方|承诺人)应通过招标、拍卖或者挂牌方式取得/);
    expect(words).toMatch(/成交(?:价|价款).{0,8}以公开竞价的结果/);
    expect(words).toMatch(/其他竞买人竞得|竞得人不是(?:乙方|承诺人)/);
  });

  it.each(templateKeys)('%s says by what it is signed, and asks for each consent apart', (key) => {
    const words = merge(key);
    expect(words).toContain('《中华人民共和国电子签名法》第十三条第二款');
    expect(words).toContain('标明“测试证书”的文件仅供演示');
    expect(words).toMatch(/名称：同意[；。]/);
    expect(words).toMatch(/投资金额：不同意[；。]/);
    expect(words).toMatch(/争议|劳动争议/);
  });

  it.each(templateKeys)('%s names nobody who is not its party', (key) => {
    const words = merge(key);
    const labels = template(key).parties.map(({ label }) => label);
    for (const label of ['甲方', '乙方', '丙方', '承诺人', '受诺单位']) {
      expect(words.includes(label), label).toBe(labels.includes(label));
    }
  });

  it('allows no parcel whose notice is running, and the agreement on building only after the deal', () => {
    for (const { parcelStages } of templates) {
      for (const stage of ['announced', 'listed', 'awaiting-result', 'suspended'] as const) {
        expect(parcelStages).not.toContain(stage);
      }
    }
    expect(template('standard-land-agreement').parcelStages).toEqual([
      'sold',
      'supplied',
      'under-construction',
    ]);
    expect(template('letter-of-intent').exclusive).toBe(false);
  });
});

describe('an intent', () => {
  it('stands as the look has it: figures with capitals, area twice over, indicators with operators', () => {
    const words = merge('letter-of-intent');
    expect(words).toContain('计划总投资|人民币 168,000 万元|壹拾陆亿捌仟万元整');
    expect(words).toContain(
      '出让面积 80,893.33 平方米（大写：捌万零捌佰玖拾叁点叁叁平方米），合 121.34 亩（大写：',
    );
    expect(words).toContain('固定资产投资强度（达产）|≥ 250 万元/亩|不低于贰佰伍拾万元每亩');
    expect(words).toContain('容积率|2–3|贰至叁');
    expect(words).toContain('绿地率|≤ 20%|不高于百分之贰拾');
    expect(words).toContain('有效期 6 个月（大写：陆个月）');
    expect(words).toContain('统一社会信用代码 91440300708461136T');
    expect(words).toContain('不具有合同约束力');
  });

  it('without a parcel drops what speaks of one, and with three says it of each', () => {
    const none = textOf(mergeTemplate(template('letter-of-intent'), agreementValues([])));
    expect(none.parcels).toEqual([]);
    expect(none.clauses.map(({ heading }) => heading)).not.toContain('控制性指标');
    expect(wordsOf(none)).toContain('项目选址由双方另行商议。');
    const codes = ['JK-1', 'JK-2', 'JK-3'];
    const three = textOf(
      mergeTemplate(template('letter-of-intent'), agreementValues(codes.map(statedParcel))),
    );
    expect(three.parcels.map(({ code }) => code)).toEqual(codes);
    for (const code of codes) expect(wordsOf(three)).toContain(`地块编号 ${code}（`);
    expect(wordsOf(three)).not.toContain('项目选址由双方另行商议');
  });

  it('marks what was filled in, and prints bold what the template prints bold', () => {
    const text = textOf(mergeTemplate(template('letter-of-intent'), agreementValues()));
    const runs = text.clauses.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs : [])),
    );
    expect(runs.filter(({ filled }) => filled).map((run) => run.text)).toContain('JK-2026-014');
    expect(runs.find(({ strong }) => strong)?.text).toContain('乙方应通过招标、拍卖或者挂牌方式取得');
  });

  it('leaves to the notice what is not known yet; an agreement on building does not', () => {
    const values = agreementValues([parcelRecord('JK-1', { locationText: '示例路' })]);
    expect(merge('letter-of-intent', values)).toContain('单位能耗增加值|以出让公告为准');
    const merged = mergeTemplate(template('standard-land-agreement'), values);
    expect(merged.ok).toBe(false);
    expect(merged.ok ? [] : merged.missing.map(({ key, parcel }) => `${parcel} ${key}`)).toContain(
      'JK-1 parcel.indicators.energy_value_added',
    );
  });

  it('takes a company from abroad by its number there', () => {
    const parties = partyValues.map((party) =>
      party.party === 'company'
        ? { ...party, registration: { kind: 'foreign', country: 'DE', number: 'HRB 12345' } as const }
        : party,
    );
    const text = textOf(mergeTemplate(template('letter-of-intent'), { ...agreementValues(), parties }));
    expect(wordsOf(text)).toContain('注册地德国，登记编号 HRB 12345');
    expect(text.parties.find(({ party }) => party === 'company')?.creditCode).toBeNull();
  });
});

describe('what is missing', () => {
  const intent = template('letter-of-intent');
  const missing = (values: AgreementValues, of = intent) => {
    const merged = mergeTemplate(of, values);
    return merged.ok ? [] : merged.missing.map(({ key, reason }) => `${key} ${reason}`);
  };
  const values = agreementValues();

  const withoutValue = (whole: AgreementValues, key: string): AgreementValues => {
    const [scope, name = ''] = key.split('.');
    const unknown = { [name]: null };
    return {
      ...whole,
      project: scope === 'project' ? { ...whole.project, ...unknown } : whole.project,
      terms: scope === 'terms' ? { ...whole.terms, ...unknown } : whole.terms,
      parcels: whole.parcels.map((parcel) =>
        scope === 'parcel' ? { ...parcel, variables: { ...parcel.variables, ...unknown } } : parcel,
      ),
    };
  };
  const variables = templates.flatMap((each) =>
    each.variables.flatMap(({ key, optional = false }) => (optional ? [] : [[each.key, key] as const])),
  );

  it.each(variables.filter(([, key]) => /^(?:project|terms|parcel)\./.test(key)))(
    'in %s of %s is named, and nothing else',
    (of, key) => {
      const each = template(of);
      expect(missing(withoutValue(valuesFor(each), key), each)).toEqual([`${key} missing`]);
    },
  );

  it('stands in the draft under its label, so that a preview shows it', () => {
    const merged = mergeTemplate(intent, { ...values, terms: { ...values.terms, validity: null } });
    expect(merged.ok ? '' : wordsOf(merged.draft)).toContain('有效期 【有效期】');
  });

  it.each([
    ['project.investmentTotalYuan', { project: { ...values.project, investmentTotalYuan: 0.5 } }],
    ['project.investmentTotalYuan', { project: { ...values.project, investmentTotalYuan: '很多' } }],
    ['project.name', { project: { ...values.project, name: '项目\u202e目项' } }],
    ['terms.validity', { terms: { ...values.terms, validity: 6 } }],
    ['terms.publishName', { terms: { ...values.terms, publishName: '同意' } }],
  ])('%s of the wrong kind is malformed', (key, change) => {
    expect(missing({ ...values, ...change })).toEqual([`${key} malformed`]);
  });

  it('leaves a row out that a letter of intent can do without, and says that a registration is not told yet', () => {
    const parties = partyValues.map((party) => ({ ...party, registration: null }));
    const merged = mergeTemplate(intent, {
      ...withoutValue(values, 'project.fixedInvestmentYuan'),
      parties,
    });
    expect(merged.ok).toBe(true);
    expect(wordsOf(textOf(merged))).not.toContain('其中固定资产投资');
    expect(wordsOf(textOf(merged))).toContain('登记信息以登记机关的记载为准');
  });

  it('among parties and parcels is named as well', () => {
    const withCompany = (change: Partial<(typeof partyValues)[number]>) => ({
      ...values,
      parties: partyValues.map((party) => (party.party === 'company' ? { ...party, ...change } : party)),
    });
    const code = { kind: 'credit-code', code: '91440300708461136A' } as const;
    expect(missing(withCompany({ registration: code }))).toEqual(['company.registration malformed']);
    expect(missing(withCompany({ signatory: ' ' }))).toEqual(['company.signatory missing']);
    const unregistered = withCompany({ registration: null });
    expect(missing(unregistered, template('framework-agreement'))).toContain('company.registration missing');
    expect(missing({ ...values, parties: [...partyValues, talentValues] })).toEqual(['talent not-allowed']);
    expect(missing({ ...values, parties: [...partyValues, ...partyValues] })).toContain('company malformed');
    expect(missing({ ...values, parties: partyValues.slice(0, 1) })).toContain('company missing');
    const talent = template('talent-agreement');
    const three = { ...values, parties: [...partyValues, talentValues] };
    expect(missing(three, talent)).toEqual(['parcels not-allowed']);
    expect(missing({ ...values, parcels: [] }, template('standard-land-agreement'))).toContain(
      'parcels missing',
    );
    const twice = { ...values, parcels: [...values.parcels, ...values.parcels] };
    expect(missing(twice)).toEqual(['parcels malformed']);
    expect(missing({ ...values, number: '' })).toEqual(['agreement.number missing']);
  });

  it('is never made up from markup in a value: it stands as it was typed', () => {
    const typed = fc.array(fc.constantFrom('{', '}', '**', '项目', 'terms.validity', ' ', '【'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(typed, (parts) => {
        const name = `甲${parts.join('')}乙`;
        const merged = mergeTemplate(intent, { ...values, project: { ...values.project, name } });
        expect(wordsOf(textOf(merged))).toContain(`“${name}”`);
      }),
    );
  });
});

describe('a parcel in an agreement', () => {
  it('brings its rows in the order of the city, with what it does not state as null', () => {
    const parcel = statedParcel('JK-1');
    const limits = { unheard_of: null, ...parcel.limits };
    const values = prefillValues({ ...parcel, limits, termYears: null }, '367', packNames);
    expect(values.indicators.map(({ name }) => name)).toEqual([
      '固定资产投资强度',
      '亩均税收',
      '单位能耗增加值',
    ]);
    expect(values.limits.map(({ name }) => name)).toEqual(['容积率', '绿地率', 'unheard_of']);
    expect(values.variables.term).toBeNull();
    expect(values.variables.dealDate).toBe('2026-12-18');
    expect(values.variables.industry).toBe('367 汽车零部件及配件制造');
    expect(prefillValues({ ...parcel, locationText: null }, '367', packNames).variables.location).toContain(
      '秋滨街道',
    );
    expect(() => prefillValues(parcel, '27', packNames)).toThrow(RangeError);
  });
});

describe('a template that cannot be used', () => {
  it.each([
    ['{terms.validity}', '{terms.unheardOf}', /\{terms\.unheardOf\} is used and not declared/],
    ['有效期 {terms.validity}', '有效期六个月', /\{terms\.validity\} is declared and not used/],
    ['有效期 {terms.validity}', '**有效期 {terms.validity}', /has no partner/],
    ['有效期 {terms.validity}', '有效期 {terms.validity}}', /has no partner/],
    ['有效期 {terms.validity}', '有效期 {terms.validity}，{parcel.code}', /stands outside eachParcel/],
    ['"planned", "unsold"', '"planned", "listed"', /listed: a notice is running/],
    ['"needsParcel": "optional"', '"needsParcel": "none"', /needsParcel and eachParcel disagree/],
    ['"label": "甲方"', '"label": "乙方"', /two parties have one label/],
    ['"mustSign": true', '"mustSign": false', /nobody must sign/],
    ['"version": 1', '"version": 0', /version/],
    ['"key": "letter-of-intent"', '"key": "talent-agreement"', /its key is talent-agreement/],
  ])('with %s as %s is refused by name', async (from, to, why) => {
    const copy = await mkdtemp(join(tmpdir(), 'zhaotu-templates-'));
    try {
      await cp(folder, copy, { recursive: true });
      const path = join(copy, 'letter-of-intent.json');
      const text = await readFile(path, 'utf8');
      expect(text).toContain(from);
      await writeFile(path, text.replaceAll(from, to));
      await expect(readTemplates(copy)).rejects.toThrow(why);
      await rm(path);
      await expect(readTemplates(copy)).rejects.toThrow(/letter-of-intent\.json/);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});
