/** Where the sign-in leads on to: `back`, when it is a page of the console or of one’s own, never another site. */
export function wayBack(search: string): string | null {
  const back = new URLSearchParams(search).get('back');
  return back !== null && /^\/(console|account|enquiries|agreements)(?=$|[/?])[\w/%.~:?&=,+-]*$/.test(back)
    ? back
    : null;
}

/** The sign-in that leads back to where it was asked for. */
export function signInHref({ pathname, search }: { pathname: string; search: string }): string {
  return `/sign-in?${new URLSearchParams({ back: `${pathname}${search}` })}`;
}
