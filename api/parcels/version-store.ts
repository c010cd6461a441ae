import type { Sql, Tx } from '../db/database.ts';
import { ParcelDraft, type ParcelEvent } from '../imports/schema.ts';
import type { ResolvedParcel } from './resolve.ts';
import { precisionDegrees } from './rules.ts';
import { writeSearchTexts } from './search-text-store.ts';

/** A draft as it is kept in `stated`: everything but the coordinates, which are kept as geometry. */
const Stated = ParcelDraft.extend({
  geometry: ParcelDraft.shape.geometry.unwrap().omit({ multiPolygon: true }),
});

export type VersionIdentity = { parcelId: number; version: number };

/** What is known of a parcel before new files are merged into it. */
export type KnownParcel = {
  parcelId: number;
  newestVersion: number;
  /** The version new files are merged into; null when there is none of the wanted kind. */
  base: { version: number; draft: ParcelDraft } | null;
  /** When the last of its publications begins; null when nothing of it is or will be public. */
  lastPublicFrom: Date | null;
  events: ParcelEvent[];
};

/**
 * Reads known parcels by code. With an instant the base is the version that is public then, so that nothing of an
 * unpublished draft gets out with somebody else's change; without one it is the newest version.
 */
export async function readKnownParcels(
  sql: Sql,
  codes: string[],
  publicAt: Date | null,
): Promise<Map<string, KnownParcel>> {
  const rows = await sql<KnownRow[]>`
    select p.id as "parcelId", p.code,
      (select max(v.version) from parcel_version v where v.parcel_id = p.id) as "newestVersion",
      b.version as "baseVersion", b.stated, st_asgeojson(b.geom_survey, 10, 0)::jsonb as geometry,
      (select max(pub.public_from) from publication pub where pub.parcel_id = p.id and pub.ended_as is null)
        as "lastPublicFrom",
      (select coalesce(jsonb_agg(jsonb_build_object(
          'kind', e.kind, 'atMs', (extract(epoch from e.at) * 1000)::bigint, 'amountYuan', e.amount_yuan,
          'document', e.document) order by e.at, e.id), '[]')
        from parcel_event e where e.parcel_id = p.id) as events
    from parcel p
    left join lateral (
      select v.version, v.stated, v.geom_survey
      from parcel_version v
      where v.parcel_id = p.id and (${publicAt}::timestamptz is null or exists (
        select from publication pub
        where pub.parcel_id = v.parcel_id and pub.version = v.version and pub.public_from <= ${publicAt}
          and (pub.public_until is null or pub.public_until > ${publicAt})
      ))
      order by v.version desc
      limit 1
    ) b on true
    where p.code = any(${codes})
    order by p.id
    limit ${codes.length}`;
  return new Map(rows.map((row) => [row.code, toKnownParcel(row)]));
}

type KnownRow = {
  parcelId: number;
  code: string;
  newestVersion: number | null;
  baseVersion: number | null;
  stated: unknown;
  geometry: unknown;
  lastPublicFrom: Date | null;
  events: { kind: ParcelEvent['kind']; atMs: number; amountYuan: number | null; document: string | null }[];
};

function toKnownParcel(row: KnownRow): KnownParcel {
  const base = row.baseVersion === null ? null : { version: row.baseVersion, draft: draftOf(row) };
  const events = row.events.map(({ atMs, ...event }) => ({ ...event, at: new Date(atMs).toISOString() }));
  const { parcelId, lastPublicFrom } = row;
  return { parcelId, newestVersion: row.newestVersion ?? 0, base, lastPublicFrom, events };
}

/** A version as a whole draft, from `stated` and its geometry as GeoJSON. */
export function draftOf(row: Pick<KnownRow, 'stated' | 'geometry'>): ParcelDraft {
  const { geometry, ...stated } = Stated.parse(row.stated);
  return ParcelDraft.parse({ ...stated, geometry: { ...geometry, multiPolygon: row.geometry } });
}

/** Imports of the same parcels take turns; the lock ends with the transaction. */
export async function lockImports(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${importLock})`;
}
const importLock = 7_401_503;

/** One import run: who brought which files. Returns its id. */
export async function insertBatch(
  tx: Tx,
  batch: { importedBy: string; fileNames: string[] },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into import_batch (imported_by, file_names)
    values (${batch.importedBy}, ${batch.fileNames}) returning id`;
  if (row === undefined) throw new Error('an insert returns its row');
  return row.id;
}

/** Creates the identities of parcels and returns their ids by code. */
export async function insertParcels(tx: Tx, codes: string[], demo: boolean): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  await inChunks(codes, 5000, async (chunk) => {
    const rows = await tx<{ id: number; code: string }[]>`
      insert into parcel ${tx(chunk.map((code) => ({ code, demo })))} returning id, code`;
    for (const { id, code } of rows) ids.set(code, id);
  });
  return ids;
}

/** The survey geometry and what the public gets of it, as EWKB in hexadecimal. */
export type Geometries = { survey: string; public: string; point: string };
export type MadeGeometries =
  { ok: true; geometries: Geometries } | { ok: false; reason: string | 'too-small-for-public-precision' };

