import { itemState, type EventState } from './fold-rules.ts';
import type { StaffEvent } from './staff-schema.ts';
import type { ItemKind } from './terms.ts';
import { totalsOf, type Totals } from './totals-rules.ts';

type Known = Pick<StaffEvent, 'slug' | 'title' | 'isAnnounced' | 'epoch'> & {
  startsAt: Date;
  state: EventState;
};
type KnownItem = Pick<StaffEvent['items'][number], 'id' | 'title' | 'plannedSeconds'> & {
  kind: ItemKind;
  parcels: readonly { code: string }[];
};
type Standing = {
  endAsked: { by: number; name: string; seq: number; at: Date } | null;
  control: { by: number; name: string; until: Date } | null;
  ending: { seq: number; at: Date; totals: Totals; logSha256: string } | null;
};

/** What the host `accountId` sees at `at`: a lapsed control is nobody's, and who asked for the end of another state did not ask. */
export function staffViewOf({
  event,
  items,
  standing,
  accountId,
  at,
}: {
  event: Known;
  items: readonly KnownItem[];
  standing: Standing;
  accountId: number;
  at: Date;
}): StaffEvent {
  const { slug, title, startsAt, isAnnounced, epoch, state } = event;
  const { seq, status, item, standby, since, camera, isCut, notice, correction } = state;
  const { control, endAsked, ending } = standing;
  return {
    ...{ slug, title, startsAt: startsAt.toISOString(), isAnnounced, epoch, seq, status },
    ...{ item, standby, since, camera, isCut, notice, correction },
    released: [...state.released],
    signings: [...state.signings],
    totals: totalsOf(state),
    items: items.map(({ id, kind, title: name, plannedSeconds, parcels }) => ({
      ...{ id, kind, title: name, plannedSeconds, state: itemState(state, id) },
      parcels: parcels.map(({ code }) => code),
      takenBy: state.takes.findLast((take) => take.item === id)?.seq ?? null,
    })),
    control:
      control === null || control.until <= at
        ? null
        : { name: control.name, isMine: control.by === accountId, until: control.until.toISOString() },
    endAsked:
      endAsked?.seq === seq && status !== 'ended'
        ? { name: endAsked.name, isMine: endAsked.by === accountId, at: endAsked.at.toISOString() }
        : null,
    ending: ending && { ...ending, at: ending.at.toISOString() },
  };
}
