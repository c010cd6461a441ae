import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import { ParcelStatus, type CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { contentOf, ofDepartment } from '../drafts/content-rules.ts';
import { contentDifferences, emptyContent, shownDifferences } from '../drafts/difference-rules.ts';
import { readAuthors, readDraft } from '../drafts/handing.ts';
import { markOf, writeMark } from '../drafts/mark-rules.ts';
import type { StaffParcel } from '../drafts/schema.ts';
import { isInScope, scopeOf } from '../drafts/scope-rules.ts';
import { draftStateOf } from '../drafts/state-rules.ts';
import { AppError } from '../errors.ts';
import { readStanding } from '../parcels/standing.ts';
import { planningIndicatorsOf } from './competence-rules.ts';
import { findRecall } from './recall-store.ts';
import { shownRecall } from './shown-recall.ts';
import { shownSubmission } from './submission-reading.ts';
import { listSubmissions } from './submission-store.ts';
import { findOpenRequest } from './withdrawal-store.ts';

/**
 * One parcel as staff see it: its draft, what is public of it, and what waits.
 * @throws AppError `parcel-unknown` (404) for one that is missing or another department's.
 */
export async function readStaffParcel(
  sql: Sql,
  code: string,
  { actor, pack, at }: { actor: Actor; pack: CityPack; at: Date },
): Promise<StaffParcel> {
  const [draft, standing, submissions] = await Promise.all([
    readDraft(sql, code),
    readStanding(sql, code, at),
    listSubmissions(sql, { code, departmentCode: scopeOf(actor) }),
  ]);
  const departmentCode = draft?.departmentCode ?? standing?.departmentCode;
  if (departmentCode === undefined || !isInScope(actor, departmentCode)) throw new AppError('parcel-unknown');
  const [authors, request, recall] = await Promise.all([
    draft ? readAuthors(sql, code) : [],
    standing ? findOpenRequest(sql, standing.parcelId) : null,
    standing ? findRecall(sql, standing.parcelId) : null,
  ]);
  const base = standing && ofDepartment(contentOf(standing.draft), departmentCode);
  const status = standing?.status == null ? null : ParcelStatus.parse(standing.status);
  return {
    code,
    departmentCode,
    state: draftStateOf({ draft, standing, at }),
    status,
    ifMatch: writeMark(markOf({ draft, standing })),
    draft: draft && {
      revision: draft.revision,
      state: draft.state,
      content: contentOf(draft.content),
      baseVersion: draft.baseVersion,
      isStale: draft.baseVersion !== (standing?.version ?? null),
      by: draft.updatedBy,
      at: shanghaiTime(draft.updatedAt),
      authors,
      findings: draft.findings,
      checkedAt: draft.checkedAt && shanghaiTime(draft.checkedAt),
      differences: shownDifferences(
        contentDifferences(base ?? emptyContent, contentOf(draft.content)),
        planningIndicatorsOf(pack),
      ),
    },
    base: standing &&
      base && {
        version: standing.version,
        publicFrom: standing.publicFrom && shanghaiTime(standing.publicFrom),
        publicUntil: standing.publicUntil && shanghaiTime(standing.publicUntil),
        content: base,
      },
    submission: submissions[0] ? shownSubmission(submissions[0]) : null,
    withdrawalRequest: request && { ...request, at: shanghaiTime(request.at) },
    recall: recall && shownRecall(recall),
  };
}
