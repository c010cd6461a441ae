import type { Snapshot, Venue } from '../../../api/events/event-schema.ts';
import { programmeKey } from '../../../api/events/terms.ts';

/** Venues with a picture, the mixed one first. */
export function venuesInPicture({ venues }: Pick<Snapshot, 'venues'>): Venue[] {
  const seen = venues.filter(({ sources }) => sources.length > 0);
  return [
    ...seen.filter(({ key }) => key === programmeKey),
    ...seen.filter(({ key }) => key !== programmeKey),
  ];
}

type Choosing = Pick<Snapshot, 'venues' | 'items' | 'item'>;

/** Which picture is shown: the person's choice, else the mixed one, else the venue that is on air, else the first. */
export function venueShown(event: Choosing, chosen: string | null): Venue | null {
  const venues = venuesInPicture(event);
  const onAir = venueOnAir(event)?.key;
  for (const key of [chosen, programmeKey, onAir]) {
    const venue = venues.find((one) => one.key === key);
    if (venue !== undefined) return venue;
  }
  return venues[0] ?? null;
}

/** 会场 of the item on air, whether or not it has a picture. */
export function venueOnAir({ venues, items, item }: Choosing): Venue | null {
  const key = items.find(({ id }) => id === item)?.venue;
  return venues.find((venue) => venue.key === key) ?? null;
}

/** What a hall is shown: the venue on air, or the mixed picture; never its own. `own`: its key; null: it is none of them. */
export function venueForHall(event: Choosing, own: string | null): Venue | null {
  const onAir = venueOnAir(event);
  if (own !== null && onAir?.key === own) return null;
  const venues = venuesInPicture(event);
  return (
    venues.find(({ key }) => key === onAir?.key) ?? venues.find(({ key }) => key === programmeKey) ?? null
  );
}
