import type { Sql } from '../db/database.ts';
import type { AttachmentKind, AttachmentMediaType } from '../attachments/terms.ts';
import type { Interval, Provenance, UtilityState } from '../imports/schema.ts';
import type { Phase } from '../city/schema.ts';
import type { Named } from './schema.ts';
import type { FoundParcel } from './search-store.ts';

/** One version as a whole, as it stands in the tables; days are `YYYY-MM-DD`. */
export type RecordRow = {
  id: number;
  locationText: string | null;
  locationTextEn: string | null;
  boundsText: string | null;
  unitNumber: string | null;
  termYears: number | null;
  supplyMode: string | null;
  withDesign: boolean | null;
  netLand: boolean | null;
  standardLand: boolean | null;
  releasedOn: string | null;
  noticeNumber: string | null;
  noticeUrl: string | null;
  departmentCode: string;
  depositYuan: number | null;
  ceilingPriceYuan: number | null;
  incrementYuan: number | null;
  incrementPerMu: boolean | null;
  reservePrice: boolean | null;
  signupStartsAt: Date | null;
  depositEndsAt: Date | null;
  listingStartsAt: Date | null;
  constructionStartDueOn: string | null;
  completionDueOn: string | null;
  fullProductionDueOn: string | null;
  surveyedOn: string | null;
  publicPrecisionM: number;
  admissions: { industry: Named; note: string | null }[];
  requirements: (Interval & {
    industryCode: string | null;
    key: string;
    unit: string;
    phase: Phase;
    basis: string | null;
  })[];
  utilities: {
    key: string;
    state: UtilityState;
    capacity: string | null;
    capacityEn: string | null;
    readyOn: string | null;
  }[];
  costs: { key: string; value: number; unit: string; note: string | null }[];
  facts: (Provenance & { path: string })[];
  events: { kind: string; atMs: number; amountYuan: number | null; document: string | null }[];
  /** Those that are public alone. */
  attachments: {
    id: string;
    kind: AttachmentKind;
    title: string;
    fileName: string;
    mediaType: AttachmentMediaType;
    bytes: number;
    uploadedAtMs: number;
  }[];
  evaluations: {
    kind: string;
    reportNumber: string | null;
    approvedBy: string | null;
    approvedOn: string | null;
    validUntil: string | null;
    coversWhole: boolean;
  }[];
  heldSince: Date | null;
  /** 值班: the first duty officer of its department today, as administrators keep them. */
  officer: { name: string; nameEn: string; phone: string } | null;
  /** When the first critical fact that has expired did so. */
  expiredOn: string | null;
};

/** Which version of each code was public at an instant; `recalled` when it was public once and is no longer. */
export async function findPublicParcels(
  sql: Sql,
  codes: string[],
  at: Date,
): Promise<Map<string, FoundParcel | 'recalled'>> {
  const rows = await sql<((FoundParcel | { id: null }) & { wanted: string; wasPublic: boolean })[]>`
    select w.code as wanted, pp.id, pp.version, pp.code, pp.status,
      (extract(epoch from pp.published_at) * 1000)::bigint as "publishedAtMs",
      exists (
        select from publication pub join parcel p on p.id = pub.parcel_id
        where p.code = w.code and pub.public_from <= ${at}
      ) as "wasPublic"
    from unnest(${codes}::text[]) as w (code)
    left join public_parcel(${at}) pp on pp.code = w.code
    order by w.code
    limit ${codes.length}`;
  const found = rows.flatMap(({ wanted, wasPublic, ...parcel }): [string, FoundParcel | 'recalled'][] => {
    if (parcel.id !== null) return [[wanted, parcel]];
    return wasPublic ? [[wanted, 'recalled']] : [];
  });
  return new Map(found);
}

/** Which version of a code was public at an instant; null when it never was. */
export async function findPublicParcel(
  sql: Sql,
  code: string,
  at: Date,
): Promise<FoundParcel | 'recalled' | null> {
  return (await findPublicParcels(sql, [code], at)).get(code) ?? null;
}

/**
 * Everything the public record adds to the summary, in any order. Events and evaluations are those known and public at
 * the instant.
 */
