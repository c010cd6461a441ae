import type { Actor } from '../accounts/actor.ts';
import type { Database, Tx } from '../db/database.ts';
import { readDraft } from '../drafts/handing.ts';
import { isInScope } from '../drafts/scope-rules.ts';
import { AppError } from '../errors.ts';
import type { Finding, ParcelDraft } from '../imports/schema.ts';
import { commitDrafts } from '../parcels/commit.ts';
import { readParcel } from '../parcels/records.ts';
import type { Parcel } from '../parcels/schema.ts';
import { readStanding, type Standing } from '../parcels/standing.ts';
import { cancelUpcoming } from '../parcels/unpublish.ts';
import type { Deciding } from './parts.ts';

export type PreviewParts = { database: Database } & Pick<Deciding, 'city' | 'readIndustryNames'>;

/** Ends a transaction of which nothing may stay. */
class TakenBack extends Error {
  readonly parcel: Parcel;

  constructor(parcel: Parcel) {
    super('taken back');
    this.parcel = parcel;
  }
}

/**
 * 公众所见: the public record that a draft would become now. It is published for good and all in a transaction that is always taken
 * back, and read as the public reads it: no second description of the record can stray from the first. Without a draft
 * it is what is public, or what is approved and will be.
 * @throws AppError `parcel-unknown` (404) for one that is missing or another department's, `refused-by-rule` (422) with the facts
 * that are wanting before it could be published at all.
 */
export async function previewParcel(
  { database, city, readIndustryNames }: PreviewParts,
  code: string,
  { actor, at }: { actor: Actor; at: Date },
): Promise<Parcel> {
  try {
    return await database.transaction(async (tx) => {
      const [draft, standing] = [await readDraft(tx, code), await readStanding(tx, code, at)];
      const departmentCode = draft?.departmentCode ?? standing?.departmentCode;
      if (departmentCode === undefined || !isInScope(actor, departmentCode))
        throw new AppError('parcel-unknown');
      if (draft === null) return await readParcel(tx, code, { city, at: firstShown(standing, at) });
      // What is approved for later gives way to this one, as it does when this one is approved.
      if (standing !== null) await cancelUpcoming(tx, standing.parcelId, at);
      await publish(tx, draft.content, { city, at, readIndustryNames });
      throw new TakenBack(await readParcel(tx, code, { city, at }));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.parcel;
    throw error;
  }
}

function firstShown(standing: Standing | null, at: Date): Date {
  const from = standing !== null && standing.endedAs === null ? standing.publicFrom : null;
  return from !== null && from > at ? from : at;
}

async function publish(
  tx: Tx,
  content: ParcelDraft,
  { city, at, readIndustryNames }: Pick<Deciding, 'city' | 'at' | 'readIndustryNames'>,
): Promise<void> {
  const { committed, findings } = await commitDrafts(tx, [content], {
    pack: city.pack,
    industryNames: await readIndustryNames(tx),
    importedBy: 'preview',
    fileNames: [],
    demo: false,
    publicFrom: at,
    eventsKnownWhenTheyHappened: false,
    writtenAt: at,
    isWhole: true,
  });
  if (committed.length === 0) throw wanting(findings);
}

function wanting(findings: Finding[]): AppError {
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ path, field, message }) => ({ path: path ?? field ?? '', message }));
  return new AppError('refused-by-rule', { detail: errors[0]?.message ?? '', errors });
}
