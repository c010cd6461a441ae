import { promisedWordings } from '../checks/wording-patterns.ts';
import { continues, isDenied, plainWording } from '../checks/wording-rules.ts';
import { agreementPromises, type AgreementPromise } from './lint-patterns.ts';
import type { Template, TemplateBlock } from './template-schema.ts';
import type { AgreementText, Block } from './text-schema.ts';
import { piecesOf } from './wording-rules.ts';

/**
 * 文本检查: a sentence that promises what the law forbids. A suspicion for whoever does the 合法性审查 and the 公平竞争审查; that
 * nothing was found is no review.
 */
export type PromiseFinding = {
  rule: string;
  severity: 'error';
  message: string;
  /** `preamble`, `clauses.3` (from 0), or what the caller calls its text. */
  field: string;
  /** The words found, as they stand in the text but for blanks. */
  excerpt: string;
  remedy: string;
};

/** Paragraphs that are read together: a list goes on denying what its first line denies. */
export type LintedText = { field: string; paragraphs: string[] };

const rules = agreementPromises.map((promise) => ({
  ...promise,
  patterns: [
    ...promise.patterns,
    ...promisedWordings.filter(({ rule }) => rule === promise.rule).flatMap(({ patterns }) => patterns),
  ].map((pattern) => new RegExp(pattern, `${pattern.flags}g`)),
}));

/** Looks through each text; one finding for each rule, place and words. */
export function lintTexts(texts: readonly LintedText[]): PromiseFinding[] {
  return texts.flatMap(({ field, paragraphs }) => {
    const found = passagesOf(paragraphs).flatMap(promisesIn);
    const distinct = new Map(found.map((each) => [`${each.promise.rule} ${each.words}`, each]));
    return [...distinct.values()].map(({ promise, words }) => ({
      rule: promise.rule,
      severity: 'error' as const,
      message: `「${words}」疑似承诺${promise.promises}（${promise.law}）。`,
      field,
      excerpt: words,
      remedy: promise.remedy,
    }));
  });
}

/** The wording of a template, its variables left out; what they are called is looked at where it stands. */
export function lintTemplate(template: Template): PromiseFinding[] {
  const labelOf = (key: string) => template.variables.find((each) => each.key === key)?.label ?? key;
  const tabled = template.clauses.flatMap(({ blocks }) =>
    blocks.flatMap((block) => ('table' in block ? block.table : [])),
  );
  const ofBlock = (block: TemplateBlock): string[] => {
    if ('paragraph' in block) return [wordsOf(block.paragraph)];
    if ('table' in block) return block.table.map((key) => `${labelOf(key)}。`);
    return block.eachParcel.flatMap((each) => ('paragraph' in each ? [wordsOf(each.paragraph)] : []));
  };
  const untabled = template.variables.filter(({ key }) => !tabled.includes(key));
  return lintTexts([
    ...namesOf(template),
    { field: 'variables', paragraphs: untabled.map(({ label }) => `${label}。`) },
    { field: 'preamble', paragraphs: template.preamble.flatMap(ofBlock) },
    ...template.clauses.map(({ heading, blocks }, index) => ({
      field: `clauses.${index}`,
      paragraphs: [`${heading}。`, ...blocks.flatMap(ofBlock)],
    })),
  ]);
}

/** A text with its values filled in: what a person typed is looked at like what the template says. */
export function lintAgreement(text: AgreementText): PromiseFinding[] {
  const { preamble, clauses } = text;
  const ofBlock = (block: Block): string[] =>
    block.kind === 'paragraph'
      ? [block.runs.map((run) => run.text).join('')]
      : block.rows.map(({ name, figure }) => `${name}，${figure}。`);
  return lintTexts([
    ...namesOf(text),
    { field: 'preamble', paragraphs: preamble.flatMap(ofBlock) },
    ...clauses.map(({ heading, blocks }, index) => ({
      field: `clauses.${index}`,
      paragraphs: [`${heading}。`, ...blocks.flatMap(ofBlock)],
    })),
  ]);
}

