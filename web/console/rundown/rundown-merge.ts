import type { StaffRundown } from '../../../api/events/rundown-schema.ts';
import { bodyOf, formOf, type ItemForm, type RundownForm } from './rundown-form.ts';

/** What can be changed by itself; `item:`: with its number. */
export type RundownPart = 'title' | 'start' | 'venues' | 'order' | `item:${number}`;

/** What both have read, what was written here, and what somebody else saved. */
export type Versions = { base: StaffRundown; mine: RundownForm; theirs: StaffRundown };

/** What both have changed, each in another way; the rest goes together by itself. What is held is theirs. */
export function clashesOf({ base, mine, theirs }: Versions): RundownPart[] {
  const [was, other] = [formOf(base), formOf(theirs)];
  const there = changesOf(was, other);
  const isHeld = (part: RundownPart) =>
    other.items.some(({ id, hold }) => hold !== null && part === `item:${id}`);
  return [...changesOf(was, mine)].filter(
    (part) => there.has(part) && !isHeld(part) && differs(mine, other, part),
  );
}

/** Both together; of what clashes theirs where it is in `taken`, else mine. */
export function mergedOf({ base, mine, theirs }: Versions, taken: ReadonlySet<RundownPart>): RundownForm {
  const [was, other] = [formOf(base), formOf(theirs)];
  const [here, there] = [changesOf(was, mine), changesOf(was, other)];
  const isTheirs = (part: RundownPart) => there.has(part) && (!here.has(part) || taken.has(part));
  const [first, second] = isTheirs('order') ? [other, mine] : [mine, other];
  const head = isTheirs('title') ? other : mine;
  return {
    ...{ slug: mine.slug, zh: head.zh, en: head.en },
    startsAt: (isTheirs('start') ? other : mine).startsAt,
    venues: (isTheirs('venues') ? other : mine).venues,
    items: withAdded(first.items, second.items).flatMap((name) => {
      const [own, foreign] = [itemOf(mine, name), itemOf(other, name)];
      const isForeign =
        (foreign?.hold ?? null) !== null || (typeof name === 'number' && isTheirs(`item:${name}`));
      const item = isForeign ? foreign : own;
      if (item === null) return [];
      // What they took out and who wrote here keeps is another item from now on.
      return [foreign === null ? { ...item, id: null, hold: null } : { ...item, hold: foreign.hold }];
    }),
  };
}

/** An item by its number, or, where it has none yet, by its row. */
type ItemName = number | `row:${number}`;

function nameOf({ id, row }: ItemForm): ItemName {
  return id ?? `row:${row}`;
}

function itemOf({ items }: RundownForm, name: ItemName): ItemForm | null {
  return items.find((item) => nameOf(item) === name) ?? null;
}

/** In the order of the first; what only the other has stands behind what it stood behind there. */
function withAdded(items: readonly ItemForm[], others: readonly ItemForm[]): ItemName[] {
  const names = items.map(nameOf);
  for (const [index, other] of others.entries()) {
    if (names.includes(nameOf(other))) continue;
    const before = others[index - 1];
    names.splice(before === undefined ? 0 : names.indexOf(nameOf(before)) + 1, 0, nameOf(other));
  }
  return names;
}

function changesOf(was: RundownForm, now: RundownForm): Set<RundownPart> {
  const ids = [...was.items, ...now.items].flatMap(({ id }) => (id === null ? [] : [id]));
  const parts = new Set<RundownPart>([
    'title',
    'start',
    'venues',
    'order',
    ...ids.map((id) => `item:${id}` as const),
  ]);
  return new Set([...parts].filter((part) => differs(was, now, part)));
}

function differs(one: RundownForm, other: RundownForm, part: RundownPart): boolean {
  if (part !== 'order') return wordsAt(one, part) !== wordsAt(other, part);
  const common = ({ items }: RundownForm, beside: RundownForm) =>
    items.map(nameOf).filter((name) => itemOf(beside, name) !== null);
  return common(one, other).join(' ') !== common(other, one).join(' ');
}

/** What stands at a part, to be compared; empty where it is not there. */
function wordsAt(form: RundownForm, part: RundownPart): string {
  const { title, startsAt, venues, items } = bodyOf(form, null);
  if (part === 'title') return JSON.stringify(title);
  if (part === 'start') return startsAt;
  if (part === 'venues') return JSON.stringify(venues);
  const item = items.find(({ id }) => part === `item:${id}`);
  return item === undefined ? '' : JSON.stringify(item);
}
