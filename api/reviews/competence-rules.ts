import { z } from 'zod';
import { competences, type Competence } from '../accounts/terms.ts';
import type { AttachmentKind } from '../attachments/terms.ts';
import type { CityPack } from '../city/schema.ts';

/** Fields that only the bureau of land decides about: where the land lies, how large it is, for what and when. */
const landFields = new Set([
  'district',
  'town',
  'park',
  'unitNumber',
  'landAreaM2',
  'offeredAreaM2',
  'useCode',
  'termYears',
  'supplyMode',
  'withDesign',
  'netLand',
  'standardLand',
  'releasedOn',
  'noticeAt',
  'signupStartsAt',
  'signupEndsAt',
  'depositEndsAt',
  'listingStartsAt',
  'listingEndsAt',
  'constructionStartDueOn',
  'completionDueOn',
  'fullProductionDueOn',
]);

/**
 * 审核权限: who decides about a part of a parcel, by its fact path. `land`: shape, area, limits, dates, status and the
 * indicators that planning sets; `terms`: prices, costs, utilities, admissions and wording. Provenance goes with its fact; what
 * vouches for all fields goes with the land.
 */
export function competenceOf(path: string, planningIndicators: ReadonlySet<string>): Competence {
  const [group = '', key, indicator] = path.split('.');
  if (group === 'provenance') return competenceOf(path.slice('provenance.'.length), planningIndicators);
  if (group === 'geometry' || group === 'limits' || group === 'events') return 'land';
  if (group === 'fields') return key === undefined || landFields.has(key) ? 'land' : 'terms';
  if (group === 'admissions' && indicator !== undefined && planningIndicators.has(indicator)) return 'land';
  return 'terms';
}

/** Files that say where the land lies, or for what: as much the bureau's as the figures in them. */
const landFiles: ReadonlySet<unknown> = new Set<AttachmentKind>([
  'survey-plan',
  'boundary-plan',
  'planning-conditions',
]);
const File = z.object({ kind: z.string() });

/** Who decides about one difference: of a file by what it is or was. */
export function competenceOfDifference(
  { path, before, after }: { path: string; before: unknown; after: unknown },
  planningIndicators: ReadonlySet<string>,
): Competence {
  const isLandFile =
    path.startsWith('attachments.') &&
    [before, after].some((file) => landFiles.has(File.safeParse(file).data?.kind));
  return isLandFile ? 'land' : competenceOf(path, planningIndicators);
}

/** The competences that must agree. Of what the public does not see now, everything is looked at. */
export function neededCompetences(
  changed: readonly Competence[],
  { isPublic }: { isPublic: boolean },
): Competence[] {
  if (!isPublic) return [...competences];
  return competences.filter((competence) => changed.includes(competence));
}

/** Keys of the indicators that planning sets. */
export function planningIndicatorsOf({ indicators }: Pick<CityPack, 'indicators'>): ReadonlySet<string> {
  return new Set(indicators.filter(({ phase }) => phase === 'planning').map(({ key }) => key));
}
