import { createRouter } from 'sv-router';
import NotFoundRoute from './city/NotFoundRoute.svelte';
import CompareRoute from './compare/CompareRoute.svelte';
import { parcelPage } from './late-pages.ts';
import InvestmentMap from './parcels/InvestmentMap.svelte';
import ParcelRoute from './parcels/ParcelRoute.svelte';
import ShortlistRoute from './shortlist/ShortlistRoute.svelte';
import { arrive } from './ui/place.svelte.ts';

/** Paths only: the query is read by parcels/read-address.ts, since the router turns `0571` into a number. */
createRouter({
  '/': InvestmentMap,
  '/parcels/:code': ParcelRoute,
  '/compare': CompareRoute,
  '/shortlist': ShortlistRoute,
  '*': NotFoundRoute,
  hooks: { afterLoad: arrive },
});

// A shared link most often leads here: its code comes beside the city, not after it.
if (location.pathname.startsWith('/parcels/')) parcelPage.preload();

/** The router takes every click on a link of ours; opening in a new tab, and links a component answered, are not its. */
export function keepPlainClicksOnly(root: Document): void {
  root.addEventListener('click', (event) => {
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (modified || event.defaultPrevented) event.stopPropagation();
  });
}

/**
 * The router decodes the path and stops at one that is no UTF-8 (`/parcels/%E0%A4`), showing nothing. Such an address
 * leads nowhere, so it is replaced by one that the router takes to the page that says so.
 */
export function replaceUndecodablePath(): void {
  try {
    decodeURIComponent(location.pathname);
  } catch {
    history.replaceState(history.state, '', '/not-found');
  }
}
