import type { EventState } from './fold-rules.ts';
import { holdOf } from './rundown-rules.ts';
import type { PlannedParcel, StaffRundown } from './rundown-schema.ts';
import type { Venue } from './event-schema.ts';
import type { ItemKind } from './terms.ts';

type KnownEvent = Pick<StaffRundown, 'slug' | 'title' | 'isAnnounced'> & {
  startsAt: Date;
  rehearsalOf: string | null;
  state: EventState;
};
type KnownItem = Omit<StaffRundown['items'][number], 'kind' | 'hold' | 'parcels'> & {
  kind: ItemKind;
  parcels: readonly { code: string }[];
};

/** 环节单 for who writes it; of a parcel that nothing waits for only the code is told. In a rehearsal what is public waits, too. */
export function rundownViewOf({
  event,
  saved,
  venues,
  items,
  standings,
}: {
  event: KnownEvent;
  saved: { version: number; savedBy: string | null; savedAt: Date };
  venues: readonly Venue[];
  items: readonly KnownItem[];
  standings: ReadonlyMap<string, Omit<PlannedParcel, 'code'>>;
}): StaffRundown {
  const { slug, title, startsAt, isAnnounced, rehearsalOf, state } = event;
  const nothing = { name: null, areaM2: null, standing: 'none' } as const;
  const inRehearsal = (one: Omit<PlannedParcel, 'code'>): Omit<PlannedParcel, 'code'> =>
    rehearsalOf !== null && one.standing === 'public' ? { ...one, standing: 'waiting' } : one;
  return {
    ...{ slug, title, startsAt: startsAt.toISOString(), isAnnounced, status: state.status },
    ...(rehearsalOf !== null && { rehearsalOf }),
    ...{ version: saved.version, savedBy: saved.savedBy, savedAt: saved.savedAt.toISOString() },
    venues: [...venues],
    items: items.map(({ parcels, id, ...item }) => ({
      ...item,
      id,
      parcels: parcels.map(({ code }) => ({ code, ...inRehearsal(standings.get(code) ?? nothing) })),
      hold: holdOf(state, id),
    })),
  };
}