export function readRecords(sql: Sql, parcels: FoundParcel[], at: Date): Promise<RecordRow[]> {
  if (parcels.length === 0) return Promise.resolve([]);
  return sql<RecordRow[]>`
    select v.parcel_id as id, v.location_zh as "locationText", v.location_en as "locationTextEn", v.bounds_text as "boundsText",
      v.unit_number as "unitNumber", v.term_years as "termYears", v.supply_mode as "supplyMode",
      v.with_design as "withDesign", v.net_land as "netLand", v.standard_land as "standardLand",
      v.released_on::text as "releasedOn", v.notice_number as "noticeNumber", v.notice_url as "noticeUrl",
      v.department_code as "departmentCode", v.deposit_yuan as "depositYuan",
      v.ceiling_price_yuan as "ceilingPriceYuan", v.increment_yuan as "incrementYuan",
      v.increment_per_mu as "incrementPerMu", v.reserve_price as "reservePrice",
      v.signup_starts_at as "signupStartsAt", v.deposit_ends_at as "depositEndsAt",
      v.listing_starts_at as "listingStartsAt", v.construction_start_due_on::text as "constructionStartDueOn",
      v.completion_due_on::text as "completionDueOn", v.full_production_due_on::text as "fullProductionDueOn",
      v.surveyed_on::text as "surveyedOn", s.precision_m as "publicPrecisionM",
      (select coalesce(jsonb_agg(jsonb_build_object(
          'industry', jsonb_build_object('code', i.code, 'name', i.name_zh, 'nameEn', i.name_en), 'note', a.note
        ) order by a.position), '[]')
        from admission a join industry i on i.code = a.industry_code
        where a.parcel_id = v.parcel_id and a.version = v.version) as admissions,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'industryCode', r.industry_code, 'key', r.key, 'lower', r.lower, 'lowerOp', r.lower_op, 'upper', r.upper,
          'upperOp', r.upper_op, 'unit', r.unit, 'phase', r.phase, 'basis', r.basis
        ) order by r.industry_code, r.key), '[]')
        from requirement r where r.parcel_id = v.parcel_id and r.version = v.version) as requirements,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'key', u.key, 'state', u.state, 'capacity', u.capacity_zh, 'capacityEn', u.capacity_en, 'readyOn', u.ready_on
        ) order by u.key), '[]')
        from utility u where u.parcel_id = v.parcel_id and u.version = v.version) as utilities,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'key', c.key, 'value', c.value, 'unit', c.unit, 'note', c.note) order by c.key), '[]')
        from cost c where c.parcel_id = v.parcel_id and c.version = v.version) as costs,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'path', f.path, 'source', f.source, 'sourceNumber', f.source_number, 'verifiedBy', f.verified_by,
          'verifiedOn', f.verified_on, 'validUntil', f.valid_until) order by f.path), '[]')
        from fact f where f.parcel_id = v.parcel_id and f.version = v.version) as facts,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'kind', e.kind, 'atMs', (extract(epoch from e.at) * 1000)::bigint, 'amountYuan', e.amount_yuan,
          'document', e.document) order by e.at, e.id), '[]')
        from parcel_event e
        where e.parcel_id = v.parcel_id and e.at <= ${at} and e.recorded_at <= ${at}) as events,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'id', a.id, 'kind', va.kind, 'title', va.title, 'fileName', a.file_name, 'mediaType', a.media_type,
          'bytes', a.bytes, 'uploadedAtMs', (extract(epoch from a.uploaded_at) * 1000)::bigint
        ) order by va.position), '[]')
        from version_attachment va join attachment a on a.id = va.attachment_id
        where va.parcel_id = v.parcel_id and va.version = v.version and va.visibility = 'public') as attachments,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'kind', e.kind, 'reportNumber', e.report_number, 'approvedBy', e.approved_by, 'approvedOn', e.approved_on,
          'validUntil', e.valid_until, 'coversWhole', st_covers(e.scope, v.geom_survey)
        ) order by e.kind, e.valid_until desc nulls first, e.id), '[]')
        from evaluation e
        where e.public_from <= ${at} and (e.public_until is null or e.public_until > ${at}) and st_intersects(e.scope, v.geom_survey)
          and not st_touches(e.scope, v.geom_survey)) as evaluations,
      (select h.held_from from parcel_hold h
        where h.parcel_id = v.parcel_id and h.held_from <= ${at} and (h.released_at is null or h.released_at > ${at})
          and (h.ends_at is null or h.ends_at > ${at})
          -- 出让公告: while it runs only it counts; after one that ended without a result (流拍) there is a hold again.
          and (v.notice_at is null or v.notice_at > ${at} or (
            v.notice_at <= h.held_from and not exists (
              select from public_parcel(${at}) p
              where p.id = v.parcel_id and p.status in ('announced', 'listed', 'awaiting-result')
            )
          ))
        order by h.held_from desc
        limit 1) as "heldSince",
      (select json_build_object('name', o.name_zh, 'nameEn', o.name_en, 'phone', o.phone)
        from duty_officer o
        where o.department_code = v.department_code
        order by o.position
        limit 1) as officer,
      (select min(x.valid_until)::text
        from expired_critical_facts(v.parcel_id, v.version, (${at}::timestamptz at time zone 'Asia/Shanghai')::date) x
      ) as "expiredOn"
    from parcel_version v
    join parcel_public s on s.parcel_id = v.parcel_id and s.version = v.version
    where (v.parcel_id, v.version) in (
      select * from unnest(${parcels.map(({ id }) => id)}::bigint[], ${parcels.map(({ version }) => version)}::int[])
    )
    order by v.parcel_id
    limit ${parcels.length}`;
}
