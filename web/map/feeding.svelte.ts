import type { PublicCity, TransportNode } from '../../api/city/schema.ts';
import type { ParcelFeature, ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Searched } from './context-sources.ts';
import { feedGround, feedOthers, feedParcels, feedSearched, feedSelected, feedTransport } from './feed.ts';
import type { MapSession } from './map-session.svelte.ts';
import type { BaseSketch } from './sketch.ts';
import type { MapTheme } from './theme.ts';

/** What the page wants drawn; each is read as a dependency of its own, so that a change draws no more than it must. */
export type Drawn = {
  city: () => PublicCity;
  locale: () => Locale;
  sketch: () => BaseSketch | null;
  parcels: () => ParcelFeatureCollection;
  others: () => ParcelFeatureCollection | null;
  theme: () => MapTheme | null;
  selected: () => ParcelFeature | null;
  hovered: () => string | null;
  searched: () => Searched;
  /** Transport nodes that are in sight. */
  nodes: () => TransportNode[];
};

export function feedMap(session: MapSession, page: Drawn): void {
  $effect(() => {
    const [sketch, city, locale] = [page.sketch(), page.city(), page.locale()];
    if (session.handle && sketch) feedGround(session.handle, { sketch, city, locale });
  });
  $effect(() => {
    if (session.handle) feedTransport(session.handle, page.nodes(), page.locale());
  });
  $effect(() => {
    if (session.handle) feedOthers(session.handle, page.others());
  });
  $effect(() => {
    const [theme, locale] = [page.theme(), page.locale()];
    if (session.handle) feedParcels(session.handle, page.parcels(), { theme, locale });
  });
  $effect(() => {
    const [theme, locale, feature] = [page.theme(), page.locale(), page.selected()];
    const outlined = feature && { feature, precisionM: page.city().publicPrecisionM };
    if (session.handle) feedSelected(session.handle, outlined, { theme, locale });
  });
  $effect(() => {
    if (session.handle) feedSearched(session.handle, page.searched(), page.locale());
  });
  $effect(() => session.handle?.hover(page.hovered()));
  $effect(() => session.handle?.rename(m.map_name({}, { locale: page.locale() })));
}
