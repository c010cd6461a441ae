import type { Snapshot } from '../../api/events/event-schema.ts';
import type { Parcel } from '../../api/parcels/schema.ts';
import { localName } from '../ui/language.svelte.ts';
import { m } from '../paraglide/messages.js';
import { codesOnAir } from './directed-rules.ts';
import { areaText, itemTitle, onAirWord, said, statusWord } from './event-words.ts';

/** What a screen reader is told of a change, in one sentence; null where nothing to be told has changed. */
export function sentenceOf(before: Snapshot, now: Snapshot, parcels: readonly Parcel[]): string | null {
  if (now.seq === before.seq && now.epoch === before.epoch) return null;
  if (now.correction !== null && now.correction.seq !== before.correction?.seq)
    return m.event_corrected({ reason: said(now.correction.reason) });
  if (now.notice !== null && JSON.stringify(now.notice) !== JSON.stringify(before.notice))
    return said(now.notice);
  if (now.isCut !== before.isCut) return now.isCut ? m.event_cut() : m.event_cut_over();
  if (now.item !== null && now.item !== before.item) return onAirSentence(now, parcels);
  if (now.status !== before.status) return statusWord(now.status);
  if (now.totals.projects.count > before.totals.projects.count)
    return m.event_signed_now({ count: now.totals.projects.count });
  return null;
}

function onAirSentence(now: Snapshot, parcels: readonly Parcel[]): string | null {
  const item = now.items.find(({ id }) => id === now.item);
  if (item === undefined) return null;
  const codes = codesOnAir(now);
  const [released] = now.released.filter(({ code }) => codes.includes(code));
  if (codes.length !== 1 || released === undefined)
    return m.event_now({ what: onAirWord(item.kind), title: itemTitle(item) });
  const industry = parcels.find(({ code }) => code === released.code)?.industries[0];
  const words = [released.code, areaText(released.areaM2), ...(industry ? [localName(industry)] : [])];
  return m.event_released_now({ what: words.join(m.event_comma()) });
}
