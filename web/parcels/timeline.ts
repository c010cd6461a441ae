import type { Parcel } from '../../api/parcels/schema.ts';

export type StopKind =
  | 'notice'
  | 'signupStarts'
  | 'signupEnds'
  | 'listingStarts'
  | 'listingEnds'
  | 'deal'
  | 'constructionStartDue'
  | 'completionDue'
  | 'fullProductionDue';

/**
 * What happens at one instant; kinds that share it share the stop. `done` lies behind now, `next` is the first that does
 * not, `later` follows it, `unknown` has no date yet.
 */
export type Stop = {
  kinds: [StopKind, ...StopKind[]];
  at: string | null;
  state: 'done' | 'next' | 'later' | 'unknown';
};

const always: StopKind[] = ['notice', 'signupStarts', 'signupEnds'];
const obligations: StopKind[] = ['constructionStartDue', 'completionDue', 'fullProductionDue'];

/**
 * The stops from the notice to full production as they come one after another: listing often opens together with
 * sign-up and closes after it. What has no date yet keeps its place in the procedure. Once the deal is recorded it
 * stands where the start of the listing stood.
 */
export function timelineStops(dates: Parcel['dates'], now: Date): Stop[] {
  const bidding: StopKind[] =
    dates.deal === null ? ['listingStarts', 'listingEnds'] : ['listingEnds', 'deal'];
  const moments = merged(
    inTime([...always, ...bidding, ...obligations].map((kind) => ({ kind, at: dates[kind] }))),
  );
  const next = moments.find(({ at }) => isAhead(at, now));
  return moments.map((moment) => {
    if (moment.at === null) return { ...moment, state: 'unknown' };
    if (moment === next) return { ...moment, state: 'next' };
    return { ...moment, state: isAhead(moment.at, now) ? 'later' : 'done' };
  });
}

type Happening = { kind: StopKind; at: string | null };
type Moment = Pick<Stop, 'kinds' | 'at'>;

/** By instant; without one, directly behind all that comes before it in the procedure. */
function inTime(procedure: Happening[]): Happening[] {
  let latest = -Infinity;
  const timed = procedure.map((happening) => {
    const instant = happening.at === null ? latest : endOf(happening.at);
    latest = Math.max(latest, instant);
    return { happening, instant };
  });
  return timed
    .sort((a, b) => (a.instant === b.instant ? 0 : a.instant - b.instant))
    .map(({ happening }) => happening);
}

function merged(happenings: Happening[]): Moment[] {
  return happenings.reduce<Moment[]>((moments, { kind, at }) => {
    const before = moments.at(-1);
    if (at !== null && before?.at != null && endOf(before.at) === endOf(at)) before.kinds.push(kind);
    else moments.push({ kinds: [kind], at });
    return moments;
  }, []);
}

/** Index of the stop before which today stands: 0 before all, `stops.length` after the last. */
export function todayIndex(stops: Stop[]): number {
  const next = stops.findIndex((stop) => stop.state === 'next');
  if (next >= 0) return next;
  return stops.findLastIndex((stop) => stop.state === 'done') + 1;
}

function isAhead(at: string | null, now: Date): boolean {
  return at !== null && endOf(at) > now.getTime();
}

/** A bare day counts until its end in Shanghai. */
function endOf(at: string): number {
  return Date.parse(at.length === 10 ? `${at}T23:59:59+08:00` : at);
}
