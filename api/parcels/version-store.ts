import type { Sql, Tx } from '../db/database.ts';
import type { ResolvedParcel } from './resolve.ts';
import { ParcelDraft, type ParcelEvent } from '../imports/schema.ts';
import { precisionDegrees } from './rules.ts';

export type LatestVersion = { parcelId: number; version: number; draft: ParcelDraft };

/** The newest version of a parcel in the form files state it, to merge new files into; null for an unknown code. */
export async function readLatestVersion(sql: Sql, code: string): Promise<LatestVersion | null> {
  const [row] = await sql<{ parcelId: number; version: number; stated: unknown; geometry: unknown }[]>`
    select p.id as "parcelId", v.version, v.stated, st_asgeojson(v.geom_survey, 10, 0)::jsonb as geometry
    from parcel p join parcel_version v on v.parcel_id = p.id
    where p.code = ${code}
    order by v.version desc
    limit 1`;
  if (row === undefined) return null;
  const { geometry, ...stated } = Stated.parse(row.stated);
  const draft = ParcelDraft.parse({ ...stated, geometry: { ...geometry, multiPolygon: row.geometry } });
  return { parcelId: row.parcelId, version: row.version, draft };
}

/** A draft as it is kept in `stated`: everything but the coordinates, which are kept as geometry. */
const Stated = ParcelDraft.extend({
  geometry: ParcelDraft.shape.geometry.unwrap().omit({ multiPolygon: true }),
});

/** Creates the identity of a parcel and returns its id. */
export async function insertParcel(tx: Tx, code: string, demo: boolean): Promise<number> {
  const [row] = await tx<
    { id: number }[]
  >`insert into parcel (code, demo) values (${code}, ${demo}) returning id`;
  if (row === undefined) throw new Error('an insert returns its row');
  return row.id;
}

type Geometries = {
  survey: string;
  public: string | null;
  point: string | null;
  invalidReason: string | null;
};

/** The survey geometry and what the public gets of it, made here and only here, as EWKB. */
export async function makeGeometries(tx: Sql, multiPolygon: object, precisionM: number): Promise<Geometries> {
  const [made] = await tx<Geometries[]>`
    with survey as materialized (
      select st_setsrid(st_geomfromgeojson(${JSON.stringify(multiPolygon)}::text), 4490) as geom
    ), generalised as materialized (
      select case when st_isvalid(geom) then st_multi(st_collectionextract(
        st_makevalid(st_reduceprecision(geom, ${precisionDegrees(precisionM)}::float8)), 3)) end as geom
      from survey
    )
    select encode(st_asewkb(s.geom), 'hex') as survey,
      case when st_isempty(g.geom) then null else encode(st_asewkb(g.geom), 'hex') end as public,
      case when st_isempty(g.geom) then null
        when st_contains(g.geom, st_centroid(g.geom)) then encode(st_asewkb(st_centroid(g.geom)), 'hex')
        else encode(st_asewkb(st_pointonsurface(g.geom)), 'hex') end as point,
      case when st_isvalid(s.geom) then null else st_isvalidreason(s.geom) end as "invalidReason"
    from survey s cross join generalised g`;
  if (made === undefined) throw new Error('a select without a table gives one row');
  return made;
}

export type VersionIdentity = { parcelId: number; version: number };
export type VersionOrigin = { importBatchId: number; publicPrecisionM: number };

/**
 * Writes one immutable version with everything that hangs on it.
 * @throws Error when the geometry is invalid or vanishes at the public precision; both are found before by the checks.
 */
export async function insertVersion(
  tx: Tx,
  identity: VersionIdentity,
  content: { parcel: ResolvedParcel; origin: VersionOrigin },
): Promise<void> {
  const { parcel, origin } = content;
  const { draft } = parcel;
  const { fields } = draft;
  const geometries = await makeGeometries(tx, draft.geometry.multiPolygon, origin.publicPrecisionM);
  if (geometries.invalidReason !== null || geometries.public === null || geometries.point === null) {
    throw new Error(
      `parcel ${draft.code}: ${geometries.invalidReason ?? 'nothing is left at the public precision'}`,
    );
  }
  const { multiPolygon: kept, ...geometry } = draft.geometry;
  void kept;
  const own = { parcel_id: identity.parcelId, version: identity.version };
  const row = {
    ...own,
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
    source_crs: draft.geometry.sourceCrs,
    surveyed_on: draft.geometry.surveyedOn,
    geom_public: geometries.public,
    public_precision_m: origin.publicPrecisionM,
    point_public: geometries.point,
    search_text: parcel.searchText,
    stated: tx.json({ ...draft, geometry, places: {} }),
  };
  await tx`insert into parcel_version ${tx(row)}`;
  await insertDetails(tx, own, parcel);
}

async function insertDetails(
  tx: Tx,
  own: { parcel_id: number; version: number },
  parcel: ResolvedParcel,
): Promise<void> {
  const { draft } = parcel;
  const admissions = draft.admissions.map(({ industry, note }, position) => ({
    ...own,
    industry_code: industry,
    position,
    note,
  }));
  if (admissions.length > 0) await tx`insert into admission ${tx(admissions)}`;
  const requirements = parcel.requirements.map((requirement) => ({
    ...own,
    industry_code: requirement.industryCode,
    key: requirement.key,
    lower: requirement.lower,
    lower_op: requirement.lowerOp,
    upper: requirement.upper,
    upper_op: requirement.upperOp,
    unit: requirement.unit,
    phase: requirement.phase,
    basis: requirement.basis,
  }));
  if (requirements.length > 0) await tx`insert into requirement ${tx(requirements)}`;
  const utilities = draft.utilities.map(({ key, state, capacity, capacityEn, readyOn }) => ({
    ...own,
    key,
    state,
    capacity_zh: capacity,
    capacity_en: capacityEn,
    ready_on: readyOn,
  }));
  if (utilities.length > 0) await tx`insert into utility ${tx(utilities)}`;
  const costs = parcel.costs.map(({ key, value, unit, note }) => ({ ...own, key, value, unit, note }));
  if (costs.length > 0) await tx`insert into cost ${tx(costs)}`;
  const facts = Object.entries(draft.provenance).map(([path, provenance]) => ({
    ...own,
    path,
    source: provenance.source,
    source_number: provenance.sourceNumber,
    verified_by: provenance.verifiedBy,
    verified_on: provenance.verifiedOn,
    valid_until: provenance.validUntil,
  }));
  if (facts.length > 0) await tx`insert into fact ${tx(facts)}`;
}

/** Makes a version public from an instant on; what was public ends there. A start in the future is an embargo. */
export async function publishVersion(tx: Tx, identity: VersionIdentity, from: Date): Promise<void> {
  await tx`
    update publication set public_until = ${from}, ended_as = 'replaced'
    where parcel_id = ${identity.parcelId} and public_until is null`;
  await tx`
    insert into publication (parcel_id, version, public_from)
    values (${identity.parcelId}, ${identity.version}, ${from})`;
}

/** Records what happened to a parcel; the same event stated again changes nothing. */
export async function insertEvents(
  tx: Tx,
  parcelId: number,
  record: { events: ParcelEvent[]; recordedAt: Date | null },
): Promise<void> {
  for (const event of record.events) {
    await tx`
      insert into parcel_event (parcel_id, kind, at, amount_yuan, document, recorded_at)
      values (${parcelId}, ${event.kind}, ${event.at}, ${event.amountYuan}, ${event.document},
        coalesce(${record.recordedAt}::timestamptz, ${event.at}::timestamptz))
      on conflict (parcel_id, kind, at) do nothing`;
  }
}

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
