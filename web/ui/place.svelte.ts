let here = $state.raw({ pathname: location.pathname, search: location.search });

/** Where the page stands, for components to follow. */
export const place = {
  get pathname(): string {
    return here.pathname;
  },
  get search(): string {
    return here.search;
  },
};

/** Takes over the browser's address after the router has moved. */
export function arrive(): void {
  here = { pathname: location.pathname, search: location.search };
}

/** Another query for the same page: `replace` for what changes while one types or drags, else a step to go back to. */
export function rewriteQuery(search: string, { replace }: { replace: boolean }): void {
  if (search === location.search) return;
  const url = `${location.pathname}${search}`;
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState(history.state, '', url);
  arrive();
}
