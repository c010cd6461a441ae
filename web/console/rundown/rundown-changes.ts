import type { StaffRundown } from '../../../api/events/rundown-schema.ts';

type Item = StaffRundown['items'][number];

/** What somebody else changed; `now` null: taken out, `before` null: added. `place`: from 1, among what it names. */
export type RundownChange =
  | { of: 'title' | 'start'; before: string; now: string }
  | { of: 'venues' }
  | { of: 'order' }
  | { of: 'item'; place: number; before: Item | null; now: Item | null };

/** What lies between two versions of a rundown, in its order. */
export function rundownChanges(before: StaffRundown, now: StaffRundown): RundownChange[] {
  const changes: RundownChange[] = [];
  if (before.title.zh !== now.title.zh || before.title.en !== now.title.en)
    changes.push({ of: 'title', before: before.title.zh, now: now.title.zh });
  if (before.startsAt !== now.startsAt)
    changes.push({ of: 'start', before: before.startsAt, now: now.startsAt });
  if (JSON.stringify(before.venues) !== JSON.stringify(now.venues)) changes.push({ of: 'venues' });
  for (const [index, item] of now.items.entries()) {
    const was = before.items.find(({ id }) => id === item.id) ?? null;
    if (was === null || written(was) !== written(item))
      changes.push({ of: 'item', place: index + 1, before: was, now: item });
  }
  for (const [index, item] of before.items.entries())
    if (!now.items.some(({ id }) => id === item.id))
      changes.push({ of: 'item', place: index + 1, before: item, now: null });
  const ids = (one: StaffRundown, other: StaffRundown) =>
    one.items.map(({ id }) => id).filter((id) => other.items.some((item) => item.id === id));
  if (ids(before, now).join() !== ids(now, before).join()) changes.push({ of: 'order' });
  return changes;
}

/** What a person wrote of it: where it stands on air is not. */
function written({ kind, title, plannedSeconds, venue, notes, parcels }: Item): string {
  return JSON.stringify([
    ...[kind, title.zh, title.en, plannedSeconds, venue, notes],
    parcels.map(({ code }) => code),
  ]);
}
