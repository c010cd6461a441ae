import { shanghaiDay } from '../calendar/rules.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { Channel, EventKind, ReceiptWay } from './terms.ts';

export type NewCase = {
  channel: Channel;
  receivedAt: Date;
  clockFrom: Date;
  enteredBy: number | null;
  isCodenamed: boolean;
  locale: 'zh-CN' | 'en';
  /** 示例: made up for the demonstration; nobody is written to about it. */
  demo?: boolean;
};

/** Gives out the next number of the month and writes the case. */
export async function insertEnquiry(tx: Tx, enquiry: NewCase): Promise<{ id: number; number: string }> {
  const { channel, receivedAt, clockFrom, enteredBy, isCodenamed, locale, demo = false } = enquiry;
  const month = shanghaiDay(receivedAt).slice(2, 7).replace('-', '');
  const [row] = await tx<{ id: number; number: string }[]>`
    with given as (
      insert into enquiry_number (month, last) values (${month}, 1)
      on conflict (month) do update set last = enquiry_number.last + 1
      returning last
    )
    insert into enquiry (number, channel, received_at, clock_from, entered_by, is_codenamed, locale, demo)
    select 'XP-' || ${month} || '-' || lpad(last::text, greatest(4, length(last::text)), '0'),
      ${channel}, ${receivedAt}, ${clockFrom}, ${enteredBy}, ${isCodenamed}, ${locale}, ${demo}
    from given
    returning id::int as id, number`;
  if (row === undefined) throw new Error('the enquiry was just written');
  return row;
}

/** True while nobody ever asked anything. */
export async function holdsNoEnquiry(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ isEmpty: boolean }[]>`select not exists (select from enquiry) as "isEmpty"`;
  return row?.isEmpty ?? true;
}

export async function insertParcels(
  tx: Tx,
  enquiryId: number,
  parcels: readonly { code: string; version: number }[],
): Promise<void> {
  const rows = parcels.map(({ code, version }, position) => ({
    enquiry_id: enquiryId,
    position,
    code,
    version,
  }));
  if (rows.length > 0) await tx`insert into enquiry_parcel ${tx(rows)}`;
}

export type NewEvent = {
  kind: EventKind;
  /** Of staff; null for the portal and for who asked. */
  accountId?: number | null;
  /** Whose case it is from here on. */
  holder?: { department: string; officerId: number | null };
  detail?: string;
  at: Date;
};

/**
 * Adds to what happened to a case, whose row is held; returns the event's number. An event is never earlier than the one
 * before it: clocks of two portals may differ.
 */
export async function appendEvent(
  tx: Tx,
  enquiryId: number,
  { kind, accountId = null, holder, detail, at }: NewEvent,
): Promise<number> {
  const [row] = await tx<{ seq: number }[]>`
    insert into enquiry_event (enquiry_id, seq, at, kind, account_id, department_code, officer_id, detail)
    select ${enquiryId}, coalesce(max(seq), 0) + 1, greatest(max(at), ${at}::timestamptz), ${kind}, ${accountId},
      ${holder?.department ?? null}, ${holder?.officerId ?? null}, ${detail ?? null}
    from enquiry_event where enquiry_id = ${enquiryId}
    returning seq`;
  if (row === undefined) throw new Error('the event was just written');
  return row.seq;
}

export async function findEnquiry(
  sql: Sql,
  number: string,
): Promise<{ id: number; clockFrom: Date; receivedAt: Date } | null> {
  const [row] = await sql<{ id: number; clockFrom: Date; receivedAt: Date }[]>`
    select id::int as id, clock_from as "clockFrom", received_at as "receivedAt"
    from enquiry where number = ${number}`;
  return row ?? null;
}

/** By which way the receipt of a case went out, as it stands on record. */
export async function readReceiptWay(sql: Sql, enquiryId: number): Promise<ReceiptWay> {
  const [row] = await sql<{ way: ReceiptWay }[]>`
    select detail as way from enquiry_event
    where enquiry_id = ${enquiryId} and kind = 'acknowledged' order by seq limit 1`;
  return row?.way ?? 'page';
}

/** Nobody else adds to the case until the transaction ends. Its own row is for reading only, even for a lock. */
export async function holdEnquiry(tx: Tx, enquiryId: number): Promise<void> {
  await tx`select from enquiry_person where enquiry_id = ${enquiryId} for update`;
}

/** The public versions of parcels asked about, in the order of `codes`; a code that is not public is not there. */
export async function readAskedParcels(
  sql: Sql,
  codes: readonly string[],
  at: Date,
): Promise<{ code: string; version: number; departmentCode: string }[]> {
  const rows = await sql<{ code: string; version: number; departmentCode: string }[]>`
    select p.code, v.version, v.department_code as "departmentCode"
    from parcel p
    join publication pub on pub.parcel_id = p.id and pub.public_from <= ${at}
      and (pub.public_until is null or pub.public_until > ${at})
    join parcel_version v on v.parcel_id = p.id and v.version = pub.version
    where p.code = any(${[...codes]})`;
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.flatMap((code) => byCode.get(code) ?? []);
}

/** The accounts on a department's duty list that can sign in, in its order. */
export async function readDuty(
  sql: Sql,
  department: string,
  at: Date,
): Promise<{ accountId: number; isAbsent: boolean }[]> {
  const day = shanghaiDay(at);
  return await sql<{ accountId: number; isAbsent: boolean }[]>`
    select o.account_id::int as "accountId", exists (
        select from officer_absence b
        where b.account_id = o.account_id and ${day}::date between b.first_day and b.last_day
      ) as "isAbsent"
    from duty_officer o join account a on a.id = o.account_id
    where o.department_code = ${department} and a.locked_at is null and a.department_code = o.department_code
    order by o.position`;
}
