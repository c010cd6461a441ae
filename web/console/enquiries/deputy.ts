import type { Officer } from '../../../api/duty/schema.ts';

/** 副班: who gets what comes in while `officer` is away, as the portal gives it out; null: nobody is left on duty. */
export function deputyOf(officer: Officer, all: readonly Officer[]): Officer | null {
  return (
    all.find(
      ({ id, department, duty, isAway }) =>
        department === officer.department && duty !== null && !isAway && id !== officer.id,
    ) ?? null
  );
}
