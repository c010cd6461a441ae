import { attendanceOf, type MinuteCount } from './attendance-rules.ts';
import { itemState, type EventState } from './fold-rules.ts';
import type { StaffEvent } from './staff-schema.ts';
import type { ItemKind } from './terms.ts';
import { totalsOf, type Totals } from './totals-rules.ts';

type Known = Pick<StaffEvent, 'slug' | 'title' | 'isAnnounced' | 'epoch'> & {
  rehearsalOf: string | null;
  startsAt: Date;
  state: EventState;
};
type KnownItem = Pick<StaffEvent['items'][number], 'id' | 'title' | 'plannedSeconds' | 'venue' | 'notes'> & {
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
  log,
  stage,
  minutes,
  accountId,
  at,
}: {
  event: Known;
  items: readonly KnownItem[];
  standing: Standing;
  log: StaffEvent['log'];
  stage: StaffEvent['stage'];
  minutes: readonly MinuteCount[];
  accountId: number;
  at: Date;
}): StaffEvent {
  const { slug, title, startsAt, isAnnounced, rehearsalOf, epoch, state } = event;
  const { seq, status, item, standby, since, camera, isCut, notice, correction } = state;
  const { control, endAsked, ending } = standing;
  const begunAt = state.takes[0]?.at ?? null;
  return {
    ...{ slug, title, startsAt: startsAt.toISOString(), isAnnounced, epoch, seq, status },
    ...(rehearsalOf !== null && { rehearsalOf }),
    at: at.toISOString(),
    begunAt,
    log,
    ...{ item, standby, since, camera, isCut, notice, correction },
    released: [...state.released],
    signings: [...state.signings],
    stage,
    totals: totalsOf(state),
    items: items.map(({ id, kind, title: name, plannedSeconds, venue, notes, parcels }) => ({
      ...{ id, kind, title: name, plannedSeconds, venue, notes, state: itemState(state, id) },
      parcels: parcels.map(({ code }) => code),
      takenBy: state.takes.findLast((take) => take.item === id)?.seq ?? null,
      spentSeconds: spentSeconds(state.takes, id, ending?.at ?? at),
    })),
    control:
      control === null || control.until <= at
        ? null
        : { name: control.name, isMine: control.by === accountId, until: control.until.toISOString() },
    endAsked:
      endAsked?.seq === seq && status !== 'ended'
        ? { name: endAsked.name, isMine: endAsked.by === accountId, at: endAsked.at.toISOString() }
        : null,
    attendance: attendanceOf(minutes, {
      begunAt: begunAt === null ? null : new Date(begunAt),
      endedAt: ending?.at ?? null,
      at,
    }),
    ending: ending && { ...ending, at: ending.at.toISOString() },
  };
}

/** Each time on air lasts to the next take, the last one until `at`. */
function spentSeconds(takes: EventState['takes'], item: number, at: Date): number | null {
  const spans = takes.map((take, index) => ({
    item: take.item,
    ms: Date.parse(takes[index + 1]?.at ?? at.toISOString()) - Date.parse(take.at),
  }));
  const own = spans.filter((span) => span.item === item);
  return own.length === 0 ? null : Math.max(0, Math.round(own.reduce((sum, { ms }) => sum + ms, 0) / 1000));
}
