import type { DraftState } from './schema.ts';

type Known = {
  draft: { state: 'draft' | 'submitted' | 'returned' } | null;
  /** The version that is or will be public, or was last. */
  standing: { publicFrom: Date | null; endedAs: string | null; status: string | null } | null;
  at: Date;
};

/** 审核状态 of a parcel; the table of parcels decides the same in SQL. */
export function draftStateOf({ draft, standing, at }: Known): DraftState {
  if (draft?.state === 'submitted') return 'waiting';
  if (draft?.state === 'returned') return 'returned';
  const isPublished = standing !== null && standing.publicFrom !== null;
  if (draft !== null && isPublished && standing.endedAs === null) return 'changed';
  if (draft !== null || !isPublished) return 'draft';
  if (standing.endedAs === 'recalled') return 'recalled';
  if (standing.endedAs !== null) return 'withdrawn';
  if (standing.publicFrom !== null && standing.publicFrom > at) return 'approved';
  return standing.status === 'suspended' ? 'suspended' : 'published';
}
