import type { DetachedWindowAPI } from 'happy-dom';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accountPage,
  askPage,
  comparePage,
  consolePage,
  enquiryPage,
  notFound,
  ownAgreementsPage,
  parcelPage,
  responseTimesPage,
  shortlistPage,
  signInPage,
  signingPage,
} from '../web/late-pages.ts';
import { followLinks, latePageAt } from '../web/router.ts';
import { arrive, place } from '../web/ui/place.svelte.ts';

const browser = window as unknown as { happyDOM: DetachedWindowAPI };

describe('the pages', () => {
  it.each([
    ['/', null],
    ['/parcels/WY-2026-07', parcelPage],
    ['/parcels/%E0%A4', parcelPage],
    ['/compare', comparePage],
    ['/shortlist', shortlistPage],
    ['/ask', askPage],
    ['/enquiry', enquiryPage],
    ['/enquiries', enquiryPage],
    ['/enquiries/XP-2611-0091', enquiryPage],
    ['/enquiry/XP-2611-0091', notFound],
    ['/response-times', responseTimesPage],
    ['/parcels', notFound],
    ['/parcels/a/b', notFound],
    ['/compare/', notFound],
    ['/nothing', notFound],
    ['/agreements', ownAgreementsPage],
    ['/agreements/TZ-2026-0031', ownAgreementsPage],
    ['/agreements/a/b', notFound],
    ['/sign', signingPage],
    ['/sign-in', signInPage],
    ['/account', accountPage],
    ['/account/register', accountPage],
    ['/reset', accountPage],
    ['/account/other', notFound],
    ['/console', consolePage],
    ['/console/parcels/WY-1', consolePage],
    ['/consoles', notFound],
  ])('at %s are told apart by the path', (pathname, page) => {
    expect(latePageAt(pathname)).toBe(page);
  });
});

describe('a link', () => {
  beforeAll(() => followLinks(document));

  beforeEach(() => {
    browser.happyDOM.setURL('http://127.0.0.1:1/?q=a');
    arrive();
  });

  afterEach(() => document.body.replaceChildren());

  /** Whether the click was taken from the browser. */
  function click(attributes: Record<string, string>, how: MouseEventInit = {}) {
    const link = document.createElement('a');
    for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
    const inside = link.appendChild(document.createElement('b'));
    document.body.append(link);
    return !inside.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...how }));
  }

  it('to a page of ours changes the page', () => {
    expect(click({ href: '/parcels/WY-1?for=36' })).toBe(true);
    expect([place.pathname, place.search]).toEqual(['/parcels/WY-1', '?for=36']);
  });

  it('back is followed too', () => {
    click({ href: '/compare' });
    history.replaceState(null, '', '/?q=a');
    dispatchEvent(new PopStateEvent('popstate'));
    expect([place.pathname, place.search]).toEqual(['/', '?q=a']);
  });

  it.each([
    ['a new tab', { href: '/compare', target: '_blank' }],
    ['a download', { href: '/compare', download: '' }],
    ['an answer of the server', { href: '/api/parcels.geojson' }],
    ['a place within the page', { href: '#content' }],
    ['nowhere', {}],
  ])('to %s is the browser’s', (_where, attributes) => {
    expect(click(attributes)).toBe(false);
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])(
    'clicked with %o is the browser’s',
    (how) => {
      expect(click({ href: '/compare' }, how)).toBe(false);
    },
  );
});
