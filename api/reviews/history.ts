import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { contentOf } from '../drafts/content-rules.ts';
import { contentDifferences, emptyContent, shownDifferences } from '../drafts/difference-rules.ts';
import { readDraft } from '../drafts/handing.ts';
import type { Difference, HistoryEntry, ParcelHistory } from '../drafts/schema.ts';
import { isInScope, scopeOf } from '../drafts/scope-rules.ts';
import { AppError } from '../errors.ts';
import { readPublications, readStanding, readVersionContent } from '../parcels/standing.ts';
import { listActs } from './act-store.ts';
import { planningIndicatorsOf } from './competence-rules.ts';
import { listSubmissions, type StoredSubmission } from './submission-store.ts';

const nothing = {
  by: null,
  competence: null,
  submission: null,
  version: null,
  publicFrom: null,
  publicUntil: null,
  why: null,
  reasons: [],
  differences: [],
} satisfies Partial<HistoryEntry>;

/**
 * 公开历史: who handed in, decided, published, withdrew and recalled what, when and why; the newest first.
 * @throws AppError `parcel-unknown` (404) for one that is missing or another department's.
 */
export async function readHistory(
  sql: Sql,
  code: string,
  { actor, pack, at }: { actor: Actor; pack: CityPack; at: Date },
): Promise<ParcelHistory> {
  const [draft, standing, submissions] = await Promise.all([
    readDraft(sql, code),
    readStanding(sql, code, at),
    listSubmissions(sql, { code, departmentCode: scopeOf(actor) }),
  ]);
  const departmentCode = draft?.departmentCode ?? standing?.departmentCode;
  if (departmentCode === undefined || !isInScope(actor, departmentCode)) throw new AppError('parcel-unknown');
  const parcelId = standing?.parcelId ?? null;
  const acts = parcelId === null ? [] : await listActs(sql, parcelId);
  const items: HistoryEntry[] = [
    ...submissions.flatMap(submissionEntries),
    ...acts.map((act) => ({ ...nothing, ...act, at: shanghaiTime(act.at) })),
    ...(parcelId === null ? [] : await publicationEntries(sql, { code, parcelId, submissions }, pack)),
  ];
  return { items: items.sort((one, other) => Date.parse(other.at) - Date.parse(one.at)) };
}

function submissionEntries({
  id,
  by,
  at,
  note,
  reviews,
  state,
  decidedAt,
}: StoredSubmission): HistoryEntry[] {
  const own = { ...nothing, submission: id };
  const takenBack: HistoryEntry[] =
    state === 'taken-back' && decidedAt !== null
      ? [{ ...own, kind: 'taken-back', at: shanghaiTime(decidedAt) }]
      : [];
  return [
    { ...own, kind: 'submitted', at: shanghaiTime(at), by, why: note },
    ...reviews.map((review): HistoryEntry => ({
      ...own,
      kind: review.outcome,
      at: shanghaiTime(review.at),
      by: review.by,
      competence: review.competence,
      publicFrom: review.publicFrom && shanghaiTime(review.publicFrom),
      reasons: review.reasons,
    })),
    ...takenBack,
  ];
}

type Published = { code: string; parcelId: number; submissions: StoredSubmission[] };

async function publicationEntries(
  sql: Sql,
  { code, parcelId, submissions }: Published,
  pack: CityPack,
): Promise<HistoryEntry[]> {
  const publications = await readPublications(sql, parcelId);
  const entries: HistoryEntry[] = [];
  let before = emptyContent;
  for (const { version, publicFrom, publicUntil, writtenAt } of publications.toReversed()) {
    const content = await readVersionContent(sql, code, version);
    if (content === null) throw new Error(`version ${version} of ${code} vanished between two reads`);
    const after = contentOf(content);
    const submission = submissions.find(({ publishedVersion }) => publishedVersion === version);
    entries.push({
      ...nothing,
      kind: submission ? 'published' : 'imported',
      at: shanghaiTime(submission?.decidedAt ?? writtenAt),
      by: submission?.reviews.at(-1)?.by ?? null,
      submission: submission?.id ?? null,
      version,
      publicFrom: shanghaiTime(publicFrom),
      publicUntil: publicUntil && shanghaiTime(publicUntil),
      why: submission?.note ?? null,
      differences: differencesOf(before, after),
    });
    before = after;
  }
  return entries;

  function differencesOf(old: typeof before, young: typeof before): Difference[] {
    return shownDifferences(contentDifferences(old, young), planningIndicatorsOf(pack));
  }
}
