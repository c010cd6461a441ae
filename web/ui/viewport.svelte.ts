import { MediaQuery } from 'svelte/reactivity';

/** Below 768 px: bottom sheet and full-screen filters. A wide window at 200 % zoom comes here too. */
export const phone = new MediaQuery('max-width: 767.98px', false);
/** A wide window at 200 % zoom: broad for a phone, but low. What stands above the map takes one line. */
export const low = new MediaQuery(
  '(min-width: 600px) and (max-width: 767.98px) and (max-height: 559.98px)',
  false,
);
/** A desk's window with little height: what is always in sight is short. */
export const short = new MediaQuery('(min-width: 768px) and (max-height: 699.98px)', false);
/** The drawer stands beside the list and the map. */
export const wide = new MediaQuery('min-width: 1280px', true);
/** A list beside a locator has room for figures in columns. */
export const broad = new MediaQuery('min-width: 1180px', true);
/** A parcel's page has a side column: contact and location stand beside its facts. */
export const twoColumns = new MediaQuery('min-width: 1024px', true);
