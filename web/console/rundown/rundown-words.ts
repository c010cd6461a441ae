import { formatArea } from '../../../api/units/rules.ts';
import type { PlannedParcel } from '../../../api/events/rundown-schema.ts';
import type { ItemHold } from '../../../api/events/terms.ts';
import { formatMoment } from '../../ui/dates.ts';
import { language } from '../../ui/language.svelte.ts';
import { m } from '../../paraglide/messages.js';
import { clockText } from '../events/desk-rules.ts';
import { itemShapes, kindWord, said } from '../events/desk-words.ts';
import type { MarkShape } from '../shell/state-marks.ts';
import type { RundownChange } from './rundown-changes.ts';
import type { RundownForm } from './rundown-form.ts';

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
  return part === 'venues' ? m.rundown_venues() : m.rundown_place_head();
}

/** What somebody else changed, in a line. */
export function changeWords(change: RundownChange): string {
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
      if (now === null) return m.rundown_change_removed({ item: said((before ?? { title: none }).title) });
      if (before === null) return m.rundown_change_added({ place, item: said(now.title) });
      return m.rundown_change_item({
        place,
        before: `${kindWord(before.kind)} ${said(before.title)} ${clockText(before.plannedSeconds)}`,
        now: `${kindWord(now.kind)} ${said(now.title)} ${clockText(now.plannedSeconds)}`,
      });
    }
  }
}

const none = { zh: '', en: '' };

function moment(instant: string): string {
  return formatMoment(instant, language.current);
}
