import type { Run } from './text-schema.ts';

/** A piece of a template's wording: plain words, or the key of a variable. */
export type Piece = { strong: boolean } & (
  { words: string; variable?: undefined } | { variable: string; words?: undefined }
);

/** `计划总投资{project.total}，**不排他**` in pieces. Values are never read for markup: they come in only afterwards. */
export function piecesOf(wording: string): Piece[] {
  return wording.split('**').flatMap((part, index) => {
    const strong = index % 2 === 1;
    return part
      .split(/(\{[^{}]*\})/)
      .filter((text) => text !== '')
      .map((text) =>
        text.startsWith('{') && text.endsWith('}')
          ? { strong, variable: text.slice(1, -1) }
          : { strong, words: text },
      );
  });
}

/** Wording that cannot have been meant: an odd `**`, or a brace that opens or closes nothing. */
export function wordingFault(wording: string): string | null {
  if (wording.split('**').length % 2 === 0) return 'a ** has no partner';
  const stray = piecesOf(wording).some(({ words }) => words !== undefined && /[{}*]/.test(words));
  return stray ? 'a brace or star has no partner' : null;
}

/** Neighbours of one kind become one run. */
export function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last !== undefined && !last.filled && !run.filled && last.strong === run.strong) {
      joined[joined.length - 1] = { ...last, text: last.text + run.text };
    } else {
      joined.push(run);
    }
  }
  return joined;
}
