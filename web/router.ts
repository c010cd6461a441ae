import type { Component } from 'svelte';
import {
  accountPage,
  askPage,
  comparePage,
  consolePage,
  enquiryPage,
  eventPages,
  notFound,
  ownAgreementsPage,
  parcelPage,
  responseTimesPage,
  shortlistPage,
  signInPage,
  verifyPage,
  signingPage,
} from './late-pages.ts';
import type { LatePart } from './ui/late.svelte.ts';
import { arrive, travelTo } from './ui/place.svelte.ts';

/** The page at a path; null for the map's, whose code is always here. The query is read by parcels/read-address.ts. */
export function latePageAt(pathname: string): LatePart<Component> | null {
  if (pathname === '/') return null;
  if (pathname === '/compare') return comparePage;
  if (pathname === '/shortlist') return shortlistPage;
  if (pathname === '/ask') return askPage;
  if (pathname === '/response-times') return responseTimesPage;
  if (/^\/(enquiry|enquiries(\/[^/]+)?)$/.test(pathname)) return enquiryPage;
  if (/^\/agreements(\/[^/]+)?$/.test(pathname)) return ownAgreementsPage;
  if (/^\/events(\/[^/]+(\/(screen|landing))?)?$/.test(pathname)) return eventPages;
  if (/^\/verify(\/[^/]+)?$/.test(pathname)) return verifyPage;
  if (pathname === '/sign') return signingPage;
  if (pathname === '/sign-in') return signInPage;
  if (/^\/(account(\/(forgotten|register))?|reset)$/.test(pathname)) return accountPage;
  if (isConsole(pathname)) return consolePage;
  return /^\/parcels\/[^/]+$/.test(pathname) ? parcelPage : notFound;
}

/** The console has a frame of its own. */
export function isConsole(pathname: string): boolean {
  return /^\/console(\/|$)/.test(pathname);
}

/** 大屏: it stands alone in a hall, has no frame, and tries again by itself what people are asked to. */
export function isScreen(pathname: string): boolean {
  return /^\/events\/[^/]+\/screen$/.test(pathname);
}

/**
 * From here on links between our pages, and the browser's back and forward, change the page without loading it anew.
 * What the browser does better is left to it: other sites, downloads, places within the page, another tab.
 */
export function followLinks(root: Document): void {
  root.addEventListener('click', (event) => {
    const link = ourLink(event);
    if (link === null || event.defaultPrevented || isForAnotherTab(event)) return;
    if (hasOwnPolicy(link.pathname) && link.pathname !== location.pathname) return;
    event.preventDefault();
    travelTo(link.href);
    if (link.dataset['scrollToTop'] !== 'false') scrollTo(0, 0);
  });
  // A pointer above a link tells what is needed next.
  root.addEventListener('pointerover', (event) => {
    const link = ourLink(event);
    if (link !== null) latePageAt(link.pathname)?.preload();
  });
  addEventListener('popstate', arrive);
}

/** What the page of an event may fetch, its streams, is said to the browser when it is loaded, and only then. */
function hasOwnPolicy(pathname: string): boolean {
  return /^\/events\/[^/]+$/.test(pathname);
}

function ourLink({ target }: Event): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest('a') : null;
  if (!(link instanceof HTMLAnchorElement) || !link.hasAttribute('href')) return null;
  const isOurs = link.protocol === location.protocol && link.host === location.host;
  const isWithin = link.hash !== '' && link.pathname === location.pathname && link.search === location.search;
  if (!isOurs || isWithin || link.target !== '' || link.hasAttribute('download')) return null;
  return link.pathname.startsWith('/api/') ? null : link;
}

function isForAnotherTab({ metaKey, ctrlKey, shiftKey, altKey, button }: MouseEvent): boolean {
  return metaKey || ctrlKey || shiftKey || altKey || button !== 0;
}
