import type { Snapshot, Venue } from './event-schema.ts';
import { itemState, type EventState } from './fold-rules.ts';
import type { Cue } from './log-schema.ts';
import type { EventStatus, ItemKind } from './terms.ts';
import { totalsOf } from './totals-rules.ts';

/** An entry as everybody may see it. What is armed is staff's alone: who follows knows that something happened, not what. */
export function publicCue(cue: Cue): Cue {
  return cue.type === 'standby' ? { type: 'standby', item: null } : cue;
}

type Known = {
  slug: string;
  title: { zh: string; en: string };
  startsAt: Date;
  epoch: string;
  isRehearsal?: boolean;
  state: EventState;
};
/** `title` null: who asks knows no name himself. */
type KnownItem = {
  id: number;
  kind: ItemKind;
  title: { zh: string; en: string } | null;
  plannedSeconds: number;
  venue: string | null;
};
type Around = { stage?: Snapshot['stage']; venues?: readonly Venue[] };

/**
 * 现场快照 for everybody: no name, no number and no place of what is still to come. `items` are called as everybody may read them
 * (`withAgreedNames`).
 */
export function snapshotOf(
  event: Known,
  items: readonly KnownItem[],
  { stage = [], venues = [] }: Around = {},
): Snapshot {
  const { slug, title, startsAt, epoch, isRehearsal, state } = event;
  const { seq, status, item, since, camera, isCut, notice, correction } = state;
  return {
    ...{
      slug,
      title,
      startsAt: startsAt.toISOString(),
      epoch,
      seq,
      status,
      item,
      since,
      camera,
      isCut,
      notice,
    },
    correction,
    ...(isRehearsal === true && { isRehearsal }),
    released: [...state.released],
    signings: [...state.signings],
    stage: [...stage],
    totals: totalsOf(state),
    venues: isOnAir(status) ? [...venues] : venues.map(withoutStreams),
    items: items.map((one) => {
      const standing = itemState({ ...state, standby: null }, one.id);
      const isNamed = one.kind !== 'release' || standing === 'live' || standing === 'done';
      const { id, kind, plannedSeconds, venue } = one;
      return { id, kind, plannedSeconds, venue, title: isNamed ? one.title : null, state: known(standing) };
    }),
  };
}

/** While a line is tried before the beginning, and after the end, nobody watches. */
export function isOnAir(status: EventStatus): boolean {
  return status === 'live' || status === 'paused';
}

export function withoutStreams(venue: Venue): Venue {
  return { ...venue, sources: [] };
}

function known(standing: ReturnType<typeof itemState>) {
  return standing === 'standby' ? 'pending' : standing;
}
