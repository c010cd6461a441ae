import { m } from '../paraglide/messages.js';
import { formatTime } from '../ui/dates.ts';
import type { Stop, StopKind } from './timeline.ts';

function stopWords(kind: StopKind): string {
  return {
    notice: m.date_notice(),
    signupStarts: m.date_signup_starts(),
    signupEnds: m.date_signup_ends(),
    listingStarts: m.date_listing_starts(),
    listingEnds: m.date_listing_ends(),
    deal: m.date_deal(),
    constructionStartDue: m.date_construction(),
    completionDue: m.date_completion(),
    fullProductionDue: m.date_full_production(),
  }[kind];
}

/** What happens, with its hour where that closes a door; the notice, the deal and the contract's duties are days. */
export function stopText({ kinds, at }: Stop): string {
  const words = kinds.map(stopWords).join(' ・ ');
  const isDay =
    at === null || at.length === 10 || kinds.every((kind) => kind === 'notice' || kind === 'deal');
  return isDay ? words : `${words} ${formatTime(at)}`;
}