function namesOf({ title, parties }: { title: string; parties: readonly { label: string }[] }): LintedText[] {
  return [
    { field: 'title', paragraphs: [title] },
    { field: 'parties', paragraphs: parties.map(({ label }) => `${label}。`) },
  ];
}

function wordsOf(wording: string): string {
  return piecesOf(wording)
    .map(({ words }) => words ?? '某')
    .join('');
}

/** `inherited`: the clause before, or the line above its list, denies this one too. `next`: the clause after the comma. */
type Passage = { words: string; next: string; inherited: boolean };

function passagesOf(paragraphs: readonly string[]): Passage[] {
  const passages: Passage[] = [];
  let listIsDenied = false;
  let wasDenied = false;
  for (const sentence of plainWording(paragraphs.join('\n')).split(/(?<=[。;!?\n])/)) {
    const clauses = sentence.split(/[,，]|(?<=:)|(?:但是|但)/).filter((clause) => clause.trim() !== '');
    for (const [index, clause] of clauses.entries()) {
      const inherited: boolean =
        listIsDenied || (wasDenied && (continues.test(clause) || clause.startsWith('、')));
      wasDenied = inherited || isDenied(clause);
      passages.push({ words: clause, next: clauses[index + 1] ?? '', inherited });
      if (clause.trimEnd().endsWith(':')) listIsDenied = wasDenied;
    }
    if (/[。!?]\s*$/.test(sentence)) {
      listIsDenied = false;
      wasDenied = false;
    }
  }
  return passages;
}

type Found = { promise: AgreementPromise; words: string };

function promisesIn(passage: Passage): Found[] {
  const found = rules.flatMap((promise): Found[] => {
    const words = asDeniedIn(passage, promise) ?? promisedIn(passage, promise);
    return words === null ? [] : [{ promise, words: words.trim() }];
  });
  // What is tied to the tax paid is said so, and not once more as a promise about tax.
  const linked = found.some(({ promise }) => promise.rule === 'wording-tax-linked');
  return found.filter(({ promise }) => !(linked && promise.rule === 'wording-tax'));
}

function asDeniedIn({ words, next, inherited }: Passage, { asDenied }: AgreementPromise): string | null {
  if (inherited) return null;
  const matches = asDenied.map((pattern) => pattern.exec(`${words},${next}`));
  return matches.find((match) => match !== null && match.index < words.length)?.[0] ?? null;
}

function promisedIn({ words, next, inherited }: Passage, promise: AgreementPromise): string | null {
  if (inherited) return null;
  const texts = next === '' ? [words] : [words, `${words},${next}`];
  const found = promise.patterns.flatMap((pattern) =>
    texts.flatMap((text) =>
      [...text.matchAll(pattern)]
        .filter(({ index }) => index < words.length)
        .map((match) => ({ text, before: text.slice(0, match.index), match: match[0] })),
    ),
  );
  const meant = found.find(
    ({ text, before, match }) =>
      !isDenied(before) && !isDenied(match) && !isOwnPromise(before, match) && !isLawfulRelief(text, match),
  );
  return meant?.match ?? null;
}

/** 乙方承诺竞得后…: the company speaks of what it will do, which gives it no land. */
function isOwnPromise(before: string, found: string): boolean {
  return /^[^甲]*(?:乙方|承诺人|丙方)[^甲]{0,8}$/.test(before) && /^(?:承诺|保证|确保)/.test(found);
}

/** 依法享受国家规定的税收优惠: what the law gives to everybody is no promise of the agreement. */
function isLawfulRelief(text: string, found: string): boolean {
  return (
    /(?:依法|国家|法律|税法|法定)/.test(text) &&
    /(?:税收?|所得税|增值税)[^返奖补]{0,6}(?:优惠|减免|免征)$/.test(found)
  );
}
