import { formatArea } from '../../../api/units/rules.ts';
import type { PlannedParcel, StaffRundown } from '../../../api/events/rundown-schema.ts';
import type { ItemHold } from '../../../api/events/terms.ts';
import { formatMoment } from '../../ui/dates.ts';
import { language } from '../../ui/language.svelte.ts';
import { m } from '../../paraglide/messages.js';
import { clockText } from '../events/desk-rules.ts';
import { itemShapes, kindWord, said } from '../events/desk-words.ts';
import type { MarkShape } from '../shell/state-marks.ts';
import type { RundownChange } from './rundown-changes.ts';
import { secondsOf, type RundownForm } from './rundown-form.ts';
import type { RundownPart } from './rundown-merge.ts';

export function holdWord(hold: ItemHold): string {
  return {
    'on-air': m.rundown_hold_on_air(),
    armed: m.rundown_hold_armed(),
    done: m.rundown_hold_done(),
    signed: m.rundown_hold_signed(),
  }[hold];
}

export const holdShapes: Record<ItemHold, MarkShape> = {
  'on-air': itemShapes.live,
  armed: itemShapes.standby,
  done: itemShapes.done,
  signed: itemShapes.done,
};

/** Why a parcel cannot be released as it is; null: it can. */
export function standingWord({ standing }: PlannedParcel): string | null {
  return { waiting: null, public: m.rundown_parcel_public(), none: m.rundown_parcel_none() }[standing];
}

export function areaText(areaM2: number): string {
  const { value, unit } = formatArea(areaM2, 'mu', { locale: language.current, decimals: 1 });
  return `${value} ${unit}`;
}

/** What of `form` a place is, for a list of what is wrong. */
export function placeName(path: string, form: RundownForm): string {
  const [part, row = ''] = path.split('.');
  const at = (rows: readonly { row: number }[]) => rows.findIndex((one) => `#${one.row}` === row) + 1;
  if (part === 'items' && row !== '') return m.rundown_place_item({ number: at(form.items) });
  if (part === 'venues' && row !== '') return m.rundown_place_venue({ number: at(form.venues) });
  if (part === 'items') return m.host_rundown();
  if (part === 'venues') return m.rundown_venues();
  if (path === 'title.zh') return m.rundown_title_zh();
  if (path === 'title.en') return m.rundown_title_en();
  if (path === 'slug') return m.rundown_slug();
  return part === 'startsAt' ? m.rundown_start() : m.rundown_event();
}

/** What somebody else changed, in a line. */
export function changeWords(change: RundownChange, venues: Venues): string {
  switch (change.of) {
    case 'title':
      return m.rundown_change_title({ before: change.before, now: change.now });
    case 'start':
      return m.rundown_change_start({ before: moment(change.before), now: moment(change.now) });
    case 'venues':
      return m.rundown_change_venues();
    case 'order':
      return m.rundown_change_order();
    case 'item': {
      const { place, before, now } = change;
      if (now === null) return m.rundown_change_removed({ item: before === null ? '' : said(before.title) });
      if (before === null) return m.rundown_change_added({ place, item: said(now.title) });
      const [was, is] = [itemWords(before, venues), itemWords(now, venues)];
      const changed = was.flatMap((word, index) => (word === is[index] ? [] : [index]));
      const listed = (words: readonly string[]) => changed.map((index) => words[index] || '—').join(' · ');
      return m.rundown_change_item({ place, item: said(now.title), before: listed(was), now: listed(is) });
    }
  }
}

type Venues = readonly { key: string; zh: string }[];

/** All that somebody wrote of an item, each in its place; empty where there is nothing. */
function itemWords(item: StaffRundown['items'][number], venues: Venues): string[] {
  const { kind, title, plannedSeconds, venue, parcels, notes } = item;
  const at = venue === null ? '' : venues.find(({ key }) => key === venue)?.zh || venue;
  const codes = parcels.map(({ code }) => code).join(' ');
  return [kindWord(kind), title.zh, title.en, clockText(plannedSeconds), at, codes, notes];
}

/** What stands at a part of a rundown, in a line, to be chosen from; of an item what is otherwise in `other`. */
export function partWords(part: RundownPart, form: RundownForm, other: RundownForm): string {
  switch (part) {
    case 'title':
      return `${form.zh} · ${form.en}`;
    case 'start':
      return form.startsAt.replace('T', ' ');
    case 'venues':
      return form.venues.map(({ zh, key }) => zh || key).join(' · ') || '—';
    case 'order':
      return form.items.map(({ zh }) => zh).join(' · ');
    default: {
      const [words, others] = [wordsOfPart(part, form), wordsOfPart(part, other)];
      if (words === null) return m.rundown_taken_out();
      const shown = others === null ? words : words.filter((word, index) => word !== others[index]);
      return shown.filter((word) => word !== '').join(' · ') || '—';
    }
  }
}

function wordsOfPart(part: RundownPart, form: RundownForm): string[] | null {
  const item = form.items.find(({ id }) => part === `item:${id}`);
  if (item === undefined) return null;
  const title = { zh: item.zh, en: item.en };
  const venue = item.venue === '' ? null : item.venue;
  return itemWords({ ...item, id: 0, title, venue, plannedSeconds: secondsOf(item) }, form.venues);
}

export function partName(part: RundownPart, base: StaffRundown): string {
  switch (part) {
    case 'title':
      return m.event_name();
    case 'start':
      return m.rundown_start();
    case 'venues':
      return m.rundown_venues();
    case 'order':
      return m.rundown_change_order();
    default: {
      const item = base.items.find(({ id }) => part === `item:${id}`);
      return item === undefined ? part : said(item.title);
    }
  }
}

/** The part that a change is of. */
export function partOf(change: RundownChange): RundownPart {
  return change.of === 'item' ? `item:${(change.now ?? change.before)?.id ?? 0}` : change.of;
}

function moment(instant: string): string {
  return formatMoment(instant, language.current);
}
