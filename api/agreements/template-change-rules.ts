import { obligationKindsOf } from './obligation-rules.ts';
import type { TemplateChanges } from './template-desk-schema.ts';
import type { ParcelBlock, Template, TemplateBlock, Variable } from './template-schema.ts';
import { templateFacts, type TemplateFact } from './template-terms.ts';
import { piecesOf } from './wording-rules.ts';

type LineChange = TemplateChanges['preamble'][number];
type ClauseChange = TemplateChanges['clauses'][number];

/** `exact`: two lines that read alike and are not the same differ in it. */
type Line = { text: string; exact: string };

/** 与在用版本的差异, clause by clause: clauses are told again by what they say, then by their heading, then by their place. */
export function templateChanges(before: Template, after: Template): TemplateChanges {
  const facts = templateFacts.flatMap((fact) => {
    const [was, is] = [factOf(before, fact), factOf(after, fact)];
    return was === is ? [] : [{ fact, ...differingWords(was, is) }];
  });
  const name = namesIn(before, after);
  const linesOf = (template: Template, blocks: readonly TemplateBlock[]) =>
    readLines(blocks, (key) => name(template, key));
  return {
    facts,
    preamble: lineChanges(linesOf(before, before.preamble), linesOf(after, after.preamble)),
    clauses: clauseChanges(clausesOf(before, linesOf), clausesOf(after, linesOf)),
  };
}

/** Of two lists only what the other has not. */
function differingWords(was: string, is: string): { before: string; after: string } {
  const [before, after] = [was.split('\n'), is.split('\n')];
  const only = (these: string[], those: string[]) =>
    these.filter((each) => !those.includes(each)).join('、') || '（无）';
  const isOrder =
    before.every((each) => after.includes(each)) && after.every((each) => before.includes(each));
  return isOrder
    ? { before: before.join('、'), after: after.join('、') }
    : { before: only(before, after), after: only(after, before) };
}

const kindWords: Record<Variable['kind'], string> = {
  text: '文字',
  money: '金额',
  area: '面积',
  date: '日期',
  duration: '期限',
  count: '数量',
  choice: '是否同意',
};
const partyWords = { government: '政府一方', company: '企业', talent: '人才' } as const;
const obligationWords = {
  'investment-intensity': '投资强度',
  tax: '税收',
  registration: '注册',
  start: '开工',
  completion: '竣工',
  'full-production': '达产',
} as const;

/** Each thing on a line of its own. */
function factOf(template: Template, fact: TemplateFact): string {
  if (fact === 'parties')
    return template.parties
      .map(({ party, label, mustSign, mayBeUnregistered }) =>
        said(label, [
          partyWords[party],
          mustSign ? '必须签署' : '可不签',
          mayBeUnregistered === true && '可未登记',
        ]),
      )
      .join('\n');
  if (fact === 'variables')
    return template.variables
      .map(({ key, kind, label, unit, optional }) =>
        said(label, [
          key,
          kindWords[kind],
          unit !== undefined && `单位“${unit}”`,
          optional === true && '可不填',
        ]),
      )
      .sort()
      .join('\n');
  if (fact === 'parcelStages') return [...template.parcelStages].sort().join('\n');
  if (fact === 'obligations')
    return obligationKindsOf(template)
      .map((kind) => obligationWords[kind])
      .join('\n');
  return String(template[fact]);
}

function said(label: string, details: (string | false)[]): string {
  return `${label}（${details.filter((each) => each !== false).join('，')}）`;
}

/** What a variable is called in a line: its label, and its key where the label alone could be something else. */
function namesIn(before: Template, after: Template) {
  const all = [...before.variables, ...after.variables];
  const words = JSON.stringify([before.preamble, before.clauses, after.preamble, after.clauses]);
  const isPlain = (label: string) =>
    new Set(all.filter((each) => each.label === label).map(({ key }) => key)).size === 1 &&
    !words.includes(`【${label}`);
  return (template: Template, key: string): string => {
    const label = template.variables.find((each) => each.key === key)?.label ?? key;
    return isPlain(label) ? label : `${label} · ${key}`;
  };
}

type Read = { heading: string; lines: Line[] };
type LinesOf = (template: Template, blocks: readonly TemplateBlock[]) => Line[];

function clausesOf(template: Template, linesOf: LinesOf): Read[] {
  return template.clauses.map(({ heading, when, blocks }) => ({
    heading,
    lines: [
      ...(when === undefined ? [] : [{ text: whenWords[when], exact: `when ${when}` }]),
      ...linesOf(template, blocks),
    ],
  }));
}

