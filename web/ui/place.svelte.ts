let here = $state.raw(read());

/** Where the page stands, for components to follow. */
export const place = {
  get pathname(): string {
    return here.pathname;
  },
  get search(): string {
    return here.search;
  },
  /** What only the browser knows: a fragment never reaches a server. */
  get hash(): string {
    return here.hash;
  },
};

addEventListener('hashchange', arrive);

/** A step on to another address of this site; `replace` where the one that is left is nothing to come back to. */
export function travelTo(url: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  arrive();
}

/** Takes over the browser's address after it has moved. */
export function arrive(): void {
  here = read();
}

/** Another query for the same page: `replace` for what changes while one types or drags, else a step to go back to. */
export function rewriteQuery(search: string, { replace }: { replace: boolean }): void {
  if (search === location.search) return;
  const url = `${location.pathname}${search}${location.hash}`;
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState(history.state, '', url);
  arrive();
}

/** The same page without its fragment, one step on. */
export function leaveFragment(): void {
  history.pushState(history.state, '', `${location.pathname}${location.search}`);
  arrive();
}

function read(): { pathname: string; search: string; hash: string } {
  const { pathname, search, hash } = location;
  return { pathname, search, hash };
}
