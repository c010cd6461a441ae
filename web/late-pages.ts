import { LatePart } from './ui/late.svelte.ts';

/** Every page but the map's own, which is the first view. */
export const parcelPage = new LatePart(() => import('./parcels/ParcelPage.svelte'));
export const notFound = new LatePart(() => import('./city/NotFound.svelte'));
export const comparePage = new LatePart(() => import('./compare/ComparePage.svelte'));
export const shortlistPage = new LatePart(() => import('./shortlist/ShortlistPage.svelte'));
export const consolePage = new LatePart(() => import('./console/ConsolePage.svelte'));
export const signInPage = new LatePart(() => import('./accounts/SignInPage.svelte'));
export const accountPage = new LatePart(() => import('./accounts/AccountPages.svelte'));
export const askPage = new LatePart(() => import('./enquiries/ask/AskPage.svelte'));
export const enquiryPage = new LatePart(() => import('./enquiries/follow/EnquiryPages.svelte'));
export const responseTimesPage = new LatePart(() => import('./enquiries/figures/ResponseTimesPage.svelte'));
export const verifyPage = new LatePart(() => import('./verify/VerifyPage.svelte'));
export const signingPage = new LatePart(() => import('./signing/SigningPage.svelte'));
export const ownAgreementsPage = new LatePart(() => import('./agreements/OwnAgreementPages.svelte'));
export const eventPages = new LatePart(() => import('./events/EventPages.svelte'));
