import { createRouter } from 'sv-router';
import NotFound from './city/NotFound.svelte';
import InvestmentMap from './parcels/InvestmentMap.svelte';
import ParcelPage from './parcels/ParcelPage.svelte';
import { arrive } from './ui/place.svelte.ts';

/** Paths only: the query is read by parcels/read-address.ts, since the router turns `0571` into a number. */
export const { navigate } = createRouter({
  '/': InvestmentMap,
  '/parcels/:code': ParcelPage,
  '*': NotFound,
  hooks: { afterLoad: arrive },
});

/** The router takes every click on a link of ours; opening in a new tab, and links a component answered, are not its. */
export function keepPlainClicksOnly(root: Document): () => void {
  const stop = (event: MouseEvent) => {
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (modified || event.defaultPrevented) event.stopPropagation();
  };
  root.addEventListener('click', stop);
  return () => root.removeEventListener('click', stop);
}
