import { expect, it } from 'vitest';
import { lineChanges, templateChanges } from '../api/agreements/template-change-rules.ts';
import { templateFaults, templateFindings } from '../api/agreements/template-faults-rules.ts';
import { Template } from '../api/agreements/template-schema.ts';
import { readTemplates } from '../api/agreements/templates.ts';

const shipped = await readTemplates('data/agreements');
const [letter] = shipped;
if (letter === undefined) throw new Error('a template is there');

it('a clause that was changed, added, taken away or only moved is told as just that', () => {
  const [first, second, third, ...more] = letter.clauses;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three clauses');
  const after = {
    ...letter,
    exclusive: true,
    clauses: [
      { ...first, blocks: [...first.blocks, { paragraph: '本条所称{project.name}包括其配套工程。' }] },
      { heading: '联系人', blocks: [{ paragraph: '双方各指定一名联系人。' }] },
      ...more,
      second,
    ],
  };
  const { facts, preamble, clauses } = templateChanges(letter, after);
  expect(facts).toEqual([{ fact: 'exclusive', before: 'false', after: 'true' }]);
  expect(preamble.every(({ kind }) => kind === 'same')).toBe(true);
  const told = clauses.filter(({ kind, from, to }) => kind !== 'same' || from === 1 || to === 2);
  expect(told.map(({ kind, heading, from, to }) => [kind, heading, from, to])).toEqual([
    ['changed', first.heading, 0, 0],
    ['added', '联系人', null, 1],
    ['same', more[0]?.heading, 3, 2],
    ['same', second.heading, 1, after.clauses.length - 1],
    ['removed', third.heading, 2, null],
  ]);
  expect(clauses[0]?.lines.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'added', text: '本条所称【项目名称】包括其配套工程。' },
  ]);
});

it('of two texts the lines that both have stay, and what went stands before what came', () => {
  const lines = (texts: string) => [...texts].map((text) => ({ text, exact: text }));
  expect(lineChanges(lines('甲乙丙'), lines('甲丁丙')).map(({ kind, text }) => kind[0] + text)).toEqual([
    's甲',
    'r乙',
    'a丁',
    's丙',
  ]);
});

it('a finding names its clause and what to do, and a file is refused for the same', () => {
  const [first, ...others] = letter.clauses;
  if (first === undefined) throw new Error('a clause is there');
  const said = (paragraph: string) => ({
    ...letter,
    clauses: [first, { heading: '试验', blocks: [{ paragraph }] }, ...others],
  });
  const findings = (paragraph: string) =>
    templateFindings(said(paragraph), letter.variables).map(({ rule, field }) => [rule, field]);
  expect(findings('双方各指定一名联系人。')).toEqual([]);
  expect(findings('甲方按乙方纳税额的百分之十给予奖励。')).toEqual([['wording-tax-linked', 'clauses.1']]);
  expect(findings('项目名为{terms.nothing}。')).toEqual([['template-variable-unknown', 'clauses.1']]);
  expect(findings('地块为{parcel.code}。')).toContainEqual(['template-variable-place', 'clauses.1']);
  expect(findings('项目**重要。')).toEqual([['template-wording', 'clauses.1']]);
  expect(findings('双方各指\u202e定一名联系人。')).toEqual([['template-characters', 'clauses.1']]);
  expect(templateFaults(said('项目**重要。'))).toEqual(['a ** has no partner: 项目**重要。']);
  const strange = { key: 'government.secret', kind: 'text', label: '密码' } as const;
  const own = { key: 'terms.quality', kind: 'text', label: '质量要求' } as const;
  const declared = (variable: typeof strange | typeof own) => ({
    ...said(`约定为{${variable.key}}。`),
    variables: [...letter.variables, variable],
  });
  expect(templateFindings(declared(strange), letter.variables).map(({ rule }) => rule)).toEqual([
    'template-variable-strange',
  ]);
  expect(templateFindings(declared(own), letter.variables)).toEqual([]);
});

