import type { Snapshot } from '../../api/events/event-schema.ts';

type Item = Snapshot['items'][number];
/** A line of the agenda: an item, or several releases to come one after another, of which only their number is known. */
export type AgendaLine = { item: Item; count: number };

export function agendaLines(items: readonly Item[]): AgendaLine[] {
  const lines: AgendaLine[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && isUnnamed(last.item) && isUnnamed(item)) last.count += 1;
    else lines.push({ item, count: 1 });
  }
  return lines;
}

function isUnnamed({ title, state }: Item): boolean {
  return title === null && state === 'pending';
}
