import type { Competence } from '../accounts/terms.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { Person } from '../drafts/schema.ts';
import { Finding, ParcelDraft } from '../imports/schema.ts';

export type StoredReview = {
  competence: Competence;
  outcome: 'approved' | 'returned';
  reasons: { path: string; reason: string }[];
  by: Person;
  at: Date;
  publicFrom: Date | null;
};

export type StoredSubmission = {
  id: number;
  code: string;
  state: 'waiting' | 'returned' | 'taken-back' | 'published';
  revision: number;
  baseVersion: number | null;
  departmentCode: string;
  by: Person;
  at: Date;
  note: string | null;
  needs: Competence[];
  reviews: StoredReview[];
  authors: { accountId: number; department: string | null }[];
  decidedAt: Date | null;
  publishedVersion: number | null;
  content: ParcelDraft;
  findings: Finding[];
};

type SubmissionRow = Omit<StoredSubmission, 'content' | 'findings' | 'reviews'> & {
  content: unknown;
  findings: unknown;
  reviews: (Omit<StoredReview, 'at' | 'publicFrom'> & { atMs: number; publicFromMs: number | null })[];
};

/**
 * Submissions of a parcel, the newest first, or one of them. With a department only its own: a code that one department gave up
 * may be another's now.
 */
export async function listSubmissions(
  sql: Sql,
  wanted: { code: string; departmentCode?: string | null } | { id: number },
): Promise<StoredSubmission[]> {
  const which =
    'id' in wanted
      ? sql`s.id = ${wanted.id}`
      : sql`s.code = ${wanted.code} and (
          ${wanted.departmentCode ?? null}::text is null or s.department_code = ${wanted.departmentCode ?? null})`;
  const rows = await sql<SubmissionRow[]>`
    select s.id, s.code, s.state, s.revision, s.base_version as "baseVersion", s.department_code as "departmentCode",
      json_build_object('accountId', h.id, 'name', h.name) as by, s.submitted_at as at, s.note, s.needs,
      s.decided_at as "decidedAt", s.published_version as "publishedVersion", s.content, s.findings,
      (select coalesce(json_agg(json_build_object(
          'competence', r.competence, 'outcome', r.outcome, 'reasons', r.reasons,
          'by', json_build_object('accountId', a.id, 'name', a.name),
          'atMs', (extract(epoch from r.decided_at) * 1000)::bigint,
          'publicFromMs', (extract(epoch from r.public_from) * 1000)::bigint
        ) order by r.decided_at, r.competence), '[]')
        from review r join account a on a.id = r.decided_by
        where r.submission_id = s.id) as reviews,
      (select coalesce(json_agg(json_build_object(
          'accountId', sa.account_id, 'department', sa.department_code) order by sa.account_id), '[]')
        from submission_author sa
        where sa.submission_id = s.id) as authors
    from submission s
    join account h on h.id = s.submitted_by
    where ${which}
    order by s.id desc
    limit 100`;
  return rows.map(({ content, findings, reviews, ...row }) => ({
    ...row,
    content: ParcelDraft.parse(content),
    findings: Finding.array().parse(findings),
    reviews: reviews.map(({ atMs, publicFromMs, ...review }) => ({
      ...review,
      at: new Date(atMs),
      publicFrom: publicFromMs === null ? null : new Date(publicFromMs),
    })),
  }));
}

export type NewSubmission = {
  content: ParcelDraft;
  revision: number;
  baseVersion: number | null;
  departmentCode: string;
  accountId: number;
  at: Date;
  note: string | null;
  findings: Finding[];
  needs: Competence[];
};

/** Hands a draft in as it stands, with everybody whose hand is in it. Returns the submission's number. */
export async function insertSubmission(tx: Tx, submission: NewSubmission): Promise<number> {
  const { content, revision, baseVersion, departmentCode, accountId, at, note, findings, needs } = submission;
  const [row] = await tx<{ id: number }[]>`
    insert into submission (code, revision, content, base_version, department_code, submitted_by, submitted_at, note,
      findings, needs)
    values (${content.code}, ${revision}, ${tx.json(content)}, ${baseVersion}, ${departmentCode}, ${accountId}, ${at},
      ${note}, ${tx.json(findings)}, ${needs})
    returning id`;
  if (row === undefined) throw new Error('an insert returns its row');
  await tx`
    insert into submission_author (submission_id, account_id, department_code)
    select ${row.id}::bigint, a.id, a.department_code
    from account a
    where a.id = ${accountId} or a.id in (select account_id from draft_author where code = ${content.code})`;
  return row.id;
}

export type NewReview = {
  submissionId: number;
  competence: Competence;
  outcome: 'approved' | 'returned';
  reasons: { path: string; reason: string }[];
  publicFrom: Date | null;
  accountId: number;
  at: Date;
};

/** The database itself refuses whoever may not decide. */
export async function insertReviews(tx: Tx, reviews: NewReview[]): Promise<void> {
  const rows = reviews.map((review) => ({
    submission_id: review.submissionId,
    competence: review.competence,
    outcome: review.outcome,
    reasons: tx.json(review.reasons),
    public_from: review.publicFrom,
    decided_by: review.accountId,
    decided_at: review.at,
  }));
  await tx`insert into review ${tx(rows)}`;
}

export async function settleSubmission(
  tx: Tx,
  {
    id,
    state,
    at,
    version,
  }: {
    id: number;
    state: 'returned' | 'taken-back' | 'published';
    at: Date;
    version: number | null;
  },
): Promise<void> {
  await tx`
    update submission set state = ${state}, decided_at = ${at}, published_version = ${version}
    where id = ${id} and state = 'waiting'`;
}

/** Addresses of those who write a department's parcels. */
export function listDepartmentWriters(
  sql: Sql,
  departmentCode: string,
): Promise<{ email: string; locale: 'zh-CN' | 'en' }[]> {
  return sql<{ email: string; locale: 'zh-CN' | 'en' }[]>`
    select email, locale from account
    where department_code = ${departmentCode} and role = 'publisher' and locked_at is null
      and email_verified_at is not null
    order by id
    limit 200`;
}
