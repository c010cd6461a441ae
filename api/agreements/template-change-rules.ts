import type { TemplateChanges } from './template-desk-schema.ts';
import type { Template, TemplateBlock } from './template-schema.ts';
import { templateFacts, type TemplateFact } from './template-terms.ts';
import { piecesOf } from './wording-rules.ts';

type LineChange = TemplateChanges['preamble'][number];
type ClauseChange = TemplateChanges['clauses'][number];

/** 与在用版本的差异, clause by clause: clauses are told again by what they say, then by their heading, then by their place. */
export function templateChanges(before: Template, after: Template): TemplateChanges {
  const facts = templateFacts.flatMap((fact) => {
    const [was, is] = [factOf(before, fact), factOf(after, fact)];
    return was === is ? [] : [{ fact, before: was, after: is }];
  });
  return {
    facts,
    preamble: lineChanges(linesOf(before, before.preamble), linesOf(after, after.preamble)),
    clauses: clauseChanges(clausesOf(before), clausesOf(after)),
  };
}

function factOf(template: Template, fact: TemplateFact): string {
  if (fact === 'parties')
    return template.parties
      .map(({ label, mustSign }) => `${label}${mustSign ? '' : '（可不签）'}`)
      .join('、');
  if (fact === 'variables')
    return template.variables
      .map(({ label, kind }) => `${label}（${kind}）`)
      .sort()
      .join('、');
  if (fact === 'parcelStages') return [...template.parcelStages].sort().join(' ');
  return String(template[fact]);
}

type Read = { heading: string; lines: string[] };

function clausesOf(template: Template): Read[] {
  return template.clauses.map(({ heading, when, blocks }) => ({
    heading,
    lines: [...(when === undefined ? [] : [whenWords[when]]), ...linesOf(template, blocks)],
  }));
}

const whenWords = { parcels: '（写明地块的才有）', 'no-parcels': '（不写地块的才有）' } as const;
const tableWords = { indicators: '表：控制性指标', limits: '表：规划条件' } as const;

function linesOf(template: Template, blocks: readonly TemplateBlock[]): string[] {
  const label = (key: string) => template.variables.find((each) => each.key === key)?.label ?? key;
  const read = (wording: string) =>
    piecesOf(wording)
      .map(({ strong, words, variable }) => {
        const text = words ?? `【${label(variable)}】`;
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
  return blocks.flatMap((block) => {
    if ('paragraph' in block) return [paragraph(block)];
    if ('table' in block) return [`表：${block.table.map(label).join('、')}`];
    return block.eachParcel.map((each) =>
      'paragraph' in each
        ? `每宗地块：${paragraph(each)}`
        : `每宗地块：${tableWords[each.parcelTable]}${each.unknown === 'refuse' ? '（必须齐全）' : ''}`,
    );
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
      ...(was.heading === heading ? [] : lineChanges([`标题：${was.heading}`], [`标题：${heading}`])),
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
  pair((was, is) => was.heading === is.heading && was.lines.join('\n') === is.lines.join('\n'));
  pair((was, is) => was.heading === is.heading);
  pair((was, is) => was.lines.some((line) => is.lines.includes(line)));
  return partners;
}

/** The longest common run of lines stays; what went stands before what came. */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const common = before.map(() => after.map(() => 0));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const cells = common[row];
      if (cells === undefined) continue;
      cells[column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  const changes: LineChange[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [was, is] = [before[row], after[column]];
    if (was !== undefined && was === is) {
      changes.push({ kind: 'same', text: was });
      [row, column] = [row + 1, column + 1];
    } else if (was !== undefined && (is === undefined || at(row + 1, column) >= at(row, column + 1))) {
      changes.push({ kind: 'removed', text: was });
      row += 1;
    } else {
      changes.push({ kind: 'added', text: is ?? '' });
      column += 1;
    }
  }
  return changes;
}
