import { shanghaiTime } from '../../../api/calendar/rules.ts';
import type { RundownBody, StaffRundown } from '../../../api/events/rundown-schema.ts';
import type { ItemKind } from '../../../api/events/terms.ts';

/** `key` of a row, source or venue here; it has nothing to do with the server's numbers. */
export type SourceForm = { row: number; url: string; offsetMs: string };
export type VenueForm = {
  row: number;
  key: string;
  zh: string;
  en: string;
  place: string;
  sources: SourceForm[];
};
export type ItemForm = {
  row: number;
  /** The server's; null until it is saved. */
  id: number | null;
  kind: ItemKind;
  zh: string;
  en: string;
  minutes: string;
  seconds: string;
  /** Key of a venue; empty: none. */
  venue: string;
  notes: string;
  parcels: StaffRundown['items'][number]['parcels'];
  hold: StaffRundown['items'][number]['hold'];
};
/** 环节单 as it is typed. */
export type RundownForm = {
  slug: string;
  zh: string;
  en: string;
  /** `2026-12-01T09:00`, wall clock in Shanghai. */
  startsAt: string;
  venues: VenueForm[];
  items: ItemForm[];
};

let last = 0;
export function nextRow(): number {
  return (last += 1);
}

export function emptyItem(): ItemForm {
  return {
    ...{ row: nextRow(), id: null, kind: 'speech', zh: '', en: '', minutes: '5', seconds: '0' },
    ...{ venue: '', notes: '', parcels: [], hold: null },
  };
}

export function emptyVenue(key: string): VenueForm {
  return { row: nextRow(), key, zh: '', en: '', place: '', sources: [] };
}

export function emptySource(): SourceForm {
  return { row: nextRow(), url: '', offsetMs: '0' };
}

export function newForm(): RundownForm {
  return { slug: '', zh: '', en: '', startsAt: '', venues: [], items: [emptyItem()] };
}

export function formOf({ slug, title, startsAt, venues, items }: StaffRundown): RundownForm {
  return {
    ...{ slug, ...title, startsAt: wallClock(startsAt) },
    venues: venues.map(({ key, title: name, place, sources }) => ({
      ...{ row: nextRow(), key, ...name, place },
      sources: sources.map(({ url, offsetMs }) => ({ row: nextRow(), url, offsetMs: String(offsetMs) })),
    })),
    items: items.map(({ title: name, plannedSeconds, venue, ...item }) => ({
      ...{ ...item, row: nextRow(), ...name, venue: venue ?? '' },
      minutes: String(Math.floor(plannedSeconds / 60)),
      seconds: String(plannedSeconds % 60),
    })),
  };
}

/** As it is sent; `before`: what was read, whose start may have seconds that no field shows. */
export function bodyOf(form: RundownForm, before: StaffRundown | null): Omit<RundownBody, 'expectedVersion'> {
  const isStartKept = before !== null && wallClock(before.startsAt) === form.startsAt;
  return {
    title: { zh: form.zh.trim(), en: form.en.trim() },
    startsAt: isStartKept ? before.startsAt : `${form.startsAt.slice(0, 16)}:00+08:00`,
    venues: form.venues.map(({ key, zh, en, place, sources }) => ({
      ...{ key: key.trim(), title: { zh: zh.trim(), en: en.trim() }, place: place.trim() },
      sources: sources.map(({ url, offsetMs }) => ({ url: url.trim(), offsetMs: wholeOf(offsetMs) })),
    })),
    items: form.items.map((item) => ({
      ...{ id: item.id, kind: item.kind, title: { zh: item.zh.trim(), en: item.en.trim() } },
      ...{ plannedSeconds: secondsOf(item), venue: item.venue === '' ? null : item.venue },
      ...{ notes: item.notes.trim(), parcelCodes: item.parcels.map(({ code }) => code) },
    })),
  };
}

/** 0 where it is no time. */
export function secondsOf({ minutes, seconds }: Pick<ItemForm, 'minutes' | 'seconds'>): number {
  const sum = Number(minutes) * 60 + Number(seconds);
  return Number.isInteger(sum) && sum > 0 ? sum : 0;
}

/** When each item begins, and when the last one is over; null where nobody has said when the event begins. */
export function clockTimes(startsAt: string, items: readonly ItemForm[]): Date[] | null {
  const start = Date.parse(`${startsAt.slice(0, 16)}:00+08:00`);
  if (Number.isNaN(start)) return null;
  const times = [new Date(start)];
  for (const item of items)
    times.push(new Date((times.at(-1)?.getTime() ?? start) + secondsOf(item) * 1_000));
  return times;
}

/** Where an item lands one place up or down; null: there is no further. What is held keeps its order among its kind. */
export function placeAfterMove(items: readonly ItemForm[], index: number, by: -1 | 1): number | null {
  const [item, to] = [items[index], index + by];
  if (item === undefined || item.hold !== null || to < 0 || to >= items.length) return null;
  return to;
}

/** In the words of a refusal: `items.3.title.zh` is row 3 of those that were sent, wherever it stands by now. */
export function placedPath(path: string, sent: RundownForm): string {
  const [part, index, ...rest] = path.split('.');
  const rows = part === 'items' ? sent.items : part === 'venues' ? sent.venues : [];
  const row = rows[Number(index)];
  return row === undefined || index === undefined ? path : [part, `#${row.row}`, ...rest].join('.');
}

/** Rows and sources under numbers of this page, as after a reload. */
export function renumbered(form: RundownForm): RundownForm {
  return {
    ...form,
    venues: form.venues.map((venue) => ({
      ...venue,
      row: nextRow(),
      sources: venue.sources.map((source) => ({ ...source, row: nextRow() })),
    })),
    items: form.items.map((item) => ({ ...item, row: nextRow() })),
  };
}

function wallClock(instant: string): string {
  return shanghaiTime(new Date(instant)).slice(0, 16);
}

function wholeOf(text: string): number {
  const number = Number(text);
  return Number.isFinite(number) ? Math.round(number) : 0;
}
