import { LatePart } from '../ui/late.svelte.ts';

/** The console's pages, each fetched when it is first opened. */
export const workPage = new LatePart(() => import('./work/WorkPage.svelte'));
export const parcelsPage = new LatePart(() => import('./parcels/ParcelsPage.svelte'));
export const editorPage = new LatePart(() => import('./editor/ParcelEditorPage.svelte'));
export const reviewPage = new LatePart(() => import('./review/ReviewPage.svelte'));
export const intakesPage = new LatePart(() => import('./intake/IntakesPage.svelte'));
export const intakePage = new LatePart(() => import('./intake/IntakePage.svelte'));
export const peoplePage = new LatePart(() => import('./admin/PeoplePage.svelte'));
export const departmentsPage = new LatePart(() => import('./admin/DepartmentsPage.svelte'));
export const auditPage = new LatePart(() => import('./audit/AuditPage.svelte'));
