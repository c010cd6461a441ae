import { LatePart } from '../ui/late.svelte.ts';

/** The console's pages, each fetched when it is first opened. */
export const consolePages = {
  work: new LatePart(() => import('./worklist/WorkPage.svelte')),
  parcels: new LatePart(() => import('./parcels/ParcelsPage.svelte')),
  editor: new LatePart(() => import('./editor/ParcelEditorPage.svelte')),
  winner: new LatePart(() => import('./winners/WinnerPage.svelte')),
  review: new LatePart(() => import('./review/ReviewPage.svelte')),
  intakes: new LatePart(() => import('./intake/IntakesPage.svelte')),
  intake: new LatePart(() => import('./intake/IntakePage.svelte')),
  enquiries: new LatePart(() => import('./enquiries/EnquiriesPage.svelte')),
  agreements: new LatePart(() => import('./agreements/AgreementsPage.svelte')),
  agreement: new LatePart(() => import('./agreements/AgreementPage.svelte')),
  newAgreement: new LatePart(() => import('./agreements/NewAgreementPage.svelte')),
  projects: new LatePart(() => import('./projects/ProjectsPage.svelte')),
  project: new LatePart(() => import('./projects/ProjectPage.svelte')),
  newProject: new LatePart(() => import('./projects/NewProjectPage.svelte')),
  templates: new LatePart(() => import('./templates/TemplatesPage.svelte')),
  template: new LatePart(() => import('./templates/TemplatePage.svelte')),
  proposeTemplate: new LatePart(() => import('./templates/ProposePage.svelte')),
  events: new LatePart(() => import('./events/EventsPage.svelte')),
  event: new LatePart(() => import('./events/HostPage.svelte')),
  rundown: new LatePart(() => import('./rundown/RundownPage.svelte')),
  people: new LatePart(() => import('./admin/PeoplePage.svelte')),
  departments: new LatePart(() => import('./admin/DepartmentsPage.svelte')),
  letters: new LatePart(() => import('./admin/LettersPage.svelte')),
  audit: new LatePart(() => import('./audit/AuditPage.svelte')),
};
