import { createRouter } from 'sv-router';
import NotFound from './city/NotFound.svelte';
import InvestmentMap from './parcels/InvestmentMap.svelte';
import ParcelPage from './parcels/ParcelPage.svelte';
import { arrive } from './ui/place.svelte.ts';

/** Paths only: the query is read by parcels/read-address.ts, since the router turns `0571` into a number. */
createRouter({
  '/': InvestmentMap,
  '/parcels/:code': ParcelPage,
  '*': NotFound,
  hooks: { afterLoad: arrive },
});

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
