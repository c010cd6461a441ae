import { dayIn, hasNoSuchDay, isDueDay, saysWhen } from './due-day-rules.ts';
import { placeSaying } from './place-rules.ts';
import type { Template, TemplateBlock } from './template-schema.ts';
import { termIn, type Term } from './step-term-rules.ts';
import { obligationKinds, type ObligationKind, type TemplateKey } from './terms.ts';
import type { AgreementText, Block, Run } from './text-schema.ts';
import { piecesOf } from './wording-rules.ts';

export type Obligation = {
  kind: ObligationKind;
  figure: string;
  /** `2028-06-30`: the day that is named, else that of the check which measures it; null where the text names neither. */
  dueOn: string | null;
  /** Where no day is named: how long from which step on; null where the text says no such thing that is understood. */
  term: Term | null;
};

const figureKinds: readonly [RegExp, Obligation['kind']][] = [
  [/投资强度/, 'investment-intensity'],
  [/税/, 'tax'],
];
/** What follows a day or a span that was filled in: 前开工, 之前动工, 内完成竣工. */
const stepWords =
  /^\s*(?:[之以]?前|之?内)(?:正式|全面|开始|完成|实现|全部){0,2}(开工|动工|建设|施工|竣工|建成|达产)/;
/** `内，依法在甲方辖区设立承担本项目的公司`. */
const companyWords =
  /^\s*之?内[，,]?(?:依法)?(?:在[^，。；]{1,30}?)?(设立|注册|成立)[^，。；]{0,30}?(?:公司|企业|法人)/;
const stepKinds: Record<string, Obligation['kind']> = {
  开工: 'start',
  动工: 'start',
  建设: 'start',
  施工: 'start',
  竣工: 'completion',
  建成: 'completion',
  达产: 'full-production',
  设立: 'registration',
  注册: 'registration',
  成立: 'registration',
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
  const termOf = (kind: Obligation['kind'] | undefined) =>
    promises.findLast((promise) => promise.kind === kind && promise.term !== null)?.term ?? null;
  // With several parcels, what is measured for all is due when the last of them is.
  const lastDay = (kind: Obligation['kind'] | undefined) =>
    days
      .filter((promise) => promise.kind === kind)
      .map(({ dueOn }) => dueOn)
      .sort()
      .at(-1) ?? null;
  return promises.map((promise) => {
    const check = checkOf(promise);
    const dueOn = promise.dueOn ?? lastDay(check);
    return { ...promise, dueOn, term: dueOn === null ? (promise.term ?? termOf(check)) : null };
  });
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
    return [{ kind, figure: shortened(`${name} ${figure}`), dueOn: dayIn(figure), term: null }];
  });
}

/** `宗地 A：乙方应于 2027年6月30日前开工` and `自取得用地之日起 6个月内开工`; a place within which is built is none. */
function stepsOf(runs: readonly Run[]): Obligation[] {
  return stepRuns(runs).flatMap(({ before, text, words, kind }) => {
    if (isWithin(words) && !saysWhen(text)) return [];
    const figure = shortened(`${sinceWords(before)}${text}${words}`);
    return [{ kind, figure, dueOn: dayIn(text), term: termIn(before, text) }];
  });
}

type StepRun = { before: string; text: string; words: string; kind: Obligation['kind'] };

/** What was filled in where a step follows. */
function stepRuns(runs: readonly Run[]): StepRun[] {
  return runs.flatMap(({ text, filled }, index) => {
    const after = runs[index + 1]?.text ?? '';
    const [words, step] = stepWords.exec(after) ?? companyWords.exec(after) ?? [];
    const kind = step === undefined ? undefined : stepKinds[step];
    if (!filled || words === undefined || kind === undefined) return [];
    const before = runs
      .slice(0, index)
      .map((run) => run.text)
      .join('');
    return [{ before, text, words: words.trim(), kind }];
  });
}

/** `自取得项目用地之日起 `, where a span follows that counts from there. */
const sinceWords = (before: string) => /自[^自，。；：]{1,40}起\s*$/.exec(before)?.[0] ?? '';
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