it('a term of holding that is written out instead of filled in is a fault, since the portal would hold for another', () => {
  const framework = shipped.find(({ key }) => key === 'framework-agreement');
  if (framework === undefined) throw new Error('there is a framework agreement');
  const terms = (over: Partial<Template>, words: string) =>
    templateFindings(
      {
        ...framework,
        clauses: framework.clauses.map((clause) => ({
          ...clause,
          blocks: clause.blocks.map((block) =>
            'paragraph' in block ? { paragraph: block.paragraph.replace('{terms.holdTerm}', words) } : block,
          ),
        })),
        ...over,
      },
      framework.variables,
    )
      .map(({ rule }) => rule)
      .filter((rule) => rule === 'template-hold-term');
  expect(terms({}, '{terms.holdTerm}')).toEqual([]);
  for (const words of ['30 日', '三十日', '半年']) expect(terms({}, words)).toEqual(['template-hold-term']);
  expect(terms({ exclusive: false }, '30 日')).toEqual([]);
});

const otherWords = ['parcels', 'no-parcels', 'indicators', 'limits', 'notice', 'refuse', 'text', 'money'];
const otherTerms = ['none', 'optional', 'required', 'planned', 'sold', 'government', 'talent', 'terms.other'];

/** Each leaf changed once, and each part left out once. */
function editsOf(node: unknown): unknown[] {
  if (typeof node === 'boolean') return [!node];
  if (typeof node === 'string')
    return [`${node}改`, ...(/\p{Script=Han}/u.test(node) ? [] : [...otherWords, ...otherTerms])].filter(
      (each) => each !== node,
    );
  if (Array.isArray(node))
    return node.flatMap((each: unknown, index) => [
      ...editsOf(each).map((edited) => node.with(index, edited)),
      node.toSpliced(index, 1),
    ]);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, each]: [string, unknown]) => [
    ...editsOf(each).map((edited) => ({ ...node, [key]: edited })),
    { ...node, [key]: undefined },
  ]);
}

it.each(shipped.map((template) => [template.key, template] as const))(
  'whatever is changed in the %s, the second person is shown that something is',
  (_key, template) => {
    const { key, version, ...body } = template;
    const edits = editsOf(body).flatMap((edited) => {
      const parsed = Template.safeParse(Object.assign({ key, version }, edited));
      return parsed.success ? [parsed.data] : [];
    });
    expect(edits.length).toBeGreaterThan(100);
    const hidden = edits.filter((edited) => {
      const { facts, preamble, clauses } = templateChanges(template, edited);
      return facts.length === 0 && [...preamble, ...clauses].every(({ kind }) => kind === 'same');
    });
    expect(hidden.map((edited) => JSON.stringify(edited))).toEqual([]);
  },
  30_000,
);

it('a variable that took the place of another with its label is told by its key, and what a party may lack is told', () => {
  const [investment] = shipped.filter(({ key }) => key === 'investment-agreement');
  if (investment === undefined) throw new Error('there is such a template');
  const swapped = JSON.stringify(investment).replaceAll(
    'project.fixedInvestmentYuan',
    'terms.fixedInvestment',
  );
  const after = Template.parse(JSON.parse(swapped));
  const changes = templateChanges(investment, {
    ...after,
    parties: after.parties.map((party) => ({ ...party, mayBeUnregistered: true })),
  });
  expect(changes.facts.map(({ fact }) => fact)).toEqual(['parties', 'variables']);
  expect(changes.facts[0]?.after).toBe(
    '甲方（政府一方，必须签署，可未登记）、乙方（企业，必须签署，可未登记）',
  );
  expect(changes.facts[1]).toMatchObject({
    before: '其中固定资产投资（project.fixedInvestmentYuan，金额）',
    after: '其中固定资产投资（terms.fixedInvestment，金额）',
  });
  const lines = changes.clauses.flatMap((clause) => clause.lines).filter(({ kind }) => kind !== 'same');
  expect(lines.map(({ text }) => text).join('')).toContain('其中固定资产投资 · terms.fixedInvestment');
});

it('a version whose wording no longer makes a commitment that is recorded says which one', () => {
  const [standard] = shipped.filter(({ key }) => key === 'standard-land-agreement');
  if (standard === undefined) throw new Error('there is such a template');
  const reworded = (from: string, to: string) =>
    templateChanges(standard, Template.parse(JSON.parse(JSON.stringify(standard).replaceAll(from, to))))
      .facts;
  expect(reworded('}前开工', '}之前动工')).toEqual([]);
  expect(reworded('}前开工', '}前进场')).toEqual([{ fact: 'obligations', before: '开工', after: '（无）' }]);
});
