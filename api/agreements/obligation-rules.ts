import { dayIn, hasNoSuchDay, isDueDay, saysWhen } from './due-day-rules.ts';
import { placeSaying } from './place-rules.ts';
import type { Template, TemplateBlock } from './template-schema.ts';
import type { TemplateKey } from './terms.ts';
import type { AgreementText, Block, Run } from './text-schema.ts';
import { piecesOf } from './wording-rules.ts';

/** 投资强度, 税收, 开工, 竣工, 达产. */
const obligationKinds = ['investment-intensity', 'tax', 'start', 'completion', 'full-production'] as const;

export type Obligation = {
  kind: (typeof obligationKinds)[number];
  figure: string;
  /** `2028-06-30`: the day that is named, else that of the check which measures it; null where the text names neither. */
  dueOn: string | null;
};

const figureKinds: readonly [RegExp, Obligation['kind']][] = [
  [/投资强度/, 'investment-intensity'],
  [/税/, 'tax'],
];
/** What follows a day or a span that was filled in: 前开工, 之前动工, 内完成竣工. */
const stepWords =
  /^\s*(?:[之以]?前|之?内)(?:正式|全面|开始|完成|实现|全部){0,2}(开工|动工|建设|施工|竣工|建成|达产)/;
const stepKinds: Record<string, Obligation['kind']> = {
  开工: 'start',
  动工: 'start',
  建设: 'start',
  施工: 'start',
  竣工: 'completion',
  建成: 'completion',
  达产: 'full-production',
};
/** 对标验收: the check that a figure names is when it is due; else intensity at completion, taxes at full production. */
function checkOf({ kind, figure }: Obligation): Obligation['kind'] | undefined {
  if (kind !== 'investment-intensity' && kind !== 'tax') return undefined;
  if (figure.includes('（达产）')) return 'full-production';
  if (figure.includes('（竣工）')) return 'completion';
  return kind === 'tax' ? 'full-production' : 'completion';
}

/** 意向书 binds nobody: its figures say what the parcel asks for. 框架协议 makes no duty to invest (不直接产生投资义务). */
const promiseless: readonly TemplateKey[] = ['letter-of-intent', 'framework-agreement'];

/** What of a text can promise. Of a 投资协议 its steps alone: its tables say what stands now (最终以出让公告为准) or is planned. */
function promisingOf(key: TemplateKey, blocks: readonly Block[]): readonly Block[] {
  if (promiseless.includes(key)) return [];
  return key === 'investment-agreement' ? blocks.filter(({ kind }) => kind === 'paragraph') : blocks;
}

/** 履约事项: what the text promises and a later check compares with what was done; an estimate (预计) is no promise. */
export function obligationsOf({
  template,
  clauses,
}: Pick<AgreementText, 'template' | 'clauses'>): Obligation[] {
  const promises = clauses.flatMap(({ blocks }) => promisingOf(template.key, blocks).flatMap(promisesOf));
  const days = promises.filter(({ dueOn }) => dueOn !== null);
  // With several parcels, what is measured for all is due when the last of them is.
  const lastDay = (kind: Obligation['kind'] | undefined) =>
    days
      .filter((promise) => promise.kind === kind)
      .map(({ dueOn }) => dueOn)
      .sort()
      .at(-1) ?? null;
  return promises.map((promise) => ({
    ...promise,
    dueOn: promise.dueOn ?? lastDay(checkOf(promise)),
  }));
}