/** Shapes of one statement: few enough for its deadline, many enough that a round trip does not count. */
const shapesAtOnce = 200;

/**
 * Makes the public geometries, here and only here: each survey geometry on the grid of the public precision, and a point
 * inside it on the same grid. The answers are in the order of the shapes.
 */
export async function makeGeometries(
  tx: Sql,
  multiPolygons: object[],
  precisionM: number,
): Promise<MadeGeometries[]> {
  const made: MadeGeometries[] = [];
  await inChunks(multiPolygons, shapesAtOnce, async (chunk) => {
    const rows = await tx<MadeRow[]>`
      with survey as materialized (
        select shape.position, st_setsrid(st_geomfromgeojson(shape.text), 4490) as geom
        from unnest(${chunk.map((shape) => JSON.stringify(shape))}::text[]) with ordinality as shape (text, position)
      ), generalised as materialized (
        select position, case when st_isvalid(geom) then st_multi(st_collectionextract(
          st_makevalid(st_reduceprecision(geom, ${precisionDegrees(precisionM)}::float8)), 3)) end as geom
        from survey
      ), placed as materialized (
        select position,
          case when st_contains(geom, st_centroid(geom)) then st_centroid(geom) else st_pointonsurface(geom) end as point
        from generalised where not st_isempty(geom)
      )
      select encode(st_asewkb(s.geom), 'hex') as survey,
        case when not st_isempty(g.geom) then encode(st_asewkb(g.geom), 'hex') end as public,
        encode(st_asewkb(st_reduceprecision(p.point, ${precisionDegrees(precisionM)}::float8)), 'hex') as point,
        case when st_isvalid(s.geom) then null else st_isvalidreason(s.geom) end as "invalidReason"
      from survey s
      join generalised g using (position)
      left join placed p using (position)
      order by s.position
      limit ${chunk.length}`;
    made.push(...rows.map(toGeometries));
  });
  return made;
}

type MadeRow = { survey: string; public: string | null; point: string | null; invalidReason: string | null };

function toGeometries({ survey, public: generalised, point, invalidReason }: MadeRow): MadeGeometries {
  if (invalidReason !== null) return { ok: false, reason: invalidReason };
  if (generalised === null || point === null) return { ok: false, reason: 'too-small-for-public-precision' };
  return { ok: true, geometries: { survey, public: generalised, point } };
}

/** One version to be written, checked and resolved. */
export type NewVersion = { identity: VersionIdentity; parcel: ResolvedParcel; geometries: Geometries };
export type VersionOrigin = { importBatchId: number; publicPrecisionM: number };

/** Writes immutable versions with everything that hangs on them, in a few statements for the whole batch. */
export async function insertVersions(tx: Tx, versions: NewVersion[], origin: VersionOrigin): Promise<void> {
  // PostgreSQL takes at most 65,535 parameters a statement; a version has fewer than fifty.
  await inChunks(versions, 500, async (chunk) => {
    await tx`insert into parcel_version ${tx(chunk.map((version) => versionRow(tx, version, origin)))}`;
    await tx`insert into parcel_public ${tx(chunk.map((version) => publicRow(version, origin)))}`;
  });
  await insertRows(tx, 'admission', versions.flatMap(admissionRows));
  await insertRows(tx, 'requirement', versions.flatMap(requirementRows));
  await insertRows(tx, 'utility', versions.flatMap(utilityRows));
  await insertRows(tx, 'cost', versions.flatMap(costRows));
  await insertRows(tx, 'fact', versions.flatMap(factRows));
  await insertRows(tx, 'version_attachment', versions.flatMap(attachmentRows));
  await writeSearchTexts(
    tx,
    versions.map(({ identity }) => identity),
  );
}

async function inChunks<T>(rows: T[], size: number, write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += size) await write(rows.slice(start, start + size));
}

type DetailTable = 'admission' | 'requirement' | 'utility' | 'cost' | 'fact' | 'version_attachment';

/** A detail has at most eleven columns. */
async function insertRows(
  tx: Tx,
  table: DetailTable,
  rows: Record<string, string | number | null>[],
): Promise<void> {
  await inChunks(rows, 5000, (chunk) => tx`insert into ${tx(table)} ${tx(chunk)}`);
}

function own({ identity }: NewVersion) {
  return { parcel_id: identity.parcelId, version: identity.version };
}

