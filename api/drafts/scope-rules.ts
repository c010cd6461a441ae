import type { Actor } from '../accounts/actor.ts';

/** Whose parcels somebody sees before they are public: a reviewer all (null), everybody else those of the own department. */
export function scopeOf({ role, department }: Pick<Actor, 'role' | 'department'>): string | null {
  // A department has a code: nothing belongs to who has none.
  return role === 'reviewer' ? null : (department ?? '');
}

export function isInScope(actor: Pick<Actor, 'role' | 'department'>, departmentCode: string): boolean {
  const scope = scopeOf(actor);
  return scope === null || scope === departmentCode;
}
