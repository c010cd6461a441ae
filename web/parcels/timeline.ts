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

/** `done` lies behind now, `next` is the first that does not, `later` follows it, `unknown` has no date yet. */
export type Stop = { kind: StopKind; at: string | null; state: 'done' | 'next' | 'later' | 'unknown' };

const always: StopKind[] = ['notice', 'signupStarts', 'signupEnds'];
const obligations: StopKind[] = ['constructionStartDue', 'completionDue', 'fullProductionDue'];

/**
 * Eight stops from the notice to full production, in the order of the procedure. Once the deal is recorded it stands
 * where the start of the listing stood.
 */
export function timelineStops(dates: Parcel['dates'], now: Date): Stop[] {
  const bidding: StopKind[] =
    dates.deal === null ? ['listingStarts', 'listingEnds'] : ['listingEnds', 'deal'];
  const kinds = [...always, ...bidding, ...obligations];
  const next = kinds.find((kind) => isAhead(dates[kind], now));
  return kinds.map((kind) => {
    const at = dates[kind];
    if (at === null) return { kind, at, state: 'unknown' };
    if (kind === next) return { kind, at, state: 'next' };
    return { kind, at, state: isAhead(at, now) ? 'later' : 'done' };
  });
}

/** Index of the stop before which today stands: 0 before all, `stops.length` after the last. */
export function todayIndex(stops: Stop[]): number {
  const next = stops.findIndex((stop) => stop.state === 'next');
  if (next >= 0) return next;
  return stops.findLastIndex((stop) => stop.state === 'done') + 1;
}

/** A bare day counts until its end in Shanghai. */
function isAhead(at: string | null, now: Date): boolean {
  if (at === null) return false;
  return Date.parse(at.length === 10 ? `${at}T23:59:59+08:00` : at) > now.getTime();
}