/** Of which kinds a template's wording makes 履约事项, whatever it is filled with; each once, in the order of the list. */
export function obligationKindsOf({ key, variables, clauses }: Template): Obligation['kind'][] {
  const labelOf = (variable: string) => variables.find((each) => each.key === variable)?.label ?? '';
  const row = (name: string) => ({ name, figure: '', capitals: '' });
  const blocksOf = (block: TemplateBlock): Block[] => {
    if ('table' in block) return [{ kind: 'figures', rows: block.table.map((each) => row(labelOf(each))) }];
    const parts = 'eachParcel' in block ? block.eachParcel : [block];
    return parts.flatMap((part): Block[] => {
      if ('paragraph' in part) return [{ kind: 'paragraph', runs: runsOf(part.paragraph) }];
      return part.parcelTable === 'limits'
        ? []
        : [{ kind: 'figures', rows: [row('投资强度'), row('亩均税收')] }];
    });
  };
  const blocks = clauses.flatMap((clause) => clause.blocks.flatMap(blocksOf));
  const made = promisingOf(key, blocks).flatMap(promisesOf);
  return obligationKinds.filter((kind) => made.some((each) => each.kind === kind));
}

function runsOf(wording: string): Run[] {
  return piecesOf(wording).map(({ strong, words, variable }) => ({
    // What may be a day or a span.
    text: words ?? '某日起 1 日',
    filled: variable !== undefined,
    strong,
  }));
}

function promisesOf(block: Block): Obligation[] {
  if (block.kind === 'paragraph') return stepsOf(block.runs);
  return block.rows.flatMap(({ name, figure }) => {
    const kind = figureKinds.find(([pattern]) => pattern.test(name))?.[1];
    if (kind === undefined || name.includes('预计')) return [];
    return [{ kind, figure: shortened(`${name} ${figure}`), dueOn: dayIn(figure) }];
  });
}

/** `宗地 A：乙方应于 2027年6月30日前开工` and `自取得用地之日起 6个月内开工`; a place within which is built is none. */
function stepsOf(runs: readonly Run[]): Obligation[] {
  return stepRuns(runs).flatMap(({ text, words, kind }) =>
    isWithin(words) && !saysWhen(text)
      ? []
      : [{ kind, figure: shortened(`${text}${words}`), dueOn: dayIn(text) }],
  );
}

/** What was filled in where a step follows. */
function stepRuns(runs: readonly Run[]): { text: string; words: string; kind: Obligation['kind'] }[] {
  return runs.flatMap(({ text, filled }, index) => {
    const [words, step] = stepWords.exec(runs[index + 1]?.text ?? '') ?? [];
    const kind = step === undefined ? undefined : stepKinds[step];
    return !filled || words === undefined || kind === undefined ? [] : [{ text, words: words.trim(), kind }];
  });
}

const isWithin = (words: string) => words.includes('内');

/** Where something is to be done until a day that no calendar has, or that cannot be read; null: nowhere. */
export function dueDayFault(
  text: Pick<AgreementText, 'template' | 'clauses'>,
  asked: unknown,
): { path: string; message: string } | null {
  for (const said of unreadDueDays(text)) {
    const path = placeSaying(asked, said);
    const shown = [...said].slice(0, 40).join('');
    const message = `从「${shown}」读不出履约日期。请写日历上有的一天，如 2028年6月30日；或写自何时起多久，如 取得用地之日起24个月。`;
    if (path !== null) return { path, message };
  }
  return null;
}

/** What is filled in where the wording makes it the day until which something is done, and no such day can be read of it. */
function unreadDueDays({ template, clauses }: Pick<AgreementText, 'template' | 'clauses'>): string[] {
  return clauses.flatMap(({ blocks }) =>
    promisingOf(template.key, blocks).flatMap((block) => {
      if (block.kind === 'figures')
        return block.rows
          .filter(
            (row) => hasNoSuchDay(row.figure) && promisesOf({ kind: 'figures', rows: [row] }).length > 0,
          )
          .map(({ figure }) => figure);
      return stepRuns(block.runs)
        .filter(({ text, words }) => (isWithin(words) ? hasNoSuchDay(text) : !isDueDay(text)))
        .map(({ text }) => text);
    }),
  );
}

/** So much of it is kept; the whole stands in the text that was signed. */
const mostFigure = 200;

function shortened(figure: string): string {
  const letters = [...figure];
  return letters.length > mostFigure ? `${letters.slice(0, mostFigure - 1).join('')}…` : figure;
}
