import type { ProblemPlace } from '../errors.ts';
import type { EventState } from './fold-rules.ts';
import type { NewItem, SavedItem } from './rundown-schema.ts';
import type { Venue } from './event-schema.ts';
import { mostVenues, programmeKey, type ItemHold } from './terms.ts';

/** Why an item stays as it is; null: it may be changed, moved and taken out. The log, and what is signed, refer to it. */
export function holdOf(state: EventState, id: number): ItemHold | null {
  if (state.item === id) return 'on-air';
  if (state.standby === id) return 'armed';
  if (state.takes.some((take) => take.item === id)) return 'done';
  return state.signings.some((signing) => signing.item === id) ? 'signed' : null;
}

/** Once begun it does so for good: what was on air can be taken back, that there was something cannot. */
export function hasBegun({ status }: EventState): boolean {
  return status !== 'draft' && status !== 'scheduled';
}

/** What contradicts itself in a rundown, each place with what to do. */
export function rundownFaults(asked: {
  venues: readonly Venue[];
  items: readonly (NewItem & { id?: number | null })[];
}): ProblemPlace[] {
  return [...venueFaults(asked.venues), ...itemFaults(asked)];
}

function venueFaults(venues: readonly Venue[]): ProblemPlace[] {
  const faults: ProblemPlace[] = [];
  if (venues.filter(({ key }) => key !== programmeKey).length > mostVenues)
    faults.push({ path: 'venues', message: `最多 ${mostVenues} 个会场，另加一路总画面，请移去多出的会场` });
  for (const [index, { key, sources }] of venues.entries()) {
    const first = venues.findIndex((venue) => venue.key === key);
    if (first < index)
      faults.push({
        path: `venues.${index}.key`,
        message: `第 ${index + 1} 个会场的短名 ${key} 与第 ${first + 1} 个相同，请改用别的短名`,
      });
    const urls = sources.map(({ url }) => url);
    for (const [at, url] of urls.entries())
      if (urls.indexOf(url) < at)
        faults.push({
          path: `venues.${index}.sources.${at}.url`,
          message: `会场 ${key} 的第 ${at + 1} 路直播流与前面的相同，请移去或换备用地址`,
        });
  }
  return faults;
}

function itemFaults({ venues, items }: Parameters<typeof rundownFaults>[0]): ProblemPlace[] {
  const faults: ProblemPlace[] = [];
  const keys = new Set(venues.map(({ key }) => key));
  const releasedIn = new Map<string, number>();
  const places = new Map<number, number>();
  for (const [index, { id, kind, venue, parcelCodes }] of items.entries()) {
    const [path, item] = [`items.${index}`, `第 ${index + 1} 项`];
    if (venue !== null && !keys.has(venue))
      faults.push({
        path: `${path}.venue`,
        message: `${item}的会场 ${venue} 不在会场里，请另选或先添加会场`,
      });
    // Of what is no release the title is public from the first day.
    if (kind !== 'release' && parcelCodes.length > 0)
      faults.push({
        path: `${path}.parcelCodes`,
        message: `${item}不是地块发布，不能带地块：把类型改为“地块发布”，或移去地块`,
      });
    for (const code of parcelCodes) {
      const before = releasedIn.get(code);
      if (before !== undefined)
        faults.push({
          path: `${path}.parcelCodes`,
          message: `${item}的地块 ${code} 已在第 ${before + 1} 项，一宗地块只能发布一次，请移去其中一处`,
        });
      releasedIn.set(code, before ?? index);
    }
    if (typeof id !== 'number') continue;
    const other = places.get(id);
    if (other !== undefined)
      faults.push({ path: `${path}.id`, message: `${item}与第 ${other + 1} 项是同一环节，请移去其中一处` });
    places.set(id, index);
  }
  return faults;
}

type Head = { title: { zh: string; en: string }; startsAt: Date };
type Written = Head & { items: readonly SavedItem[] };

/** What of a rundown stands, since it was on air, is, or is armed; each place with what to do. */
export function heldFaults(state: EventState, before: Written, asked: Written): ProblemPlace[] {
  const faults = hasBegun(state) ? headFaults(before, asked) : [];
  const known = new Map(before.items.map((item) => [item.id, item]));
  for (const [index, { id }] of asked.items.entries())
    if (id !== null && !known.has(id))
      faults.push({
        path: `items.${index}.id`,
        message: `第 ${index + 1} 项（编号 ${id}）不在环节单里，请作为新的环节添加，不带编号`,
      });
  const held = before.items.filter(({ id }) => id !== null && holdOf(state, id) !== null);
  for (const item of held) {
    const hold = holdOf(state, item.id ?? 0) ?? 'done';
    const index = asked.items.findIndex(({ id }) => id === item.id);
    const found = asked.items[index];
    if (found === undefined)
      faults.push({
        path: 'items',
        message: `“${item.title.zh}”${holdWords[hold]}，不能移出环节单：${remedies[hold]}`,
      });
    else if (!isSame(item, found))
      faults.push({
        path: `items.${index}`,
        message: `第 ${index + 1} 项“${item.title.zh}”${holdWords[hold]}，不能再改：${remedies[hold]}`,
      });
  }
  const order = asked.items.filter(({ id }) => held.some((item) => item.id === id)).map(({ id }) => id);
  const isMoved = held.filter(({ id }) => order.includes(id)).some(({ id }, index) => id !== order[index]);
  if (isMoved) faults.push({ path: 'items', message: '播过和待播的环节不能互换先后，请恢复它们原来的顺序' });
  return faults;
}

function headFaults(before: Head, asked: Head): ProblemPlace[] {
  const faults: ProblemPlace[] = [];
  if (before.title.zh !== asked.title.zh || before.title.en !== asked.title.en)
    faults.push({ path: 'title', message: '活动已经开播，名称不能再改，请恢复原来的名称' });
  if (before.startsAt.getTime() !== asked.startsAt.getTime())
    faults.push({ path: 'startsAt', message: '活动已经开播，开始时间不能再改，请恢复原来的时间' });
  return faults;
}

function isSame(one: SavedItem, other: SavedItem): boolean {
  return (
    one.kind === other.kind &&
    one.title.zh === other.title.zh &&
    one.title.en === other.title.en &&
    one.plannedSeconds === other.plannedSeconds &&
    one.venue === other.venue &&
    one.notes === other.notes &&
    one.parcelCodes.join('\n') === other.parcelCodes.join('\n')
  );
}

const holdWords: Record<ItemHold, string> = {
  'on-air': '正在播出',
  armed: '正在待命',
  done: '已经播过',
  signed: '已有签署',
};
const remedies: Record<ItemHold, string> = {
  'on-air': '请恢复这一项，要补的内容另加一项',
  armed: '请先在场控台取消待命，再来改',
  done: '请恢复这一项，要补的内容另加一项',
  signed: '请恢复这一项，要补的内容另加一项',
};
