const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long each kind of link works. */
export const linkLifeMs = {
  'verify-email': 24 * hourMs,
  /** An invited colleague may be on leave. */
  invitation: 7 * 24 * hourMs,
  'reset-password': 30 * minuteMs,
  'sign-in': 24 * hourMs,
};

/** What a link is for. An invitation is a first verification of the address. */
export type TokenPurpose = 'verify-email' | 'reset-password' | 'sign-in';

/** The page that takes each link. The secret stands in the fragment, which browsers send to no server. */
const pages: Record<TokenPurpose, string> = {
  'verify-email': '/account',
  'reset-password': '/reset',
  'sign-in': '/sign-in',
};

export function linkAddress(origin: string, purpose: TokenPurpose, token: string): string {
  return `${origin}${pages[purpose]}#t=${token}`;
}
