import { letterToken } from '../../accounts/letter-token.ts';

const storageKey = 'zhaotu-enquiry';

/**
 * The secret of the link that opened this page, else the one this tab had. It leaves the address at once: no history, no
 * shared screen and no other site's Referer shall have it.
 */
export function takeToken(): string | null {
  const token = letterToken(location.hash);
  if (token === null) return readToken();
  keepToken(token);
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return token;
}

/** As long as the tab is open. */
export function keepToken(token: string): void {
  try {
    sessionStorage.setItem(storageKey, token);
  } catch {
    // Storage is refused in some private windows: the link opens the case again.
  }
}

/** The link is dead, or whoever sat here is done. */
export function dropToken(): void {
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // Nothing was kept.
  }
}

function readToken(): string | null {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
