import { expect, it } from 'vitest';
import { lineChanges, templateChanges } from '../api/agreements/template-change-rules.ts';
import { templateFaults, templateFindings } from '../api/agreements/template-faults-rules.ts';
import { readTemplates } from '../api/agreements/templates.ts';

const [letter] = await readTemplates('data/agreements');
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
  expect(lineChanges(['甲', '乙', '丙'], ['甲', '丁', '丙']).map(({ kind, text }) => kind[0] + text)).toEqual(
    ['s甲', 'r乙', 'a丁', 's丙'],
  );
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
