import { contentDifferences } from '../../../api/drafts/difference-rules.ts';
import type { DraftContent, DraftEdit } from '../../../api/drafts/schema.ts';
import { applyPath } from './apply-path.ts';

/** One fact that both changed since they parted. */
export type Clash = { path: string; mine: unknown; theirs: unknown };

/** Somebody saved while this was being written: what both changed is to be chosen, the rest goes together by itself. */
export type Conflict = {
  theirs: DraftContent;
  /** What PATCH takes next. */
  ifMatch: string;
  edits: DraftEdit[];
  clashes: Clash[];
  /** What only the other one changed: it is taken over. */
  taken: string[];
};

export type Sides = { base: DraftContent; mine: DraftContent; theirs: DraftContent };

export function findClashes({ base, mine, theirs }: Sides): Pick<Conflict, 'clashes' | 'taken'> {
  const own = new Map(contentDifferences(base, mine).map((row) => [row.path, row.after]));
  const others = new Map(contentDifferences(base, theirs).map((row) => [row.path, row.after]));
  const stillApart = new Set(contentDifferences(mine, theirs).map(({ path }) => path));
  return {
    clashes: [...own]
      .filter(([path]) => others.has(path) && stillApart.has(path))
      .map(([path, value]) => ({ path, mine: value, theirs: others.get(path) ?? null })),
    taken: [...others.keys()].filter((path) => !own.has(path)),
  };
}

/** Theirs with everything of mine upon it, but for the paths where theirs was chosen. */
export function merge({ base, mine, theirs }: Sides, takeTheirs: ReadonlySet<string>): DraftContent {
  return contentDifferences(base, mine)
    .filter(({ path }) => !takeTheirs.has(path))
    .reduce((merged, { path }) => applyPath(merged, mine, path), theirs);
}