const whenWords = { parcels: '（写明地块的才有）', 'no-parcels': '（不写地块的才有）' } as const;
const tableWords = { indicators: '表：控制性指标', limits: '表：规划条件' } as const;

function readLines(blocks: readonly TemplateBlock[], name: (key: string) => string): Line[] {
  const read = (wording: string) =>
    piecesOf(wording)
      .map(({ strong, words, variable }) => {
        const text = words ?? `【${name(variable)}】`;
        return strong ? `**${text}**` : text;
      })
      .join('');
  const paragraph = ({
    paragraph: wording,
    when,
  }: {
    paragraph: string;
    when?: keyof typeof whenWords | undefined;
  }) => (when === undefined ? '' : whenWords[when]) + read(wording);
  const line = (text: string, block: TemplateBlock | ParcelBlock) => ({
    text,
    exact: `${text}\n${JSON.stringify(block)}`,
  });
  return blocks.flatMap((block) => {
    if ('paragraph' in block) return [line(paragraph(block), block)];
    if ('table' in block) return [line(`表：${block.table.map(name).join('、')}`, block)];
    return block.eachParcel.map((each, index) => {
      // What stands in one block is said of one parcel after the other.
      const place = index === 0 ? '每宗地块' : '每宗地块（续）';
      const text =
        'paragraph' in each
          ? paragraph(each)
          : `${tableWords[each.parcelTable]}${each.unknown === 'refuse' ? '（必须齐全）' : ''}`;
      return line(`${place}：${text}`, each);
    });
  });
}

function clauseChanges(before: Read[], after: Read[]): ClauseChange[] {
  const partners = partnersOf(before, after);
  const said = after.map(({ heading, lines }, to): ClauseChange => {
    const from = partners.get(to) ?? null;
    const was = from === null ? undefined : before[from];
    if (from === null || was === undefined)
      return { kind: 'added', heading, from: null, to, lines: lineChanges([], lines) };
    const changes = [
      ...(was.heading === heading ? [] : lineChanges([titled(was.heading)], [titled(heading)])),
      ...lineChanges(was.lines, lines),
    ];
    const kind = changes.every((line) => line.kind === 'same') ? 'same' : 'changed';
    return { kind, heading, from, to, lines: changes };
  });
  const kept = new Set(partners.values());
  const gone = before.flatMap(({ heading, lines }, from): ClauseChange[] =>
    kept.has(from) ? [] : [{ kind: 'removed', heading, from, to: null, lines: lineChanges(lines, []) }],
  );
  return [...said, ...gone];
}

function titled(heading: string): Line {
  return { text: `标题：${heading}`, exact: heading };
}

/** By index after, the index before. */
function partnersOf(before: Read[], after: Read[]): Map<number, number> {
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (isSame: (was: Read, is: Read, at: [number, number]) => boolean) => {
    for (const [to, is] of after.entries()) {
      if (partners.has(to)) continue;
      const from = before.findIndex((was, index) => !taken.has(index) && isSame(was, is, [index, to]));
      if (from === -1) continue;
      partners.set(to, from);
      taken.add(from);
    }
  };
  const exact = ({ lines }: Read) => lines.map((line) => line.exact);
  pair((was, is) => was.heading === is.heading && exact(was).join('\n') === exact(is).join('\n'));
  pair((was, is) => was.heading === is.heading);
  pair((was, is) => exact(was).some((line) => exact(is).includes(line)));
  return partners;
}

/** The longest common run of lines stays; what went stands before what came. */
export function lineChanges(before: readonly Line[], after: readonly Line[]): LineChange[] {
  const common = before.map(() => after.map(() => 0));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const cells = common[row];
      if (cells === undefined) continue;
      cells[column] =
        before[row]?.exact === after[column]?.exact
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  const changes: LineChange[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [was, is] = [before[row], after[column]];
    if (was !== undefined && was.exact === is?.exact) {
      changes.push({ kind: 'same', text: was.text });
      [row, column] = [row + 1, column + 1];
    } else if (was !== undefined && (is === undefined || at(row + 1, column) >= at(row, column + 1))) {
      changes.push({ kind: 'removed', text: was.text });
      row += 1;
    } else {
      changes.push({ kind: 'added', text: is?.text ?? '' });
      column += 1;
    }
  }
  return changes;
}
