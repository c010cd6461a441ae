import type { ProposedTemplate, TemplateSource } from '../../../api/agreements/template-desk-schema.ts';
import { factsOf, formFacts, type FormFacts } from './proposal-facts.ts';

type Body = TemplateSource['body'];
type Variable = TemplateSource['variables'][number];
type Clause = Body['clauses'][number];
type Block = Clause['blocks'][number];
type ParcelBlock = Extract<Block, { eachParcel: unknown }>['eachParcel'][number];
type When = Clause['when'];

/** A block as it is edited: variables stand by their labels, `{项目名称}`; `group` joins what is said together of each parcel. */
export type FormBlock = { id: number; group: number | null } & (
  | { kind: 'paragraph'; text: string; when: When }
  | { kind: 'table'; keys: string[] }
  | { kind: 'parcel-table'; table: 'indicators' | 'limits'; unknown: 'notice' | 'refuse' }
);
export type FormClause = { id: number; heading: string; when: When; blocks: FormBlock[] };
export type ProposalForm = {
  title: string;
  facts: FormFacts;
  /** Those that no template has yet. */
  variables: Variable[];
  preamble: FormBlock[];
  clauses: FormClause[];
};

let last = 0;
/** Of one block or clause while the page stands. */
export function formId(): number {
  last += 1;
  return last;
}

/** A form that was kept, with ids that nothing on this page has. */
export function renumbered(form: ProposalForm): ProposalForm {
  const groups = new Map<number, number>();
  const groupOf = (group: number | null) => {
    if (group === null) return null;
    const known = groups.get(group) ?? formId();
    groups.set(group, known);
    return known;
  };
  const blocks = (from: readonly FormBlock[]) =>
    from.map((block) => ({ ...block, id: formId(), group: groupOf(block.group) }));
  return {
    ...form,
    preamble: blocks(form.preamble),
    clauses: form.clauses.map((clause) => ({ ...clause, id: formId(), blocks: blocks(clause.blocks) })),
  };
}

export function proposalForm({ body, variables }: TemplateSource): ProposalForm {
  const blocks = (from: readonly Block[]) => from.flatMap((block) => formBlocks(block, variables));
  return {
    title: body.title,
    facts: formFacts(body),
    variables: [],
    preamble: blocks(body.preamble),
    clauses: body.clauses.map(({ heading, when, blocks: from }) => ({
      id: formId(),
      heading,
      when,
      blocks: blocks(from),
    })),
  };
}

function formBlocks(block: Block, variables: readonly Variable[]): FormBlock[] {
  const paragraph = (said: { paragraph: string; when?: When }, group: number | null): FormBlock => ({
    id: formId(),
    group,
    kind: 'paragraph',
    text: swapped(said.paragraph, (key) => variables.find((each) => each.key === key)?.label),
    when: said.when,
  });
  if ('paragraph' in block) return [paragraph(block, null)];
  if ('table' in block) return [{ id: formId(), group: null, kind: 'table', keys: [...block.table] }];
  const group = formId();
  return block.eachParcel.map((each) =>
    'paragraph' in each
      ? paragraph(each, group)
      : { id: formId(), group, kind: 'parcel-table', table: each.parcelTable, unknown: each.unknown },
  );
}

function swapped(text: string, other: (name: string) => string | undefined): string {
  return text.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const said = other(name);
    return said === undefined ? whole : `{${said}}`;
  });
}

/** What is sent: variables by their keys, and those alone that are used. */
export function proposalOf(form: ProposalForm, source: TemplateSource): ProposedTemplate {
  const variables = [...source.variables, ...form.variables];
  const keyOf = (label: string) => variables.find((each) => each.label === label)?.key;
  const paragraph = (block: { text: string; when: When }) => ({
    paragraph: swapped(block.text.trim(), keyOf),
    ...(block.when !== undefined && { when: block.when }),
  });
  const preamble = form.preamble.flatMap((block) => (block.kind === 'paragraph' ? [paragraph(block)] : []));
  const clauses = form.clauses.map(({ heading, when, blocks }) => ({
    heading: heading.trim(),
    ...(when !== undefined && { when }),
    blocks: grouped(blocks).map((group): Block => {
      const [block] = group;
      if (block === undefined) throw new Error('a group holds a block');
      if (block.group !== null)
        return {
          eachParcel: group.flatMap((each): ParcelBlock[] => {
            if (each.kind === 'paragraph') return [paragraph(each)];
            return each.kind === 'table' ? [] : [{ parcelTable: each.table, unknown: each.unknown }];
          }),
        };
      if (block.kind === 'table') return { table: block.keys };
      return paragraph(block.kind === 'paragraph' ? block : { text: '', when: undefined });
    }),
  }));
  const said = JSON.stringify([preamble, clauses]);
  const isUsed = ({ key }: Variable) => said.includes(`{${key}}`) || said.includes(`"${key}"`);
  return {
    title: form.title.trim(),
    ...factsOf(form.facts),
    variables: variables.filter(isUsed),
    preamble,
    clauses,
  };
}

/** Neighbours of one group are said together of each parcel. */
function grouped(blocks: readonly FormBlock[]): FormBlock[][] {
  const groups: FormBlock[][] = [];
  for (const block of blocks) {
    const before = groups.at(-1);
    if (block.group !== null && before?.[0]?.group === block.group) before.push(block);
    else groups.push([block]);
  }
  return groups;
}

export function emptyClause(): FormClause {
  return { id: formId(), heading: '', when: undefined, blocks: [emptyParagraph(null)] };
}

export function emptyTable(): FormBlock {
  return { id: formId(), group: null, kind: 'table', keys: [] };
}

/** What is said of each parcel in the same breath as the blocks of `group`; else on its own. */
export function parcelTable(table: 'indicators' | 'limits', group: number | null): FormBlock {
  return { id: formId(), group: group ?? formId(), kind: 'parcel-table', table, unknown: 'notice' };
}

export function emptyParagraph(group: number | null): FormBlock {
  return { id: formId(), group, kind: 'paragraph', text: '', when: undefined };
}

/** One up (-1) or down (1); at either end it stays. */
export function moved<Item>(items: readonly Item[], index: number, by: -1 | 1): Item[] {
  const item = items[index];
  const to = index + by;
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(index, 1).toSpliced(to, 0, item);
}

/** Whether a title, a side's name, a heading, a paragraph or a table is not written yet. */
export function hasBlank({ title, facts, preamble, clauses }: ProposalForm): boolean {
  const texts = [
    title,
    ...facts.parties.filter(({ isListed }) => isListed).map(({ label }) => label),
    ...clauses.map(({ heading }) => heading),
    ...[...preamble, ...clauses.flatMap(({ blocks }) => blocks)].flatMap((block) =>
      block.kind === 'paragraph' ? [block.text] : block.kind === 'table' ? [block.keys.join()] : [],
    ),
  ];
  return texts.some((text) => text.trim() === '');
}
