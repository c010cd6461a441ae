import type { Competence } from '../../../api/accounts/terms.ts';
import type { Difference, StaffParcel } from '../../../api/drafts/schema.ts';
import type { ParcelCheck } from '../parcels/client.ts';

/** Why the draft cannot be handed in now, or that it can; warnings ask for a note. */
export type SubmitState =
  | { kind: 'waiting' | 'conflict' | 'unsaved' | 'checking' | 'nothing' }
  | { kind: 'errors'; count: number }
  | { kind: 'ready'; warnings: number };

export type Standing = {
  parcel: StaffParcel;
  check: ParcelCheck | null;
  isChanged: boolean;
  hasConflict: boolean;
  isChecking: boolean;
};

export function submitState({ parcel, check, isChanged, hasConflict, isChecking }: Standing): SubmitState {
  if (parcel.draft?.state === 'submitted') return { kind: 'waiting' };
  if (hasConflict) return { kind: 'conflict' };
  if (isChanged) return { kind: 'unsaved' };
  if (parcel.draft === null || (parcel.base !== null && parcel.draft.differences.length === 0))
    return { kind: 'nothing' };
  if (isChecking || check === null) return { kind: 'checking' };
  const count = (severity: 'error' | 'warning') =>
    check.findings.filter((finding) => finding.severity === severity).length;
  if (count('error') > 0) return { kind: 'errors', count: count('error') };
  return { kind: 'ready', warnings: count('warning') };
}

/** Whether what the draft began from is, or will be, public: not after it was withdrawn or recalled. */
export function isPublicNow({ base }: Pick<StaffParcel, 'base'>): boolean {
  return base !== null && base.publicFrom !== null && base.publicUntil === null;
}

/** Who will be asked. A parcel that is new, or public no more, is looked at whole. */
export function competencesOf(differences: readonly Difference[], isNew: boolean): Competence[] {
  if (isNew) return ['land', 'terms'];
  return (['land', 'terms'] as const).filter((wanted) =>
    differences.some(({ competence }) => competence === wanted),
  );
}
