import { LatePart } from '../ui/late.svelte.ts';

/** The console's pages, each fetched when it is first opened. */
export const workPage = new LatePart(() => import('./work/WorkPage.svelte'));
