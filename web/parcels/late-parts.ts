import { LatePart } from '../ui/late.svelte.ts';

/** What the map's page shows only once somebody asks for it, or when there is no map. */
export const parcelDrawer = new LatePart(() => import('./ParcelDrawer.svelte'));
export const filterPanel = new LatePart(() => import('./FilterPanel.svelte'));
export const emptyAnswer = new LatePart(() => import('./EmptyAnswer.svelte'));
export const listFirst = new LatePart(() => import('./ListFirst.svelte'));
export const tableView = new LatePart(() => import('./table/TableView.svelte'));