function versionRow(tx: Tx, version: NewVersion, origin: VersionOrigin) {
  const { parcel, geometries } = version;
  const { fields, geometry: stated } = parcel.draft;
  const { multiPolygon, ...geometry } = stated;
  void multiPolygon;
  return {
    ...own(version),
    import_batch_id: origin.importBatchId,
    name_zh: parcel.name,
    name_en: parcel.nameEn,
    district_code: parcel.districtCode,
    town_code: parcel.townCode,
    park_code: parcel.parkCode,
    department_code: parcel.departmentCode,
    location_zh: fields.locationText ?? null,
    location_en: fields.locationTextEn ?? null,
    bounds_text: fields.boundsText ?? null,
    unit_number: fields.unitNumber ?? null,
    land_area_m2: parcel.landAreaM2,
    offered_area_m2: parcel.offeredAreaM2,
    use_code: parcel.useCode,
    term_years: fields.termYears ?? null,
    supply_mode: parcel.supplyMode,
    with_design: fields.withDesign ?? null,
    net_land: fields.netLand ?? null,
    standard_land: fields.standardLand ?? null,
    released_on: fields.releasedOn ?? null,
    notice_number: fields.noticeNumber ?? null,
    notice_url: fields.noticeUrl ?? null,
    start_price_yuan: fields.startPriceYuan ?? null,
    deposit_yuan: fields.depositYuan ?? null,
    ceiling_price_yuan: fields.ceilingPriceYuan ?? null,
    increment_yuan: fields.incrementYuan ?? null,
    increment_per_mu: fields.incrementPerMu ?? null,
    reserve_price: fields.reservePrice ?? null,
    notice_at: fields.noticeAt ?? null,
    signup_starts_at: fields.signupStartsAt ?? null,
    signup_ends_at: fields.signupEndsAt ?? null,
    deposit_ends_at: fields.depositEndsAt ?? null,
    listing_starts_at: fields.listingStartsAt ?? null,
    listing_ends_at: fields.listingEndsAt ?? null,
    construction_start_due_on: fields.constructionStartDueOn ?? null,
    completion_due_on: fields.completionDueOn ?? null,
    full_production_due_on: fields.fullProductionDueOn ?? null,
    geom_survey: geometries.survey,
    source_crs: stated.sourceCrs,
    surveyed_on: stated.surveyedOn,
    stated: tx.json({ ...parcel.draft, geometry, events: [], places: {} }),
  };
}

function publicRow(version: NewVersion, origin: VersionOrigin) {
  const { geometries } = version;
  return {
    ...own(version),
    geom: geometries.public,
    precision_m: origin.publicPrecisionM,
    point: geometries.point,
    // Made when the industries are there, too.
    search_text: '',
  };
}

function admissionRows(version: NewVersion) {
  return version.parcel.draft.admissions.map(({ industry, note }, position) => ({
    ...own(version),
    industry_code: industry,
    position,
    note,
  }));
}

function requirementRows(version: NewVersion) {
  return version.parcel.requirements.map(
    ({ industryCode, key, lower, lowerOp, upper, upperOp, unit, phase, basis }) => ({
      ...own(version),
      industry_code: industryCode,
      key,
      lower,
      lower_op: lowerOp,
      upper,
      upper_op: upperOp,
      unit,
      phase,
      basis,
    }),
  );
}

function utilityRows(version: NewVersion) {
  return version.parcel.draft.utilities.map(({ key, state, capacity, capacityEn, readyOn }) => ({
    ...own(version),
    key,
    state,
    capacity_zh: capacity,
    capacity_en: capacityEn,
    ready_on: readyOn,
  }));
}

function costRows(version: NewVersion) {
  return version.parcel.costs.map(({ key, value, unit, note }) => ({
    ...own(version),
    key,
    value,
    unit,
    note,
  }));
}

function factRows(version: NewVersion) {
  return Object.entries(version.parcel.draft.provenance).map(([path, provenance]) => ({
    ...own(version),
    path,
    source: provenance.source,
    source_number: provenance.sourceNumber,
    verified_by: provenance.verifiedBy,
    verified_on: provenance.verifiedOn,
    valid_until: provenance.validUntil,
  }));
}

function attachmentRows(version: NewVersion) {
  const attachments = version.parcel.draft.attachments ?? [];
  return attachments.map(({ id, kind, title, visibility }, position) => ({
    ...own(version),
    position,
    attachment_id: id,
    kind,
    title,
    visibility,
  }));
}

/** Makes versions public from an instant on; what was public of their parcels ends there. A future start is an embargo. */
export async function publishVersions(tx: Tx, versions: VersionIdentity[], from: Date): Promise<void> {
  await inChunks(versions, 5000, async (chunk) => {
    await tx`
      update publication set public_until = ${from}, ended_as = 'replaced'
      where public_until is null and parcel_id = any(${chunk.map(({ parcelId }) => parcelId)})`;
    const rows = chunk.map(({ parcelId, version }) => ({ parcel_id: parcelId, version, public_from: from }));
    await tx`insert into publication ${tx(rows)}`;
  });
}

export type NewEvent = { parcelId: number; event: ParcelEvent };

/** Records what happened to parcels. `recordedAt` null: it was known when it happened. */
export async function insertEvents(tx: Tx, events: NewEvent[], recordedAt: Date | null): Promise<void> {
  const rows = events.map(({ parcelId, event }) => ({
    parcel_id: parcelId,
    kind: event.kind,
    at: event.at,
    amount_yuan: event.amountYuan,
    document: event.document,
    recorded_at: recordedAt ?? event.at,
  }));
  await inChunks(rows, 5000, (chunk) => tx`insert into parcel_event ${tx(chunk)}`);
}
