import type { Fact } from '../../api/parcels/schema.ts';

/** Facts are recorded for a whole group or for one value; the longest recorded prefix of the dotted path counts. */
export function factAt(facts: Record<string, Fact>, path: string): Fact | null {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const fact = facts[parts.slice(0, length).join('.')];
    if (fact !== undefined) return fact;
  }
  return null;
}

/** True when a value's own record says something else than its group's, so that it needs a badge of its own. */
export function differsFromGroup(facts: Record<string, Fact>, group: string, path: string): boolean {
  const own = factAt(facts, path);
  const common = factAt(facts, group);
  return own?.badge !== common?.badge || own?.ageDays !== common?.ageDays;
}
