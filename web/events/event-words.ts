import type { Snapshot } from '../../api/events/event-schema.ts';
import type { EventStatus, ItemKind } from '../../api/events/terms.ts';
import { formatArea, formatMoney, formatNumber } from '../../api/units/rules.ts';
import { language } from '../ui/language.svelte.ts';
import { m } from '../paraglide/messages.js';

type Item = Snapshot['items'][number];

/** What was written in both languages; English may be left empty. */
export function said({ zh, en }: { zh: string; en: string }): string {
  return language.current === 'en' && en !== '' ? en : zh;
}

export function statusWord(status: EventStatus): string {
  if (status === 'live') return m.event_live();
  if (status === 'paused') return m.event_paused();
  return status === 'ended' ? m.event_ended() : m.event_not_begun();
}

/** What is going on while an item of this kind is on air. */
export function onAirWord(kind: ItemKind): string {
  switch (kind) {
    case 'speech':
      return m.event_air_speech();
    case 'video':
      return m.event_air_video();
    case 'release':
      return m.event_air_release();
    case 'project-signing':
      return m.event_air_project_signing();
    case 'talent-signing':
      return m.event_air_talent_signing();
    case 'policy':
      return m.event_air_policy();
    case 'break':
      return m.event_air_break();
    case 'summary':
      return m.event_air_summary();
  }
}

/** A release that is still to come has no name. */
export function itemTitle({ title }: Pick<Item, 'title'>): string {
  return title === null ? m.event_to_be_released() : said(title);
}

export function areaText(areaM2: number): string {
  const { value, unit } = areaParts(areaM2);
  return `${value} ${unit}`;
}

/** With as many places as `like` has, at most `decimals`, so that a count up to it does not jump. */
export function areaLike(
  areaM2: number,
  { like = areaM2, decimals }: { like?: number; decimals: number },
): { value: string; unit: string } {
  const format = { locale: language.current, decimals };
  const isWhole = !/[.,]\d{1,2}$/.test(formatArea(like, 'mu', format).value);
  return formatArea(areaM2, 'mu', isWhole ? { ...format, decimals: 0 } : { ...format, fixed: true });
}

export function areaParts(areaM2: number): { value: string; unit: string } {
  return formatArea(areaM2, 'mu', { locale: language.current, fixed: true });
}

export function amountText(yuan: number): string {
  const { value, unit } = formatMoney(yuan, { locale: language.current });
  // English puts the currency before the number: CNY 54.5 m.
  const [currency, scale = ''] = unit.split(' ');
  return currency === 'CNY' ? `CNY ${value} ${scale}`.trim() : `${value} ${unit}`;
}

export function countText(count: number): string {
  return formatNumber(count, { locale: language.current, decimals: 0 });
}
