import { contentOf, ofDepartment, parcelOf } from '../drafts/content-rules.ts';
import { contentDifferences, emptyContent, shownDifferences } from '../drafts/difference-rules.ts';
import { liesInRegions } from '../drafts/region-rules.ts';
import type { DraftContent } from '../drafts/schema.ts';
import type { CityPack } from '../city/schema.ts';
import { ParcelDraft, type Finding, type ParcelEvent } from '../imports/schema.ts';
import { comparableText } from '../parcels/comparable-rules.ts';
import { mergeDrafts } from '../parcels/draft-rules.ts';
import type { readStandings } from '../parcels/standing.ts';
import { planningIndicatorsOf } from '../reviews/competence-rules.ts';
import type { StandingDraft } from './intake-store.ts';
import {
  fileErrorsOf,
  isCrsGuessed,
  otherDepartment,
  otherRegion,
  waitsForReview,
  type SortedFindings,
} from './row-rules.ts';
import type { StoredRow } from './stored-row.ts';

/** What stands where a batch is to be written. */
export type RowContext = {
  pack: CityPack;
  departmentCode: string;
  department: { names: string[]; regions: Set<string> };
  standings: Awaited<ReturnType<typeof readStandings>>;
  drafts: Map<string, StandingDraft>;
  recordedEvents: Set<string>;
  findings: SortedFindings;
};

export type MadeRow = Omit<StoredRow, 'action' | 'findings'> & {
  refusals: Finding[];
  isKnown: boolean;
  isChanged: boolean;
};

/** What one parcel of the files would become: merged into the draft that stands, else into the version. */
export function makeRow(draft: ParcelDraft, context: RowContext): MadeRow {
  const { code } = draft;
  const said = [...(context.findings.parcels.get(code) ?? []), ...fileErrorsOf(draft, context.findings)];
  const standing = context.standings.get(code);
  const own = context.drafts.get(code);
  const isForeign = [standing?.departmentCode, own?.departmentCode, departmentNamed(draft, context)].some(
    (department) => department !== undefined && department !== context.departmentCode,
  );
  // Of what is another's nothing is told, not even that it is there.
  if (isForeign) return unwritten(code, [...said, otherDepartment(code)]);
  const stood = own ? ParcelDraft.parse(own.before.content) : (standing?.draft ?? null);
  const before = stood && ofDepartment(contentOf(stood), context.departmentCode);
  const after = ofDepartment(contentOf(merged(stood, draft, context)), context.departmentCode);
  const differences = contentDifferences(before ?? emptyContent, after);
  const baseVersion = own ? own.before.baseVersion : (standing?.version ?? null);
  return {
    ref: code,
    content: parcelOf(code, after),
    crsGuessed: isCrsGuessed(draft, context.findings),
    before: own?.before ?? null,
    standingVersion: standing?.version ?? null,
    baseVersion,
    shapeBefore: before?.geometry?.multiPolygon ?? null,
    areaBeforeM2: areaOf(before),
    differences: shownDifferences(differences, planningIndicatorsOf(context.pack)),
    refusals: [...said, ...placeRefusals(code, after, context)],
    isKnown: before !== null,
    isChanged: before === null || differences.length > 0,
  };
}

function unwritten(ref: string, refusals: Finding[]): MadeRow {
  return {
    ref,
    content: null,
    before: null,
    standingVersion: null,
    baseVersion: null,
    shapeBefore: null,
    areaBeforeM2: null,
    differences: [],
    refusals,
    isKnown: false,
    isChanged: false,
  };
}

/** The own code for the own department in any of its names; the text itself for any other. */
function departmentNamed({ fields }: ParcelDraft, { department, departmentCode, pack }: RowContext) {
  const written = fields.department;
  if (written === undefined) return undefined;
  const inPack = pack.departments.find(({ code }) => code === departmentCode);
  const names = [...department.names, inPack?.name['zh-CN'], inPack?.name.en];
  return names.includes(written) ? departmentCode : written;
}

function placeRefusals(code: string, content: DraftContent, context: RowContext): Finding[] {
  const { pack, department, drafts } = context;
  return [
    ...(liesInRegions(pack, content.fields, department.regions) ? [] : [otherRegion(code)]),
    ...(drafts.get(code)?.before.state === 'submitted' ? [waitsForReview(code)] : []),
  ];
}

/** What happened is added to what the draft already brings; what is recorded is not brought again. */
function merged(stood: ParcelDraft | null, draft: ParcelDraft, { recordedEvents }: RowContext): ParcelDraft {
  const isRecorded = ({ kind, at }: ParcelEvent) =>
    recordedEvents.has(`${draft.code} ${kind} ${Date.parse(at)}`);
  const fresh = draft.events.filter(
    (event) =>
      !isRecorded(event) &&
      !stood?.events.some(({ kind, at }) => kind === event.kind && Date.parse(at) === Date.parse(event.at)),
  );
  const whole = stood ? mergeDrafts(stood, withoutSameShape(stood, draft)) : draft;
  return { ...whole, events: [...(stood?.events ?? []), ...fresh] };
}

/** The same shape again, in whatever file, states nothing new: it does not outdate who vouched for it. */
function withoutSameShape(stood: ParcelDraft, { geometry, ...rest }: ParcelDraft): ParcelDraft {
  const [old, young] = [stood.geometry?.multiPolygon, geometry?.multiPolygon].map(comparableText);
  const isSurveyedAnew =
    (geometry?.surveyedOn ?? null) !== null && geometry?.surveyedOn !== stood.geometry?.surveyedOn;
  return geometry === undefined || (old === young && !isSurveyedAnew) ? rest : { ...rest, geometry };
}

function areaOf(content: DraftContent | null): number | null {
  return content?.fields.offeredAreaM2 ?? content?.geometry?.areaM2 ?? null;
}
