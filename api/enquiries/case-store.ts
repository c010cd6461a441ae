import type { Sql } from '../db/database.ts';
import type { SoughtIndexes } from './person-rules.ts';
import { cityStandsIn } from './stand-in.ts';
import { resumedOf, type ResumedRow } from './resumed-store.ts';
import type { Channel, EnquiryState, EventKind } from './terms.ts';

export type CaseRow = {
  id: number;
  number: string;
  channel: Channel;
  state: EnquiryState;
  isCodenamed: boolean;
  demo: boolean;
  locale: 'zh-CN' | 'en';
  receivedAt: Date;
  clockFrom: Date;
  resumed: ResumedRow;
  enteredById: number | null;
  enteredByName: string | null;
  departmentCode: string;
  departmentName: string;
  departmentNameEn: string;
  officerId: number | null;
  officerName: string | null;
  firstAnswerAt: Date | null;
  waitingSince: Date | null;
  endedAt: Date | null;
  lastAt: Date;
  parcels: { code: string; version: number }[];
  person: Buffer | null;
  firstWords: Buffer | null;
};

const columns = (sql: Sql) => sql`
  e.id::int as id, e.number, e.channel, s.state, e.is_codenamed as "isCodenamed", e.demo, e.locale,
  e.received_at as "receivedAt", e.clock_from as "clockFrom", ${resumedOf(sql)} as resumed, e.entered_by::int as "enteredById",
  n.name as "enteredByName", s.department_code as "departmentCode",
  d.name_zh as "departmentName", d.name_en as "departmentNameEn", s.officer_id::int as "officerId",
  o.name as "officerName", s.first_answer_at as "firstAnswerAt", s.waiting_since as "waitingSince",
  s.ended_at as "endedAt", s.last_at as "lastAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('code', q.code, 'version', q.version) order by q.position)
    from enquiry_parcel q where q.enquiry_id = e.id
  ), '[]') as parcels,
  p.sealed as person, (
    select m.sealed from enquiry_message m where m.enquiry_id = e.id and m.seq = 1
  ) as "firstWords"`;

const tables = (sql: Sql) => sql`
  enquiry e
  join enquiry_standing s on s.enquiry_id = e.id
  join enquiry_person p on p.enquiry_id = e.id
  join department d on d.code = s.department_code
  left join account o on o.id = s.officer_id
  left join account n on n.id = e.entered_by`;

export async function readCase(sql: Sql, id: number): Promise<CaseRow | null> {
  const [row] = await sql<CaseRow[]>`select ${columns(sql)} from ${tables(sql)} where e.id = ${id}`;
  return row ?? null;
}

/** Whose cases: a department's, with those that it stands in for where it is the city's own; or somebody's own. */
export type Whose = { department: string; isCity: boolean } | { accountId: number };

const ofThem = (sql: Sql, whose: Whose) =>
  'department' in whose
    ? whose.isCity
      ? sql`(s.department_code = ${whose.department} or ${cityStandsIn(sql, whose.department)})`
      : sql`s.department_code = ${whose.department}`
    : sql`p.account_id = ${whose.accountId}`;

const inState = (sql: Sql, state: 'open' | 'ended') =>
  state === 'open' ? sql`s.state in ('waiting', 'answered')` : sql`s.state not in ('waiting', 'answered')`;

/** Where a page ended: milliseconds since when it waits, `null` for what waits for nobody, and the case. */
export type PageEnd = { waitsMs: number | null; id: number };

/**
 * Open cases with the longest wait first, then those that wait for the other side; ended ones, the newest first. One more
 * than `limit` when there are more.
 */
export async function listCases(
  sql: Sql,
  whose: Whose,
  { state, limit, after }: { state: 'open' | 'ended'; limit: number; after: PageEnd | null },
): Promise<CaseRow[]> {
  if (state === 'ended')
    return await sql<CaseRow[]>`
      select ${columns(sql)} from ${tables(sql)}
      where ${ofThem(sql, whose)} and ${inState(sql, state)}
        ${after === null ? sql`` : sql`and e.id < ${after.id}`}
      order by e.id desc limit ${limit + 1}`;
  const waits = sql`coalesce(s.waiting_since, 'infinity')`;
  const afterWait =
    after === null
      ? sql``
      : after.waitsMs === null
        ? sql`and s.waiting_since is null and e.id > ${after.id}`
        : sql`and (${waits}, e.id) > (${new Date(after.waitsMs)}::timestamptz, ${after.id})`;
  return await sql<CaseRow[]>`
    select ${columns(sql)} from ${tables(sql)}
    where ${ofThem(sql, whose)} and ${inState(sql, state)} ${afterWait}
    order by ${waits}, e.id limit ${limit + 1}`;
}

export async function countCases(sql: Sql, whose: Whose, state: 'open' | 'ended'): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from enquiry e
    join enquiry_standing s on s.enquiry_id = e.id join enquiry_person p on p.enquiry_id = e.id
    where ${ofThem(sql, whose)} and ${inState(sql, state)}`;
  return row?.count ?? 0;
}

export type EventRow = {
  seq: number;
  at: Date;
  kind: EventKind;
  accountId: number | null;
  accountName: string | null;
  departmentCode: string | null;
  departmentName: string | null;
  departmentNameEn: string | null;
  officerId: number | null;
  officerName: string | null;
  detail: string | null;
  words: Buffer | null;
  files: { id: string; sealed: string | null; mediaType: string; bytes: number }[];
};

/** What happened, in order; file names sealed, as hexadecimal. */
export async function readEvents(sql: Sql, enquiryId: number): Promise<EventRow[]> {
  return await sql<EventRow[]>`
    select v.seq, v.at, v.kind, v.account_id::int as "accountId", a.name as "accountName",
      v.department_code as "departmentCode", d.name_zh as "departmentName", d.name_en as "departmentNameEn",
      v.officer_id::int as "officerId", o.name as "officerName", v.detail, m.sealed as words,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', f.id, 'sealed', encode(f.sealed, 'hex'),
          'mediaType', f.media_type, 'bytes', f.bytes) order by f.id)
        from enquiry_file f where f.enquiry_id = v.enquiry_id and f.seq = v.seq
      ), '[]') as files
    from enquiry_event v
    left join account a on a.id = v.account_id
    left join account o on o.id = v.officer_id
    left join department d on d.code = v.department_code
    left join enquiry_message m on m.enquiry_id = v.enquiry_id and m.seq = v.seq
    where v.enquiry_id = ${enquiryId}
    order by v.seq`;
}

/** Other cases of the same company, telephone or address that the department has. */
export async function readRelated(
  sql: Sql,
  { id, department, sought }: { id: number; department: string; sought: SoughtIndexes },
): Promise<{ number: string; state: EnquiryState; receivedAt: Date }[]> {
  const indexes = (hexadecimals: string[]) =>
    sql`any(array(select decode(index, 'hex') from unnest(${hexadecimals}::text[]) as index))`;
  return await sql<{ number: string; state: EnquiryState; receivedAt: Date }[]>`
    select e.number, s.state, e.received_at as "receivedAt"
    from enquiry_person other
    join enquiry e on e.id = other.enquiry_id
    join enquiry_standing s on s.enquiry_id = e.id
    where other.enquiry_id <> ${id} and s.department_code = ${department} and (
      other.company_index = ${indexes(sought.company)} or other.phone_index = ${indexes(sought.phone)}
      or other.email_index = ${indexes(sought.email)})
    order by e.received_at desc limit 20`;
}
