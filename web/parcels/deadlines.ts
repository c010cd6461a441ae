import type { ParcelSummary } from '../../api/parcels/schema.ts';

/** The next moment that closes a door for an investor: end of sign-up while announced, of bidding while listed. */
export function nextDeadline(
  parcel: Pick<ParcelSummary, 'status' | 'signupEnds' | 'listingEnds'>,
  now: Date,
): string | null {
  const instants = parcel.status === 'listed' ? [parcel.signupEnds, parcel.listingEnds] : [parcel.signupEnds];
  if (parcel.status !== 'listed' && parcel.status !== 'announced') return null;
  return instants.find((instant) => instant !== null && Date.parse(instant) > now.getTime()) ?? null;
}
